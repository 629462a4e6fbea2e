"""Changes to the register that must keep two things together."""

from datetime import date, timedelta

from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from journal.actions import record
from journal.models import Event
from journal.refusals import NotYours
from units.models import CalendarDay, Unit, WorkingHours
from units.standing import Standing, standing_of
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


def _keeps_the_calendar(by) -> Standing:
    standing = standing_of(by)
    if not (standing.is_office or standing.is_administrator):
        raise NotYours(_("The working calendar is kept by the ministry office."))
    return standing


@transaction.atomic
def set_day(*, by, on: date, is_working: bool, name: str, basis: str = "") -> Event:
    """ "That day nobody works", or "that Saturday is worked in exchange". It wins over the law's calendar."""
    standing = _keeps_the_calendar(by)
    day, _is_new = CalendarDay.objects.update_or_create(
        on=on, defaults={"is_working": is_working, "name": name, "basis": basis}
    )
    data = {"day": on.isoformat(), "is_working": is_working, "basis": basis}
    return record(day, "set_day", by=by, on=today(), by_role=standing.words, note=name, data=data)


@transaction.atomic
def clear_day(day: CalendarDay, *, by) -> Event:
    """ "That day is as the law has it." """
    standing = _keeps_the_calendar(by)
    data = {"day": day.on.isoformat(), "is_working": day.is_working, "basis": day.basis}
    event = record(day, "clear_day", by=by, on=today(), by_role=standing.words, note=day.name, data=data)
    day.delete()
    return event


@transaction.atomic
def set_hours(hours: WorkingHours, *, by) -> Event:
    """ "We work from … to …" """
    standing = _keeps_the_calendar(by)
    hours.full_clean()
    hours.save()
    return record(hours, "set_hours", by=by, on=today(), by_role=standing.words, note=str(hours))
