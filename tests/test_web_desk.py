"""The unit desk: its sections, the sheet as a fragment, what is kept while typing, what counts as an update."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from directives import actions
from directives.models import ProgressReport, UnsentForm
from directives.statistics import statistics
from tests.cast import WHEN
from units.working_calendar import today

SHEET = {"HX-Request": "true", "HX-Target": "sheet-body"}
JULY = date(2024, 7, 31)


def sections(client, person) -> dict[str, list[int]]:
    client.force_login(person)
    found = client.get(reverse("desk"), {"rows": "all"}).context["sections"]
    return {section.name: [row.pk for row in section.rows] for section in found}


def step(row, verb: str) -> str:
    return reverse("assignment_step", args=[row.pk, verb])


# --- sections ---


def test_a_long_group_shows_its_first_cards_and_a_way_to_the_rest(client, ministry):
    for n in range(11):
        ministry.assignment(directive=ministry.directive(title=f"Việc {n}"), due_on=date(2024, 8, 1 + n))
    client.force_login(ministry.head)
    page = client.get(reverse("desk")).content.decode()
    assert page.count("<article") == 8
    assert "<strong>11</strong>" in page
    assert "còn 3 việc trong nhóm này" in page
    assert 'href="?section=overdue#overdue"' in page
    assert client.get(reverse("desk"), {"section": "overdue"}).content.decode().count("<article") == 11


def test_each_row_stands_where_it_burns(client, ministry):
    m, day = ministry, today()
    far = day + timedelta(days=60)
    rows = {
        "overdue": m.in_state("in_progress", due_on=day - timedelta(days=1)),
        "this_week": m.assignment(due_on=day + timedelta(days=7)),
        "to_accept": m.assignment(due_on=day + timedelta(days=8)),
        "sent_back": m.in_state("reported", due_on=far),
        "asked": m.in_state("in_progress", due_on=far),
        "in_progress": m.in_state("in_progress", due_on=far),
        "support": m.assignment(role="support", due_on=day - timedelta(days=1)),
    }
    actions.send_back(rows["sent_back"], by=m.office2, reason="thiếu văn bản")
    actions.comment(rows["asked"], by=m.office, text="Đến đâu rồi?")
    assert sections(client, m.head) == {name: [row.pk] for name, row in rows.items()}


def test_a_question_is_asked_until_the_unit_speaks(client, ministry):
    m = ministry
    row = m.in_state("in_progress", due_on=None)
    actions.comment(row, by=m.officer, text="Trao đổi trong đơn vị")
    assert "asked" not in sections(client, m.head)
    actions.comment(row, by=m.office, text="Đến đâu rồi?")
    assert sections(client, m.head)["asked"] == [row.pk]
    actions.comment(row, by=m.officer, text="Đang làm")
    assert "asked" not in sections(client, m.head)


def test_an_open_urging_asks_until_it_is_answered(client, ministry):
    m = ministry
    row = m.in_state("in_progress", due_on=None)
    actions.urge([row], by=m.office, text="Đề nghị báo cáo", reply_by_on=today() + timedelta(days=2))
    assert sections(client, m.head)["asked"] == [row.pk]
    row.refresh_from_db()
    actions.answer(row, by=m.head, text="Đã làm một nửa")
    assert "asked" not in sections(client, m.head)


# --- the sheet ---


def test_the_sheet_is_the_same_form_without_the_page(client, ministry):
    row = ministry.in_state("in_progress")
    client.force_login(ministry.head)
    sheet = client.get(step(row, "report_progress"), headers=SHEET).content.decode()
    assert "<html" not in sheet
    assert 'name="text"' in sheet
    assert 'capture="environment"' in sheet
    sent = {"outlook": "blocked", "text": "", "version": row.version}
    refused = client.post(step(row, "report_progress"), sent, headers=SHEET)
    assert refused.status_code == 400
    assert "<html" not in refused.content.decode()
    sent |= {"text": "Chờ", "difficulties": "Thiếu định mức"}
    done = client.post(step(row, "report_progress"), sent, headers=SHEET)
    assert (done.status_code, done.headers["HX-Trigger"]) == (204, '{"stepTaken": {}}')


def test_a_sheet_after_the_session_ended_sends_the_page_to_the_sign_in(client, ministry):
    row = ministry.in_state("in_progress")
    answer = client.post(
        step(row, "report_progress"), {"text": "dài lắm", "typed_by": ministry.head.pk}, headers=SHEET
    )
    assert answer.headers["HX-Redirect"].startswith("/accounts/login/?next=/assignments/")
    # What was typed is there again after the sign-in.
    answer = client.post(
        reverse("account_login"),
        {"login": "head", "password": "mat-khau-dai-12", "next": step(row, "report_progress")},
        follow=True,
    )
    assert "dài lắm" in answer.content.decode()


# --- what is typed and not sent ---


def test_what_is_typed_is_its_writers_own(client, ministry):
    row = ministry.in_state("in_progress")
    keep = reverse("unsent_form", args=[row.pk, "report_progress"])
    client.force_login(ministry.head)
    client.post(keep, {"text": "Đang soạn", "version": "1", "files": "a.pdf", "other": "x"})
    assert UnsentForm.objects.get().typed == {"text": "Đang soạn"}
    assert "Đang soạn" in client.get(step(row, "report_progress")).content.decode()
    client.force_login(ministry.deputy)
    assert "Đang soạn" not in client.get(step(row, "report_progress")).content.decode()
    # Everything rubbed out: nothing is kept.
    client.force_login(ministry.head)
    client.post(keep, {"text": " "})
    assert not UnsentForm.objects.exists()


@pytest.mark.parametrize(("who", "status"), [("third_head", 404), ("office", 403), ("head", 200)])
def test_only_who_may_take_the_step_keeps_a_form(client, ministry, who, status):
    row = ministry.in_state("in_progress")
    client.force_login(getattr(ministry, who))
    keep = reverse("unsent_form", args=[row.pk, "report_progress"])
    assert client.post(keep, {"text": "a"}).status_code == status
    assert UnsentForm.objects.count() == (status == 200)


def test_too_long_a_text_is_not_kept(client, ministry):
    row = ministry.in_state("in_progress")
    client.force_login(ministry.head)
    keep = reverse("unsent_form", args=[row.pk, "report_progress"])
    answer = client.post(keep, {"text": "a" * 60_001}).content.decode()
    assert "quá dài" in answer
    assert not UnsentForm.objects.exists()


# --- what counts as an update ---


def on(day: int) -> dict:
    return {"on": date(2024, 7, day), "is_backdated": True}


@pytest.mark.parametrize(
    ("first", "second", "counting"),
    [
        ({}, {}, 1),
        ({"text": "đã họp"}, {}, 2),
        ({}, {"text": "đã họp"}, 2),
        ({}, {"percent": 50}, 2),
        ({}, {"outlook": "at_risk", "text": "chậm"}, 2),
        ({"outlook": "at_risk", "text": "chậm"}, {}, 2),
    ],
)
def test_a_second_bare_on_track_does_not_count(ministry, first, second, counting):
    row = ministry.in_state("in_progress")
    for day, said in ((9, first), (10, second)):
        actions.report_progress(row, by=ministry.head, **{"outlook": "on_track", **said}, **on(day))
    assert ProgressReport.objects.count() == 2
    assert ProgressReport.objects.counting().count() == counting


def test_the_discipline_asks_for_an_update_that_counts(ministry):
    row = ministry.in_state("in_progress")
    actions.report_progress(row, by=ministry.head, outlook="on_track", on=WHEN, is_backdated=True)
    assert statistics(JULY).update_discipline == 1
    august = {"on": date(2024, 8, 5), "is_backdated": True}
    actions.report_progress(row, by=ministry.head, outlook="on_track", **august)
    assert statistics(date(2024, 8, 31)).update_discipline == 0


def test_without_the_word_a_report_needs_text_or_value(ministry):
    row = ministry.in_state("in_progress")
    with pytest.raises(ValidationError):
        actions.report_progress(row, by=ministry.head)
    with pytest.raises(ValidationError):
        actions.report_progress(row, by=ministry.head, outlook="at_risk")


def test_who_says_it_twice_is_told(client, ministry):
    row = ministry.in_state("in_progress")
    client.force_login(ministry.head)
    sent = {"outlook": "on_track", "next": "/desk/"}
    first = client.post(step(row, "report_progress"), sent, follow=True).content.decode()
    second = client.post(step(row, "report_progress"), sent, follow=True).content.decode()
    assert ("không được tính là cập nhật" in first, "không được tính là cập nhật" in second) == (False, True)
