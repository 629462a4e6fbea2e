"""Trao đổi: what unit and office, leaders and their units ask and answer about a directive, as one conversation."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from directives.models import Directive
from directives.views.buttons import Buttons
from directives.views.timeline import Line, timeline
from journal.models import Event

# With more words than this the older ones are looked up on the timeline.
MOST_WORDS = 30
ABOUT_ALL = gettext_lazy("to all who may read this directive")


@dataclass(frozen=True)
class Talk:
    lines: list[Line]  # oldest first, as people talk
    is_cut: bool
    url: str  # where a word is sent to; empty where this person may not speak
    about: str | Promise  # to whom it speaks


def talk_of(
    directive: Directive,
    rows: list[Any],
    events: list[Event],
    *,
    is_cut: bool,
    buttons: Buttons | None,
    may_speak: bool,
) -> Talk:
    """The words so far, and where the next one goes: to one's own row, or to the directive as a whole."""
    readable = {row.assignment.pk: row.assignment for row in rows if row.is_readable}
    lines = timeline(events, readable, kind="talk")
    url, about = "", ABOUT_ALL
    if may_speak:
        url, about = _place(directive, rows, buttons)
    return Talk(lines[:MOST_WORDS][::-1], is_cut or len(lines) > MOST_WORDS, url, about)


def _place(directive: Directive, rows: list[Any], buttons: Buttons | None) -> tuple[str, Any]:
    """A unit speaks on its own row, and where one unit owes all, everybody speaks to it."""
    foremost = next((row for row in rows if row.is_foremost), None)
    if foremost and foremost.buttons and _has(foremost.buttons, "comment"):
        url = reverse("assignment_step", args=[foremost.assignment.pk, "comment"])
        return url, foremost.assignment.addressee_words
    if buttons and _has(buttons, "comment"):
        return reverse("directive_step", args=[directive.pk, "comment"]), ABOUT_ALL
    return "", ABOUT_ALL


def _has(buttons: Buttons, verb: str) -> bool:
    return any(one.verb == verb for one in buttons.all)


@dataclass(frozen=True)
class SaidAgain:
    on: date
    code: str
    meeting: int | None
    words: str


def said_again(events: list[Event]) -> list[SaidAgain]:
    """Every later meeting at which this was said again, the newest first."""
    return [
        SaidAgain(one.on, one.data.get("meeting_code", ""), one.data.get("meeting"), one.note)
        for one in events
        if one.verb == "repeat"
    ]
