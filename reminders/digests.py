"""Letters: what one person is told on one working day, in lines that are frozen before they are sent."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from directives import lifecycle
from directives.actions import verb_label
from directives.lifecycle import WORKED_ON, State
from directives.models import Assignment, Surroundings
from journal.models import Event
from reminders import links
from reminders.audience import Audience
from reminders.models import Digest, Reminder, ReminderRule
from reminders.querysets import Stood, as_it_stood
from units.models import User
from units.standing import Standing, standing_of
from units.working_calendar import WorkingCalendar

# Burning first.
GROUPS = ("overdue", "today", "soon", "notice")
OVER = frozenset({State.REPLACED, State.WITHDRAWN})


def group_label(group: str) -> str:
    return {
        "overdue": _("Overdue"),
        "today": _("Due today"),
        "soon": _("Due soon"),
        "notice": _("Notices"),
    }[group]


def one_line(text: str, limit: int = 300) -> str:
    """The text without line breaks or other control characters: nothing in it can end a header or a line."""
    text = " ".join("".join(char if char.isprintable() else " " for char in text).split())
    return text if len(text) <= limit else text[: limit - 1] + "…"


@dataclass
class Composed:
    """The rows that may be said, as lines, and those that may not any more, with the reason."""

    lines: list[dict[str, Any]] = field(default_factory=list)
    kept: list[Reminder] = field(default_factory=list)
    dropped: dict[str, list[Reminder]] = field(default_factory=dict)


def compose(
    user: User, rows: Iterable[Reminder], *, day: date, calendar: WorkingCalendar, audience: Audience
) -> Composed:
    """Check right and state of every row as of `day`, and put what stands into words, burning first."""
    rows = list(rows)
    composed = Composed()
    readable = Assignment.objects.filter(pk__in={row.assignment_id for row in rows})
    standing = standing_of(user, day)
    readable = readable.readable_by(standing)
    found = as_it_stood(readable, day).select_related("directive", "unit", "leader").in_bulk()
    with override(settings.LANGUAGE_CODE):
        for row in rows:
            assignment = found.get(row.assignment_id)
            reason = _not_said(row, user, assignment, audience)
            if reason or assignment is None:
                composed.dropped.setdefault(reason, []).append(row)
            else:
                composed.kept.append(row)
                composed.lines.append(_line(row, assignment, day, calendar, standing))
    composed.lines.sort(
        key=lambda line: (GROUPS.index(line["group"]), line["due_on"] or "9999", line["code"])
    )
    return composed


def _not_said(row: Reminder, user: User, assignment: Stood | None, audience: Audience) -> str:
    """Why this row is not said to that person any more; empty where it still is."""
    if assignment is None or user.pk not in audience.of(assignment):
        return Reminder.Reason.NO_RIGHT
    if row.verb:
        is_over = assignment.state_then in OVER and row.verb != "withdraw"
        return Reminder.Reason.SETTLED if is_over else ""
    if assignment.state_then not in WORKED_ON or assignment.directive.kind != "task":
        return Reminder.Reason.SETTLED
    return "" if row.basis == f"deadline-{assignment.version_then}" else Reminder.Reason.MOVED


def _line(
    row: Reminder, assignment: Stood, day: date, calendar: WorkingCalendar, standing: Standing
) -> dict[str, Any]:
    due_on, first = assignment.due_then, assignment.first_due_then
    group, words = ("notice", notice_words(row)) if row.verb else _clock(day, due_on, calendar)
    return {
        "reminder": row.pk,
        "assignment": assignment.pk,
        "code": assignment.directive.code,
        "title": one_line(assignment.directive.title),
        "addressee": one_line(str(assignment.addressee)),
        "due_on": due_on.isoformat() if due_on else None,
        "first_due_on": first.isoformat() if first and first != due_on else None,
        "words": words,
        "path": f"{assignment.directive.get_absolute_url()}#a{assignment.pk}",
        "group": group,
        "rule": row.rule,
        "occurrence_on": row.occurrence_on.isoformat(),
        "may_report": _may_report(assignment, standing),
    }


def _may_report(assignment: Stood, standing: Standing) -> bool:
    """Whether that person may report progress on it that day in his own name, and needs no paper for it."""
    case = assignment.case(standing, Surroundings())
    try:
        lifecycle.check("report_progress", standing, case)
    except lifecycle.Refused:
        return False
    return not lifecycle.acts_on_behalf(standing, case)


def _clock(day: date, due_on: date, calendar: WorkingCalendar) -> tuple[str, str]:
    """Where the day stands before or behind the due date: the truth of the day, whichever rule spoke."""
    late = (day - due_on).days
    if late > 0:
        return "overdue", ngettext("%(n)s day overdue", "%(n)s days overdue", late) % {
            "n": number_format(late, force_grouping=True)
        }
    if late == 0:
        return "today", _("due today")
    left = calendar.days_left(day, due_on)
    return "soon", ngettext("%(n)s working day left", "%(n)s working days left", left) % {"n": left}


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
    }
    return labels.get(verb) or verb_label(verb)


def rule_label(code: str, names: dict[str, str]) -> str:
    """What a rule of the ledger is called: the policy's words, or the step it tells of."""
    if code.startswith("event:"):
        return notice_label(code.removeprefix("event:"))
    return names.get(code) or _("a rule that is no longer kept")


