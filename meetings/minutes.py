"""The minutes of a meeting as they stand beside its directives: their text, or the PDF in the browser's own viewer."""

import logging
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass, field

from docx import Document
from docx.opc.exceptions import PackageNotFoundError

from meetings.models import MeetingDocument
from units.text import fold

logger = logging.getLogger(__name__)

# What is longer is read in the file itself.
MOST_LETTERS = 200_000
# A small file may unpack to a very large one.
MOST_BYTES_UNPACKED = 8 * 1024 * 1024
READ = (".txt", ".docx")
# What the minutes are usually called, the likeliest first.
NAMES = ("bien ban", "thong bao", "ket luan")


@dataclass
class Minutes:
    document: MeetingDocument
    paragraphs: list[str] = field(default_factory=list)
    is_cut: bool = False

    @property
    def is_pdf(self) -> bool:
        return self.document.shown_as == "pdf"


def readable_here(documents: Iterable[MeetingDocument]) -> list[MeetingDocument]:
    """Those that can stand beside the directives, what is called minutes first."""
    found = [one for one in documents if one.shown_as == "pdf" or _ending(one) in READ]
    return sorted(found, key=_likeliness)


def _likeliness(document: MeetingDocument) -> int:
    called = fold(f"{document.title} {document.name}").replace("-", " ").replace("_", " ")
    return next((place for place, name in enumerate(NAMES) if name in called), len(NAMES))


def _ending(document: MeetingDocument) -> str:
    _stem, dot, ending = str(document.file.name).rpartition(".")
    return f"{dot}{ending}".lower()


def minutes_of(document: MeetingDocument) -> Minutes | None:
    """The document as text; None where it cannot be read, which is said to the log and not to the page's reader."""
    if document.shown_as == "pdf":
        return Minutes(document)
    try:
        lines = _lines_of_docx(document) if _ending(document) == ".docx" else _lines_of_text(document)
    except (OSError, ValueError, KeyError, zipfile.BadZipFile, PackageNotFoundError):
        logger.exception("The document %s of meeting %s cannot be read.", document.pk, document.meeting_id)
        return None
    kept: list[str] = []
    letters = 0
    for line in lines:
        letters += len(line)
        if letters > MOST_LETTERS:
            return Minutes(document, kept, is_cut=True)
        if line.strip():
            kept.append(line.strip())
    return Minutes(document, kept)


def _lines_of_text(document: MeetingDocument) -> list[str]:
    with document.file.open("rb") as file:
        return file.read(MOST_BYTES_UNPACKED).decode("utf-8-sig", errors="replace").splitlines()


def _lines_of_docx(document: MeetingDocument) -> list[str]:
    with document.file.open("rb") as file:
        with zipfile.ZipFile(file) as archive:
            if sum(one.file_size for one in archive.infolist()) > MOST_BYTES_UNPACKED * 4:
                raise ValueError("unpacks to more than is read")
        file.seek(0)
        return [paragraph.text for paragraph in Document(file).paragraphs]
