"""The office's own templates: checked when they are handed in, so that no document fails later."""

from difflib import get_close_matches
from io import BytesIO
from zipfile import BadZipFile

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from docx.opc.exceptions import PackageNotFoundError
from docxtpl import DocxTemplate
from jinja2 import TemplateSyntaxError, nodes
from lxml.etree import XMLSyntaxError

from reports.content import Heading, Paper, Paragraph
from reports.models import ReportTemplate
from reports.writing import write_docx
from reports.writing.docx_file import environment, placeholders
from units.working_calendar import today

# What is laid in as whole paragraphs stands alone on its line: {{p noi_dung }}.
WHOLE = ("kinh_gui", "noi_dung", "noi_nhan", "chuc_vu", "phu_luc")
MOST_BYTES = 40 * 1024 * 1024
ALLOWED = (nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name)


def sample() -> Paper:
    """A short document, to try a template with."""
    return Paper(
        kind="period",
        organ="Bộ",
        number="Số:        /BC-BO",
        place_and_day="Hà Nội, ngày      tháng      năm 2026",
        name="BÁO CÁO",
        about="Tình hình thực hiện",
        blocks=[Heading("I. Tình hình"), Paragraph("Nội dung")],
        as_of=today(),
        recipients=["- Lưu: VT."],
        signed_as=["CHÁNH VĂN PHÒNG"],
    )


def known() -> list[str]:
    return sorted(placeholders(sample()))


def check(content: bytes) -> None:
    """Refuse what is not a Word file, an unknown placeholder, or anything that is more than a placeholder."""
    try:
        document = DocxTemplate(BytesIO(content))
        document.init_docx()
        sources = [document.patch_xml(document.get_xml())]
        for uri in (document.HEADER_URI, document.FOOTER_URI):
            sources += [
                document.patch_xml(document.get_part_xml(part))
                for _key, part in document.get_headers_footers(uri)
            ]
    except (BadZipFile, PackageNotFoundError, KeyError, ValueError, XMLSyntaxError):
        raise ValidationError(_("This is not a Word file (.docx) that can be opened.")) from None
    named = {name for source in sources for name in _names(source)}
    if "noi_dung" not in named:
        raise ValidationError(_("The placeholder {{p noi_dung }} is missing: the text would have no place."))
    try:
        write_docx(sample(), content)
    except Exception as error:
        raise ValidationError(
            _("The template cannot be filled: %(error)s") % {"error": str(error)[:300]}
        ) from error


def _names(source: str) -> set[str]:
    try:
        tree = environment().parse(source)
    except TemplateSyntaxError as error:
        raise ValidationError(
            _(
                "A placeholder is not written rightly (%(error)s). Write {{ trich_yeu }}, with two braces each side."
            )
            % {"error": error.message}
        ) from None
    allowed = set(known())
    for node in tree.find_all(nodes.Node):
        if not isinstance(node, ALLOWED):
            raise ValidationError(
                _("Only placeholders such as {{ trich_yeu }} may stand in a template; “%(what)s” may not.")
                % {"what": type(node).__name__}
            )
    names = {node.name for node in tree.find_all(nodes.Name)}
    for name in sorted(names - allowed):
        near = get_close_matches(name, sorted(allowed), n=1)
        if near:
            raise ValidationError(
                _("There is no placeholder “%(name)s”; did you mean “%(near)s”?")
                % {"name": name, "near": near[0]}
            )
        raise ValidationError(
            _("There is no placeholder “%(name)s”; there are: %(known)s.")
            % {"name": name, "known": ", ".join(sorted(allowed))}
        )
    return names


def template_of(kind: str) -> bytes | None:
    """The newest template of the office for that kind; None where ours is used."""
    kept = ReportTemplate.objects.filter(kind=kind).order_by("-pk").first()
    if kept is None:
        return None
    with kept.file.open("rb") as file:
        return file.read()
