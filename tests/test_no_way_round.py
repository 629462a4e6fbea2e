"""What one step refuses, no other step, page or filter may give: each test is a way round that was once open."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction

from directives import actions
from directives.lifecycle import NotNow, NotYours
from directives.models import Assignment, DeadlineTerms, ReportFile
from journal.models import Event
from tests.cast import DUE, WHEN, make_user
from units.actions import copy_newest, take_over_names
from units.models import Role, Succession, UnitName
from units.standing import standing_of
from units.working_calendar import today

BACK = {"on": WHEN, "is_backdated": True}


@pytest.fixture
def both(ministry):
    """Somebody of the ministry office who is also head of the owing unit."""
    return make_user(
        "both",
        {"role": Role.OFFICE, "unit": ministry.office_unit},
        {"role": Role.HEAD, "unit": ministry.unit},
    )


# --- correcting decides nothing ---


@pytest.mark.parametrize(
    ("field", "value"), [("due_on", date(2035, 1, 1)), ("first_due_on", date(2035, 1, 1))]
)
def test_nobody_corrects_the_dates_of_his_own_units_work(ministry, both, field, value):
    row = ministry.in_state("in_progress")
    with pytest.raises(NotYours):
        actions.correct(row, by=both, field=field, value=value, reason="gõ nhầm")
    actions.correct(row, by=ministry.office, field=field, value=value, reason="gõ nhầm")


def test_nobody_turns_what_he_owes_into_an_orientation(ministry):
    directive = ministry.directive()
    ministry.assignment(directive=directive, unit=ministry.office_unit)
    with pytest.raises(NotYours):
        actions.correct(directive, by=ministry.office, field="kind", value="orientation", reason="gõ nhầm")
    actions.correct(directive, by=ministry.office, field="title", value="Tên đúng", reason="gõ nhầm")


@pytest.mark.parametrize("field", ["title", "words", "source_item", "leader"])
def test_what_an_issued_directive_needs_cannot_be_corrected_away(ministry, field):
    empty = None if field == "leader" else ""
    with pytest.raises(ValidationError):
        actions.correct(ministry.directive(), by=ministry.office, field=field, value=empty, reason="x")


# --- no second way to a later day ---


@pytest.mark.parametrize(
    "terms", [DeadlineTerms("day", date(2040, 1, 2)), DeadlineTerms("none", reason="thôi")]
)
def test_resuming_is_no_unlimited_extension(ministry, terms):
    row = ministry.in_state("paused")
    with pytest.raises(NotYours):
        actions.resume(row, by=ministry.office, deadline=terms)
    actions.resume(row, by=ministry.leader, deadline=terms)


def test_after_the_leader_lifted_a_deadline_the_office_still_measures_by_it(ministry):
    row = ministry.in_state("in_progress")
    lifted = DeadlineTerms("none", reason="chờ luật")
    actions.adjust_deadline(row, by=ministry.leader, deadline=lifted, reason="x", basis="Công văn 1")
    far = DeadlineTerms("day", DUE + timedelta(days=31))
    with pytest.raises(NotYours):
        actions.adjust_deadline(row, by=ministry.office, deadline=far, reason="x", basis="Công văn 2")


def test_a_request_ends_with_the_decision_that_moved_its_deadline(ministry):
    row = ministry.in_state("in_progress")
    request = actions.request_extension(row, by=ministry.head, asked_due_on=date(2050, 1, 3), reason="x")
    lifted = DeadlineTerms("none", reason="chờ luật")
    row.refresh_from_db()
    actions.adjust_deadline(row, by=ministry.leader, deadline=lifted, reason="x", basis="Công văn 1")
    request.refresh_from_db()
    assert request.state == "cancelled"


def test_who_asked_on_behalf_does_not_grant_it_by_adjusting(ministry):
    row = ministry.assignment(unit=ministry.outsider)
    actions.accept(row, by=ministry.office, evidence="CV 12", **BACK)
    later = DUE + timedelta(days=10)
    actions.request_extension(row, by=ministry.office, asked_due_on=later, reason="x", evidence="CV 13")
    terms = DeadlineTerms("day", later)
    with pytest.raises(NotYours):
        actions.adjust_deadline(row, by=ministry.office, deadline=terms, reason="x", basis="CV 13")


def test_given_again_to_the_same_unit_the_clock_is_not_set_anew(ministry):
    row = ministry.in_state("withdrawn")
    with pytest.raises(NotYours):
        actions.assign(
            row.directive,
            by=ministry.office,
            unit=ministry.unit,
            deadline=DeadlineTerms("day", date(2030, 1, 2)),
        )
    again = actions.assign(
        row.directive,
        by=ministry.office,
        unit=ministry.unit,
        deadline=DeadlineTerms("day", DUE + timedelta(days=10)),
        **BACK,
    )
    assert (again.first_due_on, again.extension_count) == (DUE, 1)


# --- the whole directive is no way to one row ---


def test_a_leader_who_owes_in_person_does_not_withdraw_the_directive(ministry):
    row = ministry.assignment(leader=ministry.minister)
    for subject in (row, row.directive):
        with pytest.raises(NotYours):
            actions.withdraw(subject, by=ministry.leader, reason="thôi")


def test_the_office_does_not_withdraw_a_directive_it_owes(ministry):
    row = ministry.assignment(unit=ministry.office_unit)
    elsewhere = make_user("elsewhere", {"role": Role.OFFICE, "unit": ministry.third_unit})
    with pytest.raises(NotYours):
        actions.withdraw(row.directive, by=elsewhere, reason="thôi", on_word_of="Bộ trưởng")


def test_nothing_is_reopened_under_a_withdrawn_directive(ministry):
    row = ministry.in_state("completed")
    actions.withdraw(row.directive, by=ministry.leader, reason="thôi")
    row.refresh_from_db()
    with pytest.raises(NotNow):
        actions.reopen(row, by=ministry.office, reason="chưa xong")


# --- what is entered ahead waits for its day ---


def test_a_succession_entered_ahead_gives_nothing_yet(ministry):
    ahead = today() + timedelta(days=400)
    Succession.objects.create(from_unit=ministry.other_unit, to_unit=ministry.third_unit, on=ahead)
    assert ministry.other_unit.pk not in standing_of(ministry.third_head).sees
    assert ministry.other_unit.pk in standing_of(ministry.third_head, ahead).sees


def test_a_renaming_entered_ahead_holds_from_its_day(ministry):
    unit, ahead = ministry.unit, today() + timedelta(days=400)
    UnitName.objects.create(unit=unit, name="Cục Viễn thông")
    UnitName.objects.create(unit=unit, name="Cục Viễn thông mới", starts_on=ahead)
    assert copy_newest(unit).name == "Cục Viễn thông"
    take_over_names(on=ahead)
    unit.refresh_from_db()
    assert unit.name == "Cục Viễn thông mới"


def test_a_successor_hands_the_work_of_an_ended_unit_to_his_own_officer(ministry):
    row = ministry.assignment(unit=ministry.old_unit)
    actions.hand_over(row, by=ministry.head, officer=ministry.officer)
    with pytest.raises(ValidationError):
        actions.hand_over(row, by=ministry.head, officer=ministry.other_head)


# --- pages and filters tell no more than they show ---


@pytest.mark.parametrize("query", ["note__startswith=x", "data__icontains=x"])
def test_the_audit_list_answers_no_question_about_hidden_words(ministry, client, query):
    ministry.administrator.is_superuser = True
    ministry.administrator.save()
    client.force_login(ministry.administrator)
    assert client.get("/admin/journal/event/?verb=issue").status_code == 200
    assert client.get(f"/admin/journal/event/?{query}").status_code == 400


def test_a_day_to_come_is_refused_for_it_would_tell_anothers_deadline(ministry, client):
    row = ministry.assignment()
    other = ministry.assignment(directive=row.directive, unit=ministry.other_unit)
    client.force_login(ministry.head)
    ahead = today() + timedelta(days=1)
    assert client.get(f"/api/assignments/{other.pk}/?as_of={ahead:%Y-%m-%d}").status_code == 400
    assert client.get(f"/statistics/?as_of={ahead:%d/%m/%Y}").status_code == 400


def test_a_kept_form_is_not_shown_to_the_next_person(ministry, client):
    row = ministry.in_state("in_progress")
    path = f"/assignments/{row.pk}/report_progress/"
    client.post(path, {"text": "Điều riêng", "typed_by": ministry.head.pk})
    client.force_login(ministry.deputy)
    assert "Điều riêng" not in client.get(path).content.decode()


def test_the_admin_page_of_a_meeting_opens(ministry, client):
    ministry.office.is_staff = ministry.office.is_superuser = True
    ministry.office.save()
    client.force_login(ministry.office)
    assert client.get(f"/admin/meetings/meeting/{ministry.meeting.pk}/change/").status_code == 200


# --- input no calendar and no disk is made for ---


@pytest.mark.parametrize("day", [date(9999, 12, 31), date(1, 1, 1)])
@pytest.mark.parametrize("kind", ["day", "week"])
def test_a_year_out_of_reach_is_refused(ministry, day, kind):
    with pytest.raises(ValidationError):
        actions.assign(
            ministry.directive(), by=ministry.office, unit=ministry.unit, deadline=DeadlineTerms(kind, day)
        )


def test_of_several_files_one_refused_leaves_none_behind(ministry, settings):
    row = ministry.in_state("in_progress")
    good, bad = SimpleUploadedFile("a.txt", b"xin"), SimpleUploadedFile("b.exe", b"MZ")
    with pytest.raises(ValidationError):
        actions.report_progress(row, by=ministry.head, text="x", files=[good, bad])
    assert not ReportFile.objects.exists()
    assert [path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()] == []


def test_an_event_is_not_replaced_either(ministry):
    if connection.vendor != "sqlite":
        pytest.skip("only SQLite has REPLACE")
    ministry.assignment()
    event = Event.objects.first()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        connection.cursor().execute(
            "REPLACE INTO journal_event SELECT id, 'x', subject_kind, subject_id, \"on\", at, by_role, from_state, "
            "to_state, done_on, note, data, is_backdated, by_id FROM journal_event WHERE id = %s",
            [event.pk],
        )


def test_a_search_of_a_thousand_words_is_answered(ministry, client):
    client.force_login(ministry.office)
    assert client.get("/assignments/?q=" + "a+" * 100).status_code == 200
    # More than a search takes: said in place, the rest of the page stands.
    answer = client.get("/assignments/?q=" + "a+" * 1200)
    assert answer.status_code == 400
    assert "200" in answer.context["problems"][0]
    assert client.get("/meetings/?q=%00").status_code == 200
    assert Assignment.objects.search("không có gì " * 1000).count() == 0
