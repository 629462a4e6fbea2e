"""What finding hands back: the meeting and the proposed directives, each with where it stands in the text.

Every span counts code points of the text as it was given, so that `text[start:end]` is what a person reads there.
What the text does not say is None or empty; nothing here is ever filled in from elsewhere.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal, NamedTuple


class Span(NamedTuple):
    start: int
    end: int


Kind = Literal["task", "orientation"]
Urgency = Literal["normal", "urgent", "very_urgent", "flash"]
DeadlineKind = Literal[
    "day",
    "week",
    "month",
    "quarter",
    "half_year",
    "year",
    "before_event",
    "recurring",
    "standing",
    "none",
]
MeetingKind = Literal["month", "quarter", "half_year", "year", "thematic", "written"]
MeetingForm = Literal["in_person", "online", "hybrid", "written"]
Recurrence = Literal["weekly", "monthly", "quarterly", "half_yearly", "yearly"]


@dataclass(frozen=True)
class FoundUnit:
    """An addressee as the text calls it. `code` is the unit of the register, `group` the group of units; both are
    None where the register does not surely know the words: then the unit is proposed as new."""

    words: str
    span: Span
    code: str | None = None
    group: str | None = None


@dataclass(frozen=True)
class FoundPerson:
    """A leader as the text calls him: a name, or only a title or a body. `code` as in the register."""

    name: str | None
    title: str | None
    span: Span | None = None
    code: str | None = None


@dataclass(frozen=True)
class FoundDeadline:
    kind: DeadlineKind = "none"
    due_on: date | None = None
    recurrence: Recurrence | None = None
    words: str | None = None
    span: Span | None = None


@dataclass(frozen=True)
class FoundDirective:
    span: Span
    quote: str
    kind: Kind
    leader: FoundPerson
    summary: str
    lead_units: tuple[FoundUnit, ...] = ()
    support_units: tuple[FoundUnit, ...] = ()
    deadline: FoundDeadline = field(default_factory=FoundDeadline)
    urgency: Urgency = "normal"
    is_key_task: bool = False


@dataclass(frozen=True)
class FoundMeeting:
    """The meeting or the written instruction. A field's span is None where the field is empty."""

    title: str | None = None
    title_span: Span | None = None
    kind: MeetingKind | None = None
    period: str | None = None
    period_span: Span | None = None
    held_on: date | None = None
    held_on_span: Span | None = None
    form: MeetingForm | None = None
    form_span: Span | None = None
    place: str | None = None
    place_span: Span | None = None
    chair: FoundPerson | None = None
    attending_leaders: tuple[FoundPerson, ...] = ()
    notice_number: str | None = None
    notice_number_span: Span | None = None
    notice_on: date | None = None
    notice_on_span: Span | None = None


@dataclass(frozen=True)
class Found:
    meeting: FoundMeeting = field(default_factory=FoundMeeting)
    directives: tuple[FoundDirective, ...] = ()


def as_json(found: Found) -> dict[str, Any]:
    """The form `manage.py intake --json` prints."""
    meeting = found.meeting
    return {
        "meeting": {
            "title": meeting.title,
            "kind": meeting.kind,
            "period": meeting.period,
            "date": _iso(meeting.held_on),
            "chair": meeting.chair.name if meeting.chair else None,
            "attending_leaders": [person.name for person in meeting.attending_leaders if person.name],
        },
        "directives": [_directive(directive) for directive in found.directives],
    }


def _directive(directive: FoundDirective) -> dict[str, Any]:
    deadline = directive.deadline
    return {
        "span": list(directive.span),
        "quote": directive.quote,
        "leader": directive.leader.name,
        "leader_title": directive.leader.title,
        "lead_units": [unit.words for unit in directive.lead_units],
        "support_units": [unit.words for unit in directive.support_units],
        "kind": directive.kind,
        "summary": directive.summary,
        "deadline": {
            "kind": deadline.kind,
            "date": _iso(deadline.due_on),
            "recurrence": deadline.recurrence
            if deadline.recurrence in ("weekly", "monthly", "quarterly")
            else None,
            "words": deadline.words,
        },
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
