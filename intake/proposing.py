"""From what was found to what is proposed: plain fields a person can correct, and the frozen record beside them."""

import hashlib
import unicodedata
from collections.abc import Iterable
from dataclasses import asdict
from datetime import date
from typing import Any

from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from directives.actions import RECURRENCES
from directives.addressees import Addressees
from directives.models import DeadlineTerms, Proposed
from intake.finding import find
from intake.finding.found import FoundDirective, FoundMeeting, FoundUnit
from intake.known import register as known_register
from units.models import Field, Leader

TITLE = 300
# What finding says of a recurring duty, as the deadline of an assignment calls it.
RECURS = {
    "weekly": "week",
    "monthly": "month",
    "quarterly": "quarter",
    "half_yearly": "half_year",
    "yearly": "year",
}


def content_sha256(text: str) -> str:
    """One number for the same words, whatever their Unicode form, spaces and line breaks."""
    words = " ".join(unicodedata.normalize("NFKC", text).split())
    return hashlib.sha256(words.encode()).hexdigest()


def shortened(text: str, most: int = TITLE) -> str:
    text = " ".join(unicodedata.normalize("NFC", text).split())
    return text if len(text) <= most else text[: most - 1].rsplit(" ", 1)[0].rstrip(",;:. ") + "…"


def fields_of(found: FoundDirective, register: Addressees) -> dict[str, Any]:
    """What the machine proposes, as a person will read and correct it. Where the text is silent it stays empty."""
    return {
        "title": shortened(found.summary or found.quote),
        "words": unicodedata.normalize("NFC", found.quote).strip(),
        "leader": found.leader.code or "",
        "leader_words": " ".join(part for part in (found.leader.title, found.leader.name) if part),
        "kind": found.kind,
        "urgency": found.urgency,
        "is_key": found.is_key_task,
        "lead_units": _names(found.lead_units, register),
        "support_units": _names(found.support_units, register),
        "deadline_kind": found.deadline.kind,
        "due_on": found.deadline.due_on.isoformat() if found.deadline.due_on else "",
        "deadline_words": (found.deadline.words or "")[:300],
        "recurs": RECURS.get(found.deadline.recurrence or "", ""),
    }


def _names(units: Iterable[FoundUnit], register: Addressees) -> list[str]:
    """A unit the register surely knows bears its name there; any other keeps the words of the text."""
    names = []
    for unit in units:
        known = register.units.get(unit.code or "")
        names.append(known.name if known else " ".join(unit.words.split())[:300])
    return list(dict.fromkeys(names))


def frozen(found: FoundDirective, fields: dict[str, Any]) -> dict[str, Any]:
    """The record of what the machine said; it never changes."""
    return {"as_found": _plain(asdict(found)), "fields": fields}


def frozen_meeting(found: FoundMeeting) -> dict[str, Any]:
    return _plain(asdict(found))


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _plain(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return value.isoformat() if isinstance(value, date) else value


def read_again(text: str, *, like: dict[str, Any], day: date | None) -> dict[str, Any]:
    """Fields for a piece a person has marked: what the piece itself says, else what is carried over."""
    fields = {**like, "title": shortened(text), "words": unicodedata.normalize("NFC", text).strip()}
    found = find(text, register=known_register(), published_on=day).directives
    if found:
        own = fields_of(found[0], Addressees(day or date.today()))  # noqa: DTZ011 - only which units exist
        silent: tuple[Any, ...] = ("", [], "none", "normal", False)
        fields |= {name: value for name, value in own.items() if name != "words" and value not in silent}
        if len(found) > 1:
            fields["title"] = shortened(text)
    return fields


EMPTY: dict[str, Any] = {
    "title": "",
    "words": "",
    "leader": "",
    "leader_words": "",
    "kind": "task",
    "urgency": "normal",
    "is_key": False,
    "lead_units": [],
    "support_units": [],
    "deadline_kind": "none",
    "due_on": "",
    "deadline_words": "",
    "recurs": "",
}


def merged(first: dict[str, Any], second: dict[str, Any]) -> dict[str, Any]:
    """The fields of two proposals that are one: the first's, completed by the second's."""
    fields = {**second, **{name: value for name, value in first.items() if value not in ("", "none")}}
    if first.get("deadline_kind", "none") == "none":
        for name in ("deadline_kind", "due_on", "deadline_words", "recurs"):
            fields[name] = second.get(name, "")
    for name in ("lead_units", "support_units"):
        fields[name] = list(dict.fromkeys([*first.get(name, []), *second.get(name, [])]))
    fields["words"] = f"{first.get('words', '')}\n{second.get('words', '')}".strip()
    fields["title"] = shortened(f"{first.get('title', '')}; {second.get('title', '')}")
    return fields


def draft_arguments(fields: dict[str, Any], *, source: str, register: Addressees) -> dict[str, Any]:
    """What directives.actions.draft is called with."""
    leader = Leader.objects.filter(code=fields.get("leader") or "").first()
    in_charge = Leader.objects.filter(code=fields.get("leader_in_charge") or "").first()
    return {
        "title": fields["title"],
        "words": fields["words"],
        "source_item": fields.get("source_item") or source,
        "leader": leader,
        "leader_in_charge": in_charge,
        "field": Field.objects.filter(code=fields.get("field") or "").first(),
        "urgency": fields.get("urgency") or "normal",
        "is_key": bool(fields.get("is_key")),
        "kind": fields.get("kind") or "task",
        "expected_product": fields.get("expected_product", ""),
        "stated": stated(fields),
        "proposed": proposed(fields, register),
    }


def stated(fields: dict[str, Any]) -> DeadlineTerms:
    return DeadlineTerms(
        fields.get("deadline_kind") or "none",
        parse_date(fields.get("due_on") or ""),
        fields.get("deadline_words", ""),
        recurrence=RECURRENCES.get(fields.get("recurs") or "", ""),
    )


def proposed(fields: dict[str, Any], register: Addressees) -> list[Proposed]:
    return [
        register.meant(words, role)
        for name, role in (("lead_units", "lead"), ("support_units", "support"))
        for words in fields.get(name, [])
    ]


def source_words(minutes: Any, number: int) -> str:
    """Where a directive stands, where nobody has said it otherwise."""
    notice = (minutes.found_meeting or {}).get("notice_number")
    name = _("Notice %s") % notice if notice else shortened(minutes.name, 200)
    return _("%(name)s, item %(number)s") % {"name": name, "number": number}
