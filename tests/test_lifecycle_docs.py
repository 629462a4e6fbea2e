"""The picture of the lifecycle cannot lie: docs/lifecycle.md is what the table says."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.utils.translation import override

from directives.lifecycle import STEPS

PAGE = Path(__file__).resolve().parent.parent / "docs" / "lifecycle.md"


def printed() -> str:
    out = StringIO()
    call_command("lifecycle", stdout=out)
    return out.getvalue()


def test_the_page_is_what_the_command_prints():
    assert PAGE.read_text(encoding="utf-8") == printed(), (
        "Run: python manage.py lifecycle > docs/lifecycle.md"
    )


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_page_is_the_same_whoever_runs_the_command(language):
    with override(language):
        assert printed() == PAGE.read_text(encoding="utf-8")


def test_every_step_is_on_the_page():
    page = PAGE.read_text(encoding="utf-8")
    assert [verb for steps in STEPS.values() for verb in steps if f"| `{verb}`" not in page] == []
