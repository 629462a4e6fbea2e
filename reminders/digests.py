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
from django.utils.translation import gettext as _
from django.utils.translation import override

from directives import lifecycle
from directives.lifecycle import State
from directives.models import Assignment, Surroundings
from reminders import links
from reminders.audience import Audience
from reminders.choices import Wishes
from reminders.clocks import bases_of
from reminders.models import Delivery, Digest, Reminder
from reminders.querysets import Stood, with_clocks
from reminders.wording import GROUPS, counted, group_label, line_words, notice_label, one_line
from units.models import User
from units.standing import Standing, standing_of
from units.working_calendar import WorkingCalendar

OVER = frozenset({State.REPLACED, State.WITHDRAWN})
# More lines nobody reads in a mail; what is beyond them is counted, and stands in the inbox and the lists.
MOST_LINES = 200
CHUNK = 1000


@dataclass
class Composed:
    """What may be said, as lines, and what may not any more, with the reason. The rows by their ids only."""

    lines: list[dict[str, Any]] = field(default_factory=list)
    kept: list[int] = field(default_factory=list)
    dropped: dict[str, list[int]] = field(default_factory=dict)
    more: int = 0

    def add(self, lines: list[dict[str, Any]]) -> None:
        lines = sorted(self.lines + lines, key=burning)
        self.lines, self.more = lines[:MOST_LINES], self.more + len(lines[MOST_LINES:])


def burning(line: dict[str, Any]) -> tuple:
    return GROUPS.index(line["group"]), line["due_on"] or "9999", line["code"]


def compose(
    user: User, rows: Iterable[Reminder], *, day: date, calendar: WorkingCalendar, audience: Audience
) -> Composed:
    """Check right and state of every row as of `day`, and put what stands into words, burning first."""
    composed, standing = Composed(), standing_of(user, day)
    chunk: list[Reminder] = []
    with override(settings.LANGUAGE_CODE):
        for row in rows:
            # The rows of one assignment come together, and make one line.
            if len(chunk) >= CHUNK and row.assignment_id != chunk[-1].assignment_id:
                _compose(composed, chunk, user, standing, day, calendar, audience)
                chunk = []
            chunk.append(row)
        if chunk:
            _compose(composed, chunk, user, standing, day, calendar, audience)
    return composed


def _compose(
    composed: Composed,
    rows: list[Reminder],
    user: User,
    standing: Standing,
    day: date,
    calendar: WorkingCalendar,
    audience: Audience,
) -> None:
    readable = Assignment.objects.filter(pk__in={row.assignment_id for row in rows}).readable_by(standing)
    found = with_clocks(readable, day).select_related("directive", "unit", "leader").in_bulk()
    bases = {pk: bases_of(assignment, calendar) for pk, assignment in found.items()}
    lines: dict[tuple[int, str], dict[str, Any]] = {}
    for row in rows:
        assignment = found.get(row.assignment_id)
        reason = _not_said(row, user, assignment, bases, audience)
        if reason or assignment is None:
            composed.dropped.setdefault(reason, []).append(row.pk)
            continue
        composed.kept.append(row.pk)
        line = _line(row, assignment, day, calendar, standing)
        # What the policy says of one assignment is one line; each notice is one of its own.
        key = (row.assignment_id, row.basis if row.verb else "")
        lines[key] = _together(lines[key], line) if key in lines else line
    composed.add(list(lines.values()))


def _not_said(
    row: Reminder, user: User, assignment: Stood | None, bases: dict[int, set[str]], audience: Audience
) -> str:
    """Why this row is not said to that person any more; empty where it still is."""
    if assignment is None or user.pk not in _entitled(row, assignment, audience):
        return Reminder.Reason.NO_RIGHT
    if row.verb:
        is_over = assignment.state_then in OVER and row.verb != "withdraw"
        return Reminder.Reason.SETTLED if is_over else ""
    if assignment.directive.kind != "task" or not assignment.state_then:
        return Reminder.Reason.SETTLED
    standing = bases[assignment.pk]
    if row.basis in standing:
        return ""
    is_moved = any(basis.partition("-")[0] == row.basis.partition("-")[0] for basis in standing)
    return Reminder.Reason.MOVED if is_moved else Reminder.Reason.SETTLED


def _entitled(row: Reminder, assignment: Stood, audience: Audience) -> set[int]:
    """Whom a row of this kind may still be told to."""
    rungs = audience.rungs_of(assignment)
    if row.rung:
        return set(rungs[row.rung])
    if row.verb == "escalate":
        return audience.all_acting_for_leaders()
    return {person for people in rungs.values() for person in people} | set(audience.office)


