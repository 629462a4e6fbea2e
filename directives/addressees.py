"""Whom people mean when they name an addressee: units with their old names and aliases, groups, leaders in person."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from rapidfuzz import fuzz, process

from directives.models import Proposed
from units import register
from units.models import Leader, Unit, UnitGroup
from units.text import fold

# Said before the name of a leader, and no part of it.
TITLES = ("quyen bo truong", "bo truong", "thu truong", "dong chi", "dc")
MOST_OFFERED = 8


@dataclass(frozen=True)
class Offer:
    """An addressee that can be chosen: its name now, and by which other name it was found."""

    name: str
    hint: str = ""
    is_ended: bool = False


class _Called:
    """Everybody who can be addressed, by every name he is called; kept with the master data."""

    def __init__(self) -> None:
        self.units: dict[str, Unit] = {}
        self.meant: dict[str, set[tuple[str, int]]] = defaultdict(set)
        self.called: list[tuple[str, str, tuple[str, int]]] = []  # folded name, name, whom
        self.found: dict[tuple[str, int], Unit | UnitGroup | Leader] = {}
        for unit in Unit.objects.exclude(kind="ministry").prefetch_related("names", "aliases"):
            self.units[unit.code] = unit
            for name in _names(unit):
                self._add(name, ("unit", unit.pk), unit)
        for group in UnitGroup.objects.all():
            for name in (group.name, group.code):
                self._add(name, ("group", group.pk), group)
        for leader in Leader.objects.all():
            self._add(leader.full_name, ("leader", leader.pk), leader)

    def _add(self, name: str, key: tuple[str, int], row: Unit | UnitGroup | Leader) -> None:
        folded = fold(name)
        if folded:
            self.found[key] = row
            self.called.append((folded, name, key))
            self.meant[folded].add(key)


class Addressees:
    """The register as it is spoken of on `day`, for many names."""

    def __init__(self, day: date) -> None:
        self.day = day
        self._known: _Called = register.current().keeping("addressees", _Called)

    @property
    def units(self) -> dict[str, Unit]:
        """By their codes."""
        return self._known.units

    def meant(self, words: str, role: str = "lead") -> Proposed:
        """Whom `words` surely mean: exactly one bears that name and exists that day. Else nobody: proposed as new."""
        words = " ".join(words.split())[:300]
        proposed = Proposed(words=words, role=role)
        name = fold(words)
        for title in TITLES:
            name = name.removeprefix(f"{title} ")
        keys = self._known.meant.get(fold(words)) or self._known.meant.get(name) or set()
        alive = {key for key in keys if self._exists(key)} or keys
        if len(alive) != 1:
            return proposed
        row = self._known.found[alive.pop()]
        if isinstance(row, Unit):
            return replace(proposed, unit=row)
        return replace(proposed, group=row) if isinstance(row, UnitGroup) else replace(proposed, leader=row)

    def _exists(self, key: tuple[str, int]) -> bool:
        row = self._known.found[key]
        return row.is_valid_on(self.day) if isinstance(row, Unit) else True

    def offered(self, typed: str) -> list[Offer]:
        """Whom somebody typing `typed` may mean, the nearest first: every typed word begins a word of a name."""
        asked = fold(typed).split()
        if not asked:
            return []
        hits: dict[tuple[str, int], tuple[tuple[bool, int], str]] = {}
        for folded, name, key in self._known.called:
            if all(f" {word}" in f" {folded}" for word in asked):
                rank = (not folded.startswith(asked[0]), len(folded))
                if key not in hits or rank < hits[key][0]:
                    hits[key] = (rank, name)
        first = sorted(hits.items(), key=lambda one: (not self._exists(one[0]), one[1][0]))
        return [self._offer(key, name) for key, (_rank, name) in first[:MOST_OFFERED]]

    def near(self, words: str, most: int = 3) -> list[str]:
        """Names much like `words`, for somebody who must choose; never chosen for him."""
        names = {fold(self._label(key)): self._label(key) for key in self._known.found if self._exists(key)}
        found = process.extract(
            fold(words), list(names), scorer=fuzz.token_sort_ratio, score_cutoff=70, limit=most
        )
        return [names[folded] for folded, _score, _place in found]

    def _label(self, key: tuple[str, int]) -> str:
        return str(self._known.found[key])

    def _offer(self, key: tuple[str, int], name: str) -> Offer:
        label = self._label(key)
        return Offer(label, "" if fold(name) == fold(label) else name, not self._exists(key))


def _names(unit: Unit) -> Iterator[str]:
    yield from (unit.name, unit.short_name, unit.code)
    for row in unit.names.all():
        yield from (row.name, row.short_name)
    for alias in unit.aliases.all():
        yield alias.alias
