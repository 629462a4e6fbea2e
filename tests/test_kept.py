"""What was found is kept until something happens: what ends it, and that the lists show every step at once."""

from datetime import timedelta

import pytest
from django.core.cache import caches
from django.db import transaction
from django.utils import timezone

from directives import actions, kept
from directives.models import DeadlineTerms
from journal.actions import record
from journal.models import Event
from tests.cast import DUE, make_leader
from units.models import Post, Role
from units.working_calendar import today

TABLE = "/assignments/"


class Counting:
    """Finds how often it was asked."""

    def __init__(self) -> None:
        self.asked = 0

    def __call__(self) -> int:
        self.asked += 1
        return self.asked


def another_process(monkeypatch) -> None:
    """One that remembers nothing; what is shared stays."""
    monkeypatch.setattr(kept, "_memory", kept._Memory(""))


# --- what ends it ---


def test_while_nothing_happens_nothing_is_looked_for(ministry):
    ministry.assignment()
    make = Counting()
    assert [kept.kept("a", make), kept.kept("a", make)] == [1, 1]
    assert kept.kept("b", make) == 2


@pytest.mark.parametrize("is_shared", [True, False])
def test_a_step_ends_it(ministry, is_shared):
    row, make = ministry.assignment(), Counting()
    assert kept.kept("a", make, is_shared=is_shared) == 1
    actions.comment(row, by=ministry.office, text="Cần báo cáo sớm.")
    assert kept.kept("a", make, is_shared=is_shared) == 2


def test_a_change_of_the_master_data_ends_it(ministry):
    make = Counting()
    assert kept.kept("a", make) == 1
    make_leader("tt-moi")
    assert kept.kept("a", make) == 2


def test_the_next_day_ends_it(ministry, monkeypatch):
    ministry.assignment()
    make = Counting()
    assert kept.kept("a", make) == 1
    monkeypatch.setattr("directives.kept.today", lambda: today() + timedelta(days=1))
    assert kept.kept("a", make) == 2


def test_a_step_that_began_first_and_ended_last_ends_it(ministry):
    """Its event has a lower number than the newest, and an earlier moment."""
    row, make = ministry.assignment(), Counting()
    with transaction.atomic():
        late = record(row, "comment", by=ministry.office, on=today(), note="bắt đầu trước")
        actions.comment(row, by=ministry.office, text="xong trước")
    values = {field.attname: getattr(late, field.attname) for field in Event._meta.concrete_fields}
    seen_without = Event.objects.exclude(pk=late.pk)
    with pytest.MonkeyPatch.context() as patch:
        # As others see it before its transaction ends.
        patch.setattr("directives.kept.Event.objects", seen_without)
        assert kept.kept("a", make) == 1
        # The negative control: by the newest number and moment alone nothing has happened.
        newest = seen_without.order_by("-pk").first()
        assert (newest.pk, newest.at) > (values["id"], values["at"])
    assert Event.objects.order_by("-pk").first() == newest
    assert kept.kept("a", make) == 2


def test_what_is_shared_is_known_to_another_process_and_the_rest_is_not(ministry, monkeypatch):
    ministry.assignment()
    shared, own = Counting(), Counting()
    assert (kept.kept("a", shared), kept.kept("b", own, is_shared=False)) == (1, 1)
    another_process(monkeypatch)
    assert (kept.kept("a", shared), kept.kept("b", own, is_shared=False)) == (1, 2)


def test_a_process_keeps_so_many_answers_and_no_more(ministry, monkeypatch):
    monkeypatch.setattr(kept, "MOST_KEPT", 3)
    for number in range(10):
        kept.kept(number, lambda: "x", is_shared=False)
        assert len(kept._memory.found) <= 3


def test_an_answer_is_given_though_others_fill_the_memory_meanwhile(ministry, monkeypatch):
    """Several threads answer at once; one of them may empty the memory while another looks."""
    monkeypatch.setattr(kept, "MOST_KEPT", 2)

    def make() -> str:
        for number in range(5):
            kept.kept(number, lambda: "x", is_shared=False)
        return "found"

    assert kept.kept("a", make, is_shared=False) == "found"
    assert kept.kept("a", make, is_shared=False) == "found"


