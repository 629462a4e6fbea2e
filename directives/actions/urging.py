"""Đôn đốc by hand: one text to one or many assignments, answered one by one."""

from collections.abc import Iterable
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from directives.actions.taking import Taking, required
from directives.lifecycle import NotNow
from directives.models import Assignment, Directive, UrgedAssignment, Urging
from journal.models import Event
from units.models import Leader


@transaction.atomic
def urge(
    assignments: Iterable[Assignment],
    *,
    by,
    text: str,
    reply_by_on: date,
    version: int | None = None,
) -> Urging:
    """ "Tell us by that day where this stands." All the assignments or none; `version` where it is one."""
    assignments = list(assignments)
    if not assignments:
        raise ValidationError(_("Choose at least one assignment."))
    takings = [Taking(assignment, "urge", by=by, version=version) for assignment in assignments]
    required(text=text)
    check_reply_by(reply_by_on, takings[0].on)
    urging = Urging.objects.create(text=text, reply_by_on=reply_by_on, urged_on=takings[0].on, urged_by=by)
    for taking in takings:
        UrgedAssignment.objects.create(urging=urging, assignment=taking.row)
        taking.write(note=text, data={"urging": urging.pk, "reply_by_on": reply_by_on.isoformat()})
    return urging


def leader_in_charge(directive: Directive, on: date) -> Leader:
    """Whom the office submits it to: whoever is in charge of it and in office, else whoever decides now."""
    named = directive.leader_in_charge
    if named and named.terms.valid_on(on).exists():
        return named
    leader = Leader.objects.filter(pk__in=directive.deciding_leaders(on)).first()
    if leader is None:
        raise ValidationError(_("No leader in office is in charge of this."))
    return leader


@transaction.atomic
def escalate(assignment: Assignment, *, by, text: str, version: int | None = None) -> Event:
    """ "We submit this to the leader in charge": the only way it comes to him before his weekly page."""
    taking = Taking(assignment, "escalate", by=by, version=version)
    required(text=text)
    leader = leader_in_charge(assignment.directive, taking.on)
    return taking.write(note=text, data={"leader": str(leader), "leader_id": leader.pk})


def check_may_answer(assignment: Assignment) -> None:
    """Something must have been asked; looked at before the form is shown, too."""
    if not UrgedAssignment.objects.filter(assignment=assignment, answered_at=None).exists():
        raise NotNow(_("No urging waits for an answer here."))


def check_reply_by(day: date, on: date) -> None:
    if day <= on:
        raise ValidationError({"reply_by_on": _("The day to reply by lies ahead.")})


@transaction.atomic
def answer(assignment: Assignment, *, by, text: str, evidence: str = "", version: int | None = None) -> Event:
    """ "Here is our answer": to every urging of this assignment that still waits for one."""
    taking = Taking(assignment, "answer", by=by, version=version, evidence=evidence)
    required(text=text)
    answered = UrgedAssignment.objects.filter(assignment=assignment, answered_at=None).update(
        answer=text, answered_at=timezone.now(), answered_by=by
    )
    if not answered:
        raise NotNow(_("No urging waits for an answer here."))
    return taking.write(note=text)
