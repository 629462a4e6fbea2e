"""Fixtures for every test: a small ministry, its people, and the legal road to any state."""

import pytest
from django.core.cache import cache
from django.db import connection
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
