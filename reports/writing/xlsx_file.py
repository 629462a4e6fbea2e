"""The workbook: the text on the first sheet, each table on one of its own, with real days and numbers."""

from io import BytesIO
from typing import Any

import xlsxwriter

from reports.content import Heading, Paper, Paragraph, Table
from reports.writing.body_xml import clean

FORMATS = {"day": "dd/mm/yyyy", "number": "#,##0", "rate": "0.00%"}


def write_xlsx(paper: Paper) -> bytes:
    file = BytesIO()
    # What people typed is text, whatever it begins with.
    book = xlsxwriter.Workbook(
        file,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        },
    )
    letter = {"font_name": "Times New Roman", "font_size": 12, "text_wrap": True, "valign": "top"}
    looks = {
        kind: book.add_format({**letter, "num_format": form, "border": 1}) for kind, form in FORMATS.items()
    }
    looks["text"] = book.add_format({**letter, "border": 1})
    looks["head"] = book.add_format({**letter, "bold": True, "border": 1, "align": "center"})
    looks["line"] = book.add_format(letter)
    looks["strong"] = book.add_format({**letter, "bold": True})
    _text_sheet(book, paper, looks)
    names: set[str] = set()
    for table in paper.tables:
        _table_sheet(book, table, looks, names)
    book.close()
    return file.getvalue()


def _text_sheet(book: Any, paper: Paper, looks: dict[str, Any]) -> None:
    sheet = book.add_worksheet("Nội dung")
    sheet.set_column(0, 0, 110)
    lines = [(f"{paper.name} {paper.about}".strip(), "strong")]
    lines.append((f"Số liệu tính đến ngày {paper.as_of:%d/%m/%Y}", "line"))
    for block in paper.blocks:
        if isinstance(block, Heading):
            lines.append((block.text.upper() if block.level == 1 else block.text, "strong"))
        elif isinstance(block, Paragraph):
            lines += [(line, "line") for line in block.text.split("\n")]
    for row, (text, look) in enumerate(lines):
        sheet.write_string(row, 0, clean(text), looks[look])


def _table_sheet(book: Any, table: Table, looks: dict[str, Any], names: set[str]) -> None:
    name, n = table.name[:28], 2
    while name in names:
        name, n = f"{table.name[:25]} {n}", n + 1
    names.add(name)
    sheet = book.add_worksheet(name)
    sheet.freeze_panes(1, 0)
    share = sum(column.width for column in table.columns)
    for x, column in enumerate(table.columns):
        sheet.set_column(x, x, max(8, round(150 * column.width / share)))
        sheet.write_string(0, x, column.title, looks["head"])
    for y, row in enumerate([*table.rows, *([table.total] if table.total else [])], start=1):
        for x, (cell, column) in enumerate(zip(row, table.columns, strict=True)):
            look = looks[column.kind]
            if cell is None:
                sheet.write_blank(y, x, None, look)
            elif column.kind == "day" and not isinstance(cell, str):
                sheet.write_datetime(y, x, cell, look)
            elif column.kind in ("number", "rate") and not isinstance(cell, str):
                sheet.write_number(y, x, cell, look)
            else:
                sheet.write_string(y, x, clean(str(cell)), looks["text"])
