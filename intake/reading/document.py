"""What comes out of reading: the text with remarks on it, or the reason why there is none.

Files are read in a process of their own that knows no language of the reader (intake.reading.apart), so reasons
travel as codes and become sentences here.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

from django.utils.translation import gettext as _

DocumentKind = Literal["txt", "docx", "pdf", "html"]


class Why(StrEnum):
    """Why a file could not be read."""

    EMPTY = "empty"
    TYPE = "type"
    BROKEN = "broken"
    OLD_WORD = "old_word"
    SCANNED = "scanned"
    PROTECTED = "protected"
    UNPACKS_TOO_BIG = "unpacks_too_big"
    TOO_LONG = "too_long"
    TOO_MUCH_WORK = "too_much_work"
    NO_TEXT = "no_text"
    ENCODING = "encoding"


class Note(StrEnum):
    """What the reader of the proposals should know of a text that was read."""

    FROM_TCVN3 = "from_tcvn3"
    FROM_VNI = "from_vni"
    FROM_WINDOWS = "from_windows"
    PAGES_WITHOUT_TEXT = "pages_without_text"


@dataclass(frozen=True)
class Remark:
    note: Note
    params: Mapping[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return _sentence(self.note) % self.params


@dataclass(frozen=True)
class Document:
    text: str
    kind: DocumentKind
    sha256: str
    remarks: tuple[Remark, ...] = ()

    @property
    def notes(self) -> tuple[str, ...]:
        """The remarks as sentences in the reader's language."""
        return tuple(str(remark) for remark in self.remarks)


class Unreadable(Exception):
    """The file cannot be read; `message` says why and what to do, in the reader's language."""

    def __init__(self, why: Why, **params: str):
        super().__init__(why, params)
        self.why = why
        self.params = params

    @property
    def message(self) -> str:
        return _sentence(self.why) % self.params

    def __str__(self) -> str:
        return self.message


def _sentence(code: Why | Note) -> str:
    match code:
        case Why.EMPTY:
            return _("“%(name)s” is empty.")
        case Why.TYPE:
            return _("“%(name)s” cannot be read. Use a txt, docx, pdf or html file, or paste the text.")
        case Why.BROKEN:
            return _("“%(name)s” is damaged or not a %(type)s file. Save it again, or paste the text.")
        case Why.OLD_WORD:
            return _("“%(name)s” is an old Word file (doc). Save it as docx, or paste the text.")
        case Why.SCANNED:
            return _("“%(name)s” is scanned: its pages are pictures without text. Paste the text instead.")
        case Why.PROTECTED:
            return _("“%(name)s” is protected by a password. Remove the protection, or paste the text.")
        case Why.UNPACKS_TOO_BIG:
            return _("“%(name)s” unpacks to far more than minutes can hold, so it was not opened.")
        case Why.TOO_LONG:
            return _("“%(name)s” holds more text than can be read at once. Split it into parts.")
        case Why.TOO_MUCH_WORK:
            return _("“%(name)s” takes too long or too much memory to read. Paste the text instead.")
        case Why.NO_TEXT:
            return _("“%(name)s” holds no text.")
        case Why.ENCODING:
            return _("The letters of “%(name)s” cannot be recognised. Save it as Unicode (UTF-8).")
        case Note.FROM_TCVN3:
            return _("The text was written in TCVN3 (ABC) and converted to Unicode; check its letters.")
        case Note.FROM_VNI:
            return _("The text was written in VNI and converted to Unicode; check its letters.")
        case Note.FROM_WINDOWS:
            return _("The text was written in Windows-1258 and converted to Unicode; check its letters.")
        case Note.PAGES_WITHOUT_TEXT:
            return _("These pages are pictures and were not read: %(pages)s.")
