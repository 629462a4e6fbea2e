"""What is printed: the leader's page fills one sheet of A4, however much there is to say."""

import re

from directives import actions
from meetings.models import Meeting
from tests.browsing import NEEDS_CHROMIUM
from tests.test_leader_page import ask

pytestmark = NEEDS_CHROMIUM
LONG = "Xây dựng phương án tổng thể về hỗ trợ người dân chuyển đổi thiết bị khi dừng công nghệ cũ trên toàn quốc "


def test_the_leaders_page_is_one_sheet(live_server, browser, client, ministry):
    m = ministry
    for number in range(12):
        rows = [m.in_state("in_progress", directive=m.directive(title=f"{LONG * 2} {number}"[:300]))]
        ask(m, rows[0], 60)
        m.directive(title=f"{LONG} chưa rõ ai làm {number}")
        done = m.in_state("reported", directive=m.directive(title=f"{LONG} đã xong {number}"))
        actions.confirm(done, by=m.office)
    assert Meeting.objects.count() == 1
    client.force_login(m.leader)
    context = browser.new_context(locale="vi-VN")
    context.add_cookies(
        [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}]
    )
    page = context.new_page()
    page.goto(live_server.url + "/leader/")
    paper = page.pdf(prefer_css_page_size=True, print_background=True)
    assert len(re.findall(rb"/Type\s*/Page\b", paper)) == 1
    assert page.locator("li", has_text="chưa rõ").count() == 3
