"""The unit head's journey: what he owes, an update, more time, on a phone and at a desk; and what stands in the way."""

from datetime import timedelta

import pytest

from directives.models import Assignment, ProgressReport, UnsentForm
from tests.browsing import NEEDS_CHROMIUM, Person
from units.working_calendar import today

pytestmark = NEEDS_CHROMIUM


@pytest.fixture
def row(seeded):
    """Work of Cục Viễn thông in progress, with one report."""
    return Assignment.objects.get(unit__code="CVT", directive__code="TRINHDIEN-08", role="lead")


def wait_until_done(person: Person, step: str = "Báo cáo tiến độ") -> None:
    person.page.locator("#messages", has_text=f"Đã ghi: {step}").wait_for()


def card(person: Person, row: Assignment):
    return person.page.locator("article.card", has_text=row.directive.code)


@pytest.mark.parametrize("width", [390, 1280])
def test_an_update_is_two_taps_and_no_page_load(live_server, browser, row, width):
    head = Person(browser, live_server.url, "cvt.truong", width)
    assert head.page.url.endswith("/desk/")
    assert head.is_as_wide_as_the_window()
    head.page.evaluate("window.isStillHere = true")

    head.tap(card(head, row).get_by_role("link", name="Cập nhật"))
    sheet = head.page.locator("dialog[open]")
    sheet.locator("[name=text]").fill("Đã thống nhất phương án với ba nhà mạng")
    head.tap(sheet.get_by_role("button", name="Báo cáo tiến độ"))
    wait_until_done(head)

    assert head.taps == 2
    assert head.page.evaluate("window.isStillHere")
    assert not head.page.locator("dialog[open]").count()
    # The work is overdue, so the sheet does not propose that it is on track.
    report = ProgressReport.objects.filter(assignment=row).latest("pk")
    assert (report.text, report.outlook) == ("Đã thống nhất phương án với ba nhà mạng", "at_risk")
    assert f"{report.on:%d/%m/%Y}" in card(head, row).inner_text()
    assert head.is_as_wide_as_the_window()
    assert head.problems == []


@pytest.mark.parametrize("width", [390, 1280])
def test_more_time_and_a_colleague_are_three_taps_each(live_server, browser, row, width):
    head = Person(browser, live_server.url, "cvt.truong", width)
    head.page.evaluate("window.isStillHere = true")
    head.tap(card(head, row).locator("summary"))
    head.tap(card(head, row).get_by_role("link", name="Đề nghị gia hạn"))
    sheet = head.page.locator("dialog[open]")
    sheet.locator("[name=asked_due_on]").fill(f"{today() + timedelta(days=30):%d/%m/%Y}")
    sheet.locator("[name=reason]").fill("Chờ ý kiến các bộ")
    head.tap(sheet.get_by_role("button", name="Đề nghị gia hạn"))
    wait_until_done(head, "Đề nghị gia hạn")
    assert head.taps == 3

    head.tap(card(head, row).locator("summary"))
    head.tap(card(head, row).get_by_role("link", name="Giao chuyên viên"))
    head.page.locator("dialog [name=officer]").select_option("cvt.chuyenvien")
    head.tap(head.page.locator("dialog").get_by_role("button", name="Giao chuyên viên"))
    wait_until_done(head, "Giao chuyên viên")
    assert head.taps == 6
    row.refresh_from_db()
    assert (row.officer.username, row.extensions.get().state) == ("cvt.chuyenvien", "open")
    assert head.page.evaluate("window.isStillHere")
    assert head.problems == []


@pytest.mark.parametrize("width", [390, 1280])
def test_what_is_in_the_way_is_asked_where_something_is(live_server, browser, row, width):
    head = Person(browser, live_server.url, "cvt.truong", width)
    head.tap(card(head, row).get_by_role("link", name="Cập nhật"))
    sheet = head.page.locator("dialog[open]")
    assert not sheet.locator("[name=difficulties]").is_visible()
    head.tap(sheet.get_by_text("vướng mắc", exact=True))
    sheet.locator("[name=text]").fill("Chờ ý kiến")
    head.tap(sheet.get_by_role("button", name="Báo cáo tiến độ"))
    # Refused in place: the field is marked, what was typed still stands.
    sheet.locator(".errorlist").first.wait_for()
    assert sheet.locator("[name=text]").input_value() == "Chờ ý kiến"
    sheet.locator("[name=difficulties]").fill("Chưa có định mức")
    head.tap(sheet.get_by_role("button", name="Báo cáo tiến độ"))
    wait_until_done(head)
    assert head.taps == 4
    assert ProgressReport.objects.filter(assignment=row).latest("pk").difficulties == "Chưa có định mức"
    # The refused form answers 400, which the console counts as an error; nothing else may stand there.
    assert [line for line in head.problems if "400" not in line] == []


