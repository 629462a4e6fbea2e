"""Vietnamese text as people type it: with or without marks, old or new tone placement, NFC or NFD."""

import re
import unicodedata
from datetime import date
from functools import lru_cache

_LETTERS = "0123456789aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
# Two digits a letter: every collation of every database orders digits alike.
_RANK = {letter: f"{place:02}" for place, letter in enumerate(_LETTERS, start=1)} | {" ": "00"}
# The order of dictionaries: level, grave, hook, tilde, acute, dot below.
_TONES = "\u0300\u0309\u0303\u0301\u0323"


def fold(text: str) -> str:
    """Return `text` in lower case without marks, đ as d, every run of other signs as one space."""
    bare = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    bare = "".join(letter for letter in bare if not unicodedata.combining(letter)).replace("đ", "d")
    return re.sub(r"[^a-z0-9]+", " ", bare).strip()


@lru_cache(maxsize=4096)
def _folded(letter: str) -> str:
    """Of one letter, asked a thousand times a page."""
    return fold(letter) or " "


def places(text: str, words: list[str]) -> list[tuple[int, int]]:
    """Where the folded `words` stand in `text` (in NFC), whichever way its marks are written: from–to, in order,
    never overlapping. Where they stand together, only there; else each by itself."""
    bare, origin = "", []
    for place, letter in enumerate(text):
        folded = _folded(letter)
        bare += folded
        origin += [place] * len(folded)
    together = " +".join(_from_its_start(word) for word in words)
    patterns = (
        [together] if words and re.search(together, bare) else [_from_its_start(word) for word in words]
    )
    found = sorted(
        (origin[match.start()], origin[match.end() - 1] + 1)
        for pattern in patterns
        for match in re.finditer(pattern, bare)
    )
    merged: list[tuple[int, int]] = []
    for start, end in found:
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def is_of_letters(word: str) -> bool:
    """A word of letters is looked for where a word begins; a piece of a number or code anywhere."""
    return word.isalpha()


def _from_its_start(word: str) -> str:
    return f"(?<![a-z0-9]){word}" if is_of_letters(word) else re.escape(word)


def sort_key(text: str) -> str:
    """Return digits whose order is that of the Vietnamese alphabet (đ after d, ơ after ô).

    Letters come first; tones only tell apart what has the same letters: "Tạp chí" stands before "Trường".
    """
    letters: list[str] = []
    tones: list[str] = []
    for sign in unicodedata.normalize("NFD", text.lower()):
        if sign in _TONES:
            if tones:
                tones[-1] = str(_TONES.index(sign) + 1)
        elif unicodedata.combining(sign):
            # The mark of ă, â, ê, ô, ơ, ư makes another letter.
            marked = unicodedata.normalize("NFC", letters[-1] + sign) if letters else ""
            letters[-1:] = [marked] if marked in _RANK else letters[-1:]
        elif sign in _RANK and sign != " ":
            letters.append(sign)
            tones.append("0")
        elif letters and letters[-1] != " ":
            # Every run of other signs counts as one space.
            letters.append(" ")
            tones.append("0")
    return "".join(_RANK[letter] for letter in letters) + "0000" + "".join(tones)


def day_words(day: date | None) -> str:
    """A day as both languages write it (`DATE_FORMAT`), without asking for the language anew in every row."""
    return f"{day:%d/%m/%Y}" if day else ""
