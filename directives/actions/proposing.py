"""Whom the source names: kept with the draft, and turned into assignments in one go."""

from collections.abc import Iterable
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from directives.actions.assigning import assign
from directives.actions.taking import Taking
from directives.lifecycle import NotYours, check
from directives.models import Assignment, DeadlineTerms, Directive, Proposed, ProposedAddressee
from units.models import Leader, Unit
from units.standing import Standing


def keep_proposed(directive: Directive, proposed: Iterable[Proposed]) -> None:
    """Put these in the place of what was kept; called inside the step that writes the draft."""
    directive.proposed.all().delete()
    kept = dict.fromkeys(one for one in proposed if one.words.strip())
    ProposedAddressee.objects.bulk_create(
        ProposedAddressee(
            directive=directive,
            role=one.role,
            unit=one.unit,
            leader=one.leader,
            group=one.group,
            words=one.words.strip()[:300],
        )
        for one in kept
    )
    directive.__dict__.pop("named_by_source", None)


@transaction.atomic
def assign_proposed(
    directive: Directive,
    *,
    by,
    on: date | None = None,
    version: int | None = None,
    is_backdated: bool = False,
) -> list[Assignment]:
    """ "As the minutes name them." One assignment each; who is not in the register stays proposed."""
    taking = Taking(directive, "assign_proposed", by=by, on=on, version=version, is_backdated=is_backdated)
    assigned = assign_each_proposed(directive, by=by, day=taking.on, is_backdated=is_backdated)
    if not assigned:
        unknown = ", ".join(one.name for one in directive.proposed.all())
        raise ValidationError(_("Not in the register yet: %s. Add the unit, or assign another.") % unknown)
    return assigned


def may_assign(directive: Directive, standing: Standing) -> bool:
    try:
        check("assign", standing, directive.case(standing))
    except NotYours:
        return False
    return True


def assign_each_proposed(directive: Directive, *, by, day: date, is_backdated: bool) -> list[Assignment]:
    """The assignments for all that the register knows on `day`, leads first; those rows are done with."""
    terms = stated_terms(directive)
    owing: set[tuple] = set(directive.assignments.live().values_list("role", "unit", "leader"))
    assigned = []
    for one in directive.proposed.select_related("unit", "leader", "group"):
        who: list[Unit | Leader] = [*one.units_on(day), *([one.leader] if one.leader else [])]
        for named in who:
            unit = named if isinstance(named, Unit) else None
            leader = named if isinstance(named, Leader) else None
            ids = (unit.pk if unit else None, leader.pk if leader else None)
            # "VNPT và các doanh nghiệp viễn thông" names VNPT twice.
            if (one.role, *ids) in owing or ("lead", *ids) in owing:
                continue
            owing.add((one.role, *ids))
            assigned.append(
                assign(
                    directive,
                    by=by,
                    unit=unit,
                    leader=leader,
                    role=one.role,
                    deadline=terms,
                    on=day,
                    is_backdated=is_backdated,
                )
            )
        if who:
            one.delete()
    directive.__dict__.pop("named_by_source", None)
    return assigned


def stated_terms(directive: Directive) -> DeadlineTerms:
    """The deadline the source states, as an assignment can carry it; where it states none, that is the reason."""
    kind, due_on, words = directive.stated_kind, directive.stated_due_on, directive.stated_words
    kind = kind or ("day" if due_on else "none")
    if kind == "recurring" and directive.stated_recurrence:
        return DeadlineTerms(kind, due_on, words, recurrence=directive.stated_recurrence)
    if due_on:
        return DeadlineTerms(kind, due_on, words)
    reason = _("The source says only: “%s”.") % words if words else _("The source states no deadline.")
    # A period that could not be told has no day; saying so is not the same as having none.
    undated = kind if kind in ("before_event", "recurring", "standing") else "none"
    return DeadlineTerms(undated, None, words, reason)
