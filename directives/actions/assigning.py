"""Who owes it: assigning, declining, upholding, reassigning, handing over."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from directives.actions.delegating import check_move
from directives.actions.extending import cancel_open_request
from directives.actions.recurring import first_period, period_of
from directives.actions.taking import Taking, move, required
from directives.lifecycle import State
from directives.models import Assignment, Cause, Deadline, DeadlineTerms, Directive
from journal.actions import record
from journal.models import Event
from units.models import Leader, Post, Role, Unit, User
from units.models.period import valid_on
from units.standing import standing_of


@transaction.atomic
def assign(
    directive: Directive,
    *,
    by,
    unit: Unit | None = None,
    leader: Leader | None = None,
    role: str = Assignment.Role.LEAD,
    deadline: DeadlineTerms,
    period: str = "",
    starts_on: date | None = None,
    measure: str = "",
    baseline: Decimal | None = None,
    target: Decimal | None = None,
    follower: User | None = None,
    late_is_meant: bool = True,
    on: date | None = None,
    version: int | None = None,
    is_backdated: bool = False,
) -> Assignment:
    """ "This unit (or leader) owes it, by that day." A person at a form says whether a day gone by is meant."""
    taking = Taking(directive, "assign", by=by, on=on, version=version, is_backdated=is_backdated)
    _check_addressee(unit, leader, taking.on)
    terms = first_period(deadline, taking.on).resolved(not_before=directive.issued_on)
    if terms.recurrence and terms.due_on and not period:
        period = period_of(terms.recurrence, terms.due_on)
    if terms.due_on and terms.due_on < taking.on and not late_is_meant:
        # Late entry of old work is allowed; a slip of the pen would be overdue the moment it is saved.
        raise ValidationError(
            {"late_is_meant": _("The due date lies before today: tick this if that is meant.")}
        )
    before = directive.assignments.filter(
        unit=unit, leader=leader, role=role, period=period, state=State.WITHDRAWN
    ).last()
    # Given again to the one it was taken from, the clock is not set anew.
    who = {"standing": taking.standing, "case": taking.case}
    was_moved = check_move(before, terms.due_on, **who) if before else False
    first_due_on = (before.first_due_on if before else None) or terms.due_on
    assignment = Assignment(
        directive=directive,
        unit=unit,
        leader=leader,
        role=role,
        state=State.ASSIGNED,
        state_on=taking.on,
        state_at=timezone.now(),
        state_by=by,
        assigned_on=taking.on,
        deadline_kind=terms.kind,
        due_on=terms.due_on,
        first_due_on=first_due_on,
        extension_count=before.extension_count + was_moved if before else 0,
        period=period,
        starts_on=starts_on,
        recurrence=terms.recurrence,
        measure=measure,
        baseline=baseline,
        target=target,
        follower=follower,
    )
    _save(assignment)
    _first_deadline(assignment, terms, taking.on)
    _record_assigned(assignment, taking)
    # The event is the assignment's own; the directive only must not have been withdrawn meanwhile.
    move(directive)
    return assignment


@transaction.atomic
def assign_each(
    directive: Directive, *, by, units: Iterable[Unit], version: int | None = None, **what
) -> list[Assignment]:
    """ "Every one of these units owes it." One assignment a unit, all or none."""
    # The version is of the first; each moves the directive on.
    first, *others = units
    assigned = [assign(directive, by=by, unit=first, version=version, **what)]
    return assigned + [assign(directive, by=by, unit=unit, **what) for unit in others]


def _check_addressee(unit: Unit | None, leader: Leader | None, day: date) -> None:
    if (unit is None) == (leader is None):
        raise ValidationError({"unit": _("Name exactly one addressee: a unit, or a leader in person.")})
    if unit is not None and not unit.is_valid_on(day):
        raise ValidationError(
            {"unit": _("%(unit)s does not exist on %(day)s.") % {"unit": unit.name, "day": f"{day:%d/%m/%Y}"}}
        )
    if leader is not None and not leader.terms.valid_on(day).exists():
        raise ValidationError(
            {
                "leader": _("%(leader)s is not in office on %(day)s.")
                % {"leader": leader, "day": f"{day:%d/%m/%Y}"}
            }
        )


def _save(assignment: Assignment) -> None:
    assignment.full_clean(validate_constraints=False)
    try:
        with transaction.atomic():
            assignment.save()
    except IntegrityError:
        raise ValidationError(
            {"unit": _("%s owes this directive in that role already.") % assignment.addressee}
        ) from None


def _first_deadline(assignment: Assignment, terms: DeadlineTerms, on: date) -> None:
    Deadline.objects.create(
        assignment=assignment,
        version=1,
        on=on,
        kind=terms.kind,
        precision=terms.precision,
        due_on=terms.due_on,
        first_due_on=assignment.first_due_on,
        words=terms.words,
        reason=terms.reason,
        recurrence=terms.recurrence,
        cause=Cause.ASSIGN,
    )


def _record_assigned(assignment: Assignment, taking: Taking, verb: str = "assigned", note: str = "") -> None:
    record(
        assignment,
        verb,
        by=taking.by,
        on=taking.on,
        by_role=taking.standing.words,
        to_state=assignment.state,
        note=note,
        data={
            "due_on": assignment.due_on and assignment.due_on.isoformat(),
            "deadline_kind": assignment.deadline_kind,
        },
        is_backdated=taking.is_backdated,
    )


@transaction.atomic
def decline(
    assignment: Assignment,
    *,
    by,
    reason: str,
    proposed: str,
    evidence: str = "",
    on: date | None = None,
    version: int | None = None,
    is_backdated: bool = False,
) -> Event:
    """ "This is not ours; we propose that unit." """
    taking = Taking(
        assignment, "decline", by=by, on=on, version=version, is_backdated=is_backdated, evidence=evidence
    )
    required(reason=reason, proposed=proposed)
    return taking.write(note=reason, data={"proposed": proposed})


@transaction.atomic
def uphold(
    assignment: Assignment,
    *,
    by,
    reason: str,
    on: date | None = None,
    version: int | None = None,
    is_backdated: bool = False,
) -> Event:
    """ "It stays with this unit." """
    taking = Taking(assignment, "uphold", by=by, on=on, version=version, is_backdated=is_backdated)
    required(reason=reason)
    return taking.write(note=reason)


@transaction.atomic
def reassign(
    assignment: Assignment,
    *,
    by,
    reason: str,
    unit: Unit | None = None,
    leader: Leader | None = None,
    on: date | None = None,
    version: int | None = None,
    is_backdated: bool = False,
) -> Assignment:
    """ "Another unit takes it over": a new row that continues deadlines, first date and extension count."""
    taking = Taking(assignment, "reassign", by=by, on=on, version=version, is_backdated=is_backdated)
    required(reason=reason)
    check_successor(assignment, unit, leader, taking.on)
    deadlines = list(assignment.deadlines.order_by("version"))
    old_addressee = assignment.addressee
    taking.write(note=reason, data={"to": str(unit or leader)})
    successor = Assignment(
        directive=assignment.directive,
        unit=unit,
        leader=leader,
        role=assignment.role,
        state=State.ASSIGNED,
        state_on=taking.on,
        state_at=timezone.now(),
        state_by=by,
        assigned_on=taking.on,
        deadline_kind=assignment.deadline_kind,
        due_on=assignment.due_on,
        first_due_on=assignment.first_due_on,
        extension_count=assignment.extension_count,
        follower=assignment.follower,
        measure=assignment.measure,
        baseline=assignment.baseline,
        target=assignment.target,
        value=assignment.value,
        period=assignment.period,
        starts_on=assignment.starts_on,
        recurrence=assignment.recurrence,
        replaces=assignment,
    )
    _save(successor)
    # The next period, where it is open already, follows the one that stands.
    Assignment.objects.filter(continues=assignment).update(continues=successor)
    for deadline in deadlines:
        deadline.pk, deadline._state.adding, deadline.assignment = None, True, successor
        deadline.save(force_insert=True)
    cancel_open_request(assignment, taking, _("The assignment went to %s.") % successor.addressee)
    words = _("Taken over from %(old)s: %(reason)s") % {"old": old_addressee, "reason": reason}
    _record_assigned(successor, taking, "reassigned", words)
    return successor


def check_successor(assignment: Assignment, unit: Unit | None, leader: Leader | None, day: date) -> None:
    """Whether it can go to this addressee: one that is there, and another than now, who does not owe it already."""
    _check_addressee(unit, leader, day)
    if (unit and unit.pk == assignment.unit_id) or (leader and leader.pk == assignment.leader_id):
        raise ValidationError({"unit": _("It is with this addressee already.")})


@transaction.atomic
def hand_over(
    assignment: Assignment,
    *,
    by,
    officer: User | None,
    may_report: bool = False,
    note: str = "",
    on: date | None = None,
    version: int | None = None,
    is_backdated: bool = False,
) -> Event:
    """ "You see to it." The officer must hold a post in the unit; `may_report` lets him report it done."""
    taking = Taking(
        assignment, "hand_over", by=by, on=on, version=version, is_backdated=is_backdated, evidence=note
    )
    check_officer(assignment, officer, taking.on)
    return taking.write(
        note=note,
        data={
            "officer": str(officer or ""),
            "officer_id": officer and officer.pk,
            "may_report": may_report,
            "was_id": assignment.officer_id,
            "was_may_report": assignment.officer_may_report,
        },
        officer=officer,
        officer_may_report=bool(officer) and may_report,
    )


def check_officer(assignment: Assignment, officer: User | None, on: date) -> None:
    """Standing, not posts: the successor of a unit that has ended hands its work to his own people."""
    if officer is None:
        return
    standing = standing_of(officer, on)
    if assignment.unit_id not in standing.heads | standing.officer_in:
        raise ValidationError({"officer": _("%s holds no post in this unit.") % officer})


@transaction.atomic
def follow(assignment: Assignment, *, by, follower: User | None, version: int | None = None) -> Event:
    """ "This colleague at the office follows it." """
    taking = Taking(assignment, "follow", by=by, version=version)
    check_follower(follower, taking.on)
    return taking.write(
        data={
            "follower": str(follower or ""),
            "follower_id": follower and follower.pk,
            "was_id": assignment.follower_id,
        },
        follower=follower,
    )


def check_follower(follower: User | None, on: date) -> None:
    if follower is None:
        return
    if not Post.objects.filter(valid_on(on), user=follower, role=Role.OFFICE).exists():
        raise ValidationError({"follower": _("%s holds no post at the ministry office.") % follower})
