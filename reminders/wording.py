"""What reminders, rules and letters are called, and how the words of a line are put."""

from datetime import date
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from directives.actions import verb_label
from journal.models import Event
from reminders.models import Digest, Reminder, ReminderRule
from reminders.querysets import Stood
from units.working_calendar import WorkingCalendar

# Burning first.
GROUPS = ("overdue", "today", "urged", "soon", "unaccepted", "stale", "waiting", "notice")


def group_label(group: str) -> str:
    return {
        "overdue": _("Overdue"),
        "today": _("Due today"),
        "urged": _("Urged: an answer is due"),
        "soon": _("Due soon"),
        "unaccepted": _("Not accepted yet"),
        "stale": _("Without a report"),
        "waiting": _("Waiting for a decision"),
        "notice": _("Notices"),
    }[group]


def counted(group: str, n: int) -> str:
    """The part of a subject that counts the lines of a group."""
    words = {
        "overdue": ngettext("%(n)s overdue", "%(n)s overdue", n),
        "today": ngettext("%(n)s due today", "%(n)s due today", n),
        "urged": ngettext("%(n)s urged", "%(n)s urged", n),
        "soon": ngettext("%(n)s due soon", "%(n)s due soon", n),
        "unaccepted": ngettext("%(n)s not accepted", "%(n)s not accepted", n),
        "stale": ngettext("%(n)s without a report", "%(n)s without a report", n),
        "waiting": ngettext("%(n)s waiting for a decision", "%(n)s waiting for a decision", n),
        "notice": ngettext("%(n)s notice", "%(n)s notices", n),
    }
    return words[group] % {"n": n}


def one_line(text: str, limit: int = 300) -> str:
    """The text without line breaks or other control characters: nothing in it can end a header or a line."""
    text = " ".join("".join(char if char.isprintable() else " " for char in text).split())
    return text if len(text) <= limit else text[: limit - 1] + "…"


def line_words(row: Reminder, assignment: Stood, day: date, calendar: WorkingCalendar) -> tuple[str, str]:
    """The group a line stands in and its words: the truth of the day, whichever rule spoke."""
    kind = row.basis.partition("-")[0]
    if kind == "event":
        return "notice", notice_words(row)
    if kind == "deadline":
        group, words = clock_words(day, assignment.due_then, calendar)
    elif kind == "urging":
        group, words = "urged", _urged_words(day, assignment.reply_by_then)
    elif kind == "assigned":
        group, words = "unaccepted", _since(_("not accepted since %(day)s"), assignment.state_since)
    elif kind == "extension":
        group = "waiting"
        words = _since(_("an extension request waits since %(day)s"), assignment.requested_then)
    elif kind == "declined":
        group = "waiting"
        words = _since(_("a proposed reassignment waits since %(day)s"), assignment.state_since)
    elif kind == "reported":
        group = "waiting"
        words = _since(_("the reported completion waits since %(day)s"), assignment.state_since)
    else:
        since = assignment.reported_then or assignment.state_since
        n = (day - since).days
        group = "stale"
        words = ngettext("no report for %(n)s day", "no report for %(n)s days", n) % {"n": n}
    if row.is_escalation:
        words = _("%(words)s; the unit has not acted") % {"words": words}
    return group, words


def _since(words: str, day: date) -> str:
    return words % {"day": f"{day:%d/%m/%Y}"}


def clock_words(day: date, due_on: date, calendar: WorkingCalendar) -> tuple[str, str]:
    """Where the day stands before or behind the due date."""
    late = (day - due_on).days
    if late > 0:
        return "overdue", ngettext("%(n)s day overdue", "%(n)s days overdue", late) % {
            "n": number_format(late, force_grouping=True)
        }
    if late == 0:
        return "today", _("due today")
    left = calendar.days_left(day, due_on)
    words = ngettext("%(n)s working day left", "%(n)s working days left", left) % {"n": left}
    if not calendar.is_working_day(due_on):
        words = _("%(words)s; the due date is a day off") % {"words": words}
    return "soon", words


