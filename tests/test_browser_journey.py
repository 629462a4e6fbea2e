"""The first journey in a real browser: from the sign-in page to a confirmed result, as people do it; without
JavaScript by the same steps."""

import pytest

from directives.models import Assignment
from tests.browsing import NEEDS_CHROMIUM, Person

pytestmark = NEEDS_CHROMIUM


@pytest.mark.parametrize(("width", "script"), [(390, True), (1280, True), (390, False)])
def test_from_accepting_to_a_confirmed_result(live_server, browser, seeded, width, script):
    assignment = Assignment.objects.get(unit__code="CVT", directive__code="GB06/2024-01")
    two_g = Assignment.objects.get(unit__code="CVT", directive__code="GB06/2024-08")

    head = Person(browser, live_server.url, "", width, script=script)
    head.sign_in_by_hand("cvt.truong")
    assert head.is_as_wide_as_the_window()
    head.page.get_by_role("link", name=two_g.directive.title).first.click()
    text = head.page.inner_text("main")
    assert "15/09/2024" in text
    assert "15/10/2024" in text
    assert "Thông tư 10/2024/TT-BTTTT" in text
    assert head.is_as_wide_as_the_window()

    head.take(assignment, "accept")
    head.take(assignment, "report_done", completed_on="31/02/2024", result="Xong")
    # The wrong day is marked at its field, and nothing typed is lost.
    assert head.page.input_value("[name=completed_on]") == "31/02/2024"
    assert head.page.input_value("[name=result]") == "Xong"
    today = head.page.evaluate("new Intl.DateTimeFormat('en-GB', {timeZone: 'Asia/Ho_Chi_Minh'}).format()")
    head.page.fill("[name=completed_on]", today)
    head.page.fill("[name=result_number]", "45/CVT-VP")
    head.page.click("main form button[type=submit]")

    office = Person(browser, live_server.url, "vanphong", width, script=script)
    office.take(assignment, "confirm")
    office.open(f"/directives/{assignment.directive_id}/")
    assert office.is_as_wide_as_the_window()

    assignment.refresh_from_db()
    assert assignment.state == "completed"
    # The refused form answers 400, which the console counts as an error; nothing else may stand there.
    assert [line for line in head.problems + office.problems if "400" not in line] == []
