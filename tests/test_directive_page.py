"""The page of a directive: files in place, many addressees, one act one sentence, talk, the next step on top."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from directives import actions
from directives.models import ReportFile
from tests.cast import make_unit

PDF = b"%PDF-1.4 test"
PNG = b"\x89PNG\r\n\x1a\n rest"


@pytest.fixture
def reported(ministry):
    row = ministry.in_state("in_progress")
    actions.report_progress(
        row,
        by=ministry.head,
        text="Đã khảo sát",
        files=[
            SimpleUploadedFile("Biên bản.pdf", PDF),
            SimpleUploadedFile("Ảnh.png", PNG),
            SimpleUploadedFile("Ghi chú.txt", b"chu"),
        ],
    )
    return row


def page(client, user, directive, query=""):
    client.force_login(user)
    return client.get(directive.get_absolute_url() + query)


def test_a_pdf_and_a_picture_are_looked_at_in_place_a_text_is_only_saved(client, ministry, reported):
    text = page(client, ministry.office, reported.directive).content.decode()
    files = {one.name: one for one in ReportFile.objects.all()}
    assert f'<iframe src="/files/reports/{files["Biên bản.pdf"].pk}/view/"' in text
    assert f'<img src="/files/reports/{files["Ảnh.png"].pk}/view/" alt="Ảnh.png" loading="lazy"' in text
    assert f"/files/reports/{files['Ghi chú.txt'].pk}/view/" not in text
    assert client.get(reverse("report_file_view", args=[files["Ghi chú.txt"].pk])).status_code == 404


@pytest.mark.parametrize(("name", "media"), [("Biên bản.pdf", "application/pdf"), ("Ảnh.png", "image/png")])
def test_what_is_shown_keeps_its_type_loads_nothing_and_is_framed_by_us_alone(
    client, ministry, reported, name, media
):
    client.force_login(ministry.head)
    answer = client.get(reverse("report_file_view", args=[ReportFile.objects.get(name=name).pk]))
    assert answer["Content-Type"] == media
    assert answer["Content-Disposition"].startswith("inline")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "SAMEORIGIN"
    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'self'" in policy
    assert "script" not in policy
    b"".join(answer.streaming_content)


def test_who_may_not_read_the_report_gets_no_look_at_its_files(client, ministry, reported):
    shown = ReportFile.objects.get(name="Biên bản.pdf")
    for who, expected in (("head", 200), ("office", 200), ("other_head", 404), ("administrator", 404)):
        client.force_login(getattr(ministry, who))
        answer = client.get(reverse("report_file_view", args=[shown.pk]))
        assert (who, answer.status_code) == (who, expected)
        if answer.streaming:
            b"".join(answer.streaming_content)


def many_rows(ministry, n=12):
    directive = ministry.directive()
    units = [ministry.unit] + [
        make_unit(f"D{i}", f"Đơn vị thứ {i:02}", parent=ministry.root) for i in range(1, n)
    ]
    return directive, [ministry.assignment(directive=directive, unit=unit) for unit in units]


def test_many_addressees_are_folded_by_class_with_their_number(client, ministry):
    directive, rows = many_rows(ministry)
    actions.withdraw(rows[-1], by=ministry.office, reason="thôi", on_word_of="Bộ trưởng")
    answer = page(client, ministry.office, directive)
    found = [(group.klass, len(group.rows), group.is_open) for group in answer.context["groups"]]
    assert found == [("open_overdue", 11, True), ("", 1, True)]
    assert "11 đơn vị" in answer.content.decode()


def test_ones_own_row_is_not_folded_among_the_others(client, ministry):
    directive, rows = many_rows(ministry)
    answer = page(client, ministry.head, directive)
    assert [row.assignment.pk for row in answer.context["near"]] == [rows[0].pk]
    assert sum(len(group.rows) for group in answer.context["groups"]) == 11


def test_a_step_on_many_rows_is_one_sentence(client, ministry):
    directive, rows = many_rows(ministry)
    actions.urge(rows[:5], by=ministry.office, text="Báo cáo ngay", reply_by_on=_later())
    lines = page(client, ministry.office, directive).context["timeline"]
    assert [(line.event.verb, len(line.addressees)) for line in lines] == [
        ("urge", 5),
        ("assigned", 12),
        ("issue", 0),
        ("draft", 0),
    ]
    assert lines[0].addressees == [row.addressee.name for row in rows[:5]]


def test_two_acts_with_other_words_are_two_sentences(client, ministry):
    directive, rows = many_rows(ministry, 3)
    actions.urge(rows[:1], by=ministry.office, text="Báo cáo ngay", reply_by_on=_later())
    actions.urge(rows[1:2], by=ministry.office, text="Báo cáo tuần này", reply_by_on=_later())
    lines = page(client, ministry.office, directive).context["timeline"]
    assert [line.event.note for line in lines if line.event.verb == "urge"] == [
        "Báo cáo tuần này",
        "Báo cáo ngay",
    ]


def _later():
    from datetime import timedelta

    from units.working_calendar import today

    return today() + timedelta(days=5)


@pytest.mark.parametrize(
    ("kind", "verbs"),
    [
        ("reports", ["report_progress", "accept"]),
        ("decisions", ["adjust_deadline", "assigned", "issue"]),
        ("talk", ["comment"]),
        (
            "nonsense",
            ["adjust_deadline", "comment", "report_progress", "accept", "assigned", "issue", "draft"],
        ),
    ],
)
def test_the_timeline_is_narrowed(client, ministry, kind, verbs):
    from directives.models import DeadlineTerms

    row = ministry.in_state("in_progress")
    actions.report_progress(row, by=ministry.head, text="Đang làm")
    row.refresh_from_db()
    actions.comment(row, by=ministry.office, text="Bao giờ xong?")
    row.refresh_from_db()
    actions.adjust_deadline(
        row,
        by=ministry.leader,
        deadline=DeadlineTerms("day", _later()),
        reason="Theo ý kiến Bộ trưởng",
        basis="12/TB",
    )
    lines = page(client, ministry.office, row.directive, f"?events={kind}").context["timeline"]
    assert [line.event.verb for line in lines] == verbs


def test_unit_and_office_talk_on_the_page(client, ministry):
    row = ministry.in_state("in_progress")
    for who, words in (("office", "Bao giờ xong?"), ("head", "Trong tuần này.")):
        answer = page(client, getattr(ministry, who), row.directive)
        talk = answer.context["talk"]
        assert talk.url == reverse("assignment_step", args=[row.pk, "comment"])
        client.post(talk.url, {"text": words, "next": row.directive.get_absolute_url()})
    said = page(client, ministry.head, row.directive).context["talk"].lines
    assert [line.event.note for line in said] == ["Bao giờ xong?", "Trong tuần này."]


def test_the_words_of_other_units_are_not_heard(client, ministry):
    directive, rows = many_rows(ministry, 3)
    actions.comment(rows[1], by=ministry.office, text="Riêng cho đơn vị kia")
    assert "Riêng cho đơn vị kia" not in page(client, ministry.head, directive).content.decode()
    assert "Riêng cho đơn vị kia" in page(client, ministry.office, directive).content.decode()


def test_the_next_step_of_the_reader_stands_on_top(client, ministry):
    row = ministry.in_state("assigned")
    answer = page(client, ministry.head, row.directive)
    assert answer.context["top"].first.verb == "accept"
    assert answer.context["rows"][0].shown_buttons.first is None
    assert page(client, ministry.office, row.directive).context["top"].first.verb == "urge"


def test_what_was_said_again_names_its_meeting(client, ministry):
    from meetings.models import Meeting

    row = ministry.in_state("in_progress")
    later = Meeting.objects.create(code="GB07/2024", kind="month", title="Giao ban tháng 7")
    actions.repeat(row.directive, by=ministry.office, meeting=later, words="Phải xong sớm")
    answer = page(client, ministry.office, row.directive)
    assert [(one.code, one.words) for one in answer.context["said_again"]] == [("GB07/2024", "Phải xong sớm")]
    assert reverse("meeting", args=[later.pk]) in answer.content.decode()
