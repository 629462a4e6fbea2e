"""What is due to be said by a day: the policy's days for every open task, compared with the ledger.

Asked is "due by", never "equals today": a night that was missed is made up at the next sweep. Of several missed
occurrences one person is told the latest only; the others are written down as superseded.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from django.db.models import Max, Q
from django.utils.translation import gettext as _

from directives.lifecycle import OPEN, WORKED_ON, State
from directives.models import Assignment
from reminders.audience import Audience
from reminders.clocks import CLOCKS, Clock, Running
from reminders.models import Reminder, Rung
from reminders.policy import Policy, Told, climb
from reminders.querysets import Stood, as_it_stood, with_clocks

CHUNK = 1000
# Of one assignment: the addressee, who answers for it, and the scope by which the policy may differ.
FIELDS = (
    "pk",
    "unit_id",
    "leader_id",
    "unit__is_external",
    "state_then",
    "officer_then",
    "follower_then",
    "assigned_on",
    "starts_on",
    "due_on",
    "directive__field_id",
    "directive__urgency",
    "directive__meeting__kind",
)


class Entry(NamedTuple):
    """A row the ledger lacks; thousands of them are made in one sweep, so they are no models."""

    assignment: int
    rule: str
    basis: str
    occurrence_on: date
    recipient: int
    due_on: date | None
    rung: str
    is_escalation: bool
    is_latest: bool

    def as_reminder(self) -> Reminder:
        return Reminder(
            assignment_id=self.assignment,
            rule=self.rule,
            basis=self.basis,
            occurrence_on=self.occurrence_on,
            recipient_id=self.recipient,
            due_on=self.due_on,
            rung=self.rung,
            is_escalation=self.is_escalation,
            state=Reminder.State.PLANNED if self.is_latest else Reminder.State.SUPERSEDED,
            reason="" if self.is_latest else Reminder.Reason.LATER,
        )


@dataclass(frozen=True)
class NotTold:
    """An assignment of which nobody (or not this person) is told, and why."""

    assignment: Assignment
    why: str
    is_gap: bool = False  # somebody ought to be told and cannot be


@dataclass
class Batch:
    rows: list[Entry] = field(default_factory=list)
    # Assignments of which nobody could be told, and those of which only the office could be told in their place.
    without_anybody: list[int] = field(default_factory=list)
    without_unit: list[int] = field(default_factory=list)


def plan(*, day: date, policy: Policy, audience: Audience, among: Q | None = None) -> Iterator[Batch]:
    """Yield, a chunk of assignments at a time, the rows the ledger lacks and whom nobody can be told of.

    `among` narrows it to what may have changed since all was planned on that day.
    """
    standing: Any = as_it_stood(Assignment.objects.all(), day).standing_on(day).filter(directive__kind="task")
    if among is not None:
        standing = standing.filter(among)
    for clock in CLOCKS.values():
        if not policy.of_kinds(clock.kinds):
            continue
        rows: Any = clock.narrow(standing, policy).order_by("pk")
        rows = rows.values_list(*dict.fromkeys((*FIELDS, *clock.fields)), named=True)
        last = 0
        while chunk := list(rows.filter(pk__gt=last)[:CHUNK]):
            last = chunk[-1].pk
            yield _plan_chunk(chunk, clock, policy, audience)


def _plan_chunk(chunk: list[Any], clock: Clock, policy: Policy, audience: Audience) -> Batch:
    batch = Batch()
    told = _last_told([row.pk for row in chunk], policy.day)
    for row in chunk:
        running = clock.running(row, policy.calendar)
        if running is None:
            continue
        rungs = audience.rungs(
            unit=row.unit_id,
            leader=row.leader_id,
            is_external=bool(row.unit__is_external),
            officer=row.officer_then,
            follower=row.follower_then,
        )
        fallen, has_fallen = _fallen(row, clock, running, policy, rungs)
        batch.rows += _missing(row, running.basis, fallen, told[row.pk])
        if has_fallen and not any(rungs.values()):
            batch.without_anybody.append(row.pk)
        elif fallen and not row.unit__is_external and not rungs[Rung.OFFICER] and not rungs[Rung.HEAD]:
            batch.without_unit.append(row.pk)
    return batch


def _fallen(
    row: Any, clock: Clock, running: Running, policy: Policy, rungs: dict[str, tuple[int, ...]]
) -> tuple[dict[int, list[tuple[date, int, str, Told]]], bool]:
    """Per person what has fallen due, oldest first; and whether anything has, be somebody there or not."""
    is_held = clock.is_held and row.request_then is not None
    fallen: dict[int, list[tuple[date, int, str, Told]]] = defaultdict(list)
    has_fallen = False
    scope = (row.directive__field_id, row.directive__urgency, row.directive__meeting__kind)
    for rule in policy.fitting(clock.kinds, *scope):
        first = policy.latest(rule, running.anchor, 0)
        if first is None or first < running.since:
            continue
        has_fallen = True
        below: set[int] = set()
        for told in climb(rule, rungs, is_held=is_held):
            on = policy.latest(rule, running.anchor, told.after)
            # Who stands on two rungs is told on the lower one.
            for person in set(told.people) - below:
                if on is not None and on >= running.since:
                    fallen[person].append((on, rule.pk, rule.code, told))
            below.update(told.people)
    for found in fallen.values():
        found.sort(key=lambda one: one[:2])
    return fallen, has_fallen


def _missing(
    row: Any,
    basis: str,
    fallen: dict[int, list[tuple[date, int, str, Told]]],
    told: dict[tuple[int, str], date],
) -> list[Entry]:
    """The rows the ledger lacks: for each person the latest, planned, and those it outran."""
    rows: list[Entry] = []
    for person, found in fallen.items():
        last = told.get((person, basis))
        missing = [one for one in found if last is None or one[0] > last]
        for place, (on, _pk, code, rung) in enumerate(missing, start=1):
            rows.append(
                Entry(
                    row.pk,
                    code,
                    basis,
                    on,
                    person,
                    row.due_on,
                    rung.rung,
                    rung.is_escalation,
                    is_latest=place == len(missing),
                )
            )
    return rows


def _last_told(assignments: list[int], day: date) -> dict[int, dict[tuple[int, str], date]]:
    """Per assignment: (recipient, basis) -> the latest occurrence decided on by the day."""
    ledger = (
        Reminder.objects.by_policy()
        .filter(assignment__in=assignments, occurrence_on__lte=day)
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


def why_nobody(assignment: Assignment, *, is_without_unit: bool) -> NotTold:
    if is_without_unit:
        return NotTold(
            assignment,
            _("nobody of the addressee holds a post; the ministry office is told instead"),
            is_gap=True,
        )
    return NotTold(assignment, _("nobody holds a post who could be told"), is_gap=True)


def why_silent(
    *, day: date, policy: Policy, assignments: Iterable[int] | None = None, besides: Iterable[int] = ()
) -> Iterator[NotTold]:
    """Of every open task that is not among `besides`: why nobody is told of it on the day."""
    rows = with_clocks(Assignment.objects.all(), day).standing_on(day)
    rows = rows.filter(directive__kind="task", state_then__in=OPEN).exclude(pk__in=list(besides))
    if assignments is not None:
        rows = rows.filter(pk__in=list(assignments))
    rows = rows.select_related("directive__meeting", "unit", "leader").order_by("pk")
    for assignment in rows.iterator(chunk_size=CHUNK):
        yield NotTold(assignment, _why_silent(assignment, policy))


def _why_silent(assignment: Stood, policy: Policy) -> str:
    if assignment.state_then not in WORKED_ON:
        return _("silent while “%(state)s”") % {"state": State(assignment.state_then).label}
    if assignment.due_then is None:
        return _("no due date; only silence is asked about")
    clock = CLOCKS["deadline"]
    running = clock.running(assignment, policy.calendar)
    directive = assignment.directive
    rules = policy.fitting(clock.kinds, directive.field_id, directive.urgency, directive.meeting.kind)
    if running is None or not rules:
        return _("no rule is in force")
    fallen = [on for rule in rules if (on := policy.latest(rule, running.anchor, 0)) and on >= running.since]
    words = _next_words(policy, rules, assignment.due_then)
    if not fallen:
        return words
    return _("in the ledger already, from %(day)s") % {"day": f"{max(fallen):%d/%m/%Y}"} + f"; {words}"


def _next_words(policy: Policy, rules, due_on: date) -> str:
    """When it is said next, in words."""
    next_on = policy.next_on(rules, due_on)
    if next_on is None:
        return _("no rule is in force")
    return _("next on %(day)s") % {"day": f"{next_on:%d/%m/%Y}"}
