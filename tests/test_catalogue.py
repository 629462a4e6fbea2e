"""The Vietnamese catalogue is whole: no message without its words, none in doubt, no lost placeholder."""

import re
from pathlib import Path

from babel.messages.pofile import read_po

PO = Path(__file__).parents[1] / "locale" / "vi" / "LC_MESSAGES" / "django.po"
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%s|\{\w+\}")


def messages():
    with PO.open("rb") as file:
        return [message for message in read_po(file, locale="vi") if message.id]


def test_every_message_has_its_vietnamese():
    empty = [
        message.id for message in messages() if not all(_forms(message.string)) or "fuzzy" in message.flags
    ]
    assert empty == []


def _forms(text) -> list[str]:
    return [text] if isinstance(text, str) else list(text) or [""]


def test_no_placeholder_is_lost_in_translation():
    for message in messages():
        wanted = set(PLACEHOLDER.findall(_forms(message.id)[-1]))
        for form in _forms(message.string):
            assert set(PLACEHOLDER.findall(form)) == wanted, message.id


def test_every_message_in_the_code_is_in_the_catalogue(tmp_path):
    """Without gettext: what stands in the Python files is read by their syntax, in the templates by their tags."""
    known = {(_forms(message.id)[0], message.context or "") for message in messages()}
    missing = sorted(used(PO.parents[3]) - known)
    assert missing == []


def used(root: Path) -> set[tuple[str, str]]:
    found: set[tuple[str, str]] = set()
    tag = re.compile(r"\{% translate \"((?:[^\"\\]|\\.)+)\"(?: context \"([^\"]+)\")?")
    for template in (root / "templates").rglob("*.html"):
        found |= {(text, context) for text, context in tag.findall(template.read_text())}
    call = re.compile(r"\b(?:_|gettext_lazy|gettext)\(\s*\"((?:[^\"\\]|\\.)+)\"\s*\)")
    for room in ("config", "journal", "units", "meetings", "directives", "reminders", "seeds"):
        for file in (root / room).rglob("*.py"):
            found |= {(text, "") for text in call.findall(file.read_text())}
    return found
