"""Our own template of each kind of document, made in code: the form of Nghị định 30/2020/NĐ-CP, Phụ lục I.

The office may download it, change it in Word and hand it in again (`reports.templates`).
"""

from functools import cache
from io import BytesIO
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from reports.writing import body_xml

FONT = "Times New Roman"
CENTRE, JUSTIFY = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.JUSTIFY


@cache
def own_template(*, has_title: bool, is_landscape: bool) -> bytes:
    """The template of a document with a title (thông báo, báo cáo) or without (công văn)."""
    document = Document()
    _page(document, is_landscape)
    _styles(document)
    width = body_xml.LANDSCAPE_MM if is_landscape else body_xml.PORTRAIT_MM
    _head(document, width, has_title)
    if has_title:
        _line(document, "{{ ten_loai }}", bold=True, size=14, before=18)
        _line(document, "{{ trich_yeu }}", bold=True, size=14)
        _rule(document.add_paragraph(), indent=(width - 50) / 2, after=12)
    else:
        document.add_paragraph(style=body_xml.CELL)
    for placeholder in ("{{p kinh_gui }}", "{{p noi_dung }}"):
        document.add_paragraph(placeholder, style=body_xml.BODY)
    _foot(document, width)
    document.add_paragraph("{{p phu_luc }}", style=body_xml.CELL)
    # The paragraph Word wants behind a table is not to open another page.
    document.core_properties.author = document.core_properties.comments = ""
    document.core_properties.title = ""
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def _page(document: Any, is_landscape: bool) -> None:
    section = document.sections[0]
    set_page(section, is_landscape)
    section.different_first_page_header_footer = True
    section.header.is_linked_to_previous = False
    line = section.header.paragraphs[0]
    line.style = document.styles["Normal"]
    line.alignment = CENTRE
    _field(line, "PAGE")


def set_page(section: Any, is_landscape: bool) -> None:
    """A4; 20 mm above and below, 30 on the left, 20 on the right (the binding side stays the wide one)."""
    size = (Mm(297), Mm(210)) if is_landscape else (Mm(210), Mm(297))
    section.orientation = WD_ORIENT.LANDSCAPE if is_landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = size
    section.top_margin = section.bottom_margin = section.right_margin = Mm(20)
    section.left_margin = Mm(30)
    section.header_distance = section.footer_distance = Mm(10)


def _styles(document: Any) -> None:
    normal = document.styles["Normal"]
    _letter(normal, 13)
    normal.paragraph_format.space_after = Pt(0)
    kinds: dict[str, tuple[float, Any, dict[str, Any]]] = {
        body_xml.BODY: (14, JUSTIFY, {"first": Mm(12.7), "before": 6, "line": 1.15}),
        body_xml.HEADING_1: (14, JUSTIFY, {"first": Mm(12.7), "before": 12, "bold": True}),
        body_xml.HEADING_2: (14, JUSTIFY, {"first": Mm(12.7), "before": 6, "bold": True}),
        body_xml.CELL: (11, WD_ALIGN_PARAGRAPH.LEFT, {"before": 1, "after": 1}),
        body_xml.RECIPIENT: (11, WD_ALIGN_PARAGRAPH.LEFT, {}),
        body_xml.SIGNED: (14, CENTRE, {"bold": True}),
        body_xml.CENTRED: (14, CENTRE, {"before": 6}),
        body_xml.SECTION_MARK: (1, CENTRE, {}),
    }
    for name, (size, align, more) in kinds.items():
        style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = normal
        _letter(style, size)
        style.font.bold = more.get("bold")
        form = style.paragraph_format
        form.alignment = align
        form.first_line_indent = more.get("first")
        form.space_before, form.space_after = Pt(more.get("before", 0)), Pt(more.get("after", 0))
        form.line_spacing = more.get("line", 1)
        form.keep_with_next = name in (body_xml.HEADING_1, body_xml.HEADING_2) or None


