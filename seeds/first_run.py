"""From an empty system to the first meeting: what is there, what is missing, and entering units and people."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from journal.refusals import NotNow
from meetings.models import Meeting
from seeds.register import load_register
from units.entering import add_account, add_post, add_unit, check, kind_of
from units.models import Leader, Post, Role, Unit, User
from units.text import fold
from units.working_calendar import today


@dataclass(frozen=True)
class Standstill:
    """How far the system has come; each count is of today."""

    units: int
    has_office: bool  # the unit "Văn phòng Bộ", whose posts run the office desk
    leaders: int
    office_people: tuple[User, ...]
    people_of_units: int
    meetings: int

    @property
    def is_complete(self) -> bool:
        return bool(self.units and self.has_office and self.leaders and self.office_people and self.meetings)


def standstill() -> Standstill:
    day = today()
    posts = Post.objects.valid_on(day).filter(user__is_active=True)
    office = User.objects.filter(pk__in=posts.filter(role=Role.OFFICE).values("user"))
    heads = posts.filter(role__in=[Role.HEAD, Role.DEPUTY, Role.SUBSTITUTE, Role.OFFICER])
    units = Unit.objects.valid_on(day)
    return Standstill(
        units=units.count(),
        has_office=units.filter(is_office=True).exists(),
        leaders=Leader.objects.in_office_on(day).count(),
        office_people=tuple(office.order_by("username")[:10]),
        people_of_units=heads.values("user").distinct().count(),
        meetings=Meeting.objects.count(),
    )


@dataclass(frozen=True)
class UnitLine:
    code: str
    name: str
    short_name: str = ""
    under: str = ""  # the code of the superior


def read_unit_lines(text: str) -> list[UnitLine]:
    """Read "code; name; short name; code of the superior", one unit a line, also as pasted from a spreadsheet.

    Raises ValidationError with every wrong line named.
    """
    lines: list[UnitLine] = []
    problems: list[str] = []
    codes = {code.upper() for code in Unit.objects.values_list("code", flat=True)}
    pasted = [line.strip() for line in text.splitlines()]
    for number, line in enumerate(pasted, start=1):
        cells = [cell.strip() for cell in line.split("\t" if "\t" in line else ";")]
        if not line or (not lines and fold(cells[0]) in ("ma", "ma don vi", "code")):
            continue
        one = UnitLine(*(cells + ["", "", ""])[:4])
        problem = _problem(one, len(cells), codes)
        if problem:
            problems.append(_("Line %(n)s: %(problem)s") % {"n": number, "problem": problem})
        codes.add(one.code.upper())
        lines.append(one)
    # A superior may stand further down.
    for one in lines:
        if one.under and one.under.upper() not in codes:
            problems.append(
                _("%(code)s: there is no unit with the code “%(under)s”.")
                % {"code": one.code, "under": one.under}
            )
    if not lines:
        problems.append(_("There is no line with a unit."))
    if problems:
        raise ValidationError({"lines": problems})
    return lines


def _problem(one: UnitLine, cells: int, codes: set[str]) -> str:
    if cells > 4:
        return _("more than four columns.")
    if not one.code or not one.name:
        return _("a code and a name are needed, separated by a tab or a semicolon.")
    if one.code.upper() in codes:
        return _("the code “%(code)s” is taken.") % {"code": one.code}
    for field, value in (("code", one.code), ("name", one.name), ("short_name", one.short_name)):
        most = getattr(Unit._meta.get_field(field), "max_length", None)
        if most and len(value) > most:
            return _("“%(start)s…” is longer than %(most)s characters.") % {"start": value[:30], "most": most}
    if one.under.upper() == one.code.upper():
        return _("a unit cannot be under itself.")
    return ""


@transaction.atomic
def take_bundled_register(*, by: User) -> int:
    """Load the register that comes with the product; raises NotNow where units are already entered."""
    check(by)
    if Unit.objects.exists():
        raise NotNow(_("Units are entered already; the bundled register would mix with them."))
    load_register()
    return Unit.objects.count()


@transaction.atomic
def add_units(text: str, *, by: User) -> list[Unit]:
    """Enter all units of the lines or none; raises ValidationError with every wrong line named."""
    check(by)
    lines = read_unit_lines(text)
    found = {one.code.upper(): one for one in lines}
    units: dict[str, Unit] = {}
    begun: set[str] = set()

    def entered(code: str) -> Unit:
        """The unit of that code; one of the lines with its superior before it."""
        code = code.upper()
        if code not in found:
            return Unit.objects.get(code__iexact=code)
        if code not in units:
            if code in begun:
                raise ValidationError({"lines": [_("%(code)s stands under itself.") % {"code": code}]})
            begun.add(code)
            one = found[code]
            parent = entered(one.under) if one.under else None
            units[code] = add_unit(
                by=by,
                code=one.code,
                name=one.name,
                short_name=one.short_name,
                kind=kind_of(one.name),
                parent=parent,
            )
        return units[code]

    for code in found:
        entered(code)
    return [units[code] for code in found]


@transaction.atomic
def add_person(
    *,
    by: User,
    username: str,
    full_name: str,
    email: str,
    role: str,
    unit: Unit | None = None,
    leader: Leader | None = None,
) -> tuple[User, str]:
    """Make an account with its post; returns it with the password to be handed over, which is kept nowhere."""
    check(by)
    user, password = add_account(by=by, username=username, full_name=full_name, email=email)
    add_post(user, by=by, role=role, unit=unit, leader=leader)
    return user, password