def test_what_is_found_while_something_happens_is_found_again(ministry):
    """The state was read before the looking: at worst it is looked for once too often, never too seldom."""
    row = ministry.assignment()

    def make() -> int:
        found = Event.objects.count()
        actions.comment(row, by=ministry.office, text=f"{timezone.now()}")
        return found

    assert kept.kept("a", make) < kept.kept("a", make)


# --- what is shared ---


def test_what_is_kept_stands_apart_from_the_rate_limits(client, ministry):
    ministry.in_state("in_progress")
    client.force_login(ministry.office)
    for address in ("/queues/", "/statistics/", "/calendar/", "/quality/"):
        assert client.get(address).status_code == 200
    assert caches["kept"]._cache
    assert not caches["default"]._cache


def test_no_account_leaves_the_process(client, ministry):
    row = ministry.in_state("in_progress")
    actions.hand_over(row, by=ministry.head, officer=ministry.officer)
    for user, addresses in (
        (ministry.leader, ["/leader/", "/queues/"]),
        (ministry.head, ["/desk/", "/statistics/", "/calendar/", "/assignments/"]),
        (ministry.office, ["/heat/", "/quality/", "/assignments/?col=officer"]),
    ):
        client.force_login(user)
        for address in addresses:
            assert client.get(address).status_code == 200
    stored = b"".join(caches["kept"]._cache.values())
    assert stored
    ministry.officer.refresh_from_db()
    assert ministry.officer.password.encode() not in stored
    # The negative control: an account that is kept would be seen.
    kept.kept("account", lambda: ministry.officer)
    assert ministry.officer.password.encode() in b"".join(caches["kept"]._cache.values())


def test_the_answers_of_another_program_are_not_read(ministry, monkeypatch):
    ministry.assignment()
    make = Counting()
    assert kept.kept("a", make) == 1
    another_process(monkeypatch)
    assert kept.kept("a", make) == 1
    another_process(monkeypatch)
    monkeypatch.setattr(kept, "PROGRAM", "after the upgrade")
    assert kept.kept("a", make) == 2


@pytest.fixture
def without_cache(settings):
    """Nothing listens on port 1."""
    there = settings.CACHES
    redis = "django.core.cache.backends.redis.RedisCache"
    settings.CACHES = {**there, "kept": {"BACKEND": redis, "LOCATION": "redis://127.0.0.1:1/0"}}
    yield
    settings.CACHES = there


@pytest.mark.usefixtures("without_cache")
def test_without_the_cache_the_pages_are_shown(client, ministry, caplog):
    row = ministry.in_state("in_progress")
    client.force_login(ministry.office)
    for address in ("/queues/", "/statistics/", "/calendar/", "/quality/"):
        assert client.get(address).status_code == 200
    assert "could not be read" in caplog.text
    assert "could not be written" in caplog.text
    assert shown(client, ministry.head) == (1, [row.pk])


def test_what_fails_while_it_is_looked_for_is_not_hidden(ministry):
    def make():
        raise LookupError("wrong question")

    with pytest.raises(LookupError):
        kept.kept("a", make)


# --- the lists ---


def shown(client, user, address: str = TABLE) -> tuple[int, list[int]]:
    client.force_login(user)
    page = client.get(address).context["page"]
    return page.paginator.count, [row.pk for row in page]


@pytest.mark.parametrize("who", ["office", "head", "leader", "clerk"])
def test_what_is_assigned_and_taken_back_is_seen_at_once(client, ministry, who):
    first = ministry.assignment()
    assert shown(client, getattr(ministry, who)) == (1, [first.pk])
    second = ministry.assignment()
    assert shown(client, getattr(ministry, who), f"{TABLE}?sort=code") == (2, [first.pk, second.pk])
    actions.withdraw(second, by=ministry.office, reason="giao nhầm", on_word_of="Bộ trưởng")
    assert shown(client, getattr(ministry, who), f"{TABLE}?sort=code") == (1, [first.pk])


