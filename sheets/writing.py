"""A workbook on the disc, row by row: what it costs in memory does not grow with its length."""

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import xlsxwriter
from django.utils import timezone
from django.utils.translation import gettext as _

from reports.writing.body_xml import clean
from sheets.content import Book, Column, Table

FORMATS = {"day": "dd/mm/yyyy", "moment": "dd/mm/yyyy hh:mm", "number": "#,##0", "rate": "0.00%"}
# Of the format of the file: rows of a sheet, letters of a cell.
MOST_ROWS, MOST_LETTERS = 1_048_576, 32_767
FIRST_DAY = date(1900, 3, 1)  # before that day Excel counts days otherwise
SHEET_NAME = 31
NOT_IN_NAMES = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))
# What people typed is text, whatever it begins with.
TEXT_STAYS_TEXT = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}

Progress = Callable[[int], None]


def write(book: Book, path: Path, progress: Progress = lambda _done: None) -> int:
    """Write the workbook to `path`; `progress` is told how many rows are written, and may stop it by raising."""
    file = xlsxwriter.Workbook(
        path,
        {"constant_memory": True, "tmpdir": str(path.parent), **TEXT_STAYS_TEXT, "nan_inf_to_errors": True},
    )
    try:
        done = _write(book, file, progress)
        file.close()
    finally:
        # What was stopped on the way has open files beside `path`; they go with that folder.
        for sheet in file.worksheets():
            if sheet.row_data_fh is not None and not sheet.row_data_fh_closed:
                sheet.row_data_fh.close()
    return done


def _write(book: Book, file: Any, progress: Progress) -> int:
    file.set_properties({"title": book.title, "created": datetime(2000, 1, 1)})  # noqa: DTZ001
    looks = {kind: file.add_format({"num_format": form, "valign": "top"}) for kind, form in FORMATS.items()}
    looks["text"] = file.add_format({"valign": "top", "text_wrap": True})
    looks["head"] = file.add_format(
        {"bold": True, "text_wrap": True, "valign": "vcenter", "bg_color": "#E3EAF4", "bottom": 1}
    )
    names: set[str] = set()
    done = 0
    for table in book.tables:
        done = _table(file, table, looks, names, done, progress)
    if book.about:
        sheet = file.add_worksheet(_name(_("About this file"), names))
        sheet.set_column(0, 0, 24)
        sheet.set_column(1, 1, 90)
        for y, (what, words) in enumerate(book.about):
            sheet.write_string(y, 0, clean(what), looks["head"])
            sheet.write_string(y, 1, clean(words)[:MOST_LETTERS], looks["text"])
    return done


def _table(file: Any, table: Table, looks: dict, names: set[str], done: int, progress: Progress) -> int:
    sheet, y = _begin(file, table, looks, names), 1
    for rows in table.pieces():
        for row in rows:
            if y == MOST_ROWS:
                _end(sheet, table, y)
                sheet, y = _begin(file, table, looks, names), 1
            for x, column in enumerate(table.columns):
                put(sheet, y, x, column.kind, column.value(row), looks)
            y += 1
        done += len(rows)
        progress(done)
    _end(sheet, table, y)
    return done


def _begin(file: Any, table: Table, looks: dict[str, Any], names: set[str]) -> Any:
    sheet = file.add_worksheet(_name(table.name, names))
    sheet.freeze_panes(1, 0)
    sheet.set_row(0, 32)
    for x, column in enumerate(table.columns):
        sheet.set_column(x, x, column.width)
        sheet.write_string(0, x, clean(str(column.title)), looks["head"])
    return sheet


def _end(sheet: Any, table: Table, y: int) -> None:
    sheet.autofilter(0, 0, max(1, y - 1), len(table.columns) - 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def put(sheet: Any, y: int, x: int, kind: str, value: Any, looks: dict[str, Any]) -> None:
    """One cell as what it is: a day as a day, a number as a number, whatever was typed as text."""
    if value is None or value == "":
        return
    if isinstance(value, datetime):
        sheet.write_datetime(y, x, timezone.localtime(value).replace(tzinfo=None), looks[kind])
    elif isinstance(value, date):
        if value < FIRST_DAY:
            sheet.write_string(y, x, f"{value:%d/%m/%Y}", looks["text"])
        else:
            sheet.write_datetime(y, x, value, looks[kind])
    elif isinstance(value, str) or kind == "text":
        text = str(value)
        # Most cells hold nothing to clean; asking that is many times quicker than cleaning.
        sheet.write_string(y, x, (text if text.isprintable() else clean(text))[:MOST_LETTERS], looks["text"])
    else:
        sheet.write_number(y, x, value, looks[kind])


def _name(wanted: str, names: set[str]) -> str:
    base = " ".join(wanted.translate(NOT_IN_NAMES).split())[:SHEET_NAME] or "Excel"
    name, n = base, 2
    while name.lower() in names:
        name, n = f"{base[: SHEET_NAME - 4]} {n}", n + 1
    names.add(name.lower())
    return name


def columns_of(found: list[Column], chosen: tuple[str, ...]) -> list[Column]:
    """The columns of those names, in that order; a name may stand for several."""
    return [column for name in chosen for column in found if name in (column.name, column.beside)]