def kind_label(digest: Digest) -> str:
    """The daily letter, or one that went at once."""
    if digest.kind == Digest.DAILY:
        return _("letter of the day")
    lines = digest.lines or [{"rule": "event:"}]
    verb = lines[0]["rule"].removeprefix("event:")
    return _("at once: %(what)s") % {"what": notice_label(verb)} if verb else _("letter at once")


def basis_label(basis: str) -> str:
    """What an occurrence rests on, in words."""
    kind, _sign, number = basis.partition("-")
    if kind == "deadline":
        return _("deadline, version %(n)s") % {"n": number}
    return _("entry %(n)s of the journal") % {"n": number} if kind == "event" else basis


def rule_names() -> dict[str, str]:
    return {rule.code: str(rule) for rule in ReminderRule.objects.all()}


def notice_words(row: Reminder) -> str:
    words = one_line(row.words, 500)
    event = (
        Event.objects.filter(pk=row.basis.removeprefix("event-")).first() if row.verb == "send_back" else None
    )
    if event:
        by = f"{event.by} ({event.by_role})" if event.by_role else str(event.by)
        return one_line(
            _("Sent back by %(by)s on %(day)s: %(reason)s")
            % {"by": by, "day": f"{event.on:%d/%m/%Y}", "reason": words},
            800,
        )
    return f"{notice_label(row.verb)}: {words}" if words else notice_label(row.verb)


def subject_of(digest: Digest) -> str:
    """Figures and codes only: a subject is read over shoulders and in lists."""
    with override(settings.LANGUAGE_CODE):
        if digest.kind != Digest.DAILY:
            line = digest.lines[0]
            verb = line["rule"].removeprefix("event:")
            return one_line(f"{notice_label(verb)}: {line['code']}", 200)
        counts = Counter(line["group"] for line in digest.lines)
        parts = [
            ngettext("%(n)s overdue", "%(n)s overdue", counts["overdue"]),
            ngettext("%(n)s due today", "%(n)s due today", counts["today"]),
            ngettext("%(n)s due soon", "%(n)s due soon", counts["soon"]),
            ngettext("%(n)s notice", "%(n)s notices", counts["notice"]),
        ]
        said = [
            part % {"n": counts[group]} for group, part in zip(GROUPS, parts, strict=True) if counts[group]
        ]
        return _("Reminders %(day)s: %(counts)s") % {
            "day": f"{digest.day:%d/%m/%Y}",
            "counts": ", ".join(said),
        }


