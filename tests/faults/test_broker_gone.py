"""Redis forgets everything, with tasks in it and under running workers: the database alone finishes the work."""

import time
from datetime import datetime

import pytest
from celery import Celery

from tests.faults import meanwhile, oracle
from tests.faults.generate import DAY
from tests.faults.house import House, until
from tests.faults.scale import say, size

pytestmark = pytest.mark.faults

PEOPLE = size(30, 2_000)
QUEUED = size(300, 10_000)
KILLS = size(3, 20)
SECONDS = size(60, 1200)
MORNING = datetime(2028, 2, 16, 8)


def begin(houses, people: int = PEOPLE) -> House:
    house = houses("--people", str(people), "--each", "1")
    house.set_clock(MORNING)
    oracle.prepare(house)
    assert oracle.owe(house, MORNING)
    return house


def queue(house: House, count: int) -> int:
    """So many tasks in Redis, as beats would have put them there while no worker ran."""
    app = Celery(broker=house.env["REDIS_URL"])
    for n in range(count):
        app.send_task(
            ("reminders.tasks.sweep", "reminders.tasks.deliver", "journal.tasks.drain_outbox")[n % 3]
        )
    app.close()
    return sum(int(house.redis("LLEN", name).split(b"\r\n")[0][1:]) for name in ("celery", "mail"))


def all_is_well(house: House) -> None:
    assert oracle.ledger_differs(house) == {"lost": [], "extra": [], "double": [], "double letters": []}
    wire = oracle.Wire(house)
    assert wire.lost() == []
    assert wire.extra() == []
    assert wire.copies == 0


def test_a_flushed_redis_loses_nothing(houses):
    house = begin(houses)
    events = meanwhile.say_something_to(house, 10, DAY)
    assert queue(house, QUEUED) == QUEUED
    house.redis("FLUSHALL")
    assert queue(house, 0) == 0
    house.worker()
    house.worker()
    house.beat()
    told = until(
        lambda: house.told_everybody(DAY) and house.one("SELECT count(*) FROM journal_outbox") == 0, SECONDS
    )
    assert told, house.log()
    needed = house.one(
        "SELECT count(*) FROM reminders_sweep WHERE started_at <= (SELECT max(sent_at) FROM reminders_digest)"
    )
    say(
        queued=QUEUED,
        notices=len(events),
        mails=len(house.letters()),
        sweeps_begun_until_the_last_mail=needed,
    )
    all_is_well(house)


def test_without_ticks_a_flushed_redis_forgets_everybody(houses):
    """The negative control: what rests on messages alone is gone with them."""
    house = begin(houses)
    queue(house, 30)
    house.redis("FLUSHALL")
    house.worker()
    assert not until(lambda: house.told_everybody(DAY), 8)
    assert oracle.Wire(house).lost() != []


def test_a_redis_killed_under_running_workers_loses_nothing(houses):
    house = begin(houses, size(60, 5_000))
    house.mail_server(delay=0.05)
    workers = [house.worker(), house.worker()]
    house.beat()
    waited = []
    for _ in range(KILLS):
        redis = next(process for process in house.processes if "redis-server" in str(process.args[0]))
        assert until(lambda: len(house.letters()) or house.swept(DAY), SECONDS), house.log()
        house.kill(redis)
        time.sleep(1)  # while it is away, everybody meets a closed door
        house.start_redis()
        back, sweeps = time.monotonic(), house.one("SELECT count(*) FROM reminders_sweep")
        consuming = until(
            lambda sweeps=sweeps: house.one("SELECT count(*) FROM reminders_sweep") > sweeps, SECONDS
        )
        waited.append(round(time.monotonic() - back, 1))
        assert consuming, house.log()
    told = until(lambda: house.told_everybody(DAY), SECONDS)
    say(kills=KILLS, longest_wait_for_work=max(waited), mails=len(house.letters()))
    assert told, house.log()
    assert all(worker.poll() is None for worker in workers)
    all_is_well(house)
