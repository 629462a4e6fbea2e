"""The workbook to be filled in: the columns a kind is known by, drop-downs of the register, and how to fill them in."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _
from xlsxwriter.utility import xl_col_to_name

from directives.models import Directive
from meetings.models import Meeting
from sheets.content import Column
from sheets.incoming import IMPORTERS
from sheets.writing import FORMATS, TEXT_STAYS_TEXT
from units import register
from units.models import Role, UnitKind
from units.models.period import valid_on
from units.models.unit import Unit
from units.working_calendar import today

FILLED_ROWS = 1_000
# What only the export says.
LEFT_OUT = {"directives": ("state", "issued")}


def _labels(choices: Any) -> list[str]:
    return [str(one.label) for one in choices]


def _units() -> list[str]:
    rows = Unit.objects.filter(valid_on(today())).exclude(kind=UnitKind.MINISTRY).order_by("sort_key")
    return list(rows.values_list("name", flat=True))


def _leaders() -> list[str]:
    known = register.current()
    return [str(known.leaders[pk]) for pk in known.leaders if pk in known.in_office(today())]


def _fields() -> list[str]:
    return [str(one) for one in register.current().fields]


# Column -> what its drop-down offers. Where several may stand in one cell, what is written is not held to it.
OFFERED: dict[str, dict[str, Callable[[], Iterable[str]]]] = {
    "directives": {
        "meeting_kind": lambda: _labels(Meeting.Kind),
        "meeting_leader": _leaders,
        "leader": _leaders,
        "field": _fields,
        "urgency": lambda: _labels(Directive.Urgency),
        "key": lambda: [_("yes"), _("no")],
        "kind": lambda: _labels(Directive.Kind),
        "lead": _units,
        "support": _units,
    },
    "units": {"unit_kind": lambda: _labels(UnitKind)},
    "people": {"role": lambda: _labels(Role), "place": lambda: [*_units(), *_leaders()]},
}
FREE = {"lead", "support", "place", "leader", "meeting_leader", "field"}


def hints(kind: str) -> list[tuple[str, str]]:
    """How the columns are filled in, line by line."""
    days = _("dd/mm/yyyy, such as 15/09/2024")
    if kind == "units":
        return [
            (
                _("Code of the unit"),
                _("Needed, and each one once. A code that is there already is only held against."),
            ),
            (_("Name of the unit"), _("Needed.")),
            (
                _("Kind of unit"),
                _("Chosen from the list; left empty, it is taken from the first words of the name."),
            ),
            (
                _("Under the unit (code)"),
                _("The code of the superior, which may stand further down in the same file."),
            ),
            (_("Exists from"), days),
            (_("Other names"), _("Several are divided by semicolons.")),
        ]
    if kind == "people":
        return [
            (_("Name to sign in with"), _("Needed. A person of several posts has one row for each.")),
            (_("Role"), _("Chosen from the list.")),
            (_("Unit or leader"), _("The unit the post is in; for leaders and secretaries the leader.")),
            (_("Mail address"), _("By it the password is set; without one the administrator sets it.")),
            (_("In the post from"), days + "; " + _("left empty: today.")),
        ]
    of_meeting = _(
        "Needed. Of a new meeting kind and title stand in its first row; further rows need the code alone."
    )
    several = _(
        "Several are divided by semicolons or stand one below the other. Names of the day are understood."
    )
    return [
        (_("Code of the directive"), _("Left empty for a new one: its number is given when it is entered.")),
        (_("Code of the meeting"), of_meeting),
        (_("Held on"), days),
        (_("What is to be done"), _("Needed. A row without it enters the meeting alone.")),
        (_named("lead"), several),
        (
            _("Deadline"),
            days + "; " + _("one gone by is refused, unless that is ticked when the file is chosen."),
        ),
    ]


def _named(name: str) -> str:
    return str(next(one.title for one in IMPORTERS["directives"].columns() if one.name == name))


def write_template(kind: str, path: Path) -> None:
    columns = [one for one in IMPORTERS[kind].columns() if one.name not in LEFT_OUT.get(kind, ())]
    file = xlsxwriter.Workbook(path, TEXT_STAYS_TEXT)
    head = file.add_format(
        {"bold": True, "text_wrap": True, "valign": "vcenter", "bg_color": "#E3EAF4", "bottom": 1}
    )
    wrapped = file.add_format({"text_wrap": True, "valign": "top"})
    text = file.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
    day = file.add_format({"num_format": FORMATS["day"], "valign": "top"})
    sheet = file.add_worksheet(str(IMPORTERS[kind].label)[:31])
    sheet.freeze_panes(1, 0)
    sheet.set_row(0, 32)
    lists = file.add_worksheet(_("Lists"))
    for x, column in enumerate(columns):
        sheet.set_column(x, x, column.width, day if column.kind == "day" else text)
        sheet.write_string(0, x, str(column.title), head)
    _offer(sheet, lists, columns, kind)
    lists.hide()
    guide = file.add_worksheet(_("How to fill it in"))
    guide.set_column(0, 0, 28)
    guide.set_column(1, 1, 100)
    for y, (what, words) in enumerate(hints(kind)):
        guide.write_string(y, 0, what, head)
        guide.write_string(y, 1, words, wrapped)
    file.close()


def _offer(sheet: Any, lists: Any, columns: list[Column], kind: str) -> None:
    for place, (name, offered) in enumerate(OFFERED.get(kind, {}).items()):
        x = next(n for n, column in enumerate(columns) if column.name == name)
        values = list(offered())
        for y, value in enumerate(values):
            lists.write_string(y, place, value)
        if not values:
            continue
        letter = xl_col_to_name(place)
        rule = {
            "validate": "list",
            "source": f"='{lists.get_name()}'!${letter}$1:${letter}${len(values)}",
            "ignore_blank": True,
            "show_error": name not in FREE,
            "error_title": str(columns[x].title)[:32],
            "error_message": _("Choose from the list."),
        }
        sheet.data_validation(1, x, FILLED_ROWS, x, rule)
