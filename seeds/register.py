"""The register of the ministry: units with their past, groups, fields, leaders, the calendar. Adds what is missing."""

from django.db import transaction

from seeds.files import table
from units.actions import copy_newest
from units.models import (
    CalendarDay,
    Field,
    GroupMember,
    Leader,
    LeaderTerm,
    Portfolio,
    Succession,
    Unit,
    UnitAlias,
    UnitGroup,
    UnitName,
    UnitParent,
)
from units.office_group import office_group


@transaction.atomic
def load_register() -> None:
    """Load all of it; a second time changes nothing that the office has edited since."""
    _load_fields()
    _load_units()
    _load_groups()
    _load_leaders()
    for row in table("calendar")["day"]:
        CalendarDay.objects.get_or_create(on=row["on"], defaults={**row})
    office_group()


def _load_fields() -> None:
    for order, row in enumerate(table("fields")["field"], start=1):
        Field.objects.get_or_create(
            code=row["code"],
            defaults={"name": row["name"], "name_en": row.get("name_en", ""), "order": order},
        )


def _load_units() -> None:
    data = table("units")
    new = []
    for row in data["unit"]:
        newest = row["names"][-1]
        unit, is_new = Unit.objects.get_or_create(
            code=row["code"],
            defaults={
                "name": newest["name"],
                "short_name": newest.get("short_name", ""),
                "kind": row["kind"],
                "starts_on": row.get("starts_on"),
                "ends_on": row.get("ends_on"),
                "is_external": row.get("external", False),
                "is_office": row.get("is_office", False),
                "certainty": row.get("certainty", "documented"),
                "source": row.get("source", ""),
            },
        )
        if is_new:
            new.append((unit, row))
    units = Unit.objects.in_bulk(field_name="code")
    for unit, row in new:
        UnitName.objects.bulk_create(UnitName(unit=unit, **name) for name in row["names"])
        UnitParent.objects.bulk_create(
            UnitParent(unit=unit, **{**parent, "parent": units[parent["parent"]]})
            for parent in row.get("parents", [])
        )
        for alias in row.get("aliases", []):
            UnitAlias.objects.create(unit=unit, alias=alias)
        copy_newest(unit)
    for row in data["succession"]:
        Succession.objects.get_or_create(
            from_unit=units[row["from"]],
            to_unit=units[row["to"]],
            on=row["on"],
            defaults={
                "basis": row.get("basis", ""),
                "certainty": row.get("certainty", "documented"),
            },
        )


def _load_groups() -> None:
    units = Unit.objects.in_bulk(field_name="code")
    for row in table("units")["group"]:
        group, is_new = UnitGroup.objects.get_or_create(code=row["code"], defaults={"name": row["name"]})
        if is_new:
            GroupMember.objects.bulk_create(
                GroupMember(group=group, **{**member, "unit": units[member["unit"]]})
                for member in row["members"]
            )


def _load_leaders() -> None:
    fields = Field.objects.in_bulk(field_name="code")
    for row in table("leaders")["leader"]:
        leader, is_new = Leader.objects.get_or_create(
            code=row["code"], defaults={"full_name": row["full_name"]}
        )
        if not is_new:
            continue
        LeaderTerm.objects.bulk_create(LeaderTerm(leader=leader, **term) for term in row["terms"])
        Portfolio.objects.bulk_create(
            Portfolio(leader=leader, **{**one, "field": fields[one["field"]]})
            for one in row.get("portfolio", [])
        )
