"""What goes wrong while people type, in a real browser: each a clear word in its place, and nothing typed is lost."""

import pytest

from directives.models import Assignment, ProgressReport
from journal.models import Event
from tests.browsing import NEEDS_CHROMIUM, PASSWORD, Person

pytestmark = NEEDS_CHROMIUM
TEXT = "Đã thống nhất phương án với ba nhà mạng"
PDF = {"name": "Báo cáo.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4 test"}


@pytest.fixture
def row(seeded):
    return Assignment.objects.get(unit__code="CVT", directive__code="TRINHDIEN-08", role="lead")


@pytest.fixture
def head(live_server, browser, row):
    return Person(browser, live_server.url, "cvt.truong", 390)


def open_sheet(person, row):
    card = person.page.locator("article.card", has_text=row.directive.code)
    card.get_by_role("link", name="Cập nhật").click()
    sheet = person.page.locator("dialog[open]")
    sheet.locator("form").first.wait_for()
    return sheet


def send(sheet):
    sheet.get_by_role("button", name="Báo cáo tiến độ").click()


def written(row) -> list[str]:
    found = ProgressReport.objects.filter(assignment=row, text__startswith=TEXT)
    return list(found.order_by("pk").values_list("text", flat=True))


def wait_until_done(person):
    person.page.locator("#messages", has_text="Đã ghi: Báo cáo tiến độ").wait_for()


def test_the_second_of_two_people_is_told_who_and_what_and_when(live_server, browser, row, head):
    sheet = open_sheet(head, row)
    sheet.locator("[name=text]").fill(TEXT)
    colleague = Person(browser, live_server.url, "cvt.pho", 1280)
    theirs = open_sheet(colleague, row)
    theirs.locator("[name=text]").fill("Phó cục trưởng đã báo cáo trước")
    send(theirs)
    wait_until_done(colleague)
    event = Event.objects.filter(verb="report_progress").latest("id")

    send(sheet)
    sheet.locator(".problem, [role=alert]").first.wait_for()
    told = sheet.inner_text()
    assert str(event.by) in told
    assert "Báo cáo tiến độ" in told
    assert f"{event.at.astimezone():%d/%m/%Y}" in told
    assert sheet.locator("[name=text]").input_value() == TEXT
    send(sheet)
    wait_until_done(head)
    assert written(row) == [TEXT]


def test_a_session_that_ends_while_one_types(live_server, browser, row, head):
    sheet = open_sheet(head, row)
    head.page.context.clear_cookies(name="sessionid")
    sheet.locator("[name=text]").fill(TEXT)
    # What is typed is kept now and then; that must not take the page from under his hands.
    sheet.locator(".kept", has_text="Phiên làm việc đã hết").wait_for()
    assert sheet.locator("[name=text]").input_value() == TEXT
    send(sheet)
    head.page.wait_for_url("**/accounts/login/**")
    assert "Phiên làm việc" in head.page.locator("#messages").inner_text()
    head.page.fill("[name=login]", "cvt.truong")
    head.page.fill("[name=password]", PASSWORD)
    head.page.click("main button[type=submit]")
    head.page.locator("main [name=text]").wait_for()
    assert head.page.input_value("main [name=text]") == TEXT
    head.page.click("main form.stack button[type=submit]")
    wait_until_done(head)
    assert written(row) == [TEXT]


