"""What a reader sees of an answer, and which of its words are not Vietnamese.

There is no list of English words: a Vietnamese syllable without marks is built by rule, so whatever is no syllable
is foreign unless it is a code, a number, an address or one of the few names in NAMES.
"""

import re
from html.parser import HTMLParser

# Names, units of size, keys of the keyboard, file types: the same in every language; and abbreviations of official
# papers (STT, TL., VT).
_NAMES = """
pdf word excel powerpoint docx xlsx pptx odt doc xls png jpg jpeg txt csv eml zip json api csrf csrftoken cookie referer
html md gzip http https www web url id pbkdf2 sha256 md5 email mb kb gb tab enter esc shift ctrl
zalo telegram teams iso utf smtp stt tl vt kt tb btttt rrule control command mac ldap byte
"""
NAMES = frozenset(_NAMES.split())

_ONSET = "b|ch|c|d|gh|gi|g|h|kh|k|l|m|ngh|ng|nh|n|ph|p|qu|r|s|th|tr|t|v|x|"
# Rhymes that can stand without any mark. Those that end in p, t, c or ch always bear a tone.
_RHYME = (
    "a|ai|ao|au|ay|am|an|ang|anh|e|em|en|eng|eo|i|ia|im|in|inh|iu|o|oa|oai|oan|oang|oanh|oay|oe|oen|oeo|oi|om|on|"
    "ong|u|ua|ui|um|un|ung|uy|uya|uynh|uyu|uyn|y|ynh"
)
SYLLABLE = re.compile(f"(?:{_ONSET})(?:{_RHYME})")
# Syllables by that rule, but on a page of this house they would be English.
NEVERTHELESS = frozenset(("by", "he", "hi", "me", "my", "no", "on", "the", "them", "then", "to"))

_NOT_WORDS = re.compile(
    r"https?://\S+|[\w.+-]+@[\w.-]+|\S*\w\.(?:pdf|docx|xlsx|pptx|png|jpg|txt|eml|csv)\b|(?<!\S)/\S+|\S*\d\S*|\w+\*+"
    r"|\b\w+(?:[._]\w+)+\b"
)
_NUMERAL = re.compile(r"[IVX]+")
_WORD = re.compile(r"[^\W\d_]+")


def foreign_words(text: str, *, known: frozenset[str] | set[str] = frozenset()) -> list[str]:
    """The words of `text` that no Vietnamese reader would read as his own; `known` are names of the data, whole."""
    left = text
    for name in known:
        if name in left:
            left = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", " ", left)
    found = []
    for word in _WORD.findall(_NOT_WORDS.sub(" ", left)):
        folded = word.casefold()
        # A letter by itself is a key, an item or a place-holder; capitals of a numeral count.
        if not word.isascii() or len(word) == 1 or folded in NAMES or _NUMERAL.fullmatch(word):
            continue
        if not SYLLABLE.fullmatch(folded) or folded in NEVERTHELESS:
            found.append(word)
    return found


# Elements without an end.
VOID = (
    "area",
    "base",
    "br",
    "col",
    "embed",
    "hr",
    "img",
    "input",
    "link",
    "meta",
    "source",
    "track",
    "wbr",
)


class _Reader(HTMLParser):
    SILENT = ("script", "style", "template", "kbd")
    SPOKEN = (
        "title",
        "aria-label",
        "aria-description",
        "aria-roledescription",
        "placeholder",
        "alt",
        "label",
    )
    MESSAGES = re.compile(
        r"data-(?!app-)(?:[\w-]+-)?(?:words|text|message|label|confirm)$|hx-confirm|hx-prompt"
    )

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []
        self.open: list[tuple[str, str, bool]] = []  # tag, its language, whether its text is silent
        self.language = ""

    def _state(self) -> tuple[str, bool]:
        return (self.open[-1][1], self.open[-1][2]) if self.open else ("", False)

    def handle_starttag(self, tag, attrs):
        values = {name: value or "" for name, value in attrs}
        language, is_silent = self._state()
        language = values.get("lang", language)
        if tag == "html":
            self.language = language
        is_silent = is_silent or tag in self.SILENT
        if tag not in VOID:
            self.open.append((tag, language, is_silent))
        if language != self.language or is_silent:
            return
        self.seen += [values[name] for name in self.SPOKEN if values.get(name)]
        self.seen += [value for name, value in values.items() if value and self.MESSAGES.match(name)]
        if tag == "input" and values.get("type") in ("submit", "button", "reset"):
            self.seen.append(values.get("value", ""))
        if tag == "meta" and values.get("name") == "description":
            self.seen.append(values.get("content", ""))

    def handle_endtag(self, tag):
        while self.open:
            if self.open.pop()[0] == tag:
                break

    def handle_data(self, data):
        language, is_silent = self._state()
        if language == self.language and not is_silent and data.strip():
            self.seen.append(" ".join(data.split()))


def seen_on(html: str) -> list[str]:
    """What is read, or read out, on a page; without what is marked as being in another language."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.seen


_MARKED = re.compile(r"[à-ỹđÀ-ỸĐ]")


def vietnamese_in(text: str, *, known: frozenset[str] | set[str] = frozenset()) -> str:
    """What is left of `text` that holds a Vietnamese letter, once the data's own words are taken out; or nothing."""
    if not _MARKED.search(text):
        return ""
    for name in sorted(known, key=len, reverse=True):
        text = text.replace(name, " ")
    return text.strip() if _MARKED.search(text) else ""
