"""Two and five beats, as a careless deployment starts them: everything is said once."""

import time
from datetime import datetime

import pytest

from tests.faults import guards, oracle
from tests.faults.generate import DAY
from tests.faults.house import House, until
from tests.faults.scale import say, size

pytestmark = pytest.mark.faults

PEOPLE = size(40, 1_000)
SECONDS = size(10, 600)
MORNING = datetime(2028, 2, 16, 8)


def run(
    houses, *, beats: int, off: str = "", seconds: float = SECONDS, drop_unique_rows: bool = False
) -> House:
    house = houses("--people", str(PEOPLE), "--each", "1")
    house.set_clock(MORNING)
    oracle.prepare(house)
    assert oracle.owe(house, MORNING)
    if drop_unique_rows:
        guards.drop_unique_rows(house)
    house.mail_server(delay=0.02)
    for _ in range(beats):
        house.beat()
    for _ in range(2):
        house.worker(off=off)
    house.told = until(lambda: house.told_everybody(DAY), max(60, seconds))
    # And on: whoever would say it again says it in these seconds.
    time.sleep(seconds)
    return house


@pytest.mark.parametrize("beats", [2, 5])
def test_several_beats_double_nothing(houses, beats):
    house = run(houses, beats=beats)
    wire = oracle.Wire(house)
    say(
        beats=beats,
        sweeps=house.one("SELECT count(*) FROM reminders_sweep"),
        mails=len(wire.by_id()),
        copies=wire.copies,
        lost=len(wire.lost()),
    )
    assert house.told, house.log()
    assert oracle.ledger_differs(house) == {"lost": [], "extra": [], "double": [], "double letters": []}
    assert (wire.lost(), wire.extra(), wire.copies, wire.letters_too_many()) == ([], [], 0, 0)


def test_without_unique_rows_two_beats_double_the_ledger(houses):
    """The negative control: both sweeps have read the empty ledger before either writes."""
    house = run(houses, beats=2, off="hurry", drop_unique_rows=True)
    assert oracle.ledger_differs(house)["double"] != []


def test_without_the_lease_two_workers_send_the_same_letters(houses):
    """The negative control: whoever finds a letter sends it."""
    house = run(houses, beats=2, off="lease")
    assert oracle.Wire(house).copies > 0