def test_a_line_lost_in_the_middle_of_an_upload(live_server, browser, row, head):
    sheet = open_sheet(head, row)
    sheet.locator("[name=text]").fill(TEXT)
    sheet.locator("input[type=file]").first.set_input_files(PDF)
    head.page.route("**/report_progress/", lambda route: route.abort("connectionreset"))
    send(sheet)
    sheet.locator(".lost-line").wait_for()
    assert sheet.locator("[name=text]").input_value() == TEXT
    assert written(row) == []
    head.page.unroute("**/report_progress/")
    send(sheet)
    wait_until_done(head)
    assert written(row) == [TEXT]
    assert [one.name for one in ProgressReport.objects.latest("pk").files.all()] == ["Báo cáo.pdf"]


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [("to.pdf", b"%PDF-" + b"0" * (26 * 1024 * 1024), "25"), ("la.exe", b"MZ", "la.exe")],
)
def test_a_file_too_big_or_of_no_known_kind(live_server, browser, row, head, name, content, words, tmp_path):
    sheet = open_sheet(head, row)
    sheet.locator("[name=text]").fill(TEXT)
    (tmp_path / name).write_bytes(content)
    sheet.locator("input[type=file]").first.set_input_files(tmp_path / name)
    send(sheet)
    sheet.locator(".errorlist").first.wait_for(timeout=60_000)
    assert words in sheet.locator(".errorlist").first.inner_text()
    assert sheet.locator("[name=text]").input_value() == TEXT
    assert written(row) == []


def test_a_novel_is_refused_whole_and_five_thousand_letters_are_taken(live_server, browser, row, head):
    sheet = open_sheet(head, row)
    novel = (TEXT + "; ") * 5_000
    sheet.locator("[name=text]").fill(novel[:200_000])
    send(sheet)
    sheet.locator(".errorlist").first.wait_for()
    assert sheet.locator("[name=text]").input_value().strip() == novel[:200_000].strip()
    # Five thousand as one paste; nothing of it is cut.
    sheet.locator("[name=text]").fill("")
    sheet.locator("[name=text]").focus()
    head.page.keyboard.insert_text(novel[:5_000])
    send(sheet)
    wait_until_done(head)
    assert written(row) == [novel[:5_000].strip()]


def test_pressed_twice_it_is_said_once(live_server, browser, row, head):
    sheet = open_sheet(head, row)
    sheet.locator("[name=text]").fill(TEXT)
    sheet.get_by_role("button", name="Báo cáo tiến độ").dblclick()
    wait_until_done(head)
    # The same on the page of its own, and a word that never collides with anything.
    for verb, told in (("report_progress", TEXT + " 2"), ("comment", "Đề nghị cho ý kiến")):
        head.open(f"/assignments/{row.pk}/{verb}/")
        head.page.fill("main [name=text]", told)
        head.page.locator("main form.stack button[type=submit]").dblclick()
        head.page.locator("#messages", has_text="Đã ghi").wait_for()
    assert written(row) == [TEXT, TEXT + " 2"]
    assert Event.objects.filter(verb="comment", note="Đề nghị cho ý kiến").count() == 1


def test_two_tabs_of_one_person(live_server, browser, row, head):
    address = f"{live_server.url}/assignments/{row.pk}/report_progress/"
    tabs = [head.page.context.new_page() for _ in range(2)]
    for number, tab in enumerate(tabs):
        tab.goto(address)
        tab.fill("main [name=text]", f"{TEXT} {number}")
    tabs[0].click("main form.stack button[type=submit]")
    tabs[0].locator("#messages", has_text="Đã ghi").wait_for()
    tabs[1].click("main form.stack button[type=submit]")
    tabs[1].locator("main .problem, main [role=alert]").first.wait_for()
    assert tabs[1].input_value("main [name=text]") == f"{TEXT} 1"
    tabs[1].click("main form.stack button[type=submit]")
    tabs[1].locator("#messages", has_text="Đã ghi").wait_for()
    assert written(row) == [f"{TEXT} 0", f"{TEXT} 1"]


def test_a_forged_filter_is_said_in_its_place(live_server, browser, row):
    office = Person(browser, live_server.url, "vanphong", 1280)
    office.open("/assignments/?unit=KHONGCO&due_from=2024/31/12&state=sai&sort=;drop&page=-7")
    assert "due_from" not in office.page.locator("main").inner_text()
    assert "không hợp lệ" in office.page.locator("main").inner_text()
    assert office.page.locator("main table").count() == 1
