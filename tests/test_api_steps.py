"""Steps through the API: POST …/{step}/ answers with the row as it stands."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from directives import actions
from journal.models import Event
from meetings.models import Meeting
from tests.api import PDF, client, error, get, patch, post

pytestmark = pytest.mark.django_db


def test_a_step_answers_with_the_row_as_it_stands(ministry):
    row = ministry.assignment()
    response = post(ministry.head, f"assignments/{row.pk}/accept/", {"version": row.version})
    assert response.status_code == 200
    found = response.json()
    assert (found["state"], found["version"]) == ("in_progress", row.version + 1)
    assert "report_done" in [step["step"] for step in found["steps"]]


def test_work_goes_from_a_draft_to_its_confirmation(ministry):
    draft = {
        "meeting": "GB06/2024",
        "title": "Trợ lý ảo",
        "words": "Mỗi đơn vị một trợ lý ảo.",
        "leader": "bo-truong",
    }
    response = post(ministry.clerk, "directives/", {**draft, "source_item": "Mục 2", "field": "vien-thong"})
    assert response.status_code == 201
    found = response.json()
    assert (found["state"], found["code"], found["leader"]["code"]) == ("draft", "GB06/2024-01", "bo-truong")
    path = f"directives/{found['id']}"
    assert post(ministry.clerk, f"{path}/edit/", {"is_key": True}).json()["is_key"] is True
    found = post(ministry.clerk, f"{path}/edit/", {"title": "34 trợ lý ảo"}).json()
    assert (found["title"], found["is_key"], found["words"]) == ("34 trợ lý ảo", True, draft["words"])
    assert post(ministry.office, f"{path}/issue/").json()["state"] == "issued"

    due = {"due_on": "31/12/2099"}
    found = post(ministry.office, f"{path}/assign/", {"unit": "CVT", **due, "target": 34.5}).json()
    [row] = found["assignments"]
    assert (row["unit"]["code"], row["due_on"], row["target"]) == ("CVT", "2099-12-31", "34.50")
    path = f"assignments/{row['id']}"
    post(ministry.head, f"{path}/accept/")
    officer = {"officer": "officer", "may_report": True}
    assert post(ministry.head, f"{path}/hand_over/", officer).json()["officer"]["username"] == "officer"
    progress = {"text": "đã làm một nửa", "percent": 50}
    assert post(ministry.officer, f"{path}/report_progress/", progress).status_code == 200
    done = {"result": "xong", "result_number": "1/BC", "completed_on": Event.objects.first().on.isoformat()}
    assert post(ministry.officer, f"{path}/report_done/", done).json()["state"] == "reported"
    assert post(ministry.office, f"{path}/confirm/").json()["klass"] == "completed_on_time"


def test_an_extension_is_asked_for_and_countered(ministry):
    row = ministry.in_state("in_progress", due_on=date(2099, 12, 1))
    asked = {"asked_due_on": "2099-12-31", "reason": "chờ thiết bị"}
    found = post(ministry.head, f"assignments/{row.pk}/request_extension/", asked).json()
    [request] = found["extensions"]
    assert [step["step"] for step in request["steps"]] == ["cancel"]
    path = f"extensions/{request['id']}"
    assert [step["step"] for step in get(ministry.office, f"{path}/").json()["steps"]] == [
        "approve",
        "refuse",
        "counter",
    ]
    found = post(ministry.office, f"{path}/counter/", {"due_on": "2099-12-15", "reason": "đủ rồi"}).json()
    assert (found["state"], found["decided_due_on"]) == ("approved", "2099-12-15")
    assert get(ministry.head, f"assignments/{row.pk}/").json()["due_on"] == "2099-12-15"
    assert get(ministry.head, f"extensions/?assignment={row.pk}").json()["count"] == 1


def test_files_come_as_multipart_and_are_named_in_the_report(ministry):
    row = ministry.in_state("in_progress")
    files = [SimpleUploadedFile(name, PDF, "application/pdf") for name in ("một.pdf", "hai.pdf")]
    body = {"completed_on": "2024-07-09", "result": "xong", "files": files}
    response = client(ministry.head).post(f"/api/assignments/{row.pk}/report_done/", body)
    assert response.json()["state"] == "reported", response.content
    [report] = get(ministry.head, f"reports/?assignment={row.pk}").json()["results"]
    assert [file["name"] for file in report["files"]] == ["một.pdf", "hai.pdf"]
    served = client(ministry.head).get(report["files"][0]["url"])
    assert b"".join(served.streaming_content) == PDF


def test_a_meeting_is_added_and_corrected(ministry):
    body = {
        "kind": "month",
        "title": "Giao ban tháng 7/2024",
        "period": "2024-07",
        "presided_by": "bo-truong",
    }
    found = post(ministry.clerk, "meetings/", {**body, "attending_units": ["CVT", "CBC"]}).json()
    assert (found["code"], found["presided_by"]["code"]) == ("GB07/2024", "bo-truong")
    assert [unit["code"] for unit in found["attending_units"]] == ["CBC", "CVT"]
    changed = patch(ministry.clerk, f"meetings/{found['id']}/", {"place": "Hà Nội"}).json()
    assert (changed["place"], changed["title"], len(changed["attending_units"])) == (
        "Hà Nội",
        body["title"],
        2,
    )
    error(post(ministry.head, "meetings/", body), 403, "not_yours")
    assert error(post(ministry.clerk, "meetings/", {"kind": "month"}), 400, "invalid")["fields"].keys() == {
        "title"
    }
    assert Meeting.objects.count() == 2


def test_the_office_acts_for_an_outsider_with_the_paper(ministry):
    row = ministry.assignment(unit=ministry.outsider)
    actions.accept(row, by=ministry.office, evidence="CV 11/NM")
    body = {"asked_due_on": "2099-12-31", "reason": "chờ thiết bị"}
    path = f"assignments/{row.pk}/request_extension/"
    assert error(post(ministry.office, path, body), 400, "invalid")["fields"].keys() == {"evidence"}
    assert post(ministry.office, path, {**body, "evidence": "CV 12/NM"}).status_code == 200
