"""The journal: what is written stays, what is rolled back was never said, what is to be told is told."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from directives import actions
from directives.models import Deadline, DeadlineTerms
from journal import outbox
from journal.actions import record
from journal.models import Event, Outbox
from tests.cast import WHEN

TOLD: list[int] = []
FAILING = {"reason": ""}


def tell(event: Event) -> None:
    """A consumer of the tests."""
    if FAILING["reason"]:
        raise RuntimeError(FAILING["reason"])
    TOLD.append(event.pk)


@pytest.fixture(autouse=True)
def _consumers(settings, monkeypatch):
    settings.OUTBOX_CONSUMERS = {"tests": "tests.test_journal.tell"}
    monkeypatch.setattr("journal.actions._wake", lambda: None)
    TOLD.clear()
    FAILING["reason"] = ""


@pytest.fixture
def waiting(ministry) -> Outbox:
    """One event that its consumer still has to be told."""
    actions.accept(ministry.assignment(), by=ministry.head)
    return Outbox.objects.get()


# --- append-only ---


@pytest.mark.parametrize("model", [Event, Deadline])
def test_a_row_cannot_be_changed(ministry, model):
    ministry.assignment()
    row = model.objects.first()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        model.objects.filter(pk=row.pk).update(on=date(2024, 7, 9))
    row.on = date(2024, 7, 9)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        row.save()
    row.refresh_from_db()
    assert row.on == WHEN


@pytest.mark.parametrize("model", [Event, Deadline])
def test_a_row_cannot_be_deleted(ministry, model):
    ministry.assignment()
    before = model.objects.count()
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"DELETE FROM {model._meta.db_table}")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        model.objects.first().delete()
    assert model.objects.count() == before > 0


@pytest.mark.parametrize("model", [Event, Deadline])
def test_a_table_cannot_be_emptied(ministry, model):
    if connection.vendor != "postgresql":
        pytest.skip("only PostgreSQL has TRUNCATE")
    ministry.assignment()
    # Settles the foreign keys still to be checked; they would refuse before the trigger is asked.
    connection.check_constraints()
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"TRUNCATE {model._meta.db_table} CASCADE")


def test_a_deadline_goes_with_no_assignment(ministry):
    # The foreign key says CASCADE; the trigger says no.
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        ministry.assignment().delete()


# --- one step, one event ---


def test_each_step_writes_one_event(ministry):
    row = ministry.assignment()
    steps = (
        (actions.accept, ministry.head, {}),
        (actions.report_progress, ministry.head, {"text": "một nửa"}),
        (actions.report_done, ministry.head, {"completed_on": WHEN, "result": "xong", "result_number": "1"}),
        (actions.send_back, ministry.office, {"reason": "thiếu"}),
        (actions.comment, ministry.head, {"text": "một lời"}),
        (actions.withdraw, ministry.leader, {"reason": "thôi"}),
    )
    for take, by, said in steps:
        before = Event.objects.count()
        take(row, by=by, **said)
        assert Event.objects.count() == before + 1
        event = Event.objects.latest("id")
        assert (event.verb, event.subject_kind, event.subject_id) == (take.__name__, "assignment", row.pk)
        assert (event.by, event.on) == (by, timezone.localdate())


def test_an_event_says_from_where_to_where_by_whom_and_as_what(ministry):
    event = actions.decline(
        ministry.assignment(), by=ministry.head, reason="không thuộc chức năng", proposed="Cục Báo chí"
    )
    assert (event.from_state, event.to_state) == ("assigned", "declined")
    assert (event.by, event.by_role, event.note) == (ministry.head, "Cục Viễn thông", "không thuộc chức năng")
    assert event.data == {"proposed": "Cục Báo chí"}


def test_a_step_that_moves_no_state_names_none(ministry):
    event = actions.comment(ministry.assignment(), by=ministry.head, text="một lời")
    assert (event.from_state, event.to_state) == ("", "")


# --- all or nothing ---


def test_a_step_rolled_back_leaves_no_event_and_nothing_to_tell(ministry):
    row = ministry.assignment()
    before = Event.objects.count(), Outbox.objects.count()
    with transaction.atomic():
        actions.accept(row, by=ministry.head)
        assert Outbox.objects.count() == before[1] + 1
        transaction.set_rollback(True)
    row.refresh_from_db()
    assert (Event.objects.count(), Outbox.objects.count()) == before
    assert row.state == "assigned"


def test_a_step_that_fails_half_way_leaves_nothing(ministry, monkeypatch):
    row = ministry.in_state("in_progress")
    before = Event.objects.count(), Outbox.objects.count(), Deadline.objects.count()

    def fail(*_args, **_kwargs):
        raise ZeroDivisionError

    # The event is written first, the deadline after it.
    monkeypatch.setattr("directives.actions.extending.add_deadline", fail)
    with pytest.raises(ZeroDivisionError):
        actions.adjust_deadline(
            row,
            by=ministry.leader,
            deadline=DeadlineTerms("day", date(2024, 10, 15)),
            reason="mới",
            basis="QĐ 1",
        )
    row.refresh_from_db()
    assert (Event.objects.count(), Outbox.objects.count(), Deadline.objects.count()) == before
    assert row.due_on == date(2024, 9, 30)


@pytest.mark.django_db(transaction=True)
def test_an_event_is_written_only_inside_a_transaction(ministry):
    facts = {"by": ministry.head, "on": WHEN}
    with pytest.raises(RuntimeError):
        record(ministry.meeting, "edit_meeting", **facts)
    assert Event.objects.count() == 0
    with transaction.atomic():
        record(ministry.meeting, "edit_meeting", **facts)
    assert Event.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_worker_is_woken_only_after_the_commit(ministry, monkeypatch):
    woken = []
    monkeypatch.setattr("journal.actions._wake", lambda: woken.append(Event.objects.count()))
    with transaction.atomic():
        record(ministry.meeting, "edit_meeting", by=None, on=WHEN)
        assert woken == []
    assert woken == [1]


@pytest.mark.django_db(transaction=True)
def test_a_broker_that_is_away_harms_no_step(ministry, monkeypatch):
    def away() -> None:
        raise OSError("broker away")

    monkeypatch.setattr("journal.actions._wake", away)
    actions.accept(ministry.assignment(), by=ministry.head)
    assert Outbox.objects.count() == 1


# --- telling ---


def test_what_is_entered_afterwards_is_told_to_nobody(ministry):
    row = ministry.in_state("completed")
    assert not Outbox.objects.exists()
    actions.comment(row, by=ministry.head, text="một lời")
    assert Outbox.objects.count() == 1


def test_a_consumer_is_told_once(waiting):
    assert (outbox.drain(), outbox.drain()) == (1, 0)
    assert [waiting.event_id] == TOLD
    assert not Outbox.objects.exists()


def test_events_are_told_in_the_order_they_happened(ministry):
    row = ministry.assignment()
    actions.accept(row, by=ministry.head)
    actions.report_progress(row, by=ministry.head, text="một nửa")
    outbox.drain()
    first, second = TOLD
    assert first < second


def test_each_consumer_is_told_by_a_row_of_its_own(ministry, settings):
    settings.OUTBOX_CONSUMERS = {"tests": "tests.test_journal.tell", "broken": "tests.test_journal.no_such"}
    actions.accept(ministry.assignment(), by=ministry.head)
    assert outbox.drain() == 1
    assert list(Outbox.objects.values_list("consumer", flat=True)) == ["broken"]


def later(row: Outbox) -> Outbox:
    """Let the wait before the next try be over."""
    Outbox.objects.filter(pk=row.pk).update(claimed_until=timezone.now() - timedelta(seconds=1))
    row.refresh_from_db()
    return row


def test_a_claim_from_a_clock_that_was_ahead_does_not_hold_a_row_for_days(waiting):
    Outbox.objects.update(claimed_until=timezone.now() + timedelta(days=2))
    assert outbox.drain() == 1


def test_a_consumer_that_fails_is_kept_with_its_reason_and_told_later(waiting):
    FAILING["reason"] = "hết chỗ"
    assert outbox.drain() == 0
    waiting.refresh_from_db()
    assert (waiting.attempts, waiting.last_error) == (1, "hết chỗ")
    # Not at once again: it waits, and longer each time.
    assert outbox.drain() == 0
    assert later(waiting).attempts == 1
    FAILING["reason"] = ""
    assert outbox.drain() == 1
    assert [waiting.event_id] == TOLD


def test_a_consumer_that_always_fails_is_given_up_and_never_lost(waiting):
    FAILING["reason"] = "hết chỗ"
    for _ in range(12):
        outbox.drain()
        later(waiting)
    assert waiting.attempts == 8
    assert waiting.last_error == "hết chỗ"


def test_what_a_failing_consumer_wrote_is_undone(waiting, monkeypatch):
    def half(event: Event) -> None:
        record(event, "told", by=None, on=WHEN, is_backdated=True)
        raise RuntimeError("giữa chừng")

    monkeypatch.setattr("tests.test_journal.tell", half)
    before = Event.objects.count()
    outbox.drain()
    assert Event.objects.count() == before


def test_a_claim_left_by_a_worker_that_died_runs_out(waiting):
    Outbox.objects.update(claimed_until=timezone.now() + timedelta(minutes=4), attempts=1)
    assert outbox.drain() == 0
    later(waiting)
    assert outbox.drain() == 1


def test_one_drain_tells_no_more_than_its_limit(ministry):
    row = ministry.assignment()
    for number in range(3):
        actions.comment(row, by=ministry.head, text=f"lời thứ {number}")
    assert (outbox.drain(limit=2), outbox.drain(limit=2)) == (2, 1)