def _line(
    row: Reminder, assignment: Stood, day: date, calendar: WorkingCalendar, standing: Standing
) -> dict[str, Any]:
    due_on, first = assignment.due_then, assignment.first_due_then
    group, words = line_words(row, assignment, day, calendar)
    return {
        "reminder": row.pk,
        "reminders": [row.pk],
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


def _together(one: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    """Two things said of one assignment, under the more burning heading."""
    first, second = sorted((one, other), key=burning)
    words = first["words"] if second["words"] in first["words"] else f"{first['words']}; {second['words']}"
    return {**first, "words": words, "reminders": first["reminders"] + second["reminders"]}


def _may_report(assignment: Stood, standing: Standing) -> bool:
    """Whether that person may report progress on it that day in his own name, and needs no paper for it."""
    case = assignment.case(standing, Surroundings())
    try:
        lifecycle.check("report_progress", standing, case)
    except lifecycle.Refused:
        return False
    return not lifecycle.acts_on_behalf(standing, case)


def subject_of(digest: Digest) -> str:
    """Figures and codes only: a subject is read over shoulders and in lists."""
    with override(settings.LANGUAGE_CODE):
        if digest.kind.startswith("event-"):
            line = digest.lines[0]
            verb = line["rule"].removeprefix("event:")
            return one_line(f"{notice_label(verb)}: {line['code']}", 200)
        counts = Counter(line["group"] for line in digest.lines)
        said = [counted(group, counts[group]) for group in GROUPS if counts[group]]
        if digest.more:
            said.append(_("%(n)s more") % {"n": digest.more})
        words = {"day": f"{digest.day:%d/%m/%Y}", "counts": ", ".join(said)}
        if digest.kind == Digest.ESCALATION:
            return _("Escalated %(day)s: %(counts)s") % words
        return _("Reminders %(day)s: %(counts)s") % words


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
    digest, is_new = start_letter(user, kind, day)
    if not is_new:
        return None
    for start in range(0, len(composed.kept), CHUNK):
        ours = composed.kept[start : start + CHUNK]
        Reminder.objects.filter(pk__in=ours, state=Reminder.State.PLANNED, digest=None).update(digest=digest)
    # Read again after the claim: another letter may have taken some of them.
    claimed = set(digest.reminders.values_list("pk", flat=True))
    digest.lines = [line for line in composed.lines if claimed.intersection(line["reminders"])]
    digest.more = composed.more
    if not digest.lines:
        digest.delete()
        return None
    return finish_letter(digest, subject_of(digest))


def start_letter(user: User, kind: str, day: date) -> tuple[Digest, bool]:
    """The letter of that kind and day; of two that begin it at once, one is the first."""
    return Digest.objects.get_or_create(
        recipient=user,
        kind=kind,
        day=day,
        defaults={"address": user.email, "message_id": message_id_of(user, kind, day)},
    )


def finish_letter(digest: Digest, subject: str) -> Digest:
    """Its subject, its links, its copies on other channels; and whether its recipient can be reached at all."""
    digest.subject = subject
    with override(settings.LANGUAGE_CODE):
        digest.last_error = why_unreachable(digest.recipient)
    if digest.last_error:
        # Not silent: the letter stands there as failed, with the reason.
        digest.state = Digest.State.FAILED
        digest.reminders.update(state=Reminder.State.FAILED)
    digest.save()
    links.write_links(digest)
    channels = Wishes.of(digest.recipient).channels(digest.kind)
    Delivery.objects.bulk_create(Delivery(digest=digest, channel=channel) for channel in channels)
    return digest


def drop(composed: Composed) -> None:
    """Close the rows that may not be said any more."""
    for reason, rows in composed.dropped.items():
        for start in range(0, len(rows), CHUNK):
            Reminder.objects.filter(pk__in=rows[start : start + CHUNK], state=Reminder.State.PLANNED).update(
                state=Reminder.State.SUPERSEDED, reason=reason
            )


def freeze_daily(
    *, day: date, calendar: WorkingCalendar, audience: Audience, hour: int | None = None
) -> Iterator[Digest]:
    """One letter to everybody for whom something waits, who has had none on that day, and whose hour has come;
    what climbed to him apart."""
    waiting = Reminder.objects.waiting(day)
    for kind, is_escalation in ((Digest.DAILY, False), (Digest.ESCALATION, True)):
        of_kind = waiting.filter(is_escalation=is_escalation)
        recipients = User.objects.filter(pk__in=of_kind.values("recipient")).exclude(
            pk__in=Digest.objects.filter(kind=kind, day=day).values("recipient")
        )
        for user in recipients.select_related("notice_choice").order_by("pk"):
            wishes = Wishes.of(user)
            if hour is not None and hour < wishes.hour:
                continue
            wishes.keep_in_the_inbox(of_kind.filter(recipient=user))
            rows = of_kind.filter(recipient=user).order_by("assignment", "pk").iterator(CHUNK)
            digest = freeze(user, rows, kind=kind, day=day, calendar=calendar, audience=audience)
            if digest:
                yield digest


def grouped(
    lines: Iterable[dict[str, Any]], progress_urls: Mapping[int, str] | None = None
) -> list[dict[str, Any]]:
    """Frozen lines for showing: under their headings, with days as days and whole addresses."""
    groups: dict[str, list[dict[str, Any]]] = {group: [] for group in ("figures", *GROUPS)}
    for line in lines:
        if "group" not in line:
            groups["figures"].append({**line, "url": settings.SITE_URL + line["path"]})
            continue
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
        {"key": group, "label": group_label(group) if group in GROUPS else "", "lines": rows}
        for group, rows in groups.items()
        if rows
    ]
