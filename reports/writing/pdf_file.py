"""The PDF file, set by typst from the same content; needs a wheel and four font files, no library of the system."""

import json
from pathlib import Path
from typing import Any

import typst
from django.conf import settings

from reports.content import Paper
from reports.writing.plain import plain

LAYOUT = Path(__file__).with_name("layout.typ")


def write_pdf(paper: Paper) -> bytes:
    files: Any = {"main.typ": LAYOUT.read_bytes(), "paper.json": json.dumps(plain(paper)).encode()}
    return typst.compile(
        files, font_paths=[str(settings.DOCUMENT_FONTS)], ignore_system_fonts=True, format="pdf"
    )
