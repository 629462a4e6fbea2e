"""Heat table, calendar of deadlines, meeting room: who sees them, and that they say what is true."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse

from tests.test_web_pages import ALL_SEEING, EVERYBODY, OF_FIRST_MEETING, World
from units.models import CalendarDay

# Who gets the view for the meeting room of the first meeting (200); who sees the meeting gets 403, others 404.
ROOM = ALL_SEEING | {"clerk"}


@pytest.fixture
def world(ministry):
    return World(ministry)


@pytest.mark.parametrize("who", sorted(EVERYBODY))
def test_what_each_person_gets(client, world, who):
    client.force_login(getattr(world.m, who))
    assert client.get(reverse("heat")).status_code == 200
    assert client.get(reverse("calendar")).status_code == 200
    room = client.get(reverse("meeting_room", args=[world.m.meeting.pk])).status_code
    assert room == (200 if who in ROOM else 403 if who in OF_FIRST_MEETING else 404)


def days(client, query=""):
    answer = client.get(reverse("calendar") + query)
    assert answer.status_code == 200
    return {day.on: day for week in answer.context["weeks"] for day in week}


# --- heat table ---


def test_rows_are_worst_first_and_the_number_is_the_link(client, ministry):
    m = ministry
    for _ in range(3):
        m.assignment(unit=m.other_unit)
    m.assignment(unit=m.unit)
    m.assignment(unit=m.third_unit, due_on=None)
    client.force_login(m.office)
    page = client.get(reverse("heat"))
    rows = page.context["rows"]
    assert [row.group.key for row in rows] == ["CBC", "CVT", "CTS"]
    levels = {row.group.key: {cell.klass: (cell.n, cell.level) for cell in row.cells} for row in rows}
    assert levels["CBC"]["open_overdue"] == (3, 5)
    assert levels["CVT"]["open_overdue"] == (1, 2)
    assert levels["CTS"]["open_overdue"] == (0, 0)
    # Within a column: one row without a deadline is the most of its own.
    assert levels["CTS"]["open_no_deadline"] == (1, 5)
    link = "/assignments/?addressee=CBC&amp;klass=open_overdue&amp;role=lead&amp;kind=task"
    assert f'href="{link}">3</a>' in page.content.decode()
    assert client.get(link.replace("&amp;", "&")).context["page"].paginator.count == 3


def test_a_unit_sees_its_own_row_of_the_heat_table(client, world):
    client.force_login(world.m.other_head)
    assert {row.group.key for row in client.get(reverse("heat")).context["rows"]} == {"CBC"}


# --- calendar ---


@time_machine.travel(date(2024, 9, 18), tick=False)
def test_the_month_shows_what_is_due_on_its_day(client, ministry):
    m = ministry
    row = m.assignment(due_on=date(2024, 9, 30))
    m.assignment(directive=row.directive, unit=m.other_unit, due_on=date(2024, 9, 30))
    late = m.assignment(due_on=date(2024, 9, 4))
    m.assignment(due_on=date(2024, 10, 31))
    client.force_login(m.office)
    found = days(client)
    assert [(item.directive, item.n) for item in found[date(2024, 9, 30)].items] == [(row.directive_id, 2)]
    assert [(item.directive, item.klass) for item in found[date(2024, 9, 4)].items] == [
        (late.directive_id, "open_overdue")
    ]
    assert date(2024, 10, 31) not in found
    assert found[date(2024, 9, 18)].is_today
    assert [day.on for day in found.values() if day.is_today] == [date(2024, 9, 18)]
    assert len(days(client, "?month=2024-10")[date(2024, 10, 31)].items) == 1


def test_days_off_and_days_worked_in_exchange_say_why(client, ministry):
    CalendarDay.objects.create(on=date(2024, 5, 4), is_working=True, name="Làm bù cho 29/4")
    CalendarDay.objects.create(on=date(2024, 4, 29), is_working=False, name="Nghỉ hoán đổi")
    client.force_login(ministry.head)
    april = days(client, "?month=2024-04")
    assert april[date(2024, 4, 30)].is_holiday
    assert april[date(2024, 4, 29)].occasion == "Nghỉ hoán đổi"
    assert not april[date(2024, 4, 27)].is_working
    may = days(client, "?month=2024-05")
    assert may[date(2024, 5, 4)].is_made_up
    assert not may[date(2024, 5, 11)].is_made_up
    page = client.get(reverse("calendar") + "?month=2024-05").content.decode()
    assert "Làm bù cho 29/4" in page
    assert 'rel="prev" href="?month=2024-04"' in page
    assert 'rel="next" href="?month=2024-06"' in page


def test_a_week_is_named_by_any_of_its_days(client, ministry):
    client.force_login(ministry.head)
    assert list(days(client, "?week=2024-09-18")) == [date(2024, 9, day) for day in range(16, 23)]
    page = client.get(reverse("calendar") + "?week=2024-12-31").content.decode()
    assert 'rel="next" href="?week=2025-01-06"' in page


@pytest.mark.parametrize(
    "query", ["month=2024-13", "month=x", "month=0001-01", "week=2024-02-31", "week=9999-12-31"]
)
def test_a_made_up_month_is_refused_in_words(client, ministry, query):
    client.force_login(ministry.head)
    answer = client.get(reverse("calendar") + f"?{query}")
    assert answer.status_code == 400
    assert answer.context["is_refused"]


def test_the_deadline_of_a_co_addressee_is_not_in_the_calendar(client, world):
    m = world.m
    client.force_login(m.head)
    mine = {item.directive: item.n for item in days(client, "?month=2024-09")[date(2024, 9, 30)].items}
    assert mine[world.directives["shared"].pk] == 1
    assert world.directives["foreign"].pk not in mine


# --- meeting room ---


def test_the_worst_stands_first_ten_a_page(client, ministry):
    m = ministry
    nobody = m.directive(title="Chưa rõ ai làm")
    done = m.in_state("completed").directive
    undated = m.assignment(due_on=None).directive
    older = m.assignment(due_on=date(2024, 7, 31)).directive
    newer = m.assignment(due_on=date(2024, 9, 30)).directive
    m.draft(title="Dự thảo")
    m.directive(title="Định hướng chung", kind="orientation")
    client.force_login(m.leader)
    address = reverse("meeting_room", args=[m.meeting.pk])
    shown = [one.directive for one in client.get(address).context["page"]]
    assert shown == [older, newer, nobody, undated, done]
    for _ in range(6):
        m.assignment(due_on=None)
    first = client.get(address)
    assert len(first.context["page"]) == 10
    assert 'rel="next" href="?page=2"' in first.content.decode()
    assert len(client.get(address + "?page=2").context["page"]) == 1


def test_of_many_units_the_worst_speaks_and_the_done_are_counted(client, ministry):
    m = ministry
    row = m.in_state("completed")
    m.assignment(directive=row.directive, unit=m.other_unit)
    m.assignment(directive=row.directive, unit=m.third_unit, role="support")
    client.force_login(m.office)
    (one,) = client.get(reverse("meeting_room", args=[m.meeting.pk])).context["page"]
    assert (one.worst.unit, one.done, len(one.leads)) == (m.other_unit, 1, 2)


def test_the_meeting_page_leads_to_the_room_for_those_who_run_it(client, ministry):
    m = ministry
    m.assignment()
    for who, is_there in (("office", True), ("clerk", True), ("head", False)):
        client.force_login(getattr(m, who))
        page = client.get(m.meeting.get_absolute_url()).content.decode()
        assert (reverse("meeting_room", args=[m.meeting.pk]) in page) is is_there, who
