"""Small workbooks for the tests of what comes in."""

from datetime import date
from io import BytesIO
from typing import Any

import openpyxl
from django.core.files.uploadedfile import SimpleUploadedFile

from sheets import actions, running
from sheets.models import Transfer
from units.standing import standing_of


def workbook(rows: list[list[Any]], *, merged: tuple[str, ...] = ()) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    for row in rows:
        sheet.append([None if cell == "" else cell for cell in row])
    for one in merged:
        sheet.merge_cells(one)
    for cells in sheet.iter_rows():
        for cell in cells:
            if isinstance(cell.value, date):
                cell.number_format = "dd/mm/yyyy"
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def directives(*rows: dict[str, Any], head: list[str] | None = None) -> bytes:
    """A workbook of meetings and directives; each row is said by the headers it fills."""
    head = head or heads("directives")
    return workbook([head, *([row.get(title, "") for title in head] for row in rows)])


def heads(kind: str) -> list[str]:
    from sheets.incoming import IMPORTERS

    return [str(column.title) for column in IMPORTERS[kind].columns()]


def uploaded(data: bytes, name: str = "nhap.xlsx") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


def brought_in(data: bytes, by, **more: Any) -> Transfer:
    """The file, read and judged."""
    transfer = actions.bring_in(uploaded(data), by=by, standing=standing_of(by), **more)
    running.work()
    transfer.refresh_from_db()
    return transfer


def entered(transfer: Transfer, **more: Any) -> Transfer:
    actions.enter(transfer, **more)
    running.work()
    transfer.refresh_from_db()
    return transfer


def problems(transfer: Transfer) -> list[tuple[str, str]]:
    return [(cell, words) for row in transfer.rows.all() for cell, words in row.problems]


def notes(transfer: Transfer) -> list[tuple[str, str]]:
    return [(cell, words) for row in transfer.rows.all() for cell, words in row.notes]
