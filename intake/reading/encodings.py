"""Bytes of a text file as text: Unicode in its forms, and the Vietnamese encodings from before Unicode.

TCVN3 (ABC) and VNI are recognised by what comes out: of all ways to read the bytes, the one that makes the most
Vietnamese syllables wins, and only by a clear margin.
"""

import codecs
import re
import unicodedata

from intake.reading.document import Note, Remark, Unreadable, Why

# TCVN 5712 (ABC fonts): one sign a letter, as Windows-1252 shows it.
_TCVN3 = dict(
    zip(
        "µ¸¶·¹¨»¾¼½Æ©ÇÊÈÉË®ÌÐÎÏÑªÒÕÓÔÖ×ÝØÜÞßãáâä«åèæçé¬êíëìîïóñòô\u00adõøö÷ùúýûüþ¡¢§£¤¥¦",
        "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵĂÂĐÊÔƠƯ",
        strict=True,
    )
)
# VNI fonts: a letter, then a sign for its marks.
_VNI_TONES = dict(zip("øùûõï", "\u0300\u0301\u0309\u0303\u0323", strict=True))
_VNI_BREVE = dict(zip("êèéúüë", ("", "\u0300", "\u0301", "\u0309", "\u0303", "\u0323"), strict=True))
_VNI_ROOF = dict(zip("âàáåãä", ("", "\u0300", "\u0301", "\u0309", "\u0303", "\u0323"), strict=True))
_VNI_ALONE = {"ñ": "đ", "ô": "ơ", "ö": "ư", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ"}

_ONSET = "ngh|ng|nh|gh|gi|kh|ph|th|tr|ch|qu|[bcdđghklmnprstvx]"
_RHYME = "(?:uyê|iê|yê|uô|ươ|oă|oa|oe|oo|uâ|uê|uơ|uy|ua|ia|ya|ưa|[aăâeêioôơuưy])(?:ch|nh|ng|[cmnptiouy])?"
_SYLLABLE = re.compile(f"(?:{_ONSET})?(?:{_RHYME})")
_TONES = re.compile("[\u0300\u0301\u0303\u0309\u0323]")
_WORD = re.compile(r"[^\W\d_]+")
_ENOUGH = 0.75
_MARGIN = 0.08


def decode(data: bytes, name: str) -> tuple[str, tuple[Remark, ...]]:
    """The text of a file in NFC where it was converted, else as it stands."""
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if data.startswith(mark):
            return _as(data, encoding, name), ()
    if (wide := _utf_16_without_mark(data)) is not None:
        return wide, ()
    if b"\0" in data:
        raise Unreadable(Why.BROKEN, name=name, type="txt")
    try:
        return recognise(data.decode("utf-8"))
    except UnicodeDecodeError:
        pass
    shown = data.decode("cp1252", errors="replace").replace("\ufffd", " ")
    candidates: list[tuple[float, str, Note]] = [
        (vietnamese(text), text, note)
        for text, note in (
            (_from_tcvn3(shown), Note.FROM_TCVN3),
            (_from_vni(shown), Note.FROM_VNI),
            (
                unicodedata.normalize("NFC", data.decode("cp1258", errors="replace")),
                Note.FROM_WINDOWS,
            ),
        )
    ]
    best, text, note = max(candidates, key=lambda candidate: candidate[0])
    if best < _ENOUGH or sorted(score for score, _text, _note in candidates)[-2] > best - _MARGIN / 4:
        raise Unreadable(Why.ENCODING, name=name)
    return text, (Remark(note),)


def recognise(text: str) -> tuple[str, tuple[Remark, ...]]:
    """Text that is Unicode already, unless its letters are those of an old font shown as Western letters."""
    if not _looks_western(text):
        return text, ()
    before = vietnamese(text)
    converted, note = max(
        ((_from_tcvn3(text), Note.FROM_TCVN3), (_from_vni(text), Note.FROM_VNI)),
        key=lambda candidate: vietnamese(candidate[0]),
    )
    if vietnamese(converted) >= max(before + _MARGIN, _ENOUGH):
        return converted, (Remark(note),)
    return text, ()


def vietnamese(text: str) -> float:
    """The share of words with a sign beyond ASCII that can be a Vietnamese syllable; 0 without any."""
    words = [
        word for word in _WORD.findall(unicodedata.normalize("NFC", text[:200_000])) if not word.isascii()
    ]
    if not words:
        return 0.0
    return sum(_is_syllable(word.lower()) for word in words) / len(words)


def _is_syllable(word: str) -> bool:
    parts = unicodedata.normalize("NFD", word)
    if len(_TONES.findall(parts)) > 1:
        return False
    return _SYLLABLE.fullmatch(unicodedata.normalize("NFC", _TONES.sub("", parts))) is not None


def _looks_western(text: str) -> bool:
    """Signs between © and ÿ, and almost none of the letters only Unicode Vietnamese has."""
    western = sum("\u00a1" <= sign <= "\u00ff" for sign in text)
    own = sum(
        "\u0102" <= sign <= "\u01b0" or "\u1ea0" <= sign <= "\u1ef9" or "\u0300" <= sign <= "\u0323"
        for sign in text
    )
    return western > 10 and own * 20 < western


def _from_tcvn3(text: str) -> str:
    return text.translate({ord(sign): letter for sign, letter in _TCVN3.items()})


def _from_vni(text: str) -> str:
    out: list[str] = []
    for sign in text:
        lower = sign.lower()
        before = out[-1] if out else ""
        base = before.lower()
        if base and base in "aeouyơư" and lower in _VNI_TONES:
            out[-1] = unicodedata.normalize("NFC", before + _VNI_TONES[lower])
        elif base == "a" and lower in _VNI_BREVE:
            out[-1] = unicodedata.normalize("NFC", before + "\u0306" + _VNI_BREVE[lower])
        elif base and base in "aeo" and lower in _VNI_ROOF:
            out[-1] = unicodedata.normalize("NFC", before + "\u0302" + _VNI_ROOF[lower])
        elif lower in _VNI_ALONE:
            letter = _VNI_ALONE[lower]
            out.append(letter.upper() if sign.isupper() else letter)
        else:
            out.append(sign)
    return "".join(out)


def _utf_16_without_mark(data: bytes) -> str | None:
    """Text of which every second byte is mostly empty: UTF-16 saved without its mark."""
    sample = data[:4000]
    if len(sample) < 4 or len(data) % 2:
        return None
    for encoding, high in (("utf-16-le", sample[1::2]), ("utf-16-be", sample[0::2])):
        if high.count(0) > len(high) * 0.4:
            try:
                return data.decode(encoding)
            except UnicodeDecodeError:
                return None
    return None


def _as(data: bytes, encoding: str, name: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise Unreadable(Why.ENCODING, name=name) from error
