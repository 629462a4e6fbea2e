"""Two people at the same moment, with real threads and real transactions: one wins, the other is told so.

Both hold the row as it was read before either moved; a barrier lets them go together.
"""

import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from django.db import connection, connections

from directives import actions
from directives.actions import taking
from directives.lifecycle import NotNow
from directives.models import Assignment, Directive, ExtensionRequest, ProgressReport
from journal.models import Event, Outbox
from tests.cast import DUE, WHEN, Ministry

WON, TOO_LATE = "won", "too late"
# One round on one row: the step, the two who take it, and the state it leaves.
ROUND = (
    ("report_done", "head", "deputy", "reported"),
    ("send_back", "office", "office2", "in_progress"),
    ("report_done", "substitute", "head", "reported"),
    ("confirm", "office2", "leader", "completed"),
    ("reopen", "office", "leader", "in_progress"),
)
ARGUMENTS = {
    "report_done": {"completed_on": WHEN, "result": "xong", "result_number": "12/BC"},
    "send_back": {"reason": "thiếu phụ lục"},
    "reopen": {"reason": "chưa xong"},
}


@pytest.fixture
def ministry(transactional_db, tmp_path, monkeypatch):
    """A small ministry in a database that threads can share as processes would.

    The usual test database of SQLite lives in memory, where connections share one cache and other locks hold;
    so a copy of it goes to a file.
    """
    # Waking a worker is not what is tried here.
    monkeypatch.setattr("journal.actions._wake", lambda: None)
    if connection.vendor != "sqlite":
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
    yield Ministry()
    connections["default"].close()
    settings["NAME"] = name
    connections["default"] = in_memory


@pytest.fixture
def at_once():
    """Run two functions at the same moment in two threads; each is given time to read before the start."""
    barrier = Barrier(2, timeout=20)

    def run(read: Callable, take: Callable) -> str:
        try:
            row = read()
            barrier.wait()
            take(row)
        except NotNow:
            return TOO_LATE
        finally:
            connection.close()
        return WON

    with ThreadPoolExecutor(2) as pool:

        def together(read: Callable, *takes: Callable) -> list[str]:
            return [future.result() for future in [pool.submit(run, read, take) for take in takes]]

        yield together


def count() -> dict[str, int]:
    return {model.__name__: model.objects.count() for model in (Event, Outbox, ProgressReport)}


def attempt(at_once, ministry, pk: int, verb: str, first: str, second: str, state: str) -> None:
    """One step by two at once, and the check that exactly one of them took it."""
    before, version = count(), Assignment.objects.get(pk=pk).version

    def take(person: str) -> Callable:
        return lambda row: getattr(actions, verb)(
            row, by=getattr(ministry, person), **ARGUMENTS.get(verb, {})
        )

    ends = at_once(lambda: Assignment.objects.get(pk=pk), take(first), take(second))
    after, row = count(), Assignment.objects.get(pk=pk)
    assert sorted(ends) == [TOO_LATE, WON]
    assert after["Event"] - before["Event"] == 1
    assert after["Outbox"] - before["Outbox"] == 1
    assert after["ProgressReport"] - before["ProgressReport"] == (verb == "report_done")
    assert (row.state, row.version) == (state, version + 1)


def test_two_people_cannot_take_the_same_step(ministry, at_once):
    rows = [ministry.in_state("in_progress").pk for _ in range(8)]
    for _ in range(5):
        for step in ROUND:
            for pk in rows:
                attempt(at_once, ministry, pk, *step)


def test_without_the_condition_on_the_version_two_people_would(ministry, at_once, monkeypatch):
    """The negative control: the check above sees a double step when there is one."""

    def unguarded(row, **changes):
        type(row)._base_manager.filter(pk=row.pk).update(version=row.version + 1, **changes)
        row.refresh_from_db()

    monkeypatch.setattr(taking, "move", unguarded)
    for _ in range(5):
        pk = ministry.in_state("in_progress").pk
        with pytest.raises(AssertionError):
            attempt(at_once, ministry, pk, *ROUND[0])
        assert ProgressReport.objects.filter(assignment=pk).count() == 2


