"""A head of unit reads the mail on his phone: from there to a saved update in two taps, no password, no script."""

import re
from datetime import date

import pytest

from directives.models import ProgressReport
from reminders import engine
from reminders.mail import message_of
from reminders.models import Digest, ReminderRule
from tests.browsing import NEEDS_CHROMIUM, Person

pytestmark = NEEDS_CHROMIUM


@pytest.mark.parametrize(("width", "has_script"), [(390, True), (390, False), (1280, True), (1920, True)])
def test_two_taps_from_the_mail(live_server, browser, ministry, settings, width, has_script):
    settings.SITE_URL = live_server.url
    ReminderRule.objects.get_or_create(code="before-3", defaults={"kind": "before_due", "days": 3})
    ministry.in_state("in_progress", due_on=date(2024, 9, 30))
    engine.sweep(date(2024, 9, 25))
    head = Person(browser, live_server.url, "", width, script=has_script)
    head.page.set_content(message_of(Digest.objects.get()).alternatives[0][0])
    assert head.is_as_wide_as_the_window()
    head.tap(head.page.locator("a", has_text=re.compile("Cập nhật tiến độ")))
    head.tap(head.page.locator("main form button[type=submit]"))
    head.page.get_by_role("heading", name="Đã lưu báo cáo").wait_for()
    assert head.is_as_wide_as_the_window()
    assert head.taps == 2
    assert head.problems == []
    assert ProgressReport.objects.get().reported_by == ministry.head