def _letter(style: Any, size: float) -> None:
    style.font.name, style.font.size = FONT, Pt(size)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for script in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
        fonts.set(qn(script), FONT)


def _head(document: Any, width: float, has_title: bool) -> None:
    """The organ on the left, the name of the State on the right."""
    left = 0.39 * width
    table = _two_columns(document, left, width - left)
    organ, state = table.rows[0].cells
    _line(organ, "{{ co_quan }}", bold=True, first=True)
    _rule(organ.add_paragraph(), indent=left * 0.33)
    _line(state, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", bold=True, size=12.5, first=True)
    _line(state, "Độc lập - Tự do - Hạnh phúc", bold=True, size=14)
    _rule(state.add_paragraph(), indent=(width - left - 64) / 2)
    number, day = table.add_row().cells
    _line(number, "{{ so }}", first=True, before=6)
    if not has_title:
        _line(number, "V/v {{ trich_yeu }}", size=12, before=6)
    _line(day, "{{ dia_danh_ngay }}", italic=True, size=14, first=True, before=6)


def _foot(document: Any, width: float) -> None:
    document.add_paragraph(style=body_xml.CELL)
    table = _two_columns(document, width / 2, width / 2)
    to, signed = table.rows[0].cells
    line = to.paragraphs[0]
    words = line.add_run("Nơi nhận:")
    words.bold = words.italic = True
    words.font.size = Pt(12)
    to.add_paragraph("{{p noi_nhan }}", style=body_xml.RECIPIENT)
    signed.paragraphs[0].style = body_xml.SIGNED
    signed.paragraphs[0].add_run("{{p chuc_vu }}")
    for _blank in range(4):
        signed.add_paragraph(style=body_xml.SIGNED)
    signed.add_paragraph("{{ nguoi_ky }}", style=body_xml.SIGNED)
    # A signature is never alone on a page.
    for row in table.rows:
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def _two_columns(document: Any, left: float, right: float) -> Any:
    table = document.add_table(rows=1, cols=2)
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    margins = OxmlElement("w:tblCellMar")
    for side in ("w:left", "w:right"):
        edge = OxmlElement(side)
        edge.set(qn("w:w"), "0")
        edge.set(qn("w:type"), "dxa")
        margins.append(edge)
    table._tbl.tblPr.append(margins)
    for column, width in zip(table.columns, (left, right), strict=True):
        column.width = Mm(width)
        for cell in column.cells:
            cell.width = Mm(width)
    return table


def _line(
    where: Any, text: str, *, size: float = 13, bold=False, italic=False, first=False, before=0
) -> None:
    line = where.paragraphs[0] if first else where.add_paragraph()
    line.alignment = CENTRE
    line.paragraph_format.space_before = Pt(before)
    words = line.add_run(text)
    words.bold, words.italic, words.font.size = bold, italic, Pt(size)


def _rule(line: Any, *, indent: float, after: float = 0) -> None:
    """A rule under the line before, drawn as the lower edge of an empty paragraph."""
    form = line.paragraph_format
    form.left_indent = form.right_indent = Mm(indent)
    form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(3)
    form.space_after = Pt(after)
    edges, bottom = OxmlElement("w:pBdr"), OxmlElement("w:bottom")
    for name, value in (("w:val", "single"), ("w:sz", "6"), ("w:space", "1"), ("w:color", "000000")):
        bottom.set(qn(name), value)
    edges.append(bottom)
    properties = line._p.get_or_add_pPr()
    properties.insert_element_before(
        edges, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr", "w:sectPr"
    )


def _field(line: Any, code: str) -> None:
    for kind, text in (("begin", ""), ("", code), ("end", "")):
        part = line.add_run()
        part.font.size = Pt(13)
        if kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark = OxmlElement("w:instrText")
            mark.set(qn("xml:space"), "preserve")
            mark.text = text
        part._r.append(mark)