def test_two_people_cannot_decide_the_same_request(ministry, at_once):
    for _ in range(10):
        row = ministry.in_state("in_progress")
        request = actions.request_extension(
            row, by=ministry.head, asked_due_on=date(2024, 10, 15), reason="chờ góp ý"
        )
        ends = at_once(
            lambda pk=request.pk: ExtensionRequest.objects.get(pk=pk),
            lambda request: actions.approve(request, by=ministry.office),
            lambda request: actions.counter(
                request, by=ministry.office2, due_on=date(2024, 10, 10), reason="đủ"
            ),
        )
        row.refresh_from_db()
        decided = "approve_extension", "counter_extension"
        assert sorted(ends) == [TOO_LATE, WON]
        assert row.due_on == (date(2024, 10, 15) if ends[0] == WON else date(2024, 10, 10))
        assert (row.first_due_on, row.extension_count, row.deadlines.count()) == (DUE, 1, 2)
        assert Event.objects.filter(verb__in=decided, subject_id=row.pk).count() == 1


def test_two_people_cannot_ask_for_two_extensions_at_once(ministry, at_once):
    for _ in range(10):
        row = ministry.in_state("in_progress")
        ends = at_once(
            lambda pk=row.pk: Assignment.objects.get(pk=pk),
            *(
                lambda row, by=by: actions.request_extension(
                    row, by=by, asked_due_on=date(2024, 10, 15), reason="chờ góp ý"
                )
                for by in (ministry.head, ministry.deputy)
            ),
        )
        assert sorted(ends) == [TOO_LATE, WON]
        assert row.extensions.count() == 1


def test_of_two_different_steps_at_once_one_is_taken(ministry, at_once):
    for _ in range(10):
        row = ministry.assignment()
        ends = at_once(
            lambda pk=row.pk: Assignment.objects.get(pk=pk),
            lambda row: actions.accept(row, by=ministry.head),
            lambda row: actions.withdraw(row, by=ministry.leader, reason="thôi"),
        )
        row.refresh_from_db()
        assert sorted(ends) == [TOO_LATE, WON]
        assert row.state == ("in_progress" if ends[0] == WON else "withdrawn")
        assert Event.objects.filter(subject_kind="assignment", subject_id=row.pk).count() == 2


def test_the_last_two_leads_confirmed_at_once_close_the_support(ministry, at_once):
    for _ in range(5):
        directive = ministry.directive()
        leads = [
            ministry.in_state("reported", directive=directive),
            ministry.in_state(
                "reported", directive=directive, unit=ministry.other_unit, by=ministry.other_head
            ),
        ]
        support = ministry.assignment(directive=directive, unit=ministry.third_unit, role="support")
        ends = at_once(
            lambda: None,
            *(
                lambda _row, pk=lead.pk, by=by: actions.confirm(Assignment.objects.get(pk=pk), by=by)
                for lead, by in zip(leads, (ministry.office, ministry.office2), strict=True)
            ),
        )
        support.refresh_from_db()
        assert ends == [WON, WON]
        assert support.state == "withdrawn"


def test_two_drafts_at_once_get_two_numbers(ministry, at_once):
    for _ in range(10):
        before = Directive.objects.count()
        ends = at_once(
            lambda: ministry.meeting,
            *(
                lambda meeting, by=by: actions.draft(meeting, by=by, title="Việc mới")
                for by in (ministry.office, ministry.clerk)
            ),
        )
        # Where both read the same newest number, one is told to save again.
        assert Directive.objects.count() - before == ends.count(WON) >= 1
    numbers = list(Directive.objects.values_list("number", flat=True))
    assert len(numbers) == len(set(numbers))
