"""A head of unit reads the mail on his phone: from there to a saved update in two taps, no password, no script."""

import re
from datetime import date

import pytest

from directives.models import ProgressReport
from reminders import engine
from reminders.mail import message_of
from reminders.models import Digest, ReminderRule
from tests.browsing import NEEDS_CHROMIUM

pytestmark = NEEDS_CHROMIUM


@pytest.mark.parametrize("has_script", [True, False])
def test_two_taps_from_the_mail(live_server, browser, ministry, settings, has_script):
    settings.SITE_URL = live_server.url
    ReminderRule.objects.get_or_create(code="before-3", defaults={"kind": "before_due", "days": 3})
    ministry.in_state("in_progress", due_on=date(2024, 9, 30))
    engine.sweep(date(2024, 9, 25))
    html = message_of(Digest.objects.get()).alternatives[0][0]
    page = browser.new_context(
        viewport={"width": 390, "height": 844}, has_touch=True, java_script_enabled=has_script
    ).new_page()
    page.set_content(html)
    page.locator("a", has_text=re.compile("Cập nhật tiến độ")).tap()  # 1
    page.locator("main form button[type=submit]").tap()  # 2
    page.get_by_role("heading", name="Đã lưu báo cáo").wait_for()
    assert ProgressReport.objects.get().reported_by == ministry.head
