"""The text in pieces, each with the proposals whose words it holds: what the page highlights."""

from collections.abc import Iterable
from dataclasses import dataclass

from intake.models import Proposal


@dataclass(frozen=True)
class Piece:
    """Characters `at`… of the text. `number` stands where the words of a proposal begin."""

    text: str
    at: int
    proposal: Proposal | None = None
    number: int | None = None


def pieces(text: str, numbered: Iterable[tuple[int, Proposal]]) -> list[Piece]:
    """Where two proposals share words, the later one shows; together the pieces are the text, unchanged."""
    rows = sorted(numbered, key=lambda row: (row[1].start, -row[1].end))
    places = sorted(
        {0, len(text), *(min(place, len(text)) for _n, row in rows for place in (row.start, row.end))}
    )
    begins = {row.start: (number, row) for number, row in rows}
    found: list[Piece] = []
    alive: list[Proposal] = []
    for start, end in zip(places, places[1:], strict=False):
        alive = [row for row in alive if row.end > start]
        alive += [row for _number, row in rows if row.start == start]
        number = begins[start][0] if start in begins else None
        found.append(Piece(text[start:end], start, alive[-1] if alive else None, number))
    return found


def breaks(text: str) -> list[tuple[int, str]]:
    """Where a sentence could be divided: after its clauses. Each place with the words that follow."""
    found = []
    for place, sign in enumerate(text):
        after = text[place + 1 :]
        if sign in ".;,:\n" and after.strip() and (sign == "\n" or after[:1].isspace()):
            found.append((place + 1, after.strip()[:80]))
    for words in (" và ", " đồng thời "):
        at = text.find(words)
        while at != -1:
            found.append((at + 1, text[at + 1 :].strip()[:80]))
            at = text.find(words, at + 1)
    return sorted(set(found))
