"""Changes to the register that must keep two things together."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from units.models import Unit, UnitName, UnitParent
from units.working_calendar import today


@transaction.atomic
def copy_newest(unit: Unit, *, on: date | None = None) -> Unit:
    """Bring `name`, `short_name` and `parent` of the unit up to the newest of its rows that have begun."""
    begun = Q(starts_on=None) | Q(starts_on__lte=on or today())
    oldest_first = (F("starts_on").asc(nulls_first=True), "pk")
    name = unit.names.filter(begun).order_by(*oldest_first).last()
    parent = unit.parents.filter(begun).order_by(*oldest_first).last()
    if name:
        unit.name, unit.short_name = name.name, name.short_name
    unit.parent = parent.parent if parent else unit.parent
    unit.save()
    return unit


def take_over_names(*, on: date) -> int:
    """Give units the names and superiors that begin on that day or began in the week before; returns how many."""
    week = (on - timedelta(days=7), on)
    beginning = Unit.objects.filter(
        Q(names__starts_on__range=week) | Q(parents__starts_on__range=week)
    ).distinct()
    for unit in beginning:
        copy_newest(unit, on=on)
    return len(beginning)


@dataclass(frozen=True)
class NewUnit:
    """One unit of a list that is entered at once; `parent` is the code of one above it, here or in the list."""

    code: str
    name: str
    short_name: str
    kind: str
    parent: str = ""
    is_office: bool = False


@transaction.atomic
def add_units(units: Iterable[NewUnit]) -> list[Unit]:
    """All of them or none; raises ValidationError with a sentence for every line that is wrong."""
    units = list(units)
    known = Unit.objects.in_bulk(field_name="code")
    problems, seen = [], set()
    for number, one in enumerate(units, start=1):
        if one.code in known or one.code in seen:
            problems.append(_("Line %(n)s: the code %(code)s is taken.") % {"n": number, "code": one.code})
        seen.add(one.code)
    for number, one in enumerate(units, start=1):
        if one.parent and one.parent not in known and one.parent not in seen:
            problems.append(
                _("Line %(n)s: there is no unit %(code)s to stand under.") % {"n": number, "code": one.parent}
            )
        if one.parent and one.parent == one.code:
            problems.append(_("Line %(n)s: a unit does not stand under itself.") % {"n": number})
    if problems:
        raise ValidationError(problems)
    made = {}
    for one in units:
        made[one.code] = Unit.objects.create(
            code=one.code, name=one.name, short_name=one.short_name, kind=one.kind, is_office=one.is_office
        )
        UnitName.objects.create(unit=made[one.code], name=one.name, short_name=one.short_name)
    for one in units:
        if one.parent:
            UnitParent.objects.create(unit=made[one.code], parent=made.get(one.parent) or known[one.parent])
        copy_newest(made[one.code])
    return list(made.values())
