"""Entering units and people into the register: by whoever keeps it; pages and files come through here."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.contrib.admin.models import ADDITION, LogEntry
from django.contrib.auth import password_validation
from django.db import transaction
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _

from journal.refusals import NotYours
from units.actions import copy_newest
from units.models import Leader, Post, Role, Unit, UnitAlias, UnitKind, UnitName, UnitParent, User
from units.office_group import office_group
from units.standing import keeps_the_register, standing_of
from units.text import fold
from units.working_calendar import today

# A unit's kind stands in the first words of its name.
KINDS = {
    "bo": UnitKind.MINISTRY,
    "vu": UnitKind.DEPARTMENT,
    "thanh tra": UnitKind.INSPECTORATE,
    "van phong": UnitKind.OFFICE,
    "cuc": UnitKind.AUTHORITY,
    "tong cuc": UnitKind.AUTHORITY,
    "trung tam": UnitKind.CENTRE,
    "vien": UnitKind.INSTITUTE,
    "bao": UnitKind.PRESS,
    "tap chi": UnitKind.PRESS,
    "nha xuat ban": UnitKind.PRESS,
    "hoc vien": UnitKind.SCHOOL,
    "truong": UnitKind.SCHOOL,
    "quy": UnitKind.FUND,
    "tap doan": UnitKind.ENTERPRISE,
    "tong cong ty": UnitKind.ENTERPRISE,
    "cong ty": UnitKind.ENTERPRISE,
    "so": UnitKind.PROVINCE,
    "dang uy": UnitKind.PARTY_UNION,
    "cong doan": UnitKind.PARTY_UNION,
}
MINISTRY_OFFICE = "van phong bo"


def kind_of(name: str) -> UnitKind:
    """By the first words; "Outside party" where they say nothing."""
    words = fold(name).split()
    for count in (3, 2, 1):
        if kind := KINDS.get(" ".join(words[:count])):
            return kind
    return UnitKind.EXTERNAL


def check(by: User) -> None:
    if not keeps_the_register(by, standing_of(by)):
        raise NotYours(_("The register is kept by the administrator."))


@transaction.atomic
def add_unit(
    *,
    by: User,
    code: str,
    name: str,
    kind: str,
    short_name: str = "",
    parent: Unit | None = None,
    starts_on: date | None = None,
    ends_on: date | None = None,
    aliases: Iterable[str] = (),
) -> Unit:
    """A unit with its first name and superior; raises ValidationError with the fields that are wrong."""
    check(by)
    unit = Unit(
        code=code,
        name=name,
        short_name=short_name,
        kind=kind,
        starts_on=starts_on,
        ends_on=ends_on,
        is_external=kind == UnitKind.EXTERNAL,
        is_office=fold(name).startswith(MINISTRY_OFFICE),
    )
    unit.full_clean(exclude=["sort_key"])
    unit.save()
    UnitName.objects.create(unit=unit, name=name, short_name=short_name)
    if parent is not None:
        UnitParent.objects.create(unit=unit, parent=parent)
        copy_newest(unit)
    for alias in aliases:
        UnitAlias.objects.create(unit=unit, alias=alias)
    LogEntry.objects.log_actions(by.pk, [unit], ADDITION)
    return unit


@transaction.atomic
def add_account(
    *, by: User, username: str, full_name: str, email: str = "", phone: str = "", is_told: bool = True
) -> tuple[User, str]:
    """An account without a post; returned with the password to be handed over, which is kept nowhere. Of one that is
    not told (`is_told=False`) there is none: its owner sets it by the mail of a forgotten password."""
    check(by)
    user = User(username=username, full_name=full_name, email=email, phone=phone)
    password = ""
    if is_told:
        password = get_random_string(14)
        password_validation.validate_password(password, user)
        user.set_password(password)
    else:
        user.set_unusable_password()
    user.full_clean()
    user.save()
    LogEntry.objects.log_actions(by.pk, [user], ADDITION)
    return user, password


@transaction.atomic
def add_post(
    user: User,
    *,
    by: User,
    role: str,
    unit: Unit | None = None,
    leader: Leader | None = None,
    starts_on: date | None = None,
    **more: Any,
) -> Post:
    """ "From that day he is …"; today where no day is said."""
    check(by)
    post = Post(user=user, role=role, unit=unit, leader=leader, starts_on=starts_on or today(), **more)
    post.full_clean()
    post.save()
    if role in (Role.OFFICE, Role.ADMINISTRATOR) and not user.is_staff:
        user.is_staff = True
        user.save(update_fields=["is_staff"])
    if role == Role.OFFICE:
        user.groups.add(office_group())
    LogEntry.objects.log_actions(by.pk, [post], ADDITION)
    return post
