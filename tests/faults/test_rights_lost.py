"""Between the writing of a letter and its sending people lose their posts and work is closed: they are told nothing."""

from datetime import datetime, timedelta

import pytest

from tests.faults import meanwhile, oracle
from tests.faults.generate import DAY
from tests.faults.house import House, until
from tests.faults.scale import say, size
from tests.faults.test_mail_server import frozen

pytestmark = pytest.mark.faults

PEOPLE = size(60, 2_000)
SECONDS = size(90, 900)
MORNING = datetime(2028, 2, 16, 8)


def letters_held_back(houses, off: str = "") -> tuple[House, set[tuple[str, str]]]:
    """Letters are frozen and none is out; then every third person loses his post or account, every fourth work is
    done. Returns who may not be told what any more."""
    house = houses("--people", str(PEOPLE), "--each", "2")
    house.set_clock(MORNING)
    oracle.prepare(house)
    assert oracle.owe(house, MORNING)
    house.mail_server(refuse="451 4.3.2 not now")
    house.worker(off=off)
    house.beat()
    assert until(lambda: house.swept(DAY) and frozen(house), SECONDS), house.log()
    forbidden = meanwhile.take_rights_away(house, DAY)
    house.mail_server()
    house.set_clock(MORNING + timedelta(minutes=20))
    # A sweep may have met the lost posts and named the next rungs; who has his letter of the day is told tomorrow.
    assert until(lambda: no_letter_waits(house), SECONDS), house.log()
    return house, forbidden


def no_letter_waits(house: House) -> bool:
    return house.one("SELECT count(*) FROM reminders_digest WHERE state IN ('planned', 'sending')") == 0


def told(house: House) -> set[tuple[str, str]]:
    return {(to, code) for row in house.letters() for to in row["to"] for code in row["codes"]}


def test_who_lost_his_right_and_what_is_closed_is_not_told(houses):
    house, forbidden = letters_held_back(houses)
    owed = set(oracle.Wire(house).owed)
    say(
        forbidden=len(forbidden & owed),
        told_of_those=len(told(house) & forbidden),
        mails=len(house.letters()),
    )
    assert len(forbidden & owed) > PEOPLE / 4
    assert told(house) & forbidden == set()
    assert owed - forbidden <= told(house)


def test_without_a_second_look_they_are_told(houses):
    """The negative control."""
    house, forbidden = letters_held_back(houses, off="checked again")
    assert told(house) & forbidden != set()
