"""Vietnamese text as people type it: with or without marks, old or new tone placement, NFC or NFD."""

import re
import unicodedata

_ALPHABET = "aàáảãạăằắẳẵặâầấẩẫậbcdđeèéẻẽẹêềếểễệfghiìíỉĩịjklmnoòóỏõọôồốổỗộơờớởỡợpqrstuùúủũụưừứửữựvwxyỳýỷỹỵz"
_RANK = {letter: chr(0x100 + place) for place, letter in enumerate(_ALPHABET)}


def fold(text: str) -> str:
    """Return `text` in lower case without marks, đ as d, every run of other signs as one space."""
    bare = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    bare = "".join(letter for letter in bare if not unicodedata.combining(letter)).replace("đ", "d")
    return re.sub(r"[^a-z0-9]+", " ", bare).strip()


def places(text: str, words: list[str]) -> list[tuple[int, int]]:
    """Where the folded `words` stand in `text` (in NFC), whichever way its marks are written: from–to, in order,
    never overlapping. Where they stand together, only there; else each by itself."""
    bare, origin = "", []
    for place, letter in enumerate(text):
        folded = fold(letter) or " "
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
    """Return a string whose code-point order is the order of the Vietnamese alphabet (đ after d, ơ after ô)."""
    return "".join(_RANK.get(letter, letter) for letter in unicodedata.normalize("NFC", text.lower()))