def _urged_words(day: date, reply_by: date) -> str:
    late = (day - reply_by).days
    if late > 0:
        return ngettext(
            "the answer to an urging is %(n)s day late", "the answer to an urging is %(n)s days late", late
        ) % {"n": late}
    return _since(_("an urging is to be answered by %(day)s"), reply_by)


def notice_label(verb: str) -> str:
    """What an event is called in a letter to those who owe the work."""
    labels = {
        "assigned": _("New assignment"),
        "reassigned": _("Taken over from another unit"),
        "send_back": _("Sent back"),
        "approve_extension": _("Extension approved"),
        "refuse_extension": _("Extension refused"),
        "counter_extension": _("Extension approved with another date"),
        "withdraw": _("Withdrawn"),
        "comment": _("Comment"),
        "remark": _("Remark of a leader"),
        "urge": _("Urged"),
        "hand_over": _("Handed to you"),
        "adjust_deadline": _("Deadline adjusted"),
        "uphold": _("The assignment stays with the unit"),
        "pause": _("Paused"),
        "resume": _("Resumed"),
        "reopen": _("Reopened"),
        "confirm": _("Completion confirmed"),
        "answer": _("Urging answered"),
        "escalate": _("Submitted to the leader"),
    }
    return labels.get(verb) or verb_label(verb)


def rule_label(code: str, names: dict[str, str]) -> str:
    """What a rule of the ledger is called: the policy's words, or the step it tells of."""
    if code.startswith("event:"):
        return notice_label(code.removeprefix("event:"))
    return names.get(code) or _("a rule that is no longer kept")


def rule_names() -> dict[str, str]:
    return {rule.code: str(rule) for rule in ReminderRule.objects.all()}


def kind_label(digest: Digest) -> str:
    """The daily letter, one of the others, or one that went at once."""
    labels = {
        Digest.DAILY: _("letter of the day"),
        Digest.ESCALATION: _("escalation"),
        Digest.OFFICE: _("letter of the office"),
        Digest.WEEKLY: _("letter of the week"),
    }
    if digest.kind in labels:
        return labels[digest.kind]
    lines = digest.lines or [{"rule": "event:"}]
    verb = lines[0]["rule"].removeprefix("event:")
    return _("at once: %(what)s") % {"what": notice_label(verb)} if verb else _("letter at once")


def basis_label(basis: str) -> str:
    """What an occurrence rests on, in words."""
    kind, _sign, rest = basis.partition("-")
    labels = {
        "deadline": _("deadline, version %(n)s"),
        "event": _("entry %(n)s of the journal"),
        "report": _("progress report %(n)s"),
        "state": _("in progress since %(n)s"),
        "assigned": _("assigned on %(n)s"),
        "urging": _("urging %(n)s"),
        "extension": _("extension request %(n)s"),
        "declined": _("declined on %(n)s"),
        "reported": _("reported on %(n)s"),
    }
    return labels[kind] % {"n": _shown(rest)} if kind in labels else basis


def _shown(text: str) -> str:
    try:
        return f"{date.fromisoformat(text):%d/%m/%Y}"
    except ValueError:
        return text


def notice_words(row: Reminder) -> str:
    words = one_line(row.words, 500)
    event: Any = None
    if row.verb in ("send_back", "escalate"):
        event = Event.objects.filter(pk=row.basis.removeprefix("event-")).first()
    if event:
        by = f"{event.by} ({event.by_role})" if event.by_role else str(event.by)
        said = {"by": by, "day": f"{event.on:%d/%m/%Y}", "reason": words}
        if row.verb == "escalate":
            return one_line(_("Submitted by %(by)s on %(day)s: %(reason)s") % said, 800)
        return one_line(_("Sent back by %(by)s on %(day)s: %(reason)s") % said, 800)
    return f"{notice_label(row.verb)}: {words}" if words else notice_label(row.verb)
