"""The big table, its saved views, the form in a row, the office desk and the data-quality page."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from directives import actions
from directives.lifecycle import NotYours
from directives.models import SavedView
from directives.quality import missing
from directives.views import pages
from journal.models import Event
from tests.cast import make_unit
from units.standing import standing_of
from units.working_calendar import today

TABLE = "/assignments/"


def listed(client, query: str) -> set[int]:
    answer = client.get(f"{TABLE}?{query}")
    assert answer.status_code == 200
    return {row.pk for row in answer.context["page"]}


# --- filters, columns, order ---


@pytest.mark.parametrize(
    "query",
    [
        "klass=xyz",
        "unit=KHONG-CO",
        "due_from=31/02/2024",
        "silent_for=-5",
        "silent_for=abc",
        "silent_for=99999999999999999999",
        "lacking=brain",
        "sort=password",
        "col=secret",
        "officer=%27%3B--",
        "q=%00",
        "meeting=a&meeting=b",
    ],
)
def test_a_forged_filter_is_told_in_place(client, ministry, query):
    ministry.in_state("in_progress")
    client.force_login(ministry.office)
    for address in (TABLE, "/queues/", "/queues/to-confirm/"):
        answer = client.get(f"{address}?{query}")
        assert answer.status_code == 400
        assert answer.context["problems"]
        assert 'role="alert"' in answer.content.decode()


@pytest.mark.parametrize(
    "query", ["page=abc", "page=99999999999999999999", "edit=abc", "edit=9²", "view=x", "x=1"]
)
def test_what_does_not_matter_in_the_address_is_ignored(client, ministry, query):
    ministry.in_state("in_progress")
    client.force_login(ministry.office)
    assert client.get(f"{TABLE}?{query}").status_code == 200


def test_what_is_missing_can_be_asked_for(client, ministry):
    m = ministry
    plain, undated = m.in_state("in_progress"), m.in_state("in_progress", due_on=None)
    handed = m.in_state("in_progress")
    actions.hand_over(handed, by=m.head, officer=m.officer)
    actions.follow(handed, by=m.office, follower=m.office2)
    actions.report_progress(handed, by=m.head, text="một phần")
    headless = m.assignment(unit=make_unit("KHONG-TRUONG"))
    outside = m.assignment(unit=m.outsider)
    in_person = m.assignment(leader=m.minister)
    client.force_login(m.office)
    everything = {row.pk for row in (plain, undated, handed, headless, outside, in_person)}
    assert listed(client, "lacking=deadline") == {undated.pk}
    assert listed(client, "lacking=officer") == everything - {handed.pk}
    assert listed(client, "lacking=follower") == everything - {handed.pk}
    assert listed(client, "lacking=anyone") == {headless.pk, outside.pk}
    assert listed(client, "silent_for=30") == {plain.pk, undated.pk}
    assert listed(client, "follower=office2") == {handed.pk}
    assert listed(client, "q=phuong an") == everything
    page = client.get("/quality/").content.decode()
    assert "?lacking=anyone" in page
    found = missing(standing_of(m.office), today())
    assert (found.anyone, found.officer, found.deadline, found.open) == (2, 5, 1, 6)


def test_the_quality_page_counts_hours_from_the_meeting_to_the_issue(client, ministry):
    m = ministry
    m.directive()  # held on 04/07, issued afterwards on 08/07/2024
    client.force_login(m.office)
    [line] = client.get("/quality/").context["times"]
    assert (line.issued, line.hours, line.most_hours) == (1, 96, 96)
    client.force_login(m.head)
    assert client.get("/quality/").status_code == 403


def test_columns_are_those_chosen(client, ministry):
    ministry.in_state("in_progress")
    client.force_login(ministry.office)
    answer = client.get(f"{TABLE}?col=meeting&col=report&sort=-report")
    assert [name for name, _column in answer.context["columns"]] == ["title", "meeting", "report"]


def test_of_a_co_addressee_no_column_says_more_than_his_class(client, ministry):
    m = ministry
    own = m.assignment()
    theirs = m.assignment(directive=own.directive, unit=m.other_unit)
    actions.hand_over(theirs, by=m.other_head, officer=m.other_head)
    actions.follow(theirs, by=m.office, follower=m.office2)
    client.force_login(m.head)
    query = "col=due&col=officer&col=follower&col=report&col=state&col=asked"
    page = client.get(f"{TABLE}?{query}").content.decode()
    assert str(m.other_head) not in page
    assert str(m.office2) not in page
    assert f"{theirs.pk}:{theirs.version}" not in page
    for hidden in ("lacking=deadline", "lacking=officer", "follower=office2", "officer=other_head"):
        answer = client.get(f"{TABLE}?{hidden}")
        assert theirs.pk not in {row.pk for row in answer.context["page"]} or answer.status_code == 400


def test_very_many_rows_are_counted_up_to_a_limit(client, ministry, monkeypatch):
    monkeypatch.setattr(pages, "MOST_COUNTED", 2)
    for _ in range(4):
        ministry.assignment()
    client.force_login(ministry.office)
    paginator = client.get(TABLE).context["page"].paginator
    assert (paginator.count, paginator.is_more) == (2, True)


# --- what it costs ---

COSTS = {
    f"{TABLE}?sort=-report&col=code&col=meeting&col=field&col=asked&col=follower&col=report": "table",
    "/queues/": "desk",
    "/queues/to-confirm/": "to confirm",
    "/queues/extensions/": "extensions",
    "/queues/without-report/": "without report",
    "/quality/": "quality",
    "/views/": "views",
}


def test_what_pages_cost_does_not_grow_with_rows(client, ministry):
    m = ministry
    client.force_login(m.office)
    costs = []
    for number in (1, 9):
        for _ in range(number):
            m.in_state("reported")
            row = m.in_state("in_progress")
            later = row.due_on + timedelta(days=900)
            actions.request_extension(row, by=m.head, asked_due_on=later, reason="chờ")
            view = actions.save_view(
                by=m.office, name=f"Bộ lọc {Event.objects.count()}", query="", columns=""
            )
            assert view.pk
        for address in COSTS:
            client.get(address)
        found = {}
        for address in COSTS:
            with CaptureQueriesContext(connection) as queries:
                assert client.get(address).status_code == 200
            found[address] = len(queries)
        costs.append(found)
    assert costs[0] == costs[1]


# --- the form in a row ---


def edit(client, row, **values):
    values = {"version": row.version, **values}
    return client.post(f"{TABLE}?edit={row.pk}&sort=code", values)


def test_officer_follower_and_note_are_set_in_the_row(client, ministry):
    m = ministry
    row = m.in_state("in_progress")
    client.force_login(m.office)
    page = client.get(f"{TABLE}?edit={row.pk}").content.decode()
    assert 'id="inline_follower"' in page
    assert 'id="inline_officer"' not in page  # that is the unit's
    answer = edit(client, row, follower="office2", note="gọi điện thứ hai")
    assert answer.url == f"{TABLE}?sort=code#r{row.pk}"
    row.refresh_from_db()
    assert row.follower == m.office2
    verbs = list(
        Event.objects.filter(subject_kind="assignment", subject_id=row.pk).values_list("verb", "note")
    )
    assert ("comment", "gọi điện thứ hai") in verbs
    assert verbs.count(("follow", "")) == 1
    client.force_login(m.head)
    edit(client, row, officer="officer", note="")
    row.refresh_from_db()
    assert row.officer == m.officer


def test_who_comes_too_late_keeps_what_he_typed(client, ministry):
    m = ministry
    row = m.in_state("in_progress")
    client.force_login(m.office)
    stale = row.version
    actions.follow(row, by=m.office_head, follower=m.office2)
    answer = edit(client, row, version=stale, follower="office", note="giữ nguyên chữ này")
    assert answer.status_code == 400
    page = answer.content.decode()
    assert "giữ nguyên chữ này" in page
    assert str(m.office_head) in page
    row.refresh_from_db()
    assert row.follower == m.office2
    assert not Event.objects.filter(subject_id=row.pk, verb="comment").exists()


def test_a_row_one_may_not_read_is_not_edited(client, ministry):
    m = ministry
    own = m.assignment()
    theirs = m.assignment(directive=own.directive, unit=m.other_unit)
    client.force_login(m.head)
    assert edit(client, theirs, note="x").status_code == 404
    assert (
        f'name="version" value="{theirs.version}"'
        not in client.get(f"{TABLE}?edit={theirs.pk}").content.decode()
    )


# --- saved views ---


def test_a_view_is_its_owners_until_he_shares_it(client, ministry):
    m = ministry
    client.force_login(m.office)
    query = "klass=open_overdue&sort=-due&col=code&col=due&page=3&next=/x/&csrf=1"
    assert client.post("/views/add/", {"name": "Quá hạn", "query": query}).status_code == 302
    view = SavedView.objects.get()
    assert (view.query, view.columns, view.is_shared) == ("klass=open_overdue&sort=-due", "code,due", False)
    address = f"/views/{view.pk}/"
    answer = client.get(address)
    assert answer.url == f"{TABLE}?klass=open_overdue&sort=-due&col=code&col=due&view={view.pk}"
    assert client.get(answer.url).status_code == 200
    client.force_login(m.office2)
    assert client.get(address).status_code == 404
    actions.change_view(view, by=m.office, name="Quá hạn", is_shared=True)
    assert client.get(address).status_code == 302
    assert client.post(f"{address}delete/").status_code == 403
    client.force_login(m.head)
    assert client.get(address).status_code == 404
    assert client.post(f"{address}delete/").status_code == 404
    client.force_login(m.office)
    client.post(f"{address}delete/")
    assert not SavedView.objects.exists()


def test_only_the_office_shares_and_only_the_owner_changes(ministry):
    m = ministry
    with pytest.raises(ValidationError):
        actions.save_view(by=m.head, name="a", query="", columns="", is_shared=True)
    view = actions.save_view(by=m.office, name="a", query="", columns="", is_shared=True)
    with pytest.raises(NotYours):
        actions.change_view(view, by=m.office2, name="b")
    with pytest.raises(NotYours):
        actions.delete_view(view, by=m.office2)
    again = actions.save_view(by=m.office, name="a", query="role=lead", columns="")
    assert (again.pk, again.query) == (view.pk, "role=lead")
    other = actions.save_view(by=m.office, name="b", query="", columns="")
    with pytest.raises(ValidationError):
        actions.change_view(other, by=m.office, name="a")


def test_the_page_of_views_changes_names(client, ministry):
    m = ministry
    view = actions.save_view(by=m.office, name="cũ", query="", columns="")
    client.force_login(m.office)
    name = f"v{view.pk}-name"
    assert client.post(f"/views/{view.pk}/change/", {name: ""}).status_code == 400
    client.post(f"/views/{view.pk}/change/", {name: "mới"})
    assert "mới" in client.get(reverse("saved_views")).content.decode()


# --- the desk ---


def test_every_count_of_the_desk_is_the_number_of_its_rows(client, ministry):
    m = ministry
    for state in ("assigned", "in_progress", "reported", "declined", "paused", "completed"):
        m.in_state(state)
    m.in_state("in_progress", due_on=None)
    m.directive()
    m.draft()
    row = m.in_state("in_progress")
    actions.request_extension(row, by=m.head, asked_due_on=today() + timedelta(days=9), reason="chờ")
    client.force_login(m.office)
    desk = client.get("/queues/").context
    counts = {name: n for name, _words, n in desk["counts"]}
    shown = {name: len(client.get(f"/queues/{name}/").context["page"].object_list) for name in counts}
    assert counts == shown
    assert counts == {
        "to-confirm": 1,
        "extensions": 1,
        "declined": 1,
        "without-addressee": 1,
        "without-deadline": 1,
        "without-report": 3,
        "overdue": 4,
        "drafts": 1,
    }
    headline = desk["headline"]
    assert (headline.overdue, headline.overdue_units) == (4, 1)
    assert headline.official_rate == pytest.approx(1 / 5)


def test_the_figures_over_the_desk_are_never_old(client, ministry):
    m = ministry
    row = m.in_state("reported")
    client.force_login(m.office)
    before = client.get("/queues/").context["headline"].official_rate
    actions.confirm(row, by=m.office2)
    assert client.get("/queues/").context["headline"].official_rate == 1.0
    assert before is None


@pytest.mark.parametrize(
    ("asked", "number", "shown"),
    [
        ("1", 1, 3),
        ("2", 2, 3),
        ("3", 3, 2),
        ("9", 3, 2),
        ("0", 3, 2),
        ("-1", 3, 2),
        ("abc", 1, 3),
        (None, 1, 3),
    ],
)
def test_a_unit_turns_its_pages(client, ministry, monkeypatch, asked, number, shown):
    """Count and page are one question there; what stands on each page is what the whole list says."""
    whole = [ministry.assignment().pk for _number in range(8)]
    monkeypatch.setattr("directives.views.table.PAGE_SIZE", 3)
    client.force_login(ministry.head)
    page = client.get(TABLE, {"sort": "code"} | ({"page": asked} if asked else {})).context["page"]
    assert (page.number, page.paginator.count, page.paginator.num_pages) == (number, 8, 3)
    assert [row.pk for row in page] == whole[(number - 1) * 3 :][:shown]


def test_a_unit_without_work_has_one_empty_page(client, ministry):
    client.force_login(ministry.head)
    page = client.get(TABLE, {"q": "khongcogi"}).context["page"]
    assert (page.number, page.paginator.count, list(page)) == (1, 0, [])
