"""The text as finding reads it: one Unicode form, one tone placement, no Markdown, no hard line breaks, and for every
letter the place in the text as it was given.
"""

import re
import unicodedata
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise

from intake.finding.found import Span

# Old and new placement of the tone in open syllables (hoà, hòa; uỷ, ủy); the older one is kept here.
_OPEN = re.compile(r"(?<![qQ])([oOuU])([àáảãạèéẻẽẹỳýỷỹỵÀÁẢÃẠÈÉẺẼẸỲÝỶỸỴ])(?![^\W\d_])")
_SPACES = dict.fromkeys(
    map(ord, "\t\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u3000"), " "
)
_NOTHING = set("\u00ad\u200b\u200c\u200d\u2060\ufeff\r")
_SIGNS = dict.fromkeys(map(ord, "–—‐‑‒−"), "-") | dict.fromkeys(map(ord, "“”„«»"), '"')
_RULE = re.compile(r"[\s|:=_*~.-]*")
_IMAGE = re.compile(r"!\[[^\]\n]*\]\([^)\n]*\)")
_LINK = re.compile(r"\[([^\]\n]*)\]\([^)\n]*\)")
_BOLD = re.compile(r"\*\*|__|(?<!\w)\*(?=\S)|(?<=\S)\*(?!\w)")
# A gap in a line that stands for a column: a letterhead typed with spaces.
_COLUMN = 6
MARKER = re.compile(
    r"(?P<roman>(?=[IVX])(?:X{0,2}(?:IX|IV|V?I{0,3})))\s*[.)/]\s+"
    r"|(?P<capital>[A-HK])\s*[.)/]\s+(?=[^\W\d_])"
    r"|(?P<part>(?:Phần|Mục)\s+[IVX\d]+)\s*[.:]\s*"
    r"|(?P<deep>\d{1,2}(?:\.\d{1,2}){1,3})[.)]?\s+(?=\D)"
    r"|(?P<number>\(?\d{1,2})\s?[.)/](?!\d)\s*(?=[^\W\d_]|\"|\()"
    r"|(?P<letter>\(?[a-zđ])\s?[).](?!\w)\s*"
    r"|(?P<small>\((?:i{1,3}|iv|v|vi{1,3}|ix|x)\))\s*"
    r"|(?P<dash>[-•●▪■◦*✓❖➢])\s*(?=\S)"
    r"|(?P<plus>\+)\s*(?=\S)"
)
_ENDS = re.compile(r"[.!?:;…]['\")\]]*$|/\.$")
_CLOSED = re.compile(r"[./]/\.?$|\./\.$")
_WRAPS_FROM, _WIDEST = 40, 160
_FULL, _NEARLY_FULL = 0.97, 0.85
_LONGEST_WORD = 35
_SURE_FROM, _NEARLY_ALL = 5, 0.95
_GREETING = re.compile(r"(?:Kính gửi|Kính thưa|Thưa)\b")


# Capital letters of Vietnamese, for a class in a pattern.
UPPER = "A-ZĐ" + "".join(
    sorted(
        {
            unicodedata.normalize("NFC", letter + mark + tone)
            for letter in "AEIOUY"
            for mark in ("", "\u0306", "\u0302", "\u031b")
            for tone in ("", "\u0300", "\u0301", "\u0309", "\u0303", "\u0323")
            if len(unicodedata.normalize("NFC", letter + mark + tone)) == 1
        }
        - set("AEIOUY")
    )
)


@dataclass
class Line:
    """Letters of one line or paragraph, with the place of each: `at[i]` is the from–to of `text[i]` as given."""

    text: str
    at: list[Span]
    is_bold: bool = False
    is_heading: bool = False
    is_apart: bool = False  # an empty line stands before it
    indent: int = 0
    width: int = 0
    # Bold letters begin in it and end on a later line.
    is_open: bool = False
    closes: bool = False

    def span(self, start: int, end: int) -> Span:
        while start < end and self.text[start].isspace():
            start += 1
        while end > start and self.text[end - 1].isspace():
            end -= 1
        if start == end:
            return Span(self.at[start].start, self.at[start].start) if self.at else Span(0, 0)
        return Span(self.at[start].start, self.at[end - 1].end)


