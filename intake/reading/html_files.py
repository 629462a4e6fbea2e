"""Web pages: the article without menus, scripts and forms around it."""

import codecs
import re
from html.parser import HTMLParser

from intake.reading.document import Remark
from intake.reading.encodings import decode, recognise

PASSED_OVER = {
    "script", "style", "noscript", "template", "nav", "aside", "footer", "form", "button", "select", "svg", "iframe",
    "head", "object", "video", "audio", "canvas", "menu", "dialog",
}  # fmt: skip
BLOCKS = {
    "p", "div", "section", "article", "main", "header", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "table",
    "tr", "blockquote", "pre", "figure", "figcaption", "dl", "dt", "dd", "br", "hr", "address", "body",
}  # fmt: skip
NEVER_CLOSED = {
    "br",
    "hr",
    "img",
    "input",
    "meta",
    "link",
    "source",
    "wbr",
    "area",
    "base",
    "col",
    "embed",
    "track",
}
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
# An article counts as the page's own when it holds at least this share of its text.
OWN_SHARE = 0.3


def read(data: bytes, name: str) -> tuple[str, tuple[Remark, ...]]:
    text, remarks = _decoded(data, name)
    page = _Page()
    page.feed(text)
    page.close()
    text, more = recognise(page.article())
    return text, remarks + more


def _decoded(data: bytes, name: str) -> tuple[str, tuple[Remark, ...]]:
    named = _CHARSET.search(data[:4096])
    encoding = named.group(1).decode("ascii") if named else "utf-8"
    try:
        if codecs.lookup(encoding).name not in ("cp1252", "iso8859-1", "ascii"):
            return data.decode(encoding), ()
    except (LookupError, UnicodeDecodeError, ValueError):
        pass
    return decode(data, name)


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._everything: list[str] = []
        self._articles: list[list[str]] = []
        self._open_articles: list[int] = []
        self._passing_over: list[str] = []
        self._numbers: list[int | None] = []
        self._kept_lines = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._passing_over:
            if tag not in NEVER_CLOSED:
                self._passing_over.append(tag)
            return
        if tag in PASSED_OVER:
            self._passing_over.append(tag)
            return
        if tag in BLOCKS:
            self._say("\n")
        if tag in ("article", "main") or ("itemprop", "articleBody") in attrs:
            self._articles.append([])
            self._open_articles.append(len(self._articles) - 1)
        elif tag == "ul":
            self._numbers.append(None)
        elif tag == "ol":
            self._numbers.append(0)
        elif tag == "li":
            if self._numbers and (count := self._numbers[-1]) is not None:
                self._numbers[-1] = count + 1
                self._say(f"{count + 1}. ")
            else:
                self._say("- ")
        elif tag in ("td", "th"):
            self._say(" | ")

    def handle_endtag(self, tag: str) -> None:
        if self._passing_over:
            if tag in self._passing_over:
                while self._passing_over.pop() != tag:
                    pass
            return
        if tag in BLOCKS:
            self._say("\n")
        if tag in ("article", "main") and self._open_articles:
            self._open_articles.pop()
        elif tag in ("ul", "ol") and self._numbers:
            self._numbers.pop()

    def handle_data(self, data: str) -> None:
        if not self._passing_over:
            self._say(re.sub(r"\s+", " ", data))

    def _say(self, words: str) -> None:
        self._everything.append(words)
        for number in self._open_articles:
            self._articles[number].append(words)

    def article(self) -> str:
        everything = _tidy("".join(self._everything))
        articles = [_tidy("".join(words)) for words in self._articles]
        longest = max(articles, key=len, default="")
        return longest if len(longest) > OWN_SHARE * len(everything) else everything


def _tidy(text: str) -> str:
    lines = (re.sub(r"[ \t]+", " ", line).strip().removeprefix("| ").strip() for line in text.split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
