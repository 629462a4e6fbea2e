"""Two sweeps at the same moment, with real threads and real transactions: everybody is told once."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from django.core import mail
from django.db import connection, connections

from reminders import delivery, engine, ledger
from reminders.models import Digest, LetterPolicy, Reminder, ReminderRule, Sweep
from tests.cast import Ministry

DAY = date(2024, 9, 25)
DUE = date(2024, 9, 30)


@pytest.fixture
def ministry(transactional_db, tmp_path, monkeypatch):
    """In a database that threads share as processes would: for SQLite, a copy of the test database in a file."""
    monkeypatch.setattr("journal.actions._wake", lambda: None)
    if connection.vendor != "sqlite":
        _policy()
        yield Ministry()
        return
    settings, in_memory = connections.settings["default"], connections["default"]
    name, path = settings["NAME"], tmp_path / "two.sqlite3"
    in_memory.ensure_connection()
    copy = sqlite3.connect(path)
    in_memory.connection.backup(copy)
    copy.close()
    settings["NAME"] = path
    connections["default"] = connections.create_connection("default")
    _policy()
    yield Ministry()
    connections["default"].close()
    settings["NAME"] = name
    connections["default"] = in_memory


def _policy():
    """Another test with real transactions may have emptied the tables, the policy with them."""
    ReminderRule.objects.all().delete()
    for days in (7, 3, 1):
        ReminderRule.objects.create(code=f"before-{days}", kind="before_due", days=days)
    LetterPolicy(has_office_letter=False).save()


def two_sweeps():
    barrier = Barrier(2, timeout=20)

    def run(_):
        try:
            barrier.wait()
            return engine.sweep(DAY)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(run, range(2)))


def owe(ministry):
    for _ in range(6):
        ministry.assignment(due_on=DUE)
    ministry.assignment(unit=ministry.other_unit, due_on=DUE)


def test_two_sweeps_at_the_same_moment(ministry, monkeypatch):
    owe(ministry)
    # Both have read the empty ledger before either writes.
    both_have_planned, write = Barrier(2, timeout=20), ledger.write

    def write_together(*args, **how):
        both_have_planned.wait()
        return write(*args, **how)

    monkeypatch.setattr(ledger, "write", write_together)
    results = two_sweeps()
    # 7 assignments, one head each: before-7 outrun, before-3 said.
    assert Reminder.objects.filter(state="superseded", rule="before-7").count() == 7
    assert Reminder.objects.filter(state="sent", rule="before-3").count() == 7
    assert Reminder.objects.count() == 14
    assert sorted(Digest.objects.values_list("recipient__username", "state")) == [
        ("head", "sent"),
        ("other_head", "sent"),
    ]
    assert sorted(message.to for message in mail.outbox) == [["head@example.vn"], ["other_head@example.vn"]]
    assert sum(result.planned for result in results) == 7
    assert sum(result.sent for result in results) == 2
    assert sum(Sweep.objects.values_list("planned", flat=True)) == 7


def test_without_the_claim_two_workers_send_twice(ministry, monkeypatch):
    """The negative control: the check above sees a double mail when there is one."""
    owe(ministry)
    monkeypatch.setattr(delivery, "_claim", lambda pk: "")
    engine.sweep(DAY)
    both_have_it = Barrier(2, timeout=20)

    def claimed_by_everybody(pk):
        both_have_it.wait()
        Digest.objects.filter(pk=pk).update(state="sending", owner="anybody")
        return "anybody"

    monkeypatch.setattr(delivery, "_claim", claimed_by_everybody)
    monkeypatch.setattr(delivery, "_check_again", lambda *_, **__: True)
    two_sweeps()
    assert len(mail.outbox) == 4
