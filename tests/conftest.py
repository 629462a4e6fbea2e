"""Fixtures for every test: a small ministry, its people, the legal road to any state, and a real browser."""

from io import StringIO

import pytest
from django.core.cache import caches
from django.core.management import call_command
from django.db import connection, connections
from django.test import TransactionTestCase

from directives import kept
from tests import snapshot

# What the test database holds after a test with real transactions, once Django has emptied it.
_emptied: dict = {}
_teardown = TransactionTestCase._fixture_teardown


def _put_back(self):
    if _emptied:
        snapshot.put_back(_emptied)
        return
    # The triggers would also stop the emptying.
    snapshot.release()
    try:
        _teardown(self)
    finally:
        snapshot.protect()
    _emptied.update(snapshot.take())


TransactionTestCase._fixture_teardown = _put_back


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
    memory = "django.core.cache.backends.locmem.LocMemCache"
    settings.CACHES = {name: {"BACKEND": memory, "LOCATION": name} for name in ("default", "kept")}
    yield
    for one in caches.all():
        one.clear()
    # A rolled-back test leaves the same numbers to the next one.
    kept._memory = kept._Memory("")


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


@pytest.fixture(scope="session")
def chromium(django_db_setup):
    """One browser for all tests: to start it costs two seconds."""
    from playwright.sync_api import sync_playwright

    from tests.browsing import ARGUMENTS, CHROMIUM

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield chromium
        chromium.close()
        # While Playwright's loop runs, the tests have a connection of their own; it would keep the database open.
        connections.close_all()


@pytest.fixture
def browser(chromium):
    """Every test has windows and cookies of its own."""
    yield chromium
    for context in chromium.contexts:
        context.close()


@pytest.fixture(scope="session")
def _played() -> dict[str, dict]:
    """What was loaded by the first test that asks for it, as rows."""
    return {}


@pytest.fixture
def register(db, _played):
    _once(_played, "register", snapshot.put_in, _load_register)


@pytest.fixture
def briefings(db, _played):
    _once(_played, "briefings", snapshot.put_in, _load_briefings)


@pytest.fixture
def demonstration(db, _played):
    _once(_played, "demonstration", snapshot.put_in, _load_demonstration)


@pytest.fixture
def seeded(transactional_db, _played):
    """The demonstration where others must see it: the server a browser talks to."""
    _once(_played, "demonstration", snapshot.put_back, _load_demonstration)


def _once(played: dict[str, dict], name: str, put, load) -> None:
    if name in played:
        put(played[name])
    else:
        load()
        played[name] = snapshot.take()


def _load_register() -> None:
    from seeds.register import load_register

    load_register()


def _load_briefings() -> None:
    from seeds.briefings import load_briefings

    _load_register()
    load_briefings()


def _load_demonstration() -> None:
    call_command("seed", demo=True, stdout=StringIO())


def pytest_collection_modifyitems(items):
    """What asks no database gives the same on each: script/test runs it once."""
    for item in items:
        if not {"db", "transactional_db"} & set(item.fixturenames) and not item.get_closest_marker(
            "django_db"
        ):
            item.add_marker("without_database")