def message_id_of(user: User, kind: str, day: date) -> str:
    """Fixed by what the letter is, so that a resend after a crash is the same mail. The address of the system
    belongs to it: two systems writing to one mailbox must not look like one."""
    key = f"{settings.SITE_URL}|{user.pk}|{kind}|{day.isoformat()}"
    return f"<{hashlib.sha256(key.encode()).hexdigest()[:40]}@dondoc>"


def why_unreachable(user: User) -> str:
    """Why no mail can be sent to that person; empty where it can."""
    if not user.email:
        return _("%(person)s has no mail address.") % {"person": user}
    try:
        validate_email(user.email)
    except ValidationError:
        return _("The mail address of %(person)s is not valid.") % {"person": user}
    return ""


def freeze(user: User, rows: Iterable[Reminder], *, kind: str, day: date, **how) -> Digest | None:
    """Write the letter of these rows; None where nothing may be said, or the letter of that day is out already
    (then the rows wait for the next working day)."""
    composed = compose(user, rows, day=day, **how)
    drop(composed)
    return _write_letter(user, composed, kind, day) if composed.lines else None


@transaction.atomic
def _write_letter(user: User, composed: Composed, kind: str, day: date) -> Digest | None:
    digest, is_new = Digest.objects.get_or_create(
        recipient=user,
        kind=kind,
        day=day,
        defaults={"address": user.email, "message_id": message_id_of(user, kind, day)},
    )
    if not is_new:
        return None
    claimed = Reminder.objects.filter(
        pk__in=[row.pk for row in composed.kept], state=Reminder.State.PLANNED, digest=None
    )
    # Read again after the claim: another letter may have taken some of them.
    claimed.update(digest=digest)
    ours = set(digest.reminders.values_list("pk", flat=True))
    digest.lines = [line for line in composed.lines if line["reminder"] in ours]
    if not digest.lines:
        digest.delete()
        return None
    digest.subject = subject_of(digest)
    with override(settings.LANGUAGE_CODE):
        digest.last_error = why_unreachable(user)
    if digest.last_error:
        # Not silent: the letter stands there as failed, with the reason.
        digest.state = Digest.State.FAILED
        digest.reminders.update(state=Reminder.State.FAILED)
    digest.save()
    links.write_links(digest)
    return digest


def drop(composed: Composed) -> None:
    """Close the rows that may not be said any more."""
    for reason, rows in composed.dropped.items():
        Reminder.objects.filter(pk__in=[row.pk for row in rows], state=Reminder.State.PLANNED).update(
            state=Reminder.State.SUPERSEDED, reason=reason
        )


def freeze_daily(*, day: date, calendar: WorkingCalendar, audience: Audience) -> Iterator[Digest]:
    """One letter to everybody for whom something waits and who has had none on that day."""
    recipients = User.objects.filter(
        pk__in=Reminder.objects.waiting(day).values("recipient"),
    ).exclude(pk__in=Digest.objects.filter(kind=Digest.DAILY, day=day).values("recipient"))
    for user in recipients.order_by("pk"):
        rows = Reminder.objects.waiting(day).filter(recipient=user)
        digest = freeze(user, rows, kind=Digest.DAILY, day=day, calendar=calendar, audience=audience)
        if digest:
            yield digest


def grouped(
    lines: Iterable[dict[str, Any]], progress_urls: Mapping[int, str] | None = None
) -> list[dict[str, Any]]:
    """Frozen lines for showing: under their headings, with days as days and whole addresses."""
    groups: dict[str, list[dict[str, Any]]] = {group: [] for group in GROUPS}
    for line in lines:
        due_on = line["due_on"] and date.fromisoformat(line["due_on"])
        first = line.get("first_due_on") and date.fromisoformat(line["first_due_on"])
        groups[line["group"]].append(
            {
                **line,
                "due_on": due_on,
                "first_due_on": first,
                "url": settings.SITE_URL + line["path"],
                "progress_url": (progress_urls or {}).get(line["assignment"], ""),
            }
        )
    return [
        {"key": group, "label": group_label(group), "lines": rows} for group, rows in groups.items() if rows
    ]