@dataclass
class _Letters:
    text: list[str] = field(default_factory=list)
    at: list[Span] = field(default_factory=list)


def blocks(given: str) -> list[Line]:
    """The paragraphs, headings and list items of the text, in order."""
    lines = _lines(given)
    return _joined(lines)


# Cues are written in code in whatever form; each is brought to this form once.
@lru_cache(maxsize=2048)
def canonical(text: str) -> str:
    """Any words in the form the view has: NFC, one tone placement, plain spaces and dashes."""
    text = unicodedata.normalize("NFC", text).translate(_SPACES).translate(_SIGNS)
    text = "".join(sign for sign in text if sign not in _NOTHING)
    return _one_placement(re.sub(r"\s+", " ", text).strip())


def _one_placement(text: str) -> str:
    def older(match: re.Match[str]) -> str:
        first, second = match.groups()
        base, tone = unicodedata.normalize("NFD", second)[0], unicodedata.normalize("NFD", second)[1:]
        return unicodedata.normalize("NFC", first + tone) + base

    return _OPEN.sub(older, text)


@lru_cache(maxsize=2048)
def _composed(letter: str) -> str:
    return unicodedata.normalize("NFC", letter).translate(_SPACES).translate(_SIGNS) or " "


def _letters(given: str) -> _Letters:
    """Every base letter with its marks as one letter, in the signs finding knows."""
    out = _Letters()
    place = 0
    while place < len(given):
        end = place + 1
        while end < len(given) and given[end] >= "\u0300" and unicodedata.combining(given[end]):
            end += 1
        if end == place + 1 and given[place] < "\x80" and given[place] not in "\t\r":
            out.text.append(given[place])
            out.at.append(Span(place, end))
            place = end
            continue
        if given[place] not in _NOTHING:
            for sign in _composed(given[place:end]):
                out.text.append(sign)
                out.at.append(Span(place, end))
        place = end
    return out


def _lines(given: str) -> list[Line]:
    letters = _letters(given)
    found: list[Line] = []
    start, is_apart = 0, True
    for place in range(len(letters.text) + 1):
        if place < len(letters.text) and letters.text[place] not in "\n\v\f\u2028\u2029\x85":
            continue
        line = _tidy("".join(letters.text[start:place]), letters.at[start:place])
        if line.text:
            line.is_apart = is_apart
            found.append(line)
            is_apart = False
        else:
            is_apart = True
        start = place + 1
    return found


def _tidy(raw: str, at: list[Span]) -> Line:
    """One line without Markdown and without spaces that say nothing."""
    if _RULE.fullmatch(raw):
        return Line("", [])
    keep = [True] * len(raw)
    for match in _IMAGE.finditer(raw):
        keep[match.start() : match.end()] = [False] * (match.end() - match.start())
    for match in _LINK.finditer(raw):
        for place in (*range(match.start(), match.start(1)), *range(match.end(1), match.end())):
            keep[place] = False
    stripped = raw.strip()
    heading = re.match(r"\s*(#{1,6})\s+", raw)
    if heading:
        keep[heading.start(1) : heading.end(1)] = [False] * len(heading.group(1))
    quote = re.match(r"\s*>+\s", raw)
    if quote:
        keep[: quote.end()] = [False] * quote.end()
    bold = stripped.startswith(("**", "__")) and stripped.endswith(("**", "__")) and len(stripped) > 4
    for match in _BOLD.finditer(raw):
        keep[match.start() : match.end()] = [False] * (match.end() - match.start())
    text: list[str] = []
    places: list[Span] = []
    gap = len(raw) - len(raw.lstrip())
    indent, gap = gap, 0
    for place, sign in enumerate(raw):
        if not keep[place]:
            continue
        if sign == " " or sign.isspace():
            gap += 1
            continue
        if gap and text:
            if gap >= _COLUMN and text[-1] != "|":
                text += [" ", "|"]
                places += [places[-1], places[-1]]
            text.append(" ")
            places.append(
                Span(places[-1].end, at[place].start) if places[-1].end < at[place].start else at[place]
            )
        gap = 0
        text.append(sign)
        places.append(at[place])
    return Line(
        _one_placement("".join(text)),
        places,
        is_bold=bold,
        is_heading=heading is not None,
        indent=indent,
        width=len(raw.rstrip()),
        is_open=stripped.startswith("**") and stripped.count("**") == 1,
        closes=stripped.endswith("**") and stripped.count("**") == 1,
    )


