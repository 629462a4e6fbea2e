"""Whom the minutes name is kept with the draft; the office's "issue" makes the assignments in one go."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from directives import actions
from directives.addressees import Addressees
from directives.lifecycle import NotNow, NotYours
from directives.models import Assignment, DeadlineTerms, Delegation, Proposed, ProposedAddressee
from tests.cast import make_leader, make_unit
from units.models import GroupMember, UnitAlias, UnitGroup, UnitName
from units.working_calendar import today

AHEAD = today() + timedelta(days=40)
HELD = date(2024, 7, 4)


def a_draft(ministry, *proposed: Proposed, by=None, stated=None, **fields):
    fields = {
        "title": "Rà soát trạm phát sóng",
        "words": "Rà soát trạm phát sóng trước mùa mưa.",
        "source_item": "Ý 1",
        "leader": ministry.minister,
        **fields,
    }
    return actions.draft(
        ministry.meeting, by=by or ministry.clerk, proposed=proposed, stated=stated, **fields
    )


def owed(directive) -> list[tuple]:
    return [(row.role, str(row.addressee), row.due_on) for row in directive.assignments.order_by("pk")]


def test_the_offices_issue_assigns_leads_and_support_with_the_deadline_of_the_source(ministry):
    directive = a_draft(
        ministry,
        Proposed("Cục Viễn thông", unit=ministry.unit),
        Proposed("Cục Báo chí", role="support", unit=ministry.other_unit),
        stated=DeadlineTerms("month", AHEAD, "trong tháng"),
    )
    actions.issue(directive, by=ministry.office)
    last = (AHEAD.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
    assert owed(directive) == [("lead", "Cục Viễn thông", last), ("support", "Cục Báo chí", last)]
    deadline = directive.assignments.first().deadlines.get()
    assert (deadline.kind, deadline.words) == ("month", "trong tháng")
    assert not directive.proposed.exists()


def test_issued_by_data_entry_the_addressees_wait_for_the_office(ministry):
    Delegation.objects.create(data_entry_may_issue=True)
    directive = a_draft(ministry, Proposed("Cục Viễn thông", unit=ministry.unit))
    actions.issue(directive, by=ministry.clerk)
    assert owed(directive) == []
    with pytest.raises(NotYours):
        actions.assign_proposed(directive, by=ministry.clerk)
    actions.assign_proposed(directive, by=ministry.office)
    assert owed(directive) == [("lead", "Cục Viễn thông", None)]
    with pytest.raises(NotNow):
        actions.assign_proposed(directive, by=ministry.office)


def test_where_the_source_states_no_deadline_the_reason_says_so(ministry):
    directive = a_draft(ministry, Proposed("Cục Viễn thông", unit=ministry.unit))
    actions.issue(directive, by=ministry.office)
    deadline = directive.assignments.get().deadlines.get()
    assert (deadline.kind, deadline.due_on, deadline.reason) == ("none", None, "Văn bản không nêu thời hạn.")


def test_a_recurring_duty_of_the_source_opens_with_its_first_period(ministry):
    stated = DeadlineTerms("recurring", None, "hàng quý", recurrence=actions.RECURRENCES["quarter"])
    directive = a_draft(ministry, Proposed("Cục Viễn thông", unit=ministry.unit), stated=stated)
    actions.issue(directive, by=ministry.office)
    row = directive.assignments.get()
    assert row.deadline_kind == "recurring"
    assert row.due_on >= today()
    assert (row.due_on.month % 3, (row.due_on + timedelta(days=1)).day) == (0, 1)


def test_a_unit_the_register_does_not_know_stays_proposed_until_it_does(ministry):
    directive = a_draft(
        ministry, Proposed("Cục Viễn thông", unit=ministry.unit), Proposed("Trung tâm Dữ liệu số")
    )
    actions.issue(directive, by=ministry.office)
    assert [str(one) for one in directive.proposed.all()] == ["Trung tâm Dữ liệu số"]
    with pytest.raises(ValidationError, match="Trung tâm Dữ liệu số"):
        actions.assign_proposed(directive, by=ministry.office)
    make_unit("TTDL", "Trung tâm Dữ liệu số")
    actions.assign_proposed(directive, by=ministry.office)
    assert [name for _role, name, _due in owed(directive)] == ["Cục Viễn thông", "Trung tâm Dữ liệu số"]


def test_a_group_is_an_assignment_for_each_member_and_nobody_twice(ministry):
    group = UnitGroup.objects.create(code="cac-cuc", name="Các Cục")
    for unit in (ministry.unit, ministry.other_unit):
        GroupMember.objects.create(group=group, unit=unit)
    directive = a_draft(
        ministry,
        Proposed("Các Cục", group=group),
        Proposed("Cục Viễn thông", unit=ministry.unit),
        Proposed("Cục Viễn thông", role="support", unit=ministry.unit),
    )
    actions.issue(directive, by=ministry.office)
    assert owed(directive) == [("lead", "Cục Báo chí", None), ("lead", "Cục Viễn thông", None)]


def test_a_leader_in_person_is_an_addressee_too(ministry):
    directive = a_draft(ministry, Proposed("Thứ trưởng", leader=ministry.deputy_minister))
    actions.issue(directive, by=ministry.office)
    assert directive.assignments.get().leader == ministry.deputy_minister


def test_a_day_before_the_issue_is_refused_unless_the_paper_is_entered_afterwards(ministry):
    stated = DeadlineTerms("day", date(2024, 9, 15))
    directive = a_draft(ministry, Proposed("Cục Viễn thông", unit=ministry.unit), stated=stated)
    with pytest.raises(ValidationError) as refused:
        actions.issue(directive, by=ministry.office)
    assert "due_on" in refused.value.message_dict
    directive.refresh_from_db()
    assert directive.state == "draft"
    with pytest.raises(ValidationError):
        actions.issue(directive, by=ministry.office, on=date(2024, 7, 3), is_backdated=True)
    actions.issue(directive, by=ministry.office, on=HELD, is_backdated=True)
    row = directive.assignments.get()
    assert (row.assigned_on, row.due_on) == (HELD, date(2024, 9, 15))


def test_editing_the_draft_replaces_what_is_proposed_and_leaves_alone_what_is_not_named(ministry):
    directive = a_draft(
        ministry, Proposed("Cục Viễn thông", unit=ministry.unit), stated=DeadlineTerms("day", AHEAD)
    )
    actions.edit(directive, by=ministry.clerk, title="Tên khác")
    assert directive.proposed.get().unit == ministry.unit
    assert directive.stated_due_on == AHEAD
    actions.edit(directive, by=ministry.clerk, proposed=[Proposed("Cục Báo chí", unit=ministry.other_unit)])
    assert directive.proposed.get().unit == ministry.other_unit


# --- whom a name means ---


def test_a_unit_is_meant_by_old_name_short_name_and_alias_without_marks(ministry):
    UnitName.objects.create(unit=ministry.unit, name="Tổng cục Bưu điện", ends_on=date(2007, 1, 1))
    UnitAlias.objects.create(unit=ministry.unit, alias="VNTA")
    register = Addressees(today())
    for words in ("Cục Viễn thông", "cuc vien thong", "TỔNG CỤC BƯU ĐIỆN", "vnta", "CVT"):
        assert register.meant(words).unit == ministry.unit, words


def test_what_is_not_surely_one_is_nobody(ministry):
    UnitAlias.objects.create(unit=ministry.unit, alias="Cục quản lý")
    UnitAlias.objects.create(unit=ministry.other_unit, alias="Cục quản lý")
    register = Addressees(today())
    for words in ("Cục quản lý", "Cục Viễn", "Bộ", "Vụ Không Có"):
        proposed = register.meant(words)
        assert (proposed.unit, proposed.leader, proposed.group) == (None, None, None), words
        assert proposed.words == words


def test_a_leader_is_meant_with_his_title_before_the_name(ministry):
    leader = make_leader("tran-binh")
    assert Addressees(today()).meant("Thứ trưởng Tran Binh").leader == leader


def test_near_names_are_offered_never_taken(ministry):
    register = Addressees(today())
    assert register.near("Cục Viễn thong quốc gia")[0] == "Cục Viễn thông"
    assert register.meant("Cục Viễn thong quốc gia").unit is None


def test_while_typing_the_beginning_of_any_word_finds_it(ministry, client):
    client.force_login(ministry.clerk)
    page = client.get(reverse("addressees"), {"q": "bao ch"}).content.decode()
    assert 'data-name="Cục Báo chí"' in page
    assert "Cục Viễn thông" not in page
    client.force_login(ministry.head)
    assert client.get(reverse("addressees"), {"q": "bao ch"}).status_code == 403


# --- the doors ---


def test_the_edit_form_shows_and_keeps_what_is_proposed(ministry, client):
    directive = a_draft(
        ministry,
        Proposed("Cục Viễn thông", unit=ministry.unit),
        stated=DeadlineTerms("day", AHEAD, "tới đây"),
    )
    client.force_login(ministry.clerk)
    url = reverse("directive_step", args=[directive.pk, "edit"])
    page = client.get(url).content.decode()
    assert 'value="Cục Viễn thông"' in page
    sent = {
        "title": "Tên khác",
        "words": directive.words,
        "source_item": "Ý 1",
        "leader": ministry.minister.code,
        "urgency": "normal",
        "kind": "task",
        "lead_units": ["cuc bao chi", ""],
        "support_units": ["Cục Viễn thông; Đơn vị lạ", ""],
        "deadline_kind": "none",
        "due_on": f"{AHEAD:%d/%m/%Y}",
        "deadline_words": "tới đây",
    }
    assert client.post(url, sent).status_code == 302
    rows = ProposedAddressee.objects.filter(directive=directive).order_by("role", "pk")
    assert [(row.role, row.name, row.is_known) for row in rows] == [
        ("lead", "Cục Báo chí", True),
        ("support", "Cục Viễn thông", True),
        ("support", "Đơn vị lạ", False),
    ]
    directive.refresh_from_db()
    assert (directive.stated_kind, directive.stated_due_on) == ("day", AHEAD)


def test_a_program_that_edits_the_title_does_not_lose_the_addressees(ministry, client):
    directive = a_draft(
        ministry, Proposed("Cục Viễn thông", unit=ministry.unit), stated=DeadlineTerms("day", AHEAD)
    )
    client.force_login(ministry.clerk)
    answer = client.post(
        f"/api/directives/{directive.pk}/edit/", {"title": "Tên khác"}, content_type="application/json"
    )
    assert answer.status_code == 200, answer.content
    directive.refresh_from_db()
    assert (directive.title, directive.stated_due_on) == ("Tên khác", AHEAD)
    assert directive.proposed.get().unit == ministry.unit


def test_a_unit_is_not_told_whom_else_the_source_names(ministry, client):
    directive = a_draft(ministry, Proposed("Cục Viễn thông", unit=ministry.unit), Proposed("Đơn vị lạ"))
    actions.issue(directive, by=ministry.office)
    url = reverse("directive", args=[directive.pk])
    client.force_login(ministry.office)
    assert "Đơn vị lạ" in client.get(url).content.decode()
    client.force_login(ministry.head)
    page = client.get(url)
    assert page.status_code == 200
    assert "Đơn vị lạ" not in page.content.decode()


def test_issuing_at_the_page_says_at_the_day_what_is_wrong_with_it(ministry, client):
    stated = DeadlineTerms("day", date(2024, 9, 15))
    directive = a_draft(ministry, Proposed("Cục Viễn thông", unit=ministry.unit), stated=stated)
    client.force_login(ministry.office)
    url = reverse("directive_step", args=[directive.pk, "issue"])
    page = client.post(url, {})
    assert page.status_code == 400
    assert "on" in page.context["form"].errors
    assert client.post(url, {"on": "04/07/2024"}).status_code == 302
    assert Assignment.objects.get(directive=directive).assigned_on == HELD
