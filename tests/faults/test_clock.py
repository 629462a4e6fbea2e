"""The clock jumps, and nights are missed: everybody is told what the oracle says, by all kinds of rules, once."""

import time
from datetime import date, datetime

import pytest

from tests.faults import meanwhile, oracle, other_rules
from tests.faults.generate import DAY
from tests.faults.house import House, until
from tests.faults.scale import say, size

pytestmark = pytest.mark.faults

PEOPLE = size(40, 1_000)
SECONDS = size(60, 600)
TICKS = 3
MORNING = datetime(2028, 2, 16, 8)


def begin(houses, day: str = "2028-02-16") -> House:
    house = houses("--people", str(PEOPLE), "--each", "3", "--day", day, "--rules", "all")
    oracle.prepare(house)
    return house


def live_through(house: House, moment: datetime, *, is_new: bool = True) -> None:
    """It is that moment; a day that is new is owed what the oracle says."""
    house.set_clock(moment)
    day = moment.date()
    if is_new and oracle.owe(house, moment):
        assert until(lambda: house.told_everybody(day), SECONDS), (moment, house.log())
    else:
        # Nothing may happen: let the ticks pass in which it would.
        time.sleep(TICKS + 1)


def live_a_day_without(house: House, guards: str) -> None:
    house.set_clock(MORNING)
    oracle.owe(house, MORNING)
    house.worker(off=guards)
    house.beat()
    assert until(lambda: house.told_everybody(DAY), SECONDS), house.log()


def all_is_well(house: House) -> None:
    assert oracle.ledger_differs(house) == {"lost": [], "extra": [], "double": [], "double letters": []}
    wire = oracle.Wire(house)
    assert (wire.lost(), wire.extra(), wire.copies) == ([], [], 0)
    assert wire.letters_too_many() == 0


def test_after_days_without_beat_each_is_told_the_latest_only(houses):
    house = begin(houses)
    house.set_clock(MORNING)
    worker, beat = house.worker(), house.beat()
    live_through(house, MORNING)
    house.kill(beat)
    house.kill(worker)
    # Meanwhile some of the work is done: of that nobody is told any more. Of other work there is word.
    answered = meanwhile.units_speak(house, date(2028, 2, 17))
    settled = meanwhile.settle(house, every=5, day=date(2028, 2, 17))
    for moment in (datetime(2028, 2, 17, 10), datetime(2028, 2, 29, 10)):  # 26 hours, and 12 days
        house.set_clock(moment)
        worker, beat = house.worker(), house.beat()
        live_through(house, moment)
        house.kill(beat)
        house.kill(worker)
    most = house.one(
        "SELECT max(n) FROM (SELECT count(*) n FROM must_be_told WHERE is_said "
        "GROUP BY assignment, rule, recipient, told_on) x"
    )
    rules = house.rows("SELECT rule, count(*) FROM must_be_told WHERE is_said GROUP BY 1 ORDER BY 1")
    say(said="/".join(f"{rule}:{count}" for rule, count in rules))
    say(
        mails=len(house.letters()),
        settled=settled,
        answered=answered,
        most_said_per_assignment_and_rule_a_day=most,
    )
    all_is_well(house)


def test_where_each_missed_occurrence_is_said_the_check_sees_it(houses):
    """The negative control: a week's occurrences at once."""
    house = begin(houses)
    live_a_day_without(house, "one of several missed")
    assert oracle.ledger_differs(house)["extra"] != []


def test_where_rules_are_forgotten_the_check_sees_it(houses):
    """The negative controls of all rules but those of deadlines, in one house: each is missed by its name, and
    the office is told what an open request holds back."""
    house = begin(houses)
    live_a_day_without(house, "silence,acceptance,urgings,what waits,ladder held back")
    differs = oracle.ledger_differs(house)
    assert {rule for _assignment, rule, *_rest in differs["lost"]} == {
        code for code, *_rest in other_rules.RULES
    }
    offices = dict(house.rows("SELECT user_id, role FROM units_post WHERE role = 'office'"))
    told = {recipient for *_key, recipient, _is_said in differs["extra"]}
    assert told
    assert told <= offices.keys()


def test_the_clock_jumps_and_nobody_is_told_twice(houses):
    house = begin(houses, "2028-01-21")
    house.set_clock(datetime(2028, 1, 21, 8))
    house.worker()
    house.beat()
    live_through(house, datetime(2028, 1, 21, 8))  # the Friday before Tết
    live_through(house, datetime(2028, 1, 25, 9), is_new=False)  # Tết
    live_through(house, datetime(2028, 1, 31, 8))  # the Monday after
    live_through(house, datetime(2028, 2, 2, 8))  # two days on
    live_through(house, datetime(2028, 2, 2, 7), is_new=False)  # an hour back
    live_through(house, datetime(2028, 1, 31, 12), is_new=False)  # two days back
    meanwhile.say_something_to(house, 1, date(2028, 1, 31))
    # Whoever steps back still ticks: what happens now is told now, not in two days.
    told = until(lambda: house.one("SELECT count(*) FROM journal_outbox") == 0, 10)
    assert told, "beat waits for the moment it had reached"
    live_through(house, datetime(2028, 2, 28, 9))
    live_through(
        house, datetime(2028, 2, 28, 23, 59, 55), is_new=False
    )  # over midnight, which is 17:00 elsewhere
    live_through(house, datetime(2028, 2, 29, 0, 0, 5), is_new=False)
    live_through(house, datetime(2028, 2, 29, 8))
    say(
        mails=len(house.letters()),
        days=house.rows("SELECT DISTINCT day::text FROM reminders_digest ORDER BY 1"),
    )
    all_is_well(house)