def _joined(lines: list[Line]) -> list[Line]:
    """Lines that were broken only because the page was full, put together again."""
    page = _page_of(lines)
    found: list[Line] = []
    last: Line | None = None
    for line in lines:
        if found and last is not None and _goes_on(last, line, page):
            before = found[-1]
            gap = Span(before.at[-1].end, max(line.at[0].start, before.at[-1].end))
            before.text += " " + line.text
            before.at += [gap, *line.at]
            before.is_bold = before.is_bold or (last.is_open and line.closes)
            line.is_open = last.is_open and not line.closes
        else:
            found.append(
                Line(line.text, list(line.at), line.is_bold, line.is_heading, line.is_apart, line.indent)
            )
        last = line
    return found


@dataclass(frozen=True)
class _Page:
    """How wide the text was set before its lines were broken; width 0 where lines are whole paragraphs."""

    width: int
    # Broken where the next word did not fit, counted in letters; else in print, whose letters differ in width.
    is_by_letters: bool


def _page_of(lines: list[Line]) -> _Page:
    widths = [
        line.width
        for line in lines
        if line.width >= _WRAPS_FROM
        and "|" not in line.text
        and max(map(len, line.text.split())) < _LONGEST_WORD
    ]
    broken = [width for width in widths if width <= _WIDEST]
    # A few lines wider than any page are headings or addresses nobody broke.
    width = max(broken) if len(broken) >= 3 and len(broken) > 0.9 * len(widths) else 0
    # A small letter behind a word says that the line goes on whatever its width.
    sure = [
        before.width + 1 + len(line.text.split(" ", 1)[0])
        for before, line in pairwise(lines)
        if not line.is_apart and line.text[0].islower() and before.text[-1].isalpha() and before.width
    ]
    return _Page(
        width, len(sure) >= _SURE_FROM and sum(one > width for one in sure) > _NEARLY_ALL * len(sure)
    )


def _is_in_capitals(text: str) -> bool:
    letters = [sign for sign in text if sign.isalpha()]
    return len(letters) > 5 and sum(sign.isupper() for sign in letters) > 0.75 * len(letters)


def _goes_on(before: Line, line: Line, page: _Page) -> bool:
    if before.is_open and not line.is_apart:
        return True
    if line.is_apart or line.is_heading or before.is_heading or before.is_bold or line.is_bold:
        return False
    if "|" in before.text or "|" in line.text or _CLOSED.search(before.text):
        return False
    if _is_in_capitals(before.text) and not _is_in_capitals(line.text):
        return False
    ended = _ENDS.search(before.text) is not None
    marked = MARKER.match(line.text) is not None
    if not ended and not marked and line.text[0].islower():
        return True
    if not ended and len(before.text) > 220 and not re.match(r"\d+[.)]\s|[-+•]\s", line.text):
        return True
    if not marked and before.text.endswith((",", " và", " -")) and not _GREETING.match(before.text):
        return True
    if not page.width:
        return False
    first_word = line.text.split(" ", 1)[0]
    share = 1 if page.is_by_letters else _FULL if ended else _NEARLY_FULL
    is_full = before.width + 1 + len(first_word) > page.width * share
    if not is_full:
        return False
    if marked and ended:
        return False
    # A new paragraph is set in; the line after it is not.
    return not (ended and line.indent > before.indent + 1)
