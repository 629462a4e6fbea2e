"""PDF files: their text layer, without what every page repeats. Pictures of pages are said to be pictures."""

import io
import re
from collections import Counter

from pypdf import PdfReader
from pypdf.errors import PyPdfError

from intake.reading.document import Note, Remark, Unreadable, Why
from intake.reading.encodings import recognise
from intake.reading.limits import MOST_CHARACTERS, MOST_PAGES

# Fewer letters than this on a page are a stamp or a page number, not its text.
LEAST_LETTERS = 25
# On a page of fewer lines a repeated line may be all there is.
SHORTEST_PAGE = 6
_PAGE_NUMBER = re.compile(r"\s*(?:trang\s*)?[-–]?\s*\d{1,4}\s*(?:/\s*\d{1,4})?\s*[-–]?\s*", re.IGNORECASE)
_DIGITS = re.compile(r"\d+")


def read(data: bytes, name: str) -> tuple[str, tuple[Remark, ...]]:
    if b"%PDF-" not in data[:1024]:
        raise Unreadable(Why.BROKEN, name=name, type="pdf")
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise Unreadable(Why.PROTECTED, name=name)
        if len(reader.pages) > MOST_PAGES:
            raise Unreadable(Why.TOO_LONG, name=name)
        pages: list[str] = []
        for page in reader.pages:
            pages.append(page.extract_text())
            if sum(map(len, pages)) > MOST_CHARACTERS:
                raise Unreadable(Why.TOO_LONG, name=name)
    except Unreadable:
        raise
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, OSError) as error:
        raise Unreadable(Why.BROKEN, name=name, type="pdf") from error
    except NotImplementedError as error:
        raise Unreadable(Why.PROTECTED, name=name) from error
    empty = [number for number, text in enumerate(pages, 1) if _letters(text) < LEAST_LETTERS]
    if len(empty) == len(pages):
        raise Unreadable(Why.SCANNED if pages else Why.NO_TEXT, name=name)
    remarks: tuple[Remark, ...] = ()
    if empty:
        remarks = (Remark(Note.PAGES_WITHOUT_TEXT, {"pages": ", ".join(map(str, empty))}),)
    text, converted = recognise("\n".join(_without_furniture(pages)))
    return text, remarks + converted


def _letters(text: str) -> int:
    return sum(sign.isalpha() for sign in text)


def _without_furniture(pages: list[str]) -> list[str]:
    """The pages without page numbers, and without first and last lines most pages share (numbers in them aside)."""
    split = [[line.rstrip() for line in page.splitlines()] for page in pages]
    edges = Counter(
        key
        for lines in split
        if len(lines) >= SHORTEST_PAGE
        for key in {_DIGITS.sub("0", line.strip()) for line in lines[:2] + lines[-2:]}
        if key
    )
    often = {key for key, count in edges.items() if count >= max(3, len(pages) * 0.6)}

    def is_furniture(line: str) -> bool:
        return bool(_PAGE_NUMBER.fullmatch(line)) or _DIGITS.sub("0", line.strip()) in often

    kept = []
    for lines in split:
        start, end = 0, len(lines)
        while start < min(end, 3) and (not lines[start].strip() or is_furniture(lines[start])):
            start += 1
        while end > max(start, len(lines) - 3) and (
            not lines[end - 1].strip() or is_furniture(lines[end - 1])
        ):
            end -= 1
        kept.append("\n".join(lines[start:end]))
    return kept