def test_a_queue_loses_what_was_confirmed(client, ministry):
    row, other = ministry.in_state("reported"), ministry.in_state("reported")
    address = "/queues/to-confirm/"
    assert sorted(shown(client, ministry.office, address)[1]) == [row.pk, other.pk]
    actions.confirm(row, by=ministry.office)
    assert shown(client, ministry.office, address) == (1, [other.pk])


def test_a_moved_deadline_moves_the_row(client, ministry):
    first, second = ministry.assignment(), ministry.assignment()
    for who in (ministry.office, ministry.head):
        assert shown(client, who)[1] == [first.pk, second.pk]
    later = DeadlineTerms("day", DUE + timedelta(days=20))
    actions.adjust_deadline(
        first, by=ministry.office, deadline=later, reason="kế hoạch mới", basis="Công văn số 1"
    )
    for who in (ministry.office, ministry.head):
        assert shown(client, who)[1] == [second.pk, first.pk]


def test_the_same_address_shows_each_person_what_is_his(client, ministry):
    mine, theirs = ministry.assignment(), ministry.assignment(unit=ministry.other_unit)
    for _again in range(2):
        assert shown(client, ministry.head) == (1, [mine.pk])
        assert shown(client, ministry.other_head) == (1, [theirs.pk])
        assert shown(client, ministry.office)[0] == 2


def test_who_loses_his_post_sees_nothing_the_moment_after(client, ministry):
    ministry.assignment()
    assert shown(client, ministry.head)[0] == 1
    Post.objects.filter(user=ministry.head).delete()
    client.force_login(ministry.head)
    assert not client.get(TABLE).context["page"].object_list


def test_who_becomes_head_of_another_unit_sees_its_rows_the_moment_after(client, ministry):
    mine, theirs = ministry.assignment(), ministry.assignment(unit=ministry.other_unit)
    assert shown(client, ministry.head)[1] == [mine.pk]
    Post.objects.create(user=ministry.head, role=Role.HEAD, unit=ministry.other_unit)
    assert sorted(shown(client, ministry.head)[1]) == sorted([mine.pk, theirs.pk])


# --- the pages beside them ---


def test_who_is_missing_is_seen_where_a_post_ends_without_a_step(client, ministry):
    row = ministry.assignment(unit=ministry.other_unit)
    client.force_login(ministry.office)

    def without_anyone() -> tuple[int, list[int]]:
        rows = client.get(f"{TABLE}?lacking=anyone").context["page"]
        return client.get("/quality/").context["missing"].anyone, [one.pk for one in rows]

    assert without_anyone() == (0, [])
    ministry.other_head.is_active = False
    ministry.other_head.save()
    assert without_anyone() == (1, [row.pk])


def test_the_calendar_shows_a_moved_deadline_at_once(client, ministry):
    row = ministry.assignment()
    later = DUE + timedelta(days=20)

    def days_with_work() -> set:
        weeks = [client.get(f"/calendar/?month={day:%Y-%m}").context["weeks"] for day in (DUE, later)]
        return {day.on for week in weeks for days in week for day in days if day.items}

    for who in (ministry.office, ministry.head):
        client.force_login(who)
        assert days_with_work() == {DUE}
    terms = DeadlineTerms("day", later)
    actions.adjust_deadline(
        row, by=ministry.office, deadline=terms, reason="kế hoạch mới", basis="Công văn số 1"
    )
    for who in (ministry.office, ministry.head):
        client.force_login(who)
        assert days_with_work() == {later}


def test_a_desk_moves_a_row_to_its_group_at_once(client, ministry):
    row = ministry.assignment(due_on=None)
    client.force_login(ministry.head)

    def groups() -> dict[str, list[int]]:
        return {one.name: [card.pk for card in one.rows] for one in client.get("/desk/").context["sections"]}

    assert groups() == {"to_accept": [row.pk]}
    actions.accept(row, by=ministry.head)
    assert groups() == {"in_progress": [row.pk]}
    # Another head, another desk.
    client.force_login(ministry.other_head)
    assert groups() == {}
