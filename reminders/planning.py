"""What is due to be said by a day: the policy's days for every open dated assignment, written into the ledger.

Asked is "due by", never "equals today": a night that was missed is made up at the next sweep. Of several missed
occurrences one person is told the latest only; the others are written down as superseded.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction
from django.db.models import Exists, Max, OuterRef
from django.utils.translation import gettext as _

from directives.lifecycle import OPEN, WORKED_ON, State
from directives.models import Assignment
from reminders.audience import Audience
from reminders.models import Reminder, ReminderRule, Sweep
from reminders.querysets import Stood, as_it_stood
from units.working_calendar import ONE_DAY, WorkingCalendar, today

CHUNK = 1000


@dataclass(frozen=True)
class NotTold:
    """An assignment of which nobody (or not this person) is told, and why."""

    assignment: Assignment
    why: str
    is_gap: bool = False  # somebody ought to be told and cannot be


@dataclass
class Batch:
    rows: list[Reminder] = field(default_factory=list)
    not_told: list[NotTold] = field(default_factory=list)


class Policy:
    """The rules in force, laid over the calendar as seen from one day."""

    def __init__(self, *, day: date, calendar: WorkingCalendar) -> None:
        self.day, self.calendar = day, calendar
        self.rules = list(ReminderRule.objects.filter(is_active=True).order_by("pk"))
        # Thousands of assignments share a few hundred due dates.
        self._fallen: dict[date, list[tuple[date, str]]] = {}

    @property
    def horizon(self) -> date:
        """The last due date of which anything can have fallen due by the day."""
        before = [rule.days for rule in self.rules if rule.kind == ReminderRule.Kind.BEFORE_DUE]
        return self.calendar.nth_working_day(self.day, max(before, default=0))

    def fallen(self, due_on: date) -> list[tuple[date, str]]:
        """The latest day of each rule that has fallen due by the day, with its code, oldest first."""
        if due_on not in self._fallen:
            found = [(on, rule.pk, rule.code) for rule in self.rules if (on := self._latest(rule, due_on))]
            self._fallen[due_on] = [(on, code) for on, _pk, code in sorted(found)]
        return self._fallen[due_on]

    def next_on(self, due_on: date) -> date | None:
        """The next working day on which a sweep will find something new to say; None without rules."""
        following = [on for rule in self.rules if (on := self._following(rule, due_on))]
        # What falls due on a day off is said on the next working day.
        return self.calendar.nth_working_day(min(following) - ONE_DAY, 1) if following else None

    def _latest(self, rule: ReminderRule, due_on: date) -> date | None:
        if rule.kind == ReminderRule.Kind.OVERDUE:
            times = self._days_late(due_on) // rule.days
            return self.calendar.nth_working_day(due_on, times * rule.days) if times else None
        on = self._around(rule, due_on)
        return on if on <= self.day else None

    def _following(self, rule: ReminderRule, due_on: date) -> date | None:
        if rule.kind == ReminderRule.Kind.OVERDUE:
            times = self._days_late(due_on) // rule.days + 1
            return self.calendar.nth_working_day(due_on, times * rule.days)
        on = self._around(rule, due_on)
        return on if on > self.day else None

    def _around(self, rule: ReminderRule, due_on: date) -> date:
        if rule.kind == ReminderRule.Kind.BEFORE_DUE:
            return self.calendar.nth_working_day(due_on, -rule.days)
        return due_on

    def _days_late(self, due_on: date) -> int:
        return sum(1 for _day in self.calendar.working_days(due_on + ONE_DAY, self.day))


def plan(*, day: date, policy: Policy, audience: Audience, is_explained: bool = False) -> Iterator[Batch]:
    """Yield, a chunk of assignments at a time, the rows the ledger lacks and whom nobody can be told of.

    `is_explained` looks at every open dated assignment and says of each why nobody is told today.
    """
    rows = as_it_stood(Assignment.objects.all(), day).standing_on(day)
    rows = rows.filter(directive__kind="task", due_then__isnull=False)
    if is_explained:
        rows = rows.filter(state_then__in=OPEN)
    else:
        rows = rows.filter(state_then__in=WORKED_ON, due_then__lte=policy.horizon)
    rows = rows.select_related("directive", "unit", "leader").order_by("pk")
    last = 0
    while chunk := list(rows.filter(pk__gt=last)[:CHUNK]):
        last = chunk[-1].pk
        yield _plan_chunk(chunk, policy, audience, is_explained)


def _plan_chunk(chunk: list[Stood], policy: Policy, audience: Audience, is_explained: bool) -> Batch:
    batch = Batch()
    told = _last_told(chunk, policy.day)
    for assignment in chunk:
        fallen = _fallen(assignment, policy)
        recipients = audience.of(assignment) if fallen else ()
        rows = _missing(assignment, fallen, recipients, told[assignment.pk])
        batch.rows += rows
        if fallen and not recipients:
            why = _("nobody holds a post who could be told")
            batch.not_told.append(NotTold(assignment, why, is_gap=True))
        elif is_explained and not rows:
            batch.not_told.append(NotTold(assignment, _why_silent(assignment, fallen, policy)))
    return batch


def _last_told(chunk: list[Stood], day: date) -> dict[int, dict[tuple[int, str], date]]:
    """Per assignment: (recipient, basis) -> the latest occurrence decided on by the day."""
    ledger = (
        Reminder.objects.on_deadlines()
        .filter(assignment__in=[assignment.pk for assignment in chunk], occurrence_on__lte=day)
        # On a past day what outran them was still to come; else something later stands beside them.
        .exclude(reason=Reminder.Reason.LATER)
        .values_list("assignment", "recipient", "basis")
        .annotate(last=Max("occurrence_on"))
        .order_by()
    )
    told: dict[int, dict[tuple[int, str], date]] = defaultdict(dict)
    for assignment, recipient, basis, last in ledger:
        told[assignment][recipient, basis] = last
    return told


def _fallen(assignment: Stood, policy: Policy) -> list[tuple[date, str]]:
    """What has fallen due of this assignment, oldest first; nothing while it rests."""
    if assignment.state_then not in WORKED_ON:
        return []
    # What fell due before this deadline was set, or before this addressee had it, is not owed.
    since = max(assignment.since_then, assignment.assigned_on)
    return [(on, code) for on, code in policy.fallen(assignment.due_then) if on >= since]


def _missing(
    assignment: Stood,
    fallen: list[tuple[date, str]],
    recipients: tuple[int, ...],
    told: dict[tuple[int, str], date],
) -> list[Reminder]:
    """The rows the ledger lacks: for each person the latest, planned, and those it outran."""
    rows: list[Reminder] = []
    basis = f"deadline-{assignment.version_then}"
    for recipient in recipients:
        last = told.get((recipient, basis))
        missing = [(on, code) for on, code in fallen if last is None or on > last]
        for place, (on, code) in enumerate(missing, start=1):
            is_latest = place == len(missing)
            rows.append(
                Reminder(
                    assignment=assignment,
                    rule=code,
                    basis=basis,
                    occurrence_on=on,
                    recipient_id=recipient,
                    due_on=assignment.due_then,
                    state=Reminder.State.PLANNED if is_latest else Reminder.State.SUPERSEDED,
                    reason="" if is_latest else Reminder.Reason.LATER,
                )
            )
    return rows


def _why_silent(assignment: Stood, fallen: list[tuple[date, str]], policy: Policy) -> str:
    if assignment.state_then not in WORKED_ON:
        return _("silent while “%(state)s”") % {"state": State(assignment.state_then).label}
    if not fallen:
        return next_words(assignment, policy)
    already = _("in the ledger already, from %(day)s") % {"day": f"{fallen[-1][0]:%d/%m/%Y}"}
    return f"{already}; {next_words(assignment, policy)}"


def next_words(assignment: Stood, policy: Policy) -> str:
    """When it is said next, in words."""
    next_on = policy.next_on(assignment.due_then)
    if next_on is None:
        return _("no rule is in force")
    return _("next on %(day)s") % {"day": f"{next_on:%d/%m/%Y}"}


@transaction.atomic
def write(rows: list[Reminder], *, sweep: Sweep) -> int:
    """Add the rows the ledger lacks; return how many waiting ones they outran.

    Two sweeps at once meet in the unique key: the second insert is ignored.
    """
    if not rows:
        return 0
    for row in rows:
        row.sweep = sweep
    Reminder.objects.bulk_create(rows, ignore_conflicts=True, batch_size=1000)
    if sweep.day < today():
        _revive(rows, sweep)
    later = Reminder.objects.filter(
        assignment=OuterRef("assignment"),
        recipient=OuterRef("recipient"),
        basis=OuterRef("basis"),
        occurrence_on__gt=OuterRef("occurrence_on"),
        occurrence_on__lte=sweep.day,
    )
    outrun = (
        Reminder.objects.on_deadlines()
        .waiting(sweep.day)
        .filter(Exists(later), assignment__in={row.assignment_id for row in rows})
    )
    return outrun.update(state=Reminder.State.SUPERSEDED, reason=Reminder.Reason.LATER)


def _revive(rows: list[Reminder], sweep: Sweep) -> None:
    """On a past day, played again after newer ones: what was outrun since is the latest again."""
    for row in rows:
        if row.state == Reminder.State.PLANNED:
            Reminder.objects.filter(
                assignment=row.assignment_id,
                rule=row.rule,
                basis=row.basis,
                occurrence_on=row.occurrence_on,
                recipient=row.recipient_id,
                reason=Reminder.Reason.LATER,
            ).update(state=Reminder.State.PLANNED, reason="", sweep=sweep)
