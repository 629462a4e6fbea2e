"""How long minutes take from the file to the proposals, and how much memory: python -m script.measuring.intake [FILE …]

Without a file: twenty close pages made of the minutes in tests/minutes, as .txt, .docx and .pdf. No database is asked.
The file is read as the product reads it, in a process of its own; finding runs in this one.
"""

import os
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

import docx  # noqa: E402
import typst  # noqa: E402

from intake.finding import find  # noqa: E402
from intake.reading.apart import read_apart  # noqa: E402

MINUTES = Path(__file__).parents[2] / "tests" / "minutes"
# A close page of minutes in 14 point holds about so many letters.
PAGES, LETTERS_A_PAGE = 20, 3_000


def twenty_pages() -> str:
    texts = [path.read_text(encoding="utf-8") for path in sorted(MINUTES.glob("*.txt"))]
    whole = ""
    while len(whole) < PAGES * LETTERS_A_PAGE:
        whole += "\n\n".join(texts) + "\n\n"
    return whole[: PAGES * LETTERS_A_PAGE]


def made(folder: Path) -> Iterator[Path]:
    text = twenty_pages()
    (folder / "bien-ban.txt").write_text(text, encoding="utf-8")
    yield folder / "bien-ban.txt"
    word = docx.Document()
    for line in text.split("\n"):
        word.add_paragraph(line)
    word.save(str(folder / "bien-ban.docx"))
    yield folder / "bien-ban.docx"
    source = folder / "bien-ban.typ"
    source.write_text(
        '#set page(paper: "a4", margin: 2cm)\n#set text(size: 12pt)\n'
        '#for one in read("bien-ban.txt").split("\\n") { par(one) }\n',
        encoding="utf-8",
    )
    (folder / "bien-ban.pdf").write_bytes(typst.compile(str(source)))
    yield folder / "bien-ban.pdf"


def measure(path: Path) -> str:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    since = time.perf_counter()
    document = read_apart(path, path.name)
    read = time.perf_counter() - since
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    reading = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    begun, since = time.process_time(), time.perf_counter()
    found = find(document.text)
    finding = time.process_time() - begun
    whole = read + time.perf_counter() - since
    here = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return (
        f"| {path.name} | {len(document.text):,} | {len(found.directives)} | {reading:.2f} | {finding:.2f} "
        f"| {whole:.2f} | {after.ru_maxrss / 1024:.0f} | {here:.0f} |"
    )


def main() -> None:
    print(f"load {os.getloadavg()[0]:.1f}\n")
    print(
        "| file | letters | directives | reading, s CPU | finding, s CPU | whole, s | reader, MB | finder, MB |"
    )
    print("|---|---|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        for path in map(Path, sys.argv[1:]) if sys.argv[1:] else made(Path(folder)):
            print(measure(path))


main()
