"""The cells of a workbook's first sheet, read without building the whole in memory."""

import io
import re
import zipfile
from datetime import date, datetime
from typing import Any
from xml.etree.ElementTree import ParseError

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter, range_boundaries
from openpyxl.utils.exceptions import InvalidFileException

from sheets.reading.refusals import (
    MOST_COLUMNS,
    MOST_ENTRIES,
    MOST_LETTERS,
    MOST_ROWS,
    MOST_UNPACKED,
    Unreadable,
    Why,
)

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# The name of the stream in which a protected workbook lies.
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\b[^>]*?\bref="([A-Z0-9:]{2,30})"')
MOST_MERGED = 20_000
Cells = dict[int, tuple[str, Any]]


def read(data: bytes, name: str) -> tuple[list[tuple[int, Cells]], list[list[str]]]:
    _check_package(data, name)
    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        sheet = book.worksheets[0]
        if not hasattr(sheet, "_worksheet_path"):
            raise Unreadable(Why.BROKEN, name)
        rows = _rows(sheet, name)
        merged = _merged(data, sheet._worksheet_path)
    except (
        KeyError, IndexError, ValueError, TypeError, AttributeError, OSError, EOFError, NotImplementedError,
        zipfile.BadZipFile, ParseError, InvalidFileException, SyntaxError,
    ) as error:  # fmt: skip
        raise Unreadable(Why.BROKEN, name) from error
    if not rows:
        raise Unreadable(Why.NO_ROWS, name)
    return _unmerged(rows, merged), merged


def _check_package(data: bytes, name: str) -> None:
    """Refuse by the first bytes and the table of contents, before anything is unpacked: what lies there is cut short by
    the zip reader at the size it claims."""
    if not data:
        raise Unreadable(Why.EMPTY, name)
    if data.startswith(_OLE):
        raise Unreadable(Why.PROTECTED if _ENCRYPTED in data else Why.OLD, name)
    if not data.startswith(b"PK"):
        raise Unreadable(Why.TYPE, name)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise Unreadable(Why.BROKEN, name) from error
    if any(entry.flag_bits & 1 for entry in entries):
        raise Unreadable(Why.PROTECTED, name)
    if len(entries) > MOST_ENTRIES or sum(entry.file_size for entry in entries) > MOST_UNPACKED:
        raise Unreadable(Why.UNPACKS_TOO_BIG, name)
    if "xl/workbook.xml" not in {entry.filename for entry in entries}:
        raise Unreadable(Why.TYPE, name)


def _rows(sheet: Any, name: str) -> list[tuple[int, Cells]]:
    # The file may claim any size; what counts is what stands in it.
    sheet.reset_dimensions()
    found: list[tuple[int, Cells]] = []
    for number, row in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS), start=1):
        cells = {}
        for column, cell in enumerate(row, start=1):
            if cell.value is not None and (one := _cell(cell)):
                cells[column] = one
        if cells:
            found.append((number, cells))
            # The header, and a few lines of title above it.
            if len(found) > MOST_ROWS + 20:
                raise Unreadable(Why.TOO_MANY_ROWS, name)
    return found


def _cell(cell: Any) -> tuple[str, Any] | None:
    value = cell.value
    if isinstance(value, bool):
        return "b", value
    if isinstance(value, datetime):
        # A day carries no hour; of one with an hour the day counts.
        return "d", value.date().isoformat()
    if isinstance(value, date):
        return "d", value.isoformat()
    if isinstance(value, (int, float)):
        return "n", value
    text = str(value).replace("_x000D_", "").replace("\r\n", "\n").replace("\r", "\n")[:MOST_LETTERS].strip()
    if not text:
        return None
    return ("e" if cell.data_type == "e" else "t"), text


def _merged(data: bytes, path: str) -> list[list[str]]:
    """First and last cell of every merged range, found without reading the sheet once more into memory."""
    found: list[list[str]] = []
    with zipfile.ZipFile(io.BytesIO(data)) as archive, archive.open(path) as sheet:
        rest = b""
        while chunk := sheet.read(1 << 20):
            text = rest + chunk
            for match in _MERGED.finditer(text):
                first, _colon, last = match.group(1).decode().partition(":")
                found.append([first, last or first])
                if len(found) >= MOST_MERGED:
                    return found
            # A tag that was cut is read with the next piece; a whole one not twice.
            start = text.rfind(b"<")
            rest = text[start:] if start > text.rfind(b">") else b""
    return found


def _unmerged(rows: list[tuple[int, Cells]], merged: list[list[str]]) -> list[tuple[int, Cells]]:
    """Cells merged downwards hold the value of the first; merged sideways, nobody knows which column was meant."""
    at = dict(rows)
    last_row = max(at)
    for first, last in merged:
        left, top, right, bottom = range_boundaries(f"{first}:{last}")
        value = at.get(top, {}).get(left)
        for number in range(top, min(bottom, last_row) + 1):
            cells = at.get(number)
            if cells is None:
                continue
            if left != right:
                for column in range(left, min(right, MOST_COLUMNS) + 1):
                    cells[column] = (
                        "m",
                        f"{get_column_letter(left)}{top}:{get_column_letter(right)}{bottom}",
                    )
            elif value is not None:
                cells[left] = value
    return sorted(at.items())
