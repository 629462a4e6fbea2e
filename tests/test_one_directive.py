"""The main job from end to end, once through the pages and once through the API, on the data a newcomer starts with.

The head of Cục Viễn thông finds the 2G assignment with both its dates, accepts and reports the unit's assistant; the
office sends it back and then confirms; the figures move; more time is asked for and granted until another day.
"""

import json
from datetime import date
from io import StringIO

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command

from directives.models import Assignment, ExtensionRequest
from journal.models import Event

PASSWORD = "don-doc-trinh-dien"
PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj << >> endobj\ntrailer << >>\n%%EOF\n"


def assignment_of(unit: str, directive: str) -> Assignment:
    return Assignment.objects.get(unit__code=unit, directive__code=directive)


class Pages:
    """A person at a browser."""

    def __init__(self, client):
        self.client = client

    def sign_in(self, username: str) -> None:
        self.client.logout()
        answer = self.client.post("/accounts/login/", {"login": username, "password": PASSWORD})
        assert answer.status_code == 302, answer.content.decode()

    def reads(self, directive_pk: int) -> str:
        answer = self.client.get(f"/directives/{directive_pk}/")
        assert answer.status_code == 200
        return answer.content.decode()

    def take(self, row: str, pk: int, verb: str, **values) -> int:
        return self.client.post(f"/{row}/{pk}/{verb}/", values).status_code

    GOOD, REFUSED, FORBIDDEN = 302, 400, 403

    def counts(self) -> dict[str, int]:
        answer = self.client.get("/statistics/")
        assert answer.status_code == 200
        return answer.context["figures"].counts


class Api(Pages):
    """A program with a session."""

    GOOD = 200

    def reads(self, directive_pk: int) -> str:
        answer = self.client.get(f"/api/directives/{directive_pk}/")
        assert answer.status_code == 200
        text = json.dumps(answer.json(), ensure_ascii=False)
        # The API speaks ISO; the pages dd/mm/yyyy.
        return text.replace("2024-09-15", "15/09/2024").replace("2024-10-15", "15/10/2024")

    def take(self, row: str, pk: int, verb: str, **values) -> int:
        if "files" in values:
            return self.client.post(f"/api/{row}/{pk}/{verb}/", values).status_code
        answer = self.client.post(f"/api/{row}/{pk}/{verb}/", json.dumps(values), "application/json")
        return answer.status_code

    def counts(self) -> dict[str, int]:
        answer = self.client.get("/api/statistics/")
        assert answer.status_code == 200
        return answer.json()["counts"]


@pytest.fixture(params=[Pages, Api], ids=["pages", "api"])
def door(request, client):
    return request.param(client)


def test_from_a_meeting_to_a_confirmed_result(demonstration, door):
    two_g = assignment_of("CVT", "GB06/2024-08")
    assistant = assignment_of("CVT", "GB06/2024-01")
    today = f"{date.today():%d/%m/%Y}"

    # The head finds both days and the circular that moved the first.
    door.sign_in("cvt.truong")
    page = door.reads(two_g.directive_id)
    assert "15/09/2024" in page
    assert "15/10/2024" in page
    assert "Thông tư 10/2024/TT-BTTTT" in page

    # He accepts the assistant, reports with a file, reports it done.
    assert door.take("assignments", assistant.pk, "accept") == door.GOOD
    report = SimpleUploadedFile("Báo cáo tiến độ.pdf", PDF, "application/pdf")
    assert (
        door.take(
            "assignments",
            assistant.pk,
            "report_progress",
            outlook="on_track",
            text="Đang nạp dữ liệu",
            files=report,
        )
        == door.GOOD
    )
    assert door.take("assignments", assistant.pk, "confirm") == door.FORBIDDEN
    done = {"completed_on": today, "result": "Trợ lý ảo đã chạy", "result_number": "45/CVT-VP"}
    assert door.take("assignments", assistant.pk, "report_done", **done) == door.GOOD

    # The office sends it back; he reports again; the office confirms, and the figures move.
    door.sign_in("vanphong")
    assert door.take("assignments", assistant.pk, "send_back", reason="") == door.REFUSED
    assert door.take("assignments", assistant.pk, "send_back", reason="Thiếu số câu hỏi đã thử") == door.GOOD
    door.sign_in("cvt.truong")
    assert door.take("assignments", assistant.pk, "report_done", **done) == door.GOOD
    door.sign_in("vanphong")
    before = door.counts()
    assert door.take("assignments", assistant.pk, "confirm", completed_on=today) == door.GOOD
    after = door.counts()
    assert after["completed_no_deadline"] == before["completed_no_deadline"] + 1
    assert after["open_no_deadline"] == before["open_no_deadline"] - 1

    # More time for the 2G case: beyond the office's delegation, so the leader decides, and names another day.
    door.sign_in("cvt.truong")
    assert door.take("assignments", two_g.pk, "accept") == door.GOOD
    asked = {"asked_due_on": "31/12/2030", "reason": "Còn thuê bao ở vùng sâu"}
    assert door.take("assignments", two_g.pk, "request_extension", **asked) == door.GOOD
    request = ExtensionRequest.objects.get(assignment=two_g)
    other_day = {"due_on": "30/06/2030", "reason": "Đồng ý đến giữa năm"}
    assert door.take("extensions", request.pk, "counter", **other_day) == door.FORBIDDEN
    door.sign_in("vanphong")
    assert door.take("extensions", request.pk, "counter", **other_day) == door.FORBIDDEN
    door.sign_in("botruong")
    assert door.take("extensions", request.pk, "counter", **other_day) == door.GOOD
    two_g.refresh_from_db()
    assert two_g.due_on == date(2030, 6, 30)
    assert two_g.first_due_on == date(2024, 9, 15)
    assert [row.due_on for row in two_g.deadlines.order_by("version")] == [
        date(2024, 9, 15),
        date(2024, 10, 15),
        date(2030, 6, 30),
    ]

    # One event a step, in the order they were taken.
    verbs = list(
        Event.objects.filter(subject_kind="assignment", subject_id=assistant.pk)
        .order_by("id")
        .values_list("verb", flat=True)
    )
    assert verbs == [
        "assigned",
        "accept",
        "report_progress",
        "report_done",
        "send_back",
        "report_done",
        "confirm",
    ]


def sent_to(address: str) -> list[str]:
    return [str(letter.body) for letter in mail.outbox if letter.to == [address]]


@pytest.mark.django_db
def test_the_reminder_arrives_in_time_and_knows_the_day_of_its_day(demonstration, client):
    call_command("remind", as_of="2024-09-08", stdout=StringIO())
    assert mail.outbox == []

    call_command("remind", as_of="2024-09-11", stdout=StringIO())
    [letter] = sent_to("cvt.truong@dondoc.example")
    assert "15/09/2024" in letter
    assert "GB06/2024-08" in letter
    assert "15/10/2024" not in letter

    said = StringIO()
    call_command("remind", as_of="2024-09-13", dry_run=True, stdout=said)
    [line, *_more] = [
        line for line in said.getvalue().splitlines() if "GB06/2024-08" in line and "Viễn thông" in line
    ]
    assert "15/10/2024" in line

    # The letter can be read in the browser.
    client.post("/accounts/login/", {"login": "cvt.truong", "password": PASSWORD})
    listed = client.get("/mails/")
    assert listed.status_code == 200
    assert "11/09/2024" in listed.content.decode()
