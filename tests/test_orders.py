"""The orders of the big table: read head by head, the pages are those of a table sorted whole."""

from datetime import date

import pytest

from directives.models import Assignment
from directives.orders import TABLE_SORTINGS, heads
from directives.views import pages
from tests.cast import make_leader
from units.models import User
from units.standing import standing_of
from units.working_calendar import today

WORST_FIRST = [
    "open_overdue",
    "open_within",
    "open_no_deadline",
    "completed_late",
    "completed_on_time",
    "completed_no_deadline",
]
LAST, FIRST = date.max, date.min


def far(day, other=LAST) -> int:
    return (day or other).toordinal()


# Each order as a key over what the page shows, written without the database.
BY = {
    "due": lambda row: (far(row.due_on), row.directive.code, row.pk),
    "-due": lambda row: (-far(row.due_on, FIRST), row.directive.code, row.pk),
    "code": lambda row: (row.directive.code, row.pk),
    "unit": lambda row: (row.unit is None, row.unit.sort_key if row.unit else "", row.directive.code, row.pk),
    "class": lambda row: (WORST_FIRST.index(row.klass), far(row.due_on), row.pk),
    "-class": lambda row: (-WORST_FIRST.index(row.klass), far(row.due_on), row.pk),
    "leader": lambda row: (
        row.directive.leader.full_name,
        row.directive.leader_id,
        row.directive.code,
        row.pk,
    ),
    "meeting": lambda row: (far(row.directive.meeting.held_on), row.directive.code, row.pk),
    "report": lambda row: (far(row.last_report_on, FIRST), row.pk),
    "-report": lambda row: (-far(row.last_report_on, FIRST), -row.pk),
}
# Turned round, but of equals the code still goes upwards: the parts, the last first, for a sort that keeps the order.
TURNED = {
    "-code": [(lambda row: (row.directive.code, row.pk), True)],
    "-unit": [
        (BY["code"], False),
        (lambda row: row.unit.sort_key if row.unit else "", True),
        (lambda row: row.unit is not None, False),
    ],
    "-leader": [
        (BY["code"], False),
        (lambda row: (row.directive.leader.full_name, row.directive.leader_id), True),
    ],
    "-meeting": [(BY["code"], False), (lambda row: far(row.directive.meeting.held_on), True)],
}


def in_order(rows: list, sorting: str) -> list[int]:
    for key, is_turned in TURNED.get(sorting) or [(BY[sorting], False)]:
        rows = sorted(rows, key=key, reverse=is_turned)
    return [row.pk for row in rows]


@pytest.fixture
def rows(demonstration):
    """The demonstration, with much that is completed, work that a leader owes in person and a meeting of an unknown
    day."""
    owing = make_leader("tt-khac")
    some = list(Assignment.objects.live().filter(role="lead").order_by("pk"))
    for place, row in enumerate(some[::3]):
        done_on = [date(2024, 5, 1), date(2030, 1, 1)][place % 2]
        due = {} if place % 5 else {"due_on": None, "first_due_on": None}
        Assignment.objects.filter(pk=row.pk).update(state="completed", completed_on=done_on, **due)
    for row in some[:60:20]:
        Assignment.objects.filter(pk=row.pk).update(unit=None, leader=owing)
    meeting = some[0].directive.meeting
    type(meeting).objects.filter(pk=meeting.pk).update(held_on=None)
    office = standing_of(User.objects.get(username="vanphong"))
    found = (
        Assignment.objects.visible_to(office)
        .classed(today())
        .standing_on(today())
        .marking_readable(office)
        .with_due_shown()
    )
    return found.with_last_report().for_list()


@pytest.mark.parametrize("sorting", TABLE_SORTINGS)
@pytest.mark.parametrize("asked", [{}, {"klass": "open_overdue"}, {"state": "completed"}], ids=str)
def test_read_head_by_head_the_pages_are_those_of_the_whole(rows, monkeypatch, sorting, asked):
    found = rows.filter(**asked)
    whole = in_order(list(found), sorting)
    assert len(whole) > 20
    # One row more than are counted: the heads are used.
    monkeypatch.setattr(pages, "MOST_COUNTED", len(whole) - 1)
    turned = pages.BoundedPaginator(found.order_by(*TABLE_SORTINGS[sorting]), 7, heads=lambda: heads(sorting))
    assert turned.is_more
    seen = [row.pk for number in turned.page_range for row in turned.page(number)]
    assert seen == whole[: len(seen)]
    assert len(seen) >= len(whole) - 1


@pytest.mark.parametrize("words", ["xây dựng", "XAY DUNG", "tháng", "2g", "100%", "_"])
@pytest.mark.parametrize("sorting", ["due", "class", "-unit"])
def test_common_words_find_the_same_rows_in_the_same_order(rows, client, monkeypatch, words, sorting):
    client.force_login(User.objects.get(username="vanphong"))

    def found() -> list[int]:
        answer = client.get("/assignments/", {"q": words, "sort": sorting})
        return [row.pk for row in answer.context["page"]]

    few = found()
    assert few or words in ("100%", "_")
    monkeypatch.setattr(pages, "MOST_COUNTED", 1)
    assert found() == few
