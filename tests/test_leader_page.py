"""The leader's page: his own words, what became of them, what waits for him, on one sheet of paper."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from directives import actions
from journal.models import Event
from meetings.models import Meeting
from tests.cast import WHEN
from units.working_calendar import today

# Who gets the page; everybody else who is signed in is told that it is not for him.
READERS = {"leader", "other_leader", "secretary"}
OTHERS = {"head", "officer", "sub_head", "other_head", "office", "office_head", "clerk", "administrator"}
LATER = {"on": WHEN, "is_backdated": True}


def page(client, user):
    client.force_login(user)
    return client.get(reverse("leader"))


@pytest.mark.parametrize("who", sorted(READERS | OTHERS | {"ended", "nobody"}))
def test_who_gets_the_page(client, ministry, who):
    assert page(client, getattr(ministry, who)).status_code == (200 if who in READERS else 403)


def test_it_holds_the_leaders_own_words(client, ministry):
    m = ministry
    m.assignment(directive=m.directive(title="Lời của Bộ trưởng", leader=m.minister))
    m.assignment(directive=m.directive(title="Lời của Thứ trưởng", leader=m.deputy_minister))
    for who, own, other in (
        ("leader", "Lời của Bộ trưởng", "Lời của Thứ trưởng"),
        ("secretary", "Lời của Thứ trưởng", "Lời của Bộ trưởng"),
    ):
        shown = page(client, getattr(m, who))
        assert shown.context["figures"].directives["total"] == 1
        assert own in shown.content.decode()
        assert other not in shown.content.decode()


def test_what_burns_is_counted_by_directive_the_longest_overdue_first(client, ministry):
    m = ministry
    shared = m.assignment(due_on=date(2024, 8, 1)).directive
    m.assignment(directive=shared, unit=m.other_unit, due_on=date(2024, 8, 2))
    later = m.assignment(due_on=date(2024, 9, 1))
    soon = m.assignment(due_on=today() + timedelta(days=3))
    m.assignment(due_on=None)
    burning = page(client, m.leader).context["burning"]
    assert [(row.directive, row.others) for row in burning] == [
        (shared, 1),
        (later.directive, 0),
        (soon.directive, 0),
    ]


def ask(m, row, days, by=None):
    return actions.request_extension(
        row, by=by or m.head, asked_due_on=row.due_on + timedelta(days=days), reason="chờ ý kiến bộ ngành"
    )


def test_what_waits_is_what_the_office_may_not_decide(client, ministry):
    m = ministry
    within, beyond = m.in_state("in_progress"), m.in_state("in_progress")
    ask(m, within, 30)
    ask(m, beyond, 31)
    declined = m.in_state("declined")
    of_office = m.in_state("reported", unit=m.office_unit, by=m.office_head)
    m.in_state("reported")  # the office confirms that one
    waiting = page(client, m.leader).context["waiting"]
    assert {one.row for one in waiting} == {beyond, declined, of_office}
    assert not page(client, m.other_leader).context["waiting"]
    assert all(one.buttons for one in page(client, m.leader).context["waiting"])


def test_a_secretary_sees_what_waits_and_decides_nothing(client, ministry):
    m = ministry
    m.in_state("declined", directive=m.directive(leader=m.deputy_minister))
    (one,) = page(client, m.secretary).context["waiting"]
    assert not one.buttons


def test_words_of_a_leader_out_of_office_wait_for_the_minister(client, ministry):
    m = ministry
    declined = m.in_state("declined", directive=m.directive(leader=m.deputy_minister))
    m.deputy_minister.terms.update(ends_on=date(2024, 12, 31))
    assert [one.row for one in page(client, m.leader).context["waiting"]] == [declined]


def test_what_was_finished_since_the_last_meeting(client, ministry):
    m = ministry
    m.in_state("completed")  # on 08/7/2024
    Meeting.objects.create(code="GB07/2024", kind="month", title="Giao ban tháng 7", held_on=date(2024, 8, 5))
    assert not page(client, m.leader).context["finished"]
    row = m.in_state("reported")
    actions.confirm(row, by=m.office)
    shown = page(client, m.leader)
    assert list(shown.context["finished"]) == [row]
    assert "Giao ban tháng 7" in shown.content.decode()


@pytest.mark.parametrize("subject", ["assignment", "directive"])
def test_a_remark_lands_on_the_timeline_and_leads_back(client, ministry, subject):
    m = ministry
    row = m.assignment()
    target = row if subject == "assignment" else row.directive
    shown = page(client, m.leader)
    where = reverse(f"{subject}_step", args=[target.pk, "comment"])
    assert (where in shown.content.decode()) is (subject == "assignment")
    answer = client.post(where, {"text": "Phải xong trong tháng", "next": reverse("leader")})
    assert answer.url == reverse("leader")
    event = Event.objects.get(verb="comment")
    assert (event.subject_kind, event.note, event.by) == (subject, "Phải xong trong tháng", m.leader)


def test_many_units_and_a_directive_nobody_owes_take_a_remark_on_the_whole(client, ministry):
    m = ministry
    shared = m.assignment().directive
    m.assignment(directive=shared, unit=m.other_unit)
    orphan = m.directive(title="Chưa rõ ai làm")
    shown = page(client, m.leader).content.decode()
    for directive in (shared, orphan):
        assert reverse("directive_step", args=[directive.pk, "comment"]) in shown
