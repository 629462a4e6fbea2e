"""What finding may know of the ministry: its units, groups and leaders as plain data. It works without, too."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from units.text import fold


@dataclass(frozen=True)
class Name:
    """What somebody is called, and when (None: open)."""

    words: str
    starts_on: date | None = None
    ends_on: date | None = None

    def holds_on(self, day: date | None) -> bool:
        return day is None or (
            (self.starts_on is None or self.starts_on <= day)
            and (self.ends_on is None or day <= self.ends_on)
        )


@dataclass(frozen=True)
class KnownUnit:
    """A unit; `names` holds its name, short name, names over time and aliases."""

    code: str
    names: tuple[Name, ...]
    starts_on: date | None = None
    ends_on: date | None = None

    def exists_on(self, day: date | None) -> bool:
        return Name("", self.starts_on, self.ends_on).holds_on(day)


@dataclass(frozen=True)
class KnownGroup:
    code: str
    names: tuple[str, ...]


@dataclass(frozen=True)
class KnownLeader:
    """A leader; a term is a title of meetings and papers ("Bộ trưởng", "Thứ trưởng") with its time."""

    code: str
    full_name: str
    terms: tuple[Name, ...] = ()


@dataclass(frozen=True)
class Register:
    units: tuple[KnownUnit, ...] = ()
    groups: tuple[KnownGroup, ...] = ()
    leaders: tuple[KnownLeader, ...] = ()

    def unit_code(self, words: str, day: date | None) -> str | None:
        """The unit surely meant by `words` on `day`: exactly one bears that name then, marks and case ignored."""
        asked = fold(words)
        return _only(
            unit.code
            for unit in self.units
            if unit.exists_on(day)
            and any(name.holds_on(day) and fold(name.words) == asked for name in unit.names)
        )

    def group_code(self, words: str) -> str | None:
        asked = fold(words)
        return _only(group.code for group in self.groups if any(fold(name) == asked for name in group.names))

    def leader_code(self, name: str) -> str | None:
        asked = fold(name)
        return _only(leader.code for leader in self.leaders if fold(leader.full_name) == asked)

    def leaders_titled(self, title: str, day: date | None) -> tuple[KnownLeader, ...]:
        asked = fold(title)
        return tuple(
            leader
            for leader in self.leaders
            if any(term.holds_on(day) and fold(term.words) == asked for term in leader.terms)
        )


EMPTY = Register()


def _only(codes: Iterable[str]) -> str | None:
    found = set(codes)
    return found.pop() if len(found) == 1 else None
