"""How good finding is, against texts labelled by people.

A proposed task and a labelled directive match when the overlap of their spans over their union is at least 0.3 (the
best of the quote and its other wordings), one to one, best first. Borderline ones count neither way.
"""

import json
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from intake.finding import find
from intake.finding.found import Found, FoundDirective
from intake.finding.view import canonical

LEAST_OVERLAP = 0.3
# The labels know fewer kinds of deadlines.
KINDS = {"half_year": "year", "week": "day", "standing": "none"}
FIELDS = ("leader", "lead", "support", "kind", "date")


@dataclass
class Score:
    """Counts of one text, or of many added up."""

    matched: int = 0
    proposed: int = 0
    labelled: int = 0
    right: dict[str, int] = field(default_factory=lambda: dict.fromkeys(FIELDS, 0))
    invented_owners: int = 0
    invented_dates: int = 0
    remarks: list[str] = field(default_factory=list)

    def __add__(self, other: "Score") -> "Score":
        return Score(
            self.matched + other.matched,
            self.proposed + other.proposed,
            self.labelled + other.labelled,
            {name: self.right[name] + other.right[name] for name in FIELDS},
            self.invented_owners + other.invented_owners,
            self.invented_dates + other.invented_dates,
            self.remarks + other.remarks,
        )

    @property
    def precision(self) -> float:
        return self.matched / self.proposed if self.proposed else 1.0

    @property
    def recall(self) -> float:
        return self.matched / self.labelled if self.labelled else 1.0

    @property
    def f1(self) -> float:
        both = self.proposed + self.labelled
        return 2 * self.matched / both if both else 1.0

    def accuracy(self, name: str) -> float:
        return self.right[name] / self.matched if self.matched else 1.0


def measure(gold: Path, folder: Path, finder: Callable[[str], Found] = find) -> dict[str, Score]:
    """The score of every labelled text, by the name of its file."""
    scores: dict[str, Score] = {}
    for line in gold.read_text(encoding="utf-8").splitlines():
        if line.strip():
            label = json.loads(line)
            text = text_of(label["file"], gold, folder)
            scores[label["file"]] = score(text, label["directives"], finder(text))
    return scores


def text_of(name: str, gold: Path, folder: Path) -> str:
    """The text as it was given: no newline translated, nothing normalised."""
    places = [
        folder / name,
        folder.parent / name,
        gold.resolve().parent.parent / name,
        folder / Path(name).name,
    ]
    for path in places:
        if path.is_file():
            with path.open(encoding="utf-8", newline="") as file:
                return file.read()
    raise FileNotFoundError(f"{name}: not under {folder}")


def score(text: str, labels: list[dict[str, Any]], found: Found) -> Score:
    tasks = [directive for directive in found.directives if directive.kind == "task"]
    pairs = sorted(
        (
            (overlap, -place, -number, place, number)
            for place, label in enumerate(labels)
            for number, task in enumerate(tasks)
            if (overlap := _overlap(text, label, task)) >= LEAST_OVERLAP
        ),
        reverse=True,
    )
    taken: dict[int, int] = {}
    used: set[int] = set()
    for _best, _place, _number, place, number in pairs:
        if place not in taken and number not in used:
            taken[place] = number
            used.add(number)
    result = Score()
    for place, label in enumerate(labels):
        if label.get("borderline"):
            continue
        result.labelled += 1
        if place in taken:
            result.matched += 1
            _compare(result, label, tasks[taken[place]])
        else:
            result.remarks.append(f"missed {label['id']}: {label['quote'][:110]}")
    neutral = {number for place, number in taken.items() if labels[place].get("borderline")}
    result.proposed = len(tasks) - len(neutral)
    for number, task in enumerate(tasks):
        if number not in used:
            result.remarks.append(f"false: {task.quote[:110]}")
    return result


def _spans(text: str, label: dict[str, Any]) -> list[tuple[int, int]]:
    found = []
    for quote in [label["quote"], *(label.get("alt_quotes") or [])]:
        start = text.find(quote)
        while start != -1:
            found.append((start, start + len(quote)))
            start = text.find(quote, start + 1)
    return found


def _overlap(text: str, label: dict[str, Any], task: FoundDirective) -> float:
    best = 0.0
    for start, end in _spans(text, label):
        both = min(end, task.span.end) - max(start, task.span.start)
        if both > 0:
            best = max(best, both / (max(end, task.span.end) - min(start, task.span.start)))
    return best


def _compare(result: Score, label: dict[str, Any], task: FoundDirective) -> None:
    lead, support = _names(label["lead_unit"]), _names("; ".join(label["support_units"]))
    found_lead = {_plain(unit.words) for unit in task.lead_units}
    found_support = {_plain(unit.words) for unit in task.support_units}
    wanted, given = label["deadline"], task.deadline
    day = date.fromisoformat(wanted["date"]) if wanted["date"] else None
    kind = KINDS.get(given.kind, given.kind)
    right = {
        "leader": _plain(label["leader"] or "") == _plain(task.leader.name or ""),
        "lead": lead == found_lead,
        "support": support == found_support,
        "kind": wanted["kind"] == kind and (wanted["recurrence"] or None) == (given.recurrence or None),
        "date": day == given.due_on,
    }
    for name, is_right in right.items():
        result.right[name] += is_right
        if not is_right:
            told = {
                "leader": (label["leader"], task.leader.name),
                "lead": (label["lead_unit"], [unit.words for unit in task.lead_units]),
                "support": (label["support_units"], [unit.words for unit in task.support_units]),
                "kind": (wanted["kind"], given.kind),
                "date": (wanted["date"], given.due_on),
            }[name]
            result.remarks.append(f"{name} of {label['id']}: {told[0]!r}, found {told[1]!r}")
    if not lead and found_lead:
        result.invented_owners += 1
        result.remarks.append(f"invented owner in {label['id']}")
    if day is None and given.due_on:
        result.invented_dates += 1
        result.remarks.append(f"invented date in {label['id']}")


def _names(words: str | None) -> set[str]:
    return {_plain(name) for name in (words or "").split(";") if name.strip()}


def _plain(words: str) -> str:
    return unicodedata.normalize("NFC", canonical(words)).casefold().strip(" .,")
