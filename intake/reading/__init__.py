"""Files in, text out. `read_file` reads here and now; files from outside go through `intake.reading.apart`."""

import hashlib
from pathlib import PurePath

from intake.reading.document import Document, DocumentKind, Note, Remark, Unreadable, Why
from intake.reading.limits import MOST_CHARACTERS

__all__ = ["Document", "Note", "Remark", "Unreadable", "Why", "read_file"]

KINDS: dict[str, DocumentKind] = {
    ".txt": "txt",
    ".text": "txt",
    ".md": "txt",
    ".docx": "docx",
    ".pdf": "pdf",
    ".html": "html",
    ".htm": "html",
}
_OLD_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def read_file(data: bytes, name: str) -> Document:
    """The text of the file called `name`; raises Unreadable where it has none that can be read."""
    kind = KINDS.get(PurePath(name).suffix.lower())
    if not data:
        raise Unreadable(Why.EMPTY, name=name)
    if data.startswith(_OLD_WORD):
        raise Unreadable(Why.OLD_WORD, name=name)
    if kind is None:
        raise Unreadable(Why.TYPE, name=name)
    text, remarks = _reader(kind)(data, name)
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").replace("\0", " ")
    if not text.strip():
        raise Unreadable(Why.NO_TEXT, name=name)
    if len(text) > MOST_CHARACTERS:
        raise Unreadable(Why.TOO_LONG, name=name)
    return Document(text, kind, hashlib.sha256(data).hexdigest(), remarks)


def _reader(kind: DocumentKind):
    # Each library is loaded only for its own kind of file.
    if kind == "docx":
        from intake.reading.docx_files import read
    elif kind == "pdf":
        from intake.reading.pdf_files import read
    elif kind == "html":
        from intake.reading.html_files import read
    else:
        from intake.reading.encodings import decode as read
    return read
