"""The Word files opened by LibreOffice and looked at as PDF; and our own PDF: paper, letter, text, page numbers."""

import os
import re
import shutil
import subprocess
import sys
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings
from docx import Document
from pypdf import PdfReader

from reports import actions
from reports.making import Asked, make

DAY = date(2024, 10, 10)
KINDS = ["conclusion", "period", "urging", "briefing"]
A4 = (595, 842)
FONTS = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig><dir>{dir}</dir>
<cachedir>{cache}</cachedir><alias binding="same"><family>Times New Roman</family><prefer><family>Tinos</family>
</prefer></alias></fontconfig>"""


@pytest.fixture
def paper(ministry, request):
    for n in range(40):
        ministry.assignment(directive=ministry.directive(title=f"Việc thứ {n} phải hoàn thành đúng thời hạn"))
    return make(
        Asked(
            request.param, DAY, meeting=ministry.meeting, unit=ministry.unit, reply_by_on=date(2024, 10, 15)
        )
    )


def opened(content: bytes, folder: Path) -> PdfReader:
    fonts = folder / "fonts.conf"
    fonts.write_text(FONTS.format(dir=settings.DOCUMENT_FONTS, cache=folder / "cache"))
    (folder / "a.docx").write_bytes(content)
    command = [
        "soffice",
        f"-env:UserInstallation=file://{folder}/profile",
        "--headless",
        "--convert-to",
        "pdf",
    ]
    subprocess.run(
        [*command, "--outdir", str(folder), str(folder / "a.docx")],
        env={**os.environ, "FONTCONFIG_FILE": str(fonts)},
        check=True,
        capture_output=True,
        timeout=180,
    )
    return PdfReader(BytesIO((folder / "a.pdf").read_bytes()))


def looked_at(pdf: PdfReader, kind: str) -> None:
    sizes = [(round(float(page.mediabox.width)), round(float(page.mediabox.height))) for page in pdf.pages]
    assert sizes[0] == (A4[::-1] if kind == "briefing" else A4)
    assert set(sizes) <= {A4, A4[::-1]}
    fonts = [font.get_object() for page in pdf.pages for font in page["/Resources"]["/Font"].values()]
    letters = {str(font["/BaseFont"]) for font in fonts}
    assert letters
    assert all("Tinos" in letter for letter in letters)
    texts = [" ".join(page.extract_text().split()) for page in pdf.pages]
    everything = " ".join(texts)
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in texts[0]
    assert "./." in everything
    assert "Nơi nhận:" in everything
    assert not re.match(r"\d", texts[0])
    # The text and each annex are numbered from their second page on.
    annex = next(
        (n for n, text in enumerate(texts) if "Phụ lục (Kèm" in text or text.startswith("Phụ lục")), None
    )
    numbers = [int(found.group()) if (found := re.match(r"\d+", text)) else None for text in texts]
    expected = list(range(1, len(texts) + 1))
    if annex is not None:
        expected[annex:] = range(1, len(texts) - annex + 1)
    assert numbers == [None if n == 1 else n for n in expected]


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice (soffice) is not installed")
@pytest.mark.parametrize("paper", KINDS, indirect=True)
def test_libreoffice_opens_the_word_file(paper, tmp_path):
    looked_at(opened(actions.written(paper, "docx"), tmp_path), paper.kind)


@pytest.mark.parametrize("paper", KINDS, indirect=True)
def test_our_pdf_has_the_same_form(paper):
    looked_at(PdfReader(BytesIO(actions.written(paper, "pdf"))), paper.kind)


@pytest.mark.parametrize("paper", ["period"], indirect=True)
def test_margins_and_letter_are_those_of_the_decree(paper):
    document = Document(BytesIO(actions.written(paper, "docx")))
    text, annex = document.sections
    for section in (text, annex):
        edges = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
        assert [round(edge.mm) for edge in edges] == [20, 20, 30, 20]
        assert section.different_first_page_header_footer
    assert (round(text.page_width.mm), round(text.page_height.mm)) == (210, 297)
    assert (round(annex.page_width.mm), round(annex.page_height.mm)) == (297, 210)
    assert document.styles["Normal"].font.name == "Times New Roman"
    assert document.styles["DDDoan"].font.size.pt == 14


PRINTED = """
import sys
import django
django.setup()
from datetime import date
from reports.content import Paper, Paragraph
from reports.writing import write_pdf

def refuse(event, given):
    if event == "ctypes.dlopen" and given[0] and any(name in given[0] for name in ("pango", "cairo", "gobject")):
        raise OSError(f"{given[0]}: cannot be loaded")

sys.addaudithook(refuse)
if "control" in sys.argv:
    import ctypes
    ctypes.CDLL("libpango-1.0.so.0")
paper = Paper(
    kind="period", organ="Bộ", number="Số:        /BC-BO", place_and_day="Hà Nội, ngày      tháng      năm 2024",
    name="BÁO CÁO", about="Tình hình thực hiện", blocks=[Paragraph("Tiếng Việt có dấu.")], as_of=date(2024, 10, 10),
)
sys.stdout.buffer.write(write_pdf(paper))
with open("/proc/self/maps") as maps:
    sys.stderr.write(maps.read())
"""


@pytest.mark.skipif(
    not Path("/proc/self/maps").exists(), reason="only Linux lists the libraries of a process"
)
def test_our_pdf_needs_no_library_of_the_system(tmp_path):
    def run(*arguments: str) -> subprocess.CompletedProcess:
        environment = {
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "DATA_DIR": str(tmp_path),
            "PATH": os.environ["PATH"],
        }
        command = [sys.executable, "-c", PRINTED, *arguments]
        return subprocess.run(
            command, cwd=settings.BASE_DIR, env=environment, capture_output=True, timeout=120
        )

    done = run()
    assert done.returncode == 0, done.stderr.decode()[-2000:]
    assert "Tiếng Việt có dấu." in PdfReader(BytesIO(done.stdout)).pages[0].extract_text()
    loaded = {Path(line.split()[-1]).name for line in done.stderr.decode().splitlines() if ".so" in line}
    assert not [name for name in loaded if re.search("pango|cairo|gobject|gdk|harfbuzz", name)]
    # Where it were asked for, it could not be had.
    assert b"cannot be loaded" in run("control").stderr
