"""Word files: paragraphs with the numbers Word writes before them, tables and text boxes, in their order."""

import io
import zipfile
from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import ParseError

from docx import Document as open_docx
from docx.oxml.ns import qn
from lxml.etree import LxmlError

from intake.reading.document import Remark, Unreadable, Why
from intake.reading.docx_numbering import Numbering
from intake.reading.encodings import recognise
from intake.reading.limits import MOST_ENTRIES, MOST_UNPACKED

P, TBL, SDT, CONTENT = (qn(f"w:{name}") for name in ("p", "tbl", "sdt", "sdtContent"))
ROW, CELL, BOX = qn("w:tr"), qn("w:tc"), qn("w:txbxContent")
TEXT, TAB, BREAK, RETURN = (qn(f"w:{name}") for name in ("t", "tab", "br", "cr"))
HYPHEN, RUN_PROPERTIES, PROPERTIES = qn("w:noBreakHyphen"), qn("w:rPr"), qn("w:pPr")
# Struck out by "track changes", or the same box a second time for old programs.
PASSED_OVER = {
    qn("w:del"),
    qn("w:moveFrom"),
    RUN_PROPERTIES,
    PROPERTIES,
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
}
LONG_ROW = 400


def read(data: bytes, name: str) -> tuple[str, tuple[Remark, ...]]:
    check_unpacked(data, name)
    try:
        document = open_docx(io.BytesIO(data))
        numbering = Numbering(document)
        lines = list(_blocks(document.element.body, numbering))
    except (
        KeyError,
        ValueError,
        AttributeError,
        OSError,
        zipfile.BadZipFile,
        LxmlError,
        ParseError,
    ) as error:
        raise Unreadable(Why.BROKEN, name=name, type="docx") from error
    return recognise("\n".join(lines))


def check_unpacked(data: bytes, name: str) -> None:
    """Refuse a zip-shaped file by its table of contents, before anything is unpacked. What lies there is cut short by
    the zip reader at the size it claims, and by the memory of the reading process."""
    if data[:4] != b"PK\x03\x04":
        raise Unreadable(Why.BROKEN, name=name, type="docx")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise Unreadable(Why.BROKEN, name=name, type="docx") from error
    if len(entries) > MOST_ENTRIES or sum(entry.file_size for entry in entries) > MOST_UNPACKED:
        raise Unreadable(Why.UNPACKS_TOO_BIG, name=name)
    if any(entry.flag_bits & 1 for entry in entries):
        raise Unreadable(Why.PROTECTED, name=name)
    if "word/document.xml" not in {entry.filename for entry in entries}:
        raise Unreadable(Why.BROKEN, name=name, type="docx")


def _blocks(parent: Any, numbering: Numbering) -> Iterator[str]:
    for element in parent:
        if element.tag == P:
            yield from _paragraph(element, numbering)
        elif element.tag == TBL:
            yield from _table(element, numbering)
        elif element.tag == SDT:
            for content in element.iterchildren(CONTENT):
                yield from _blocks(content, numbering)


def _paragraph(paragraph: Any, numbering: Numbering) -> Iterator[str]:
    pieces: list[str] = []
    boxes: list[Any] = []
    _collect(paragraph, pieces, boxes)
    text = "".join(pieces)
    if text.strip():
        yield numbering.label(paragraph) + text
    else:
        yield ""
    for box in boxes:
        yield from _blocks(box, numbering)


def _collect(element: Any, pieces: list[str], boxes: list[Any]) -> None:
    for child in element:
        if child.tag in PASSED_OVER:
            continue
        if child.tag == BOX:
            boxes.append(child)
        elif child.tag == TEXT:
            pieces.append(child.text or "")
        elif child.tag == TAB:
            pieces.append("\t")
        elif child.tag in (BREAK, RETURN):
            pieces.append("\n")
        elif child.tag == HYPHEN:
            pieces.append("-")
        else:
            _collect(child, pieces, boxes)


def _table(table: Any, numbering: Numbering) -> Iterator[str]:
    """A row of short cells is one line; a row with paragraphs in it keeps them, one cell after the other."""
    for row in table.iter(ROW):
        if next(row.iterancestors(TBL), None) is not table:
            continue
        cells = [
            [line for line in _blocks(cell, numbering) if line.strip()]
            for cell in row.iterchildren(CELL, SDT)
        ]
        flat = " | ".join(" ".join(lines) for lines in cells).strip(" |") and " | ".join(
            " ".join(lines) for lines in cells
        )
        if len(flat) <= LONG_ROW:
            yield flat
        else:
            for lines in cells:
                yield from lines
