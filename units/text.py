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


def sort_key(text: str) -> str:
    """Return a string whose code-point order is the order of the Vietnamese alphabet (đ after d, ơ after ô)."""
    return "".join(_RANK.get(letter, letter) for letter in unicodedata.normalize("NFC", text.lower()))
