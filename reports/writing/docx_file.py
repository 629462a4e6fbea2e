"""The Word file: the content laid into the office's template, or into ours."""

from copy import deepcopy
from io import BytesIO
from typing import Any

from docx.oxml.ns import qn
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from reports.content import Paper, kept_together, number, percent
from reports.writing import body_xml
from reports.writing.docx_template import own_template, set_page

FIGURES = {
    "tong_so": "total",
    "da_hoan_thanh": "completed",
    "dung_han": "completed_on_time",
    "hoan_thanh_qua_han": "completed_late",
    "chua_hoan_thanh": "open",
    "trong_han": "open_within",
    "qua_han": "open_overdue",
    "khong_thoi_han": "open_no_deadline",
}


def environment() -> ImmutableSandboxedEnvironment:
    """A template comes from people: it may name values, and run nothing."""
    return ImmutableSandboxedEnvironment(autoescape=True, undefined=StrictUndefined)


def placeholders(paper: Paper) -> dict[str, Any]:
    """Everything a template may name."""
    width = body_xml.LANDSCAPE_MM if paper.is_landscape else body_xml.PORTRAIT_MM
    clean = body_xml.clean
    return {
        "co_quan": clean(kept_together(paper.organ.upper())),
        "so": clean(paper.number),
        "dia_danh_ngay": clean(paper.place_and_day),
        "ten_loai": clean(paper.name),
        "trich_yeu": clean(kept_together(paper.about)),
        "nguoi_ky": clean(paper.signer),
        "so_lieu_tinh_den": f"{paper.as_of:%d/%m/%Y}",
        "kinh_gui": body_xml.addressed(paper),
        "noi_dung": body_xml.body(paper.blocks, width, closing="./."),
        "noi_nhan": body_xml.recipients(paper),
        "chuc_vu": body_xml.signed(paper),
        "phu_luc": body_xml.annexes(paper),
        **{name: number(paper.figures.get(figure, 0)) for name, figure in FIGURES.items()},
        "ty_le": percent(paper.figures.get("official_rate")),
    }


def write_docx(paper: Paper, template: bytes | None = None) -> bytes:
    source = template or own_template(has_title=bool(paper.name), is_landscape=paper.is_landscape)
    document = DocxTemplate(BytesIO(source))
    document.render(placeholders(paper), environment(), autoescape=True)
    _set_pages(document.docx, paper)
    document.docx.core_properties.title = body_xml.clean(paper.about)[:250]
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def _set_pages(document: Any, paper: Paper) -> None:
    """The text keeps the page set-up of the template; each annex has its own, numbered from 1."""
    if not paper.annexes:
        return
    # Word keeps the set-up of the last part behind everything; in the template that is the set-up of the text.
    last = document.sections[-1]._sectPr
    for section in list(document.sections)[:-1]:
        section._sectPr.getparent().replace(section._sectPr, deepcopy(last))
    for section, annex in zip(list(document.sections)[-len(paper.annexes) :], paper.annexes, strict=True):
        set_page(section, annex.is_landscape)
        for old in section._sectPr.findall(qn("w:pgNumType")):
            section._sectPr.remove(old)
        numbering = section._sectPr.makeelement(qn("w:pgNumType"), {qn("w:start"): "1"})
        section._sectPr.insert_element_before(
            numbering, "w:cols", "w:formProt", "w:vAlign", "w:noEndnote", "w:titlePg", "w:docGrid"
        )
