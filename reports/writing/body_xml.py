"""The text of a document as WordprocessingML, to be laid into a template where it says {{p noi_dung }}.

Written as text and not through python-docx: an annex of two thousand rows takes a second and not a minute.
"""

import re
from xml.sax.saxutils import escape

from markupsafe import Markup

from reports.content import Annex, Block, Heading, Paper, Paragraph, Table, shown

# Styles of our template; an office's template made of it may change their look.
BODY, HEADING_1, HEADING_2, CELL = "DDDoan", "DDMucLon", "DDMucNho", "DDBang"
RECIPIENT, SIGNED, CENTRED = "DDNoiNhan", "DDKy", "DDGiua"
# Marks the end of a section; `docx_file` puts the right page set-up there.
SECTION_MARK = "DDPhan"
# Twentieths of a point in a millimetre.
TWIPS = 56.6929
PORTRAIT_MM, LANDSCAPE_MM = 160, 247
NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def clean(text: str) -> str:
    """Without the characters XML cannot hold."""
    return NOT_XML.sub("", text)


def run(text: str, *, bold: bool = False, italic: bool = False) -> str:
    marks = ("<w:b/>" if bold else "") + ("<w:i/>" if italic else "")
    look = f"<w:rPr>{marks}</w:rPr>" if marks else ""
    return f'<w:r>{look}<w:t xml:space="preserve">{escape(clean(text))}</w:t></w:r>'


def paragraph(text: str, style: str, *, bold: bool = False, italic: bool = False, align: str = "") -> str:
    """One paragraph a line of `text`."""
    place = f'<w:jc w:val="{align}"/>' if align else ""
    look = f'<w:pPr><w:pStyle w:val="{style}"/>{place}</w:pPr>'
    return "".join(
        f"<w:p>{look}{run(line, bold=bold, italic=italic)}</w:p>" for line in text.split("\n") or [""]
    )


def body(blocks: list[Block], width_mm: float, *, closing: str = "") -> Markup:
    """The blocks one after another; `closing` ("./.") stands behind the last paragraph."""
    last = max((i for i, block in enumerate(blocks) if isinstance(block, Paragraph)), default=-1)
    parts = []
    for i, block in enumerate(blocks):
        if isinstance(block, Heading):
            parts.append(heading(block))
        elif isinstance(block, Paragraph):
            parts.append(paragraph(closed(block.text, closing if i == last else ""), BODY))
        else:
            parts.append(table(block, width_mm))
    return Markup("".join(parts))  # noqa: S704 - every text went through escape()


def closed(text: str, closing: str) -> str:
    """ "./." takes the place of the full stop."""
    return text.rstrip(".") + closing if closing else text


def heading(block: Heading) -> str:
    text = block.text.upper() if block.level == 1 else block.text
    return paragraph(text, HEADING_1 if block.level == 1 else HEADING_2)


def table(one: Table, width_mm: float) -> str:
    share = sum(column.width for column in one.columns)
    widths = [round(column.width / share * width_mm * TWIPS) for column in one.columns]
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    borders = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    head = _row([column.title for column in one.columns], widths, ["center"] * len(widths), is_head=True)
    aligns = ["left" if column.kind == "text" else "center" for column in one.columns]
    rows = "".join(_row(_texts(one, row), widths, aligns) for row in one.rows)
    total = _row(_texts(one, one.total), widths, aligns, is_bold=True) if one.total else ""
    return (
        f'<w:p><w:pPr><w:pStyle w:val="{SECTION_MARK}"/><w:keepNext/>'
        '<w:spacing w:before="60" w:after="60"/></w:pPr></w:p>'
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblBorders>{borders}</w:tblBorders>'
        '<w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="70" w:type="dxa"/>'
        f'<w:right w:w="70" w:type="dxa"/></w:tblCellMar></w:tblPr><w:tblGrid>{grid}</w:tblGrid>'
        f"{head}{rows}{total}</w:tbl>" + paragraph("", CELL)
    )


def _texts(one: Table, row: list) -> list[str]:
    return [shown(cell, column.kind) for cell, column in zip(row, one.columns, strict=True)]


def _row(texts: list[str], widths: list[int], aligns: list[str], *, is_head=False, is_bold=False) -> str:
    cells = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>'
        f'<w:vAlign w:val="{"center" if is_head else "top"}"/></w:tcPr>'
        f"{paragraph(text, CELL, bold=is_head or is_bold, align=align)}</w:tc>"
        for text, width, align in zip(texts, widths, aligns, strict=True)
    )
    repeated = "<w:tblHeader/>" if is_head else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{repeated}</w:trPr>{cells}</w:tr>"


def recipients(paper: Paper) -> Markup:
    return Markup("".join(paragraph(line, RECIPIENT) for line in paper.recipients))  # noqa: S704


def signed(paper: Paper) -> Markup:
    return Markup("".join(paragraph(line, SIGNED) for line in paper.signed_as))  # noqa: S704


def addressed(paper: Paper) -> Markup:
    """ "Kính gửi: …" on one line, or the list under it."""
    if not paper.to:
        return Markup("")
    if len(paper.to) == 1:
        return Markup(paragraph(f"Kính gửi: {paper.to[0]}", CENTRED))  # noqa: S704
    lines = [paragraph("Kính gửi:", CENTRED)]
    lines += [paragraph(f"- {one};", CENTRED) for one in paper.to[:-1]]
    lines.append(paragraph(f"- {paper.to[-1]}.", CENTRED))
    return Markup("".join(lines))  # noqa: S704


def annexes(paper: Paper) -> Markup:
    parts = []
    for n, annex in enumerate(paper.annexes):
        parts.append(_section_end())
        label = "Phụ lục" if len(paper.annexes) == 1 else f"Phụ lục {ROMAN[n]}"
        parts.append(_annex(annex, label, paper))
    return Markup("".join(parts))  # noqa: S704


ROMAN = ("I", "II", "III", "IV", "V", "VI")


def _annex(annex: Annex, label: str, paper: Paper) -> str:
    width = LANDSCAPE_MM if annex.is_landscape else PORTRAIT_MM
    return (
        paragraph(label, CENTRED, bold=True)
        + paragraph(annex.title.upper(), CENTRED, bold=True)
        + paragraph(attached_to(paper), CENTRED, italic=True)
        + str(body(annex.blocks, width))
    )


def attached_to(paper: Paper) -> str:
    """Number and day are left blank: văn thư gives them."""
    what = paper.name.capitalize() if paper.name else "Công văn"
    year = paper.as_of.year
    symbol = paper.number.partition("/")[2]
    return f"(Kèm theo {what} số        /{symbol} ngày      tháng      năm {year} của {paper.organ})"


def _section_end() -> str:
    """The last paragraph of a part; `docx_file` gives it its page."""
    return f'<w:p><w:pPr><w:pStyle w:val="{SECTION_MARK}"/><w:sectPr/></w:pPr></w:p>'
