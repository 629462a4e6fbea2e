"""Forms that tell beforehand, and what they do when a person was wrong, late or not alone."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from directives import actions
from directives.lifecycle import BeyondDelegation, NotNow
from directives.models import DeadlineTerms
from directives.views.timeline import events_of, timeline
from meetings import actions as meeting_actions
from meetings.models import Meeting
from meetings.periods import period_from
from tests.api import error, patch, post
from units.working_calendar import today

pytestmark = pytest.mark.django_db
MEETING = {
    "kind": "month",
    "title": "Giao ban",
    "period": "2024-06",
    "form": "in_person",
    "code": "GB06/2024",
}


def page_of(row, verb: str) -> str:
    name = {"assignment": "assignment", "directive": "directive", "extensionrequest": "extension"}
    return reverse(f"{name[row._meta.model_name]}_step", args=[row.pk, verb])


def facts_of(row) -> list[str]:
    lines = timeline(events_of(row, {}, today())[0], {})
    return [fact for line in lines for fact in line.facts]


def test_of_two_who_edit_a_meeting_the_second_is_told_and_keeps_what_he_typed(client, ministry):
    client.force_login(ministry.clerk)
    where = reverse("meeting_edit", args=[ministry.meeting.pk])
    version = client.get(where).context["form"]["version"].value()
    mine = Meeting.objects.get(pk=ministry.meeting.pk)
    mine.place = "Hà Nội"
    meeting_actions.save(mine, by=ministry.office, version=version)
    sent = {**MEETING, "place": "Đà Nẵng", "version": version}
    answer = client.post(where, sent)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Office" in page
    assert "Đà Nẵng" in page
    assert Meeting.objects.get().place == "Hà Nội"
    again = {**sent, "version": answer.context["form"]["version"].value()}
    assert client.post(where, again).status_code == 302
    assert Meeting.objects.get().place == "Đà Nẵng"


def test_a_program_that_comes_too_late_to_a_meeting_is_told_who_was_quicker(ministry):
    path = f"meetings/{ministry.meeting.pk}/"
    assert patch(ministry.clerk, path, {"place": "Hà Nội", "version": 1}).json()["version"] == 2
    refused = error(patch(ministry.office, path, {"place": "Huế", "version": 1}), 409, "not_now")
    assert refused["changed"]["by"] == "Clerk"
    stale = Meeting.objects.get()
    stale.version = 1
    with pytest.raises(NotNow):
        meeting_actions.save(stale, by=ministry.office)


@pytest.mark.parametrize(
    ("words", "period"),
    [
        ("tháng 10/2024", "2024-10"),
        ("10/2024", "2024-10"),
        ("Tháng 6/2024", "2024-06"),
        ("quý II/2023", "2023-Q2"),
        ("quý 4/2023", "2023-Q4"),
        ("6 tháng đầu năm 2023", "2023-H1"),
        ("6 tháng cuối năm 2023", "2023-H2"),
        ("năm 2023", "2023"),
        ("2024-10", "2024-10"),
        ("2023-q2", "2023-Q2"),
        ("thang bay", "thang bay"),
    ],
)
def test_a_period_is_understood_as_it_is_spelt(words, period):
    assert period_from(words) == period


def test_a_meeting_takes_its_period_in_words(client, ministry):
    client.force_login(ministry.clerk)
    sent = {**MEETING, "kind": "quarter", "period": "quý II/2023", "held_on": "05/07/2023", "code": ""}
    assert client.post(reverse("meeting_add"), sent).status_code == 302
    assert Meeting.objects.get(period="2023-Q2").code == "GBQ2/2023"


def test_a_day_years_away_from_the_period_is_said_at_its_field(client, ministry):
    client.force_login(ministry.clerk)
    sent = {**MEETING, "period": "tháng 7/2024", "held_on": "05/08/2042", "code": ""}
    answer = client.post(reverse("meeting_add"), sent)
    assert answer.status_code == 400
    assert "held_on" in answer.context["form"].errors


def test_a_code_that_is_taken_names_and_links_the_other_meeting(client, ministry):
    client.force_login(ministry.clerk)
    answer = client.post(reverse("meeting_add"), MEETING)
    found = str(answer.context["form"].errors["code"])
    assert answer.status_code == 400
    assert "Hội nghị giao ban tháng 6/2024" in found
    assert f'href="{ministry.meeting.get_absolute_url()}"' in found


def test_a_meeting_offers_who_existed_on_its_day_and_no_outsiders(client, ministry):
    client.force_login(ministry.clerk)
    ministry.unit.names.create(name="Cục Bưu chính Viễn thông", ends_on=date(2024, 12, 31))
    offer = {**MEETING, "held_on": "04/07/2024", "offer": "1"}
    answer = client.post(reverse("meeting_add"), offer)
    units = dict(answer.context["form"].fields["attending_units"].choices)
    assert answer.status_code == 200
    assert units[ministry.unit.pk] == "Cục Bưu chính Viễn thông"
    assert ministry.old_unit.pk in units
    assert ministry.outsider.pk not in units
    now = dict(client.get(reverse("meeting_add")).context["form"].fields["attending_units"].choices)
    assert ministry.old_unit.pk not in now
    assert Meeting.objects.count() == 1


def test_a_correction_shows_the_field_with_what_stands_there(client, ministry):
    directive = ministry.directive()
    client.force_login(ministry.office)
    where = page_of(directive, "correct")
    assert "?field=leader" in client.get(where).content.decode()
    form = client.get(where + "?field=leader").context["form"]
    assert form["value"].value() == "bo-truong"
    assert ("thu-truong", "Thu Truong") in [
        (str(value), label) for value, label in form.fields["value"].choices
    ]
    sent = {"field": "leader", "value": "thu-truong", "reason": "ghi nhầm"}
    assert client.post(where, sent).status_code == 302
    directive.refresh_from_db()
    assert directive.leader == ministry.deputy_minister


def test_an_empty_correction_empties_only_what_may_be_empty_and_is_meant_so(client, ministry):
    directive = ministry.directive(expected_product="Báo cáo")
    client.force_login(ministry.office)
    where = page_of(directive, "correct")
    sent = {"field": "expected_product", "value": "", "reason": "ghi nhầm"}
    assert "value" in client.post(where, sent).context["form"].errors
    title = {**sent, "field": "title", "leave_empty": "on"}
    assert "value" in client.post(where, title).context["form"].errors
    assert client.post(where, {**sent, "leave_empty": "on"}).status_code == 302
    directive.refresh_from_db()
    assert (directive.expected_product, directive.title) == ("", "Phương án hỗ trợ người dân")


def test_a_program_corrects_by_code_or_by_name_and_the_timeline_tells_labels(ministry):
    directive = ministry.directive()
    path = f"directives/{directive.pk}/correct/"
    body = {"field": "leader", "value": "Thu Truong", "reason": "nhầm"}
    assert post(ministry.office, path, body).json()["leader"]["code"] == "thu-truong"
    for field, value in (("urgency", "urgent"), ("is_key", True)):
        body = {"field": field, "value": value, "reason": "nhầm"}
        assert post(ministry.office, path, body).status_code == 200
    facts = " ".join(facts_of(directive))
    assert "Bo Truong → Thu Truong" in facts
    assert "urgent" not in facts
    assert "True" not in facts


def test_a_day_beyond_the_delegation_is_said_at_its_field_and_nothing_typed_is_lost(client, ministry):
    row = ministry.in_state("in_progress")
    client.force_login(ministry.office)
    where = page_of(row, "adjust_deadline")
    assert "30/10/2024" in str(client.get(where).context["form"].fields["due_on"].help_text)
    sent = {"deadline_kind": "day", "due_on": "31/12/2024", "basis": "TB 45", "reason": "Chờ luật"}
    answer = client.post(where, sent)
    assert answer.status_code == 403
    assert "due_on" in answer.context["form"].errors
    assert "Chờ luật" in answer.content.decode()
    error(post(ministry.office, f"assignments/{row.pk}/adjust_deadline/", sent), 403, "not_yours")
    row.refresh_from_db()
    assert row.due_on == date(2024, 9, 30)


def test_the_approval_says_for_whom_it_is(client, ministry):
    row = ministry.in_state("in_progress")
    asked = actions.request_extension(
        row, by=ministry.head, asked_due_on=date(2024, 12, 31), reason="chờ thiết bị"
    )
    client.force_login(ministry.office)
    answer = client.get(page_of(asked, "approve"))
    assert "30/10/2024" in str(answer.context["form"].notice)
    assert client.post(page_of(asked, "approve"), {}).status_code == 403
    with pytest.raises(BeyondDelegation):
        actions.approve(asked, by=ministry.office)
    client.force_login(ministry.leader)
    assert not client.get(page_of(asked, "approve")).context["form"].notice
    assert client.post(page_of(asked, "approve"), {}).status_code == 302


@pytest.mark.parametrize("verb", ["confirm", "send_back"])
def test_who_judges_a_report_reads_it_above_the_form(client, ministry, verb):
    row = ministry.in_state("reported")
    client.force_login(ministry.office)
    page = client.get(page_of(row, verb)).content.decode()
    for words in ("xong", "12/BC", "08/07/2024", "Head"):
        assert words in page


def test_what_was_sent_back_says_why_wherever_it_is_worked_on(client, ministry):
    row = ministry.in_state("reported")
    actions.send_back(row, by=ministry.office, reason="Thiếu phụ lục 2")
    client.force_login(ministry.head)
    for where in (reverse("desk"), row.directive.get_absolute_url(), page_of(row, "report_done")):
        assert "Thiếu phụ lục 2</" in client.get(where).content.decode().replace(" <span", "</span"), where
    form = client.get(page_of(row, "report_done")).context["form"]
    assert (form["result"].value(), form["result_number"].value()) == ("xong", "12/BC")
    row.refresh_from_db()
    actions.report_done(row, by=ministry.head, completed_on=today(), result="đủ", result_number="13/BC")
    actions.confirm(row, by=ministry.office)
    assert "Thiếu phụ lục 2" not in client.get(reverse("desk")).content.decode()


def test_a_second_request_for_more_time_is_refused_before_it_is_typed(client, ministry):
    row = ministry.in_state("in_progress")
    actions.request_extension(row, by=ministry.head, asked_due_on=date(2024, 12, 31), reason="chờ")
    client.force_login(ministry.head)
    answer = client.get(page_of(row, "request_extension"))
    assert (answer.status_code, answer.context["form"]) == (409, None)


def test_late_work_is_not_proposed_as_on_track(client, ministry):
    client.force_login(ministry.head)
    late, in_time = (
        ministry.in_state("in_progress"),
        ministry.in_state("in_progress", due_on=date(2099, 1, 5)),
    )
    for row, proposed in ((late, "at_risk"), (in_time, "on_track")):
        form = client.get(page_of(row, "report_progress")).context["form"]
        assert form["outlook"].value() == proposed
    assert (
        "outlook" in client.post(page_of(late, "report_progress"), {"text": "Đã làm"}).context["form"].errors
    )
    assert post(ministry.head, f"assignments/{late.pk}/report_progress/", {"text": "xong"}).status_code == 200
    assert late.reports.get().outlook == "on_track"


def test_what_is_demanded_in_the_end_is_not_called_optional(client, ministry):
    row = ministry.in_state("in_progress")
    client.force_login(ministry.head)
    form = client.get(page_of(row, "report_progress")).context["form"]
    for name, is_optional in (("text", False), ("value", False), ("percent", True)):
        assert ('class="quiet"' in form[name].as_field_group()) is is_optional, name


def test_a_day_gone_by_is_assigned_only_when_it_is_meant(client, ministry):
    directive = ministry.directive()
    client.force_login(ministry.office)
    where = page_of(directive, "assign")
    yesterday = f"{today() - timedelta(days=1):%d/%m/%Y}"
    sent = {"unit": "CVT", "role": "lead", "deadline_kind": "day", "due_on": yesterday}
    assert "late_is_meant" not in client.get(where).context["form"].fields
    answer = client.post(where, sent)
    assert "late_is_meant" in answer.context["form"].errors
    refused = post(ministry.office, f"directives/{directive.pk}/assign/", sent)
    assert error(refused, 400, "invalid")["fields"].keys() == {"late_is_meant"}
    assert client.post(where, {**sent, "late_is_meant": "on"}).status_code == 302
    lines = client.get(directive.get_absolute_url()).context["timeline"]
    assert any(yesterday in fact for line in lines if line.event.verb == "assigned" for fact in line.facts)


def test_figures_of_a_day_to_come_are_refused_at_the_field(client, ministry):
    client.force_login(ministry.office)
    ahead = today() + timedelta(days=2)
    answer = client.get(reverse("statistics"), {"as_of": f"{ahead:%d/%m/%Y}"})
    assert answer.status_code == 400
    assert "as_of" in answer.context["as_of_form"].errors


def test_an_assignment_by_the_action_may_be_late_without_a_word(ministry):
    terms = DeadlineTerms("day", today() - timedelta(days=1))
    directive = ministry.directive()
    with pytest.raises(ValidationError):
        actions.assign(directive, by=ministry.office, unit=ministry.unit, deadline=terms, late_is_meant=False)
    actions.assign(directive, by=ministry.office, unit=ministry.unit, deadline=terms)


def test_the_code_of_a_meeting_stays_once_directives_bear_it(client, ministry):
    ministry.meeting.code = "GB07/2024"
    meeting_actions.save(ministry.meeting, by=ministry.office)  # nobody quotes it yet
    ministry.draft()
    client.force_login(ministry.office)
    where = reverse("meeting_edit", args=[ministry.meeting.pk])
    form = client.get(where).context["form"]
    sent = {name: form[name].value() or "" for name in ("kind", "title", "period", "code", "form", "version")}
    answer = client.post(where, {**sent, "code": "GB08/2024", "title": "Tên khác"})
    assert answer.status_code == 400
    assert "GB07/2024" in answer.context["form"].errors["code"][0]
    assert answer.context["form"]["title"].value() == "Tên khác"
    assert client.post(where, {**sent, "title": "Tên khác"}).status_code == 302
    ministry.meeting.refresh_from_db()
    assert (ministry.meeting.code, ministry.meeting.title) == ("GB07/2024", "Tên khác")
    refused = patch(ministry.office, f"meetings/{ministry.meeting.pk}/", {"code": "X1"})
    assert error(refused, 400, "invalid")["fields"]["code"]
