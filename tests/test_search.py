"""Searching everywhere: however the words are written, best first, and nothing a person may not read."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from directives import actions
from directives.search import parts, snippet
from meetings.actions import add_document
from meetings.models import Meeting
from tests.test_web_pages import ALL_SEEING, CVT, DIRECTIVES, EVERYBODY, PDF, World
from units.text import fold

# Who finds the words of the report, and the name of its file, on the row of CVT in "own" and of CBC in "shared".
REPORTS = {
    "dự thảo lần một": ALL_SEEING | CVT | {"third_head", "clerk"},
    "chuyện riêng": ALL_SEEING | {"other_head", "clerk"},
    "Báo cáo tiến độ.pdf": ALL_SEEING | CVT | {"third_head", "clerk"},
    "riêng.pdf": ALL_SEEING | {"other_head", "clerk"},
}


def find(client, text):
    answer = client.get(reverse("search"), {"q": text})
    assert answer.status_code == 200
    return answer.context["page"].object_list


@pytest.mark.parametrize("who", sorted(EVERYBODY))
def test_what_each_person_finds(client, ministry, who):
    world = World(ministry)
    client.force_login(getattr(world.m, who))
    seen = {world.directives[name].code for name, people in DIRECTIVES.items() if who in people}
    assert {hit.code for hit in find(client, "phuong an ho tro") if hit.kind == "directive"} == seen
    for text, readers in REPORTS.items():
        assert bool(find(client, text)) == (who in readers), text


def test_papers_of_a_meeting_are_found_by_those_who_may_read_them(client, ministry):
    m = ministry
    m.assignment()
    add_document(m.meeting, by=m.office, upload=SimpleUploadedFile("Thông báo kết luận.pdf", PDF))
    for who, is_found in (("office", True), ("leader", True), ("head", False), ("nobody", False)):
        client.force_login(getattr(m, who))
        assert bool(find(client, "thong bao ket luan")) is is_found, who


@pytest.mark.parametrize(
    "text",
    [
        "hoà mạng",  # old place of the tone mark
        "hòa mạng",  # new place
        "HOA MANG",
        "hoa\u0300 mạng",  # typed as letter and mark
        "đấu nối",
        "dau noi",
        "4512",
        "4512/bttt",
        "mạng  đấu",  # any order, any space
    ],
)
def test_however_it_is_written(client, ministry, text):
    m = ministry
    m.directive(title="Đấu nối, hoà mạng theo công văn 4512/BTTTT-CVT")
    m.directive(title="Việc khác")
    client.force_login(m.office)
    assert [hit.kind for hit in find(client, text)] == ["directive"]


def test_the_best_stands_first(client, ministry):
    m = ministry
    in_words = m.directive(title="Việc một", words="Thực hiện TS24 trong năm.")
    in_title = m.directive(title="Đề án TS24")
    reported = m.in_state("in_progress", directive=m.directive(title="Việc hai"))
    actions.report_progress(
        reported, by=m.head, text="TS24 đã trình", files=[SimpleUploadedFile("TS24.pdf", PDF)]
    )
    m.meeting = Meeting.objects.create(
        code="TS24/2024", kind="thematic", title="Họp", held_on=date(2024, 7, 1)
    )
    in_code = m.directive(title="Việc ba")
    client.force_login(m.office)
    found = find(client, "ts24")
    assert [hit.kind for hit in found] == ["directive", "meeting", "directive", "directive", "report", "file"]
    assert [found[0].code, found[2].code, found[3].code] == [in_code.code, in_title.code, in_words.code]


def test_the_place_is_marked_and_nothing_in_it_is_believed(client, ministry):
    m = ministry
    m.directive(title="<script>alert(1)</script> Viễn thông & mạng")
    client.force_login(m.office)
    page = client.get(reverse("search"), {"q": "vien thong"}).content.decode()
    assert "<mark>Viễn thông</mark> &amp; mạng" in page
    assert "<script>alert" not in page
    asked = client.get(reverse("search"), {"q": '"><script>x</script>'}).content.decode()
    assert "<script>x" not in asked


def test_places_are_found_under_their_marks():
    assert parts("Đường truyền", ["duong"]) == [("Đường", True), (" truyền", False)]
    assert parts("không có", ["xyz"]) == [("không có", False)]
    text = "mở đầu " * 60 + "chỗ cần tìm" + " kết thúc" * 60
    shown = snippet(text, [fold("cần")])
    assert "chỗ cần tìm" in shown
    assert len(shown) <= 206
    assert shown.startswith("… ")
    assert shown.endswith(" …")


def test_words_that_stand_together_come_first_and_are_marked_together(client, ministry):
    m = ministry
    apart = m.directive(title="Hai nền tảng; tăng hạn mức")
    together = m.directive(title="Chia sẻ hạ tầng")
    inside = m.directive(title="Khả năng phát triển bằng không")
    client.force_login(m.office)
    found = find(client, "hạ tầng")
    assert [hit.code for hit in found] == [together.code, apart.code]
    assert inside.code not in [hit.code for hit in found]
    assert parts("Hai loại hạ tầng, tăng nhanh", ["ha", "tang"]) == [
        ("Hai loại ", False),
        ("hạ tầng", True),
        (", tăng nhanh", False),
    ]


def test_nothing_asked_or_too_much(client, ministry):
    m = ministry
    m.directive()
    client.force_login(m.office)
    assert find(client, "") == []
    assert find(client, "?!,") == []
    answer = client.get(reverse("search"), {"q": "x" * 5000})
    assert answer.context["is_cut"]
    assert client.get(reverse("search") + "?q=%00a&page=zzz").status_code == 200


def test_what_was_stored_before_is_found_too(ministry):
    """The migration fills the folded columns of rows that are there already."""
    from importlib import import_module

    from django.apps import apps

    m = ministry
    row = m.in_state("in_progress")
    report = actions.report_progress(
        row, by=m.head, text="Đã trình", files=[SimpleUploadedFile("Đề án.pdf", PDF)]
    )
    kept = [(report, "da trinh"), (report.files.get(), "de an pdf"), (m.meeting, m.meeting.search_text)]
    for one, _text in kept:
        type(one).objects.update(search_text="")
    for name in ("meetings.migrations.0004_search_text", "directives.migrations.0004_search_text"):
        import_module(name).fill(apps, None)
    for one, text in kept:
        one.refresh_from_db()
        assert one.search_text == text
