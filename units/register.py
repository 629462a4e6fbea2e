"""The master data as it stands: units, leaders, fields and the office's calendar, read once and kept in memory.

Kept under the token that any change renews (units/watched.py), so it is never older than the question. While a page
is read the token is asked for once, in the query that knows the person (`units.standing.person_of_session`);
everywhere else, so also inside every action, each call asks for it anew.
"""

from collections import OrderedDict, defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date
from threading import Lock
from typing import Any

from units.models import (
    CalendarDay,
    Field,
    Leader,
    LeaderTerm,
    Portfolio,
    RegisterToken,
    Succession,
    Unit,
    UnitName,
)

# How many states of the master data a process keeps: requests that began before a change may still hold the last.
KEPT = 4


@dataclass
class Register:
    """Shared by all requests of a process: its rows are read, never changed."""

    units: dict[int, Unit]  # in the order of their names
    names: dict[int, list[UnitName]]
    sub_units: dict[int, list[int]]
    successions: list[tuple[int, int, date]]  # from, to, on
    leaders: dict[int, Leader]
    terms: list[LeaderTerm]
    portfolios: list[Portfolio]
    fields: list[Field]
    own_days: dict[date, CalendarDay]
    token: str | None = None
    others: dict[str, Any] = field(default_factory=dict)

    def is_there(self, unit_id: int, day: date) -> bool:
        return unit_id in self.units and self.units[unit_id].is_valid_on(day)

    def predecessors(self, day: date) -> dict[int, list[int]]:
        found: dict[int, list[int]] = defaultdict(list)
        for old, new, on in self.successions:
            if on <= day:
                found[new].append(old)
        return found

    def name_on(self, unit_id: int, day: date) -> str:
        """The name the unit bore on `day`: old work keeps the old name."""
        for row in self.names.get(unit_id, ()):
            if row.is_valid_on(day):
                return row.name
        return self.units[unit_id].name

    def names_on(self, day: date) -> dict[str, str]:
        """Code of a unit -> the name it bore on `day`."""
        return {unit.code: self.name_on(unit.pk, day) for unit in self.units.values()}

    def in_office(self, day: date) -> set[int]:
        """The leaders in office on `day`."""
        return {term.leader_id for term in self.terms if term.is_valid_on(day)}

    def deciding_for(self, leader_id: int | None, field_id: int | None, day: date) -> frozenset[int]:
        """Who decides on `day` what that leader gave: himself; out of office, whoever holds the field's portfolio,
        then the Minister. Of two who hold one portfolio each decides; nobody where nobody is in office."""
        terms = [term for term in self.terms if term.is_valid_on(day)]
        in_office = {term.leader_id for term in terms}
        if leader_id in in_office:
            return frozenset({leader_id})
        holders = {
            one.leader_id
            for one in self.portfolios
            if field_id is not None and one.field_id == field_id and one.is_valid_on(day)
        }
        ministers = {
            term.leader_id
            for term in terms
            if term.title in (LeaderTerm.Title.MINISTER, LeaderTerm.Title.ACTING_MINISTER)
        }
        return frozenset(holders & in_office or ministers)

    def keeping(self, name: str, read: Callable[[], Any]) -> Any:
        """What an upper room keeps with the master data; its table must be watched too."""
        if name not in self.others:
            self.others[name] = read()
        return self.others[name]


@dataclass
class _Reading:
    token: str | None = None
    register: Register | None = None


_reading: ContextVar[_Reading | None] = ContextVar("reading", default=None)
_kept: OrderedDict[str, Register] = OrderedDict()
_lock = Lock()


def current() -> Register:
    """The master data now; while a page is read, as it stood when the page was asked for."""
    reading = _reading.get()
    if reading is None:
        return _under(_token())
    if reading.register is None:
        reading.register = _under(reading.token or _token())
    return reading.register


@contextmanager
def while_reading() -> Iterator[None]:
    """For the time of a request that changes nothing: the token is asked for at most once."""
    before = _reading.set(_Reading())
    try:
        yield
    finally:
        _reading.reset(before)


def note_token(token: str | None) -> None:
    """The token came along with another question."""
    reading = _reading.get()
    if reading is not None and reading.register is None:
        reading.token = token


def _token() -> str | None:
    return RegisterToken.objects.values_list("token", flat=True).first()


def _under(token: str | None) -> Register:
    if token is None:  # nothing was ever written, or the tables were emptied by hand
        return _read()
    with _lock:
        found = _kept.get(token)
        if found is not None:
            _kept.move_to_end(token)
    if found is None:
        found = _read()
        found.token = token
        with _lock:
            _kept[token] = found
            while len(_kept) > KEPT:
                _kept.popitem(last=False)
    return found


def _read() -> Register:
    units = {unit.pk: unit for unit in Unit.objects.all()}
    names: dict[int, list[UnitName]] = defaultdict(list)
    for name in UnitName.objects.all():
        names[name.unit_id].append(name)
    sub_units: dict[int, list[int]] = defaultdict(list)
    for unit in units.values():
        if unit.parent_id:
            sub_units[unit.parent_id].append(unit.pk)
    return Register(
        units=units,
        names=dict(names),
        sub_units=dict(sub_units),
        successions=list(Succession.objects.values_list("from_unit", "to_unit", "on")),
        leaders={leader.pk: leader for leader in Leader.objects.all()},
        terms=list(LeaderTerm.objects.all()),
        portfolios=list(Portfolio.objects.all()),
        fields=list(Field.objects.all()),
        own_days={row.on: row for row in CalendarDay.objects.all()},
    )
