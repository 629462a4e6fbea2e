"""The numbers Word writes before paragraphs: they are not in the text, only counted from the settings of lists."""

from collections import defaultdict
from typing import Any

from docx.oxml.ns import qn

VAL, LEVEL_ID, NUM_ID = qn("w:val"), qn("w:ilvl"), qn("w:numId")
LEVELS = 9


class Numbering:
    def __init__(self, document: Any):
        self._levels: dict[str, dict[int, tuple[str, str, int]]] = {}
        self._abstract_of: dict[str, str] = {}
        self._counts: dict[str, list[int]] = defaultdict(lambda: [0] * LEVELS)
        self._styles = _styles(document)
        try:
            root = document.part.numbering_part.element
        except (KeyError, NotImplementedError, AttributeError):
            return
        for abstract in root.iterchildren(qn("w:abstractNum")):
            self._levels[abstract.get(qn("w:abstractNumId"))] = {
                int(level.get(LEVEL_ID, "0")): (
                    _value(level, "w:numFmt", "decimal"),
                    _value(level, "w:lvlText", ""),
                    int(_value(level, "w:start", "1")),
                )
                for level in abstract.iterchildren(qn("w:lvl"))
            }
        for number in root.iterchildren(qn("w:num")):
            self._abstract_of[number.get(NUM_ID)] = _value(number, "w:abstractNumId", "")

    def label(self, paragraph: Any) -> str:
        """The number or bullet of the paragraph with a space after it; empty where it has none."""
        number, depth = self._place(paragraph)
        levels = self._levels.get(self._abstract_of.get(number, ""), {})
        if not number or number == "0" or depth not in levels:
            return ""
        kind, pattern, start = levels[depth]
        if kind == "bullet":
            return "- "
        if kind == "none":
            return ""
        counts = self._counts[self._abstract_of[number]]
        counts[depth] = counts[depth] + 1 if counts[depth] else start
        counts[depth + 1 :] = [0] * (LEVELS - depth - 1)
        for above in range(LEVELS):
            format_above, _pattern, start_above = levels.get(above, (kind, "", 1))
            pattern = pattern.replace(f"%{above + 1}", _written(counts[above] or start_above, format_above))
        return f"{pattern} " if pattern else ""

    def _place(self, paragraph: Any) -> tuple[str, int]:
        properties = paragraph.find(qn("w:pPr"))
        if properties is None:
            return "", 0
        style = properties.find(qn("w:pStyle"))
        inherited = self._styles.get(style.get(VAL), ("", 0)) if style is not None else ("", 0)
        own = properties.find(qn("w:numPr"))
        if own is None:
            return inherited
        depth = min(int(_value(own, "w:ilvl", str(inherited[1]))), LEVELS - 1)
        return _value(own, "w:numId", inherited[0]), depth


def _styles(document: Any) -> dict[str, tuple[str, int]]:
    found = {}
    for style in document.styles.element.iterchildren(qn("w:style")):
        numbers = style.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
        if numbers is not None:
            found[style.get(qn("w:styleId"))] = (
                _value(numbers, "w:numId", ""),
                min(int(_value(numbers, "w:ilvl", "0")), LEVELS - 1),
            )
    return found


def _value(element: Any, name: str, default: str) -> str:
    child = element.find(qn(name))
    value = child.get(VAL) if child is not None else None
    return default if value is None else value


def _written(number: int, kind: str) -> str:
    if kind in ("lowerLetter", "upperLetter"):
        letter = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letter.upper() if kind == "upperLetter" else letter
    if kind in ("lowerRoman", "upperRoman"):
        roman = _roman(number)
        return roman if kind == "upperRoman" else roman.lower()
    return f"{number:02}" if kind == "decimalZero" else str(number)


def _roman(number: int) -> str:
    out = ""
    for value, sign in (
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ):
        while 0 < value <= number <= 4000:
            out += sign
            number -= value
    return out
