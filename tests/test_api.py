"""The API's own part: the shape of its answers. What a step demands is tested at the actions."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from directives.models import Assignment, Directive
from journal.models import Event
from tests.api import PDF, client, error, get, post

pytestmark = pytest.mark.django_db

# --- reading --------------------------------------------------------------------------------------


def test_an_assignment_tells_all_to_its_unit(ministry):
    row = ministry.assignment()
    found = get(ministry.head, f"assignments/{row.pk}/").json()
    assert found["directive"] == {
        "id": row.directive_id,
        "code": "GB06/2024-01",
        "title": row.directive.title,
    }
    assert found["unit"] == {"code": "CVT", "name": "Cục Viễn thông"}
    assert (found["state"], found["klass"], found["due_on"]) == ("assigned", "open_overdue", "2024-09-30")
    assert [deadline["due_on"] for deadline in found["deadlines"]] == ["2024-09-30"]
    assert [step["step"] for step in found["steps"]] == [
        "accept",
        "decline",
        "hand_over",
        "keep_milestones",
        "request_extension",
        "answer",
        "comment",
    ]


def test_the_past_is_read_by_the_day(ministry):
    row = ministry.in_state("completed")
    path = f"assignments/{row.pk}/?as_of="
    then = get(ministry.office, path + "2024-07-08").json()
    assert (then["state"], then["klass"], then["completed_on"]) == (
        "completed",
        "completed_on_time",
        "2024-07-08",
    )
    assert "result" not in then
    assert get(ministry.office, path + "07/07/2024").status_code == 404
    assert get(ministry.office, "assignments/?as_of=2024-07-07").json()["count"] == 0


def test_an_overdue_row_was_within_time_before(ministry):
    row = ministry.assignment()
    of_day = {
        day: get(ministry.office, f"directives/{row.directive_id}/?as_of={day}").json()
        for day in ("2024-09-30", "2024-10-01")
    }
    assert [one["klass"] for one in of_day.values()] == ["open", "overdue"]
    assert [one["assignments"][0]["klass"] for one in of_day.values()] == ["open_within", "open_overdue"]
    assert [one["steps"] for one in of_day.values()] == [[], []]


def test_a_directive_carries_its_rows_and_the_steps_open_to_the_reader(ministry):
    row = ministry.in_state("reported")
    found = get(ministry.office2, f"directives/{row.directive_id}/").json()
    assert "assign" in [step["step"] for step in found["steps"]]
    [nested] = found["assignments"]
    assert {"send_back", "confirm"} <= {step["step"] for step in nested["steps"]}
    assert nested["deadlines"][0]["cause"] == "assign"


def test_what_was_taken_back_has_no_class_and_is_not_listed(ministry):
    row = ministry.in_state("withdrawn")
    assert get(ministry.office, f"assignments/{row.pk}/").json()["klass"] is None
    assert get(ministry.office, "assignments/").json()["count"] == 0
    assert get(ministry.office, "assignments/?state=withdrawn").json()["count"] == 1


def test_lists_are_filtered_and_paged(ministry):
    ministry.assignment()
    ministry.assignment(unit=ministry.other_unit, due_on=date(2099, 1, 1))
    found = get(ministry.office, "assignments/?klass=open_within").json()
    assert [row["unit"]["code"] for row in found["results"]] == ["CBC"]
    assert get(ministry.office, "assignments/?unit=CVT").json()["count"] == 1
    assert len(get(ministry.office, "assignments/?page_size=1").json()["results"]) == 1
    error(get(ministry.office, "assignments/?page=9"), 404, "not_found")
    assert "klass" in error(get(ministry.office, "assignments/?klass=late"), 400, "invalid")["fields"]


def test_a_unit_bears_the_name_of_the_day(ministry):
    ministry.unit.names.create(name="Cục Viễn thông và Bưu chính", ends_on=date(2023, 12, 31))
    ministry.unit.names.create(name="Cục Viễn thông", starts_on=date(2024, 1, 1))
    path = "units/CVT/"
    assert get(ministry.head, path).json()["name"] == "Cục Viễn thông"
    assert get(ministry.head, f"{path}?as_of=2023-06-01").json()["name"] == "Cục Viễn thông và Bưu chính"
    error(get(ministry.head, "units/CVT-CU/?as_of=2025-06-01"), 404, "not_found")


def test_the_timeline_holds_the_directive_and_its_rows(ministry):
    row = ministry.in_state("in_progress")
    found = get(ministry.head, f"events/?directive={row.directive_id}").json()["results"]
    assert {event["verb"] for event in found} == {"draft", "issue", "assigned", "accept"}
    found = get(ministry.head, f"events/?assignment={row.pk}").json()["results"]
    assert [event["verb"] for event in found] == ["accept", "assigned"]
    assert found[0]["by"] == {"username": "head", "name": "Head"}
    assert "directive" in error(get(ministry.head, "events/"), 400, "invalid")["fields"]
    error(get(ministry.head, "events/?assignment=x"), 400, "invalid")


def test_statistics_are_the_figures_of_the_command(ministry):
    ministry.assignment()
    found = get(ministry.office, "statistics/?as_of=2024-10-01&by=unit").json()
    assert found["as_of"] == "2024-10-01"
    assert found["counts"]["open_overdue"] == 1
    assert found["official_rate"] == 0
    assert [(group["key"], group["counts"]["open_overdue"]) for group in found["groups"]] == [("CVT", 1)]
    assert found["directives"] == {"total": 1, "completed": 0, "overdue": 1, "open": 0}
    assert "by" in error(get(ministry.office, "statistics/?by=colour"), 400, "invalid")["fields"]
    assert "as_of" in error(get(ministry.office, "statistics/?as_of=soon"), 400, "invalid")["fields"]


def test_me_says_who_and_what_for(ministry):
    found = get(ministry.head, "me/").json()
    assert (found["username"], found["acting_as"]) == ("head", "Cục Viễn thông")
    assert [(post["role"], post["unit"]["code"]) for post in found["posts"]] == [("head", "CVT")]
    assert get(ministry.ended, "me/").json()["posts"] == []


def test_the_law_can_be_read(ministry):
    found = get(ministry.head, "steps/").json()
    accept = found["assignment"]["steps"]["accept"]
    assert (accept["from"], accept["to"]) == (["assigned"], "in_progress")
    assert [who["code"] for who in accept["who"]] == ["unit", "officer"]


def test_the_root_names_every_list(ministry):
    found = get(ministry.head, "").json()
    for name, url in found.items():
        assert url == f"http://testserver/api/{name}/"


# --- refusals -------------------------------------------------------------------------------------


def test_wrong_values_are_named_at_their_fields(ministry):
    row = ministry.in_state("in_progress", due_on=date(2099, 12, 1))
    path = f"assignments/{row.pk}/request_extension/"
    assert error(post(ministry.head, path), 400, "invalid")["fields"].keys() == {"asked_due_on", "reason"}
    found = error(post(ministry.head, path, {"asked_due_on": "2099-02-30", "reason": "x"}), 400, "invalid")
    assert found["fields"].keys() == {"asked_due_on"}
    # What only the action can know comes back at the field as well.
    found = error(post(ministry.head, path, {"asked_due_on": "2099-12-01", "reason": "x"}), 400, "invalid")
    assert found["fields"].keys() == {"asked_due_on"}


def test_a_due_date_before_the_issue_and_an_ended_unit_are_refused(ministry):
    path = f"directives/{ministry.directive().pk}/assign/"
    found = error(post(ministry.office, path, {"unit": "CVT", "due_on": "2024-07-07"}), 400, "invalid")
    assert found["fields"].keys() == {"due_on"}
    found = error(post(ministry.office, path, {"unit": "CVT-CU", "due_on": "2099-07-07"}), 400, "invalid")
    assert "31/12/2024" in str(found["fields"]["unit"]) or "Cục Viễn thông cũ" in str(found["fields"]["unit"])
    found = error(post(ministry.office, path, {"unit": "NONE", "due_on": "2099-07-07"}), 400, "invalid")
    assert found["fields"].keys() == {"unit"}
    assert not Assignment.objects.exists()


@pytest.mark.parametrize("who", ["other_officer", "office", "leader", "clerk"])
def test_who_may_not_is_told_so_even_with_an_empty_form(ministry, who):
    row = ministry.in_state("in_progress")
    response = post(getattr(ministry, who), f"assignments/{row.pk}/report_done/")
    error(response, 403, "not_yours")


def test_a_co_addressee_is_visible_and_his_steps_are_not_ours(ministry):
    row = ministry.assignment()
    other = ministry.assignment(directive=row.directive, unit=ministry.other_unit)
    for verb in ("accept", "comment", "report_done", "request_extension"):
        error(post(ministry.head, f"assignments/{other.pk}/{verb}/"), 403, "not_yours")


def test_too_late_says_who_did_what(ministry):
    row = ministry.assignment()
    assert post(ministry.deputy, f"assignments/{row.pk}/accept/").status_code == 200
    found = error(post(ministry.head, f"assignments/{row.pk}/accept/"), 409, "not_now")
    assert (found["changed"]["by"], found["changed"]["verb"]) == ("Deputy", "accept")
    assert found["changed"]["by_role"] == "Cục Viễn thông"
    assert found["changed"]["at"]
    # Also where the form was not even filled in.
    found = error(post(ministry.head, f"assignments/{row.pk}/decline/"), 409, "not_now")
    assert found["changed"]["by"] == "Deputy"
    assert Event.objects.filter(verb="accept").count() == 1


def test_a_stale_version_is_refused(ministry):
    row = ministry.in_state("in_progress")
    first = {"text": "bắt đầu", "version": row.version}
    path = f"assignments/{row.pk}/report_progress/"
    assert post(ministry.deputy, path, first).status_code == 200
    found = error(post(ministry.head, path, first), 409, "not_now")
    assert (found["changed"]["by"], found["changed"]["verb"]) == ("Deputy", "report_progress")
    assert post(ministry.head, path, {"text": "không có phiên bản"}).status_code == 200


def test_an_unknown_step_names_those_there_are(ministry):
    row = ministry.assignment()
    found = error(post(ministry.head, f"assignments/{row.pk}/finish/"), 404, "unknown_step")
    assert "accept" in found["steps"]
    assert "accept" in found["message"]


def test_what_is_not_visible_is_not_found(ministry):
    row = ministry.assignment()
    hidden = error(post(ministry.other_head, f"assignments/{row.pk}/accept/"), 404, "not_found")
    absent = error(post(ministry.other_head, "assignments/999999/accept/"), 404, "not_found")
    assert hidden == absent
    error(get(ministry.office, "assignments/abc/"), 404, "not_found")
    error(get(ministry.office, f"assignments/{10**30}/"), 404, "not_found")
    error(get(ministry.office, f"events/?assignment={10**30}"), 404, "not_found")


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("units/%00/", 404),
        ("meetings/?code=%00", 400),
        ("assignments/?q=%00", 400),
        (f"reports/?assignment={10**30}", 400),
        ("reports/?assignment=1e400", 400),
        ("extensions/?assignment=NaN", 400),
        (f"assignments/?page={10**30}", 404),
        ("assignments/?page_size=-1", 200),
        ("assignments/?as_of=9999-12-31", 400),
        ("assignments/?as_of=0001-01-01", 200),
        ("statistics/?as_of=0001-01-01", 200),
        ("assignments/?format=xml", 404),
    ],
)
def test_odd_questions_get_plain_answers(ministry, path, status):
    assert get(ministry.office, path).status_code == status


@pytest.mark.parametrize("path", ["nothing", "nothing/", "assignments/1/accept/x/y", "directives/1/2/3"])
def test_an_unknown_address_answers_in_json(ministry, path):
    error(get(ministry.office, path), 404, "not_found")
    error(post(ministry.office, path), 404, "not_found")


def test_the_last_slash_may_be_left_out(ministry):
    row = ministry.assignment()
    assert get(ministry.head, f"assignments/{row.pk}").status_code == 200
    assert post(ministry.head, f"assignments/{row.pk}/accept").status_code == 200


@pytest.mark.parametrize("body", ["{", "[1]", '"accept"', "[" * 100_000, b"\xff\xfe{"], ids=repr)
def test_a_body_that_is_no_json_object_is_refused(ministry, body):
    row = ministry.assignment()
    response = client(ministry.head).post(f"/api/assignments/{row.pk}/accept/", body, "application/json")
    error(response, 400, "unreadable")
    row.refresh_from_db()
    assert row.state == "assigned"


@pytest.mark.parametrize("value", [{"a": 1}, [[1]], "\ud800", "a\x00b"], ids=ascii)
def test_values_no_form_can_hold_are_refused(ministry, value):
    row = ministry.assignment()
    body = {"reason": value, "proposed": value}
    error(post(ministry.head, f"assignments/{row.pk}/decline/", body), 400, "invalid")


def test_too_much_is_refused(ministry, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    row = ministry.assignment()
    error(post(ministry.head, f"assignments/{row.pk}/comment/", {"text": "x" * 2000}), 413, "too_large")


def test_a_file_too_big_or_lying_is_refused_at_its_field(ministry, settings):
    settings.FILE_MAX_BYTES = 100
    row = ministry.in_state("in_progress")
    path = f"/api/assignments/{row.pk}/report_progress/"
    for name, content in (("to.pdf", PDF * 100), ("gia.pdf", b"MZ\x90"), ("x.exe", b"MZ"), ("rong.pdf", b"")):
        upload = SimpleUploadedFile(name, content)
        response = client(ministry.head).post(path, {"text": "có tệp", "files": upload})
        assert name in str(error(response, 400, "invalid")["fields"]["files"])
    assert not row.reports.exists()


def test_other_methods_and_types_are_refused_in_the_same_shape(ministry):
    row = ministry.assignment()
    path = f"/api/assignments/{row.pk}/"
    head = client(ministry.head)
    error(head.put(path, "{}", "application/json"), 405, "method_not_allowed")
    error(head.patch(path, '{"state": "completed"}', "application/json"), 405, "method_not_allowed")
    error(head.delete(path), 405, "method_not_allowed")
    error(head.get(f"{path}accept/"), 405, "method_not_allowed")
    error(head.options("/api/directives/"), 405, "method_not_allowed")
    error(head.post(f"{path}accept/", "<a/>", "text/xml"), 415, "unsupported_media_type")


def test_a_form_of_another_site_is_refused(ministry):
    row = ministry.assignment()
    foreign = Client(enforce_csrf_checks=True)
    foreign.force_login(ministry.head)
    response = foreign.post(f"/api/assignments/{row.pk}/accept/", "{}", "application/json")
    assert "X-CSRFToken" in error(response, 403, "no_token")["message"]


def test_a_draft_is_for_those_who_write_drafts(ministry):
    body = {"meeting": "GB06/2024", "title": "Việc"}
    error(post(ministry.head, "directives/", body), 403, "not_yours")
    error(post(ministry.head, "directives/"), 403, "not_yours")
    assert error(post(ministry.clerk, "directives/"), 400, "invalid")["fields"].keys() == {"meeting", "title"}
    found = error(post(ministry.clerk, "directives/", {**body, "meeting": "GB99/2099"}), 400, "invalid")
    assert found["fields"].keys() == {"meeting"}
    assert not Directive.objects.exists()
