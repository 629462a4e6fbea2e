"""The Vietnamese catalogue is whole: no message without its words, none in doubt, no lost placeholder."""

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

ROOT = Path(__file__).parents[1]
PO = ROOT / "locale" / "vi" / "LC_MESSAGES" / "django.po"
# What libraries leave in English: a catalogue of its own, of which our code says nothing.
LIBRARIES = ROOT / "locale_libraries" / "vi" / "LC_MESSAGES" / "django.po"
PLACEHOLDER = re.compile(r"%\(\w+\)[sdr]|%s|%d|\{\w+\}")


def messages(catalogue=PO):
    with catalogue.open("rb") as file:
        return [message for message in read_po(file, locale="vi") if message.id]


@pytest.mark.parametrize("catalogue", [PO, LIBRARIES], ids=["ours", "libraries"])
def test_every_message_has_its_vietnamese(catalogue):
    empty = [
        message.id
        for message in messages(catalogue)
        if not all(_forms(message.string)) or "fuzzy" in message.flags
    ]
    assert empty == []


def _forms(text) -> list[str]:
    return [text] if isinstance(text, str) else list(text) or [""]


@pytest.mark.parametrize("catalogue", [PO, LIBRARIES], ids=["ours", "libraries"])
def test_nobody_is_addressed_familiarly(catalogue):
    familiar = [
        message.id
        for message in messages(catalogue)
        if re.search(r"\bbạn\b", " ".join(_forms(message.string)), re.IGNORECASE)
    ]
    assert familiar == []


@pytest.mark.parametrize("catalogue", [PO, LIBRARIES], ids=["ours", "libraries"])
def test_no_placeholder_is_lost_in_translation(catalogue):
    for message in messages(catalogue):
        wanted = set(PLACEHOLDER.findall(_forms(message.id)[-1]))
        for form in _forms(message.string):
            assert set(PLACEHOLDER.findall(form)) == wanted, message.id


def test_every_message_in_the_code_is_in_the_catalogue(tmp_path):
    """Without gettext: what stands in the Python files is read by their syntax, in the templates by their tags."""
    known = {(_forms(message.id)[0], message.context or "") for message in messages()}
    missing = sorted(used(ROOT) - known)
    assert missing == []


def used(root: Path) -> set[tuple[str, str]]:
    found: set[tuple[str, str]] = set()
    tag = re.compile(r"\{% translate \"((?:[^\"\\]|\\.)+)\"(?: context \"([^\"]+)\")?")
    for template in (root / "templates").rglob("*.html"):
        found |= {(text, context) for text, context in tag.findall(template.read_text())}
    call = re.compile(r"\b(?:_|gettext_lazy|gettext)\(\s*\"((?:[^\"\\]|\\.)+)\"\s*\)")
    for room in (
        "config",
        "journal",
        "units",
        "meetings",
        "directives",
        "intake",
        "reports",
        "reminders",
        "sheets",
        "seeds",
    ):
        for file in (root / room).rglob("*.py"):
            found |= {(text, "") for text in call.findall(file.read_text())}
    return found