def test_what_is_typed_is_kept_until_it_is_sent(live_server, browser, row):
    head = Person(browser, live_server.url, "cvt.truong", 390)
    card(head, row).get_by_role("link", name="Cập nhật").click()
    head.page.locator("dialog [name=text]").fill("Đang soạn dở")
    head.page.locator("dialog .kept", has_text="Đã lưu").wait_for()
    # Another device finds it.
    at_desk = Person(browser, live_server.url, "cvt.truong", 1280)
    card(at_desk, row).get_by_role("link", name="Cập nhật").click()
    text = at_desk.page.locator("dialog [name=text]")
    assert text.input_value() == "Đang soạn dở"
    at_desk.page.locator("dialog").get_by_role("button", name="Báo cáo tiến độ").click()
    wait_until_done(at_desk)
    assert not UnsentForm.objects.exists()
    assert head.problems + at_desk.problems == []


@pytest.mark.parametrize("width", [390, 1280])
def test_the_page_of_a_directive_opens_the_same_sheet(live_server, browser, row, width):
    head = Person(browser, live_server.url, "cvt.truong", width)
    head.open(f"/directives/{row.directive_id}/")
    head.page.evaluate("window.isStillHere = true")
    head.tap(head.page.get_by_role("link", name="Cập nhật"))
    head.page.locator("dialog [name=text]").fill("Đã trình dự thảo")
    head.tap(head.page.locator("dialog").get_by_role("button", name="Báo cáo tiến độ"))
    wait_until_done(head)
    # The report stands among the papers and on the timeline at once.
    assert head.page.locator("main").inner_text().count("Đã trình dự thảo") == 2
    assert (head.taps, head.page.evaluate("window.isStillHere"), head.problems) == (2, True, [])


def test_a_lost_line_keeps_what_was_typed(live_server, browser, row):
    head = Person(browser, live_server.url, "cvt.truong", 390)
    card(head, row).get_by_role("link", name="Cập nhật").click()
    sheet = head.page.locator("dialog[open]")
    sheet.locator("[name=text]").fill("Trên đường đi công tác")
    head.page.context.set_offline(True)
    sheet.get_by_role("button", name="Báo cáo tiến độ").click()
    sheet.locator(".lost-line").wait_for()
    assert sheet.locator("[name=text]").input_value() == "Trên đường đi công tác"
    head.page.context.set_offline(False)
    sheet.get_by_role("button", name="Báo cáo tiến độ").click()
    wait_until_done(head)
    assert ProgressReport.objects.filter(assignment=row, text="Trên đường đi công tác").exists()


def test_without_javascript_the_same_way_leads_over_pages(live_server, browser, row):
    head = Person(browser, live_server.url, "cvt.truong", 390, script=False)
    card(head, row).get_by_role("link", name="Cập nhật").click()
    assert head.page.url.endswith(f"/assignments/{row.pk}/report_progress/?next=/desk/")
    head.page.fill("[name=text]", "Không có JavaScript")
    head.page.click("main form.stack button[type=submit]")
    assert head.page.url.endswith("/desk/")
    assert ProgressReport.objects.filter(assignment=row, text="Không có JavaScript").exists()


def test_dark_is_chosen_without_javascript_and_stays(live_server, browser, row):
    head = Person(browser, live_server.url, "cvt.truong", 1280, script=False)
    head.page.click("header summary")
    head.page.get_by_role("button", name="Tối").click()
    head.open("/assignments/")
    assert head.page.locator("html[data-bs-theme=dark]").count() == 1


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_stands_in_anybodys_way_in_the_sheet(live_server, browser, row, width, theme):
    """The pages themselves are walked by test_browser_every_page."""
    head = Person(browser, live_server.url, "cvt.truong", width, theme=theme)
    card(head, row).get_by_role("link", name="Cập nhật").click()
    head.page.locator("dialog[open] form").wait_for()
    assert head.barriers() == []
    head.open("/styleguide/")
    assert head.barriers() == []
    assert head.problems == []
