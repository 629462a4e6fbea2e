"""Changes to the register that must keep two things together."""

from datetime import date, timedelta

from django.db import transaction
from django.db.models import F, Q

from units.models import Unit
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
