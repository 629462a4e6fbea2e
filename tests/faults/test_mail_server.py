"""The mail server refuses, stalls, cuts: nobody is lost for it, and nothing else waits for it."""

import time
from collections import Counter
from datetime import datetime, timedelta

import pytest

from tests.faults import meanwhile, oracle
from tests.faults.generate import DAY
from tests.faults.house import House, until
from tests.faults.scale import IS_FULL, say, size

pytestmark = pytest.mark.faults

PEOPLE = size(50, 1_000)
SECONDS = size(90, 1200)
MORNING = datetime(2028, 2, 16, 8)


def begin(houses, people: int = PEOPLE) -> House:
    house = houses("--people", str(people), "--each", "1")
    # Nobody is killed here. A jump of the clock would end the lease of a letter that is on its way, and the copy that
    # another worker then sends would be of the test's making: the lease outlasts every jump of these tests.
    house.env["FAULTS_LEASE"] = "3600"
    house.set_clock(MORNING)
    oracle.prepare(house)
    assert oracle.owe(house, MORNING)
    return house


def frozen(house: House) -> bool:
    """Every letter is written; whether it could be sent is another matter."""
    return house.one(
        "SELECT (SELECT count(*) FROM reminders_digest) > 0 AND "
        "NOT EXISTS (SELECT 1 FROM reminders_reminder WHERE state = 'planned' AND digest_id IS NULL)"
    )


def test_a_server_that_refuses_for_a_while_costs_time_only(houses):
    house = begin(houses)
    house.mail_server(refuse="451 4.3.2 not now")
    house.worker()
    house.worker()
    house.beat()
    assert until(lambda: frozen(house) and house.letters("refused"), SECONDS), house.log()
    since = time.monotonic()
    if IS_FULL:
        until(lambda: False, 600)
    house.mail_server()
    # The pauses between two tries pass on the clock in our hand; in the full form by themselves.
    if not IS_FULL:
        house.set_clock(MORNING + timedelta(minutes=20))
    told = until(lambda: house.told_everybody(DAY), SECONDS)
    tries = house.one("SELECT max(attempts) FROM reminders_digest")
    say(
        mails=len(house.letters()),
        refused=len(house.letters("refused")),
        most_tries=tries,
        seconds=round(time.monotonic() - since),
    )
    assert told, house.log()
    assert tries <= 8
    wire = oracle.Wire(house)
    assert (wire.lost(), wire.extra(), wire.copies) == ([], [], 0)


def test_one_bad_recipient_of_fifty_is_refused_once_and_the_others_arrive(houses):
    house = begin(houses, 50)
    bad = house.one("SELECT min(email) FROM must_be_told WHERE is_said AND email <> ''")
    house.mail_server(recipients={bad: "550 5.1.1 no such mailbox"})
    house.worker()
    house.beat()
    assert until(lambda: house.told_everybody(DAY), SECONDS), house.log()
    # Whoever would try it again would do so by now.
    house.set_clock(MORNING + timedelta(hours=2))
    time.sleep(3)
    wire, state = (
        oracle.Wire(house),
        house.rows("SELECT state, last_error FROM reminders_digest WHERE address = %s", bad),
    )
    say(mails=len(wire.by_id()), refused=len(house.letters("refused")), state=state[0][0])
    assert len(house.letters("refused")) == 1
    assert {to for to, _code in wire.lost()} == {bad}
    assert (wire.extra(), wire.copies) == ([], 0)
    assert state[0][0] in ("failed", "bounced")
    assert "no such mailbox" in state[0][1]


def test_where_a_refusal_for_good_is_tried_again_the_check_sees_it(houses):
    """The negative control."""
    house = begin(houses, 50)
    bad = house.one("SELECT min(email) FROM must_be_told WHERE is_said AND email <> ''")
    house.mail_server(recipients={bad: "550 5.1.1 no such mailbox"})
    house.worker(off="refused for good")
    house.beat()
    for minutes in (0, 5, 15, 40):
        house.set_clock(MORNING + timedelta(minutes=minutes))
        until(lambda: len(house.letters("refused")) > 1, 15)
    assert len(house.letters("refused")) > 1


@pytest.mark.parametrize("fault", ["cut", "drop"])
def test_a_link_cut_before_the_answer_loses_nothing(houses, fault):
    house = begin(houses)
    house.mail_server(**{fault: size(0.2, 0.05)})
    house.worker()
    house.worker()
    house.beat()
    for minutes in range(0, 200, 20):
        house.set_clock(MORNING + timedelta(minutes=minutes))
        if until(lambda: house.told_everybody(DAY), size(10, 300)):
            break
    wire, cuts = oracle.Wire(house), len(house.letters(fault))
    say(fault=fault, mails=len(wire.by_id()), cuts=cuts, copies=wire.copies, lost=len(wire.lost()))
    assert house.told_everybody(DAY), house.log()
    assert cuts > 0
    assert (wire.lost(), wire.extra()) == ([], [])
    assert wire.copies <= cuts


def test_written_down_before_it_is_sent_a_cut_link_loses_letters(houses):
    """The negative control."""
    house = begin(houses)
    house.mail_server(drop=0.3)
    house.worker(off="sent after sending")
    house.beat()
    assert until(lambda: house.told_everybody(DAY), SECONDS), house.log()
    assert oracle.Wire(house).lost() != []


def test_a_server_that_stalls_holds_up_nothing_but_letters(houses):
    house = begin(houses, size(20, 200))
    house.mail_server(stall=size(60, 300))
    house.worker(queues="celery", concurrency="2")
    house.worker(queues="mail", concurrency="2")
    house.beat()
    assert until(lambda: house.letters("stalled"), SECONDS), house.log()
    waits = []
    for _ in range(size(3, 30)):
        meanwhile.say_something_to(house, 1, DAY)
        since = time.monotonic()
        assert until(lambda: house.one("SELECT count(*) FROM journal_outbox") == 0, 30), house.log()
        waits.append(round(time.monotonic() - since, 1))
        time.sleep(size(0.5, 5))
    house.mail_server()
    for minutes in (5, 25, 60):
        house.set_clock(MORNING + timedelta(minutes=minutes))
        if until(lambda: house.told_everybody(DAY), size(30, 300)):
            break
    stalls = Counter(row["id"] for row in house.letters("stalled"))
    say(stalled=sum(stalls.values()), longest_wait_of_the_outbox=max(waits), mails=len(house.letters()))
    # A tick a second, and time to do it.
    assert max(waits) <= 5
    wire = oracle.Wire(house)
    assert house.told_everybody(DAY), house.log()
    assert (wire.lost(), wire.extra(), wire.copies) == ([], [], 0)


def test_in_one_queue_a_server_that_stalls_holds_up_everything(houses):
    """The negative control: the same with one worker for all."""
    house = begin(houses, 20)
    house.mail_server(stall=60)
    house.worker(queues="celery,mail", concurrency="1")
    house.beat()
    assert until(lambda: house.letters("stalled"), SECONDS), house.log()
    meanwhile.say_something_to(house, 1, DAY)
    assert not until(lambda: house.one("SELECT count(*) FROM journal_outbox") == 0, 5)
