"""kill -9 at random moments while letters are planned, frozen and sent: nobody is forgotten, nobody told twice."""

import os
import random
import signal
import time
from contextlib import suppress
from datetime import datetime

import pytest

from tests.faults import oracle
from tests.faults.generate import DAY
from tests.faults.house import House, children, until
from tests.faults.scale import say, size

pytestmark = pytest.mark.faults

PEOPLE = size(60, 10_000)
KILLS = size(12, 300)
SECONDS = size(120, 3600)
MORNING = datetime(2028, 2, 16, 8)


def at_work(house: House) -> bool:
    """Whether a letter is in somebody's hands, or a sweep is planning."""
    return house.one(
        "SELECT EXISTS (SELECT 1 FROM reminders_digest WHERE state = 'sending' AND claimed_until > %s)"
        " OR NOT EXISTS (SELECT 1 FROM reminders_digest)",
        house.now(),
    )


def kill_at_random(house: House, *, kills: int) -> dict[str, int]:
    """Two workers, one of which dies again and again: all of it, or its child alone. The next life is as long as it
    takes for the rest of the kills to meet the rest of the letters."""
    pick = random.Random(8170)
    workers = [house.worker(), house.worker()]
    beat = house.beat()
    done = {"kills": 0, "children": 0, "in hand": 0}
    started, stop_at = time.monotonic(), time.monotonic() + SECONDS
    total = house.one("SELECT count(DISTINCT recipient) FROM must_be_told WHERE is_said")
    assert until(lambda: house.one("SELECT count(*) FROM reminders_sweep"), 60), house.log()
    while done["kills"] < kills and time.monotonic() < stop_at:
        # Spread over the work: after the next share of the letters; and where somebody is at work, not while he starts.
        share = len(house.letters()) + pick.random() * 2 * total / kills
        until(lambda share=share: at_work(house) and len(house.letters()) >= share, 10, every=0.01)
        time.sleep(pick.uniform(0, 0.1))
        done["in hand"] += at_work(house)
        victim = pick.randrange(2)
        below = children(workers[victim].pid)
        if below and pick.random() < 0.3:
            with suppress(ProcessLookupError):
                os.kill(pick.choice(below), signal.SIGKILL)
            done["children"] += 1
        else:
            house.kill(workers[victim])
            workers[victim] = house.worker()
        done["kills"] += 1
    house.told = until(lambda: house.told_everybody(DAY), max(stop_at - time.monotonic(), 60))
    house.seconds = round(time.monotonic() - started)
    for process in (beat, *workers):
        house.kill(process)
    return done


def begin(houses) -> House:
    house = houses("--people", str(PEOPLE), "--each", "1")
    house.set_clock(MORNING)
    oracle.prepare(house)
    assert oracle.owe(house, MORNING)
    # Long enough in the hands of the mail server that a kill meets some of them there.
    house.mail_server(delay=size(0.05, 0.005))
    return house


def test_killed_workers_lose_nothing_and_repeat_nothing(houses):
    house = begin(houses)
    done = kill_at_random(house, kills=KILLS)
    differs, wire = oracle.ledger_differs(house), oracle.Wire(house)
    say(
        **{name.replace(" ", "_"): count for name, count in done.items()},
        mails=len(wire.by_id()),
        copies=wire.copies,
        lost=len(wire.lost()),
        extra=len(wire.extra()),
        ledger={name: len(rows) for name, rows in differs.items()},
        seconds=house.seconds,
    )
    assert house.told, house.log()
    assert differs == {"lost": [], "extra": [], "double": [], "double letters": []}
    assert wire.lost() == []
    assert wire.extra() == []
    assert wire.letters_too_many() == 0
    assert wire.copies <= done["kills"]
    assert done["kills"] == KILLS


def test_written_down_before_it_is_sent_a_killed_worker_loses_letters(houses):
    """The negative control: with "at most once" the same kills lose letters, and the check above sees it."""
    house = begin(houses)
    house.mail_server(delay=0.5)
    worker = house.worker(off="sent after sending")
    house.beat()
    # In the hands of the mail server, and written down as sent already.
    sent = "SELECT count(*) FROM reminders_digest WHERE state = 'sent'"
    assert until(lambda: house.one(sent) > len(house.letters()), 60, every=0.01), house.log()
    house.kill(worker)
    house.worker()
    assert until(lambda: house.told_everybody(DAY), SECONDS), house.log()
    assert oracle.Wire(house).lost() != []
