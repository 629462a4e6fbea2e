"""Fixtures for every test: a small ministry, its people, the legal road to any state, and a real browser."""

from io import StringIO

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection, connections
from django.test import TransactionTestCase

from journal import append_only

APPEND_ONLY = ("journal_event", "directives_deadline")

# The triggers would also stop the emptying of the test database after a test with real transactions.
_teardown = TransactionTestCase._fixture_teardown


def _teardown_without_triggers(self):
    with connection.schema_editor() as editor:
        for table in APPEND_ONLY:
            append_only.release(editor, table)
    try:
        _teardown(self)
    finally:
        with connection.schema_editor() as editor:
            for table in APPEND_ONLY:
                append_only.protect(editor, table)


TransactionTestCase._fixture_teardown = _teardown_without_triggers


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix):
    """Each request of the live server gives its connection back, or the test database could not be removed."""
    connection.settings_dict["CONN_MAX_AGE"] = 0


@pytest.fixture(autouse=True)
def _own_files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.EMAIL_FILE_PATH = tmp_path / "outbox"
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.CELERY_BROKER_URL = "memory://"
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    yield
    cache.clear()


@pytest.fixture
def ministry(db):
    from tests.cast import Ministry

    return Ministry()


@pytest.fixture
def deadlines_only(db):
    """The policy of deadlines by itself: officer and head at once, no letters of figures."""
    from reminders.models import LetterPolicy, ReminderRule

    ReminderRule.objects.exclude(kind__in=["before_due", "on_due", "overdue"]).delete()
    ReminderRule.objects.update(officer_after=0, head_after=0, office_after=None)
    LetterPolicy(has_office_letter=False, has_weekly_letter=False).save()


@pytest.fixture
def browser():
    from playwright.sync_api import sync_playwright

    from tests.browsing import ARGUMENTS, CHROMIUM

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()
        # While Playwright's loop runs, the test has a connection of its own; it would keep the database open.
        connections.close_all()


@pytest.fixture
def seeded(transactional_db):
    call_command("seed", demo=True, stdout=StringIO())
