"""How rows are worded on a page: presentation only, every fact is asked elsewhere.

The page's context holds `day`, the day it shows, and `calendar`, the working calendar, read once.
"""

from collections import Counter
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django import template
from django.template.loader import render_to_string
from django.utils.formats import number_format
from django.utils.html import conditional_escape
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext_lazy

from directives.lifecycle import DirectiveState, ExtensionState, State
from directives.models import DeadlineKind, Directive
from directives.querysets import Klass
from directives.statistics import class_of_rows
from journal.admin import STATE_WORDS
from units.markup import markup
from units.text import day_words

register = template.Library()

SOON = timedelta(days=7)
# Beyond this the date itself says more than a number of days.
COUNTED_DAYS = timedelta(days=60)

_COLOURS: dict[str, str] = {
    Klass.COMPLETED_ON_TIME: "done",
    Klass.COMPLETED_LATE: "late",
    Klass.COMPLETED_NO_DEADLINE: "done",
    Klass.OPEN_WITHIN: "within",
    Klass.OPEN_OVERDUE: "overdue",
    Klass.OPEN_NO_DEADLINE: "undated",
}

# The class where there is little room.
_SHORT: dict[str, Any] = {
    Klass.COMPLETED_ON_TIME: pgettext_lazy("badge", "on time"),
    Klass.COMPLETED_LATE: pgettext_lazy("badge", "completed late"),
    Klass.COMPLETED_NO_DEADLINE: pgettext_lazy("badge", "completed"),
    Klass.OPEN_WITHIN: pgettext_lazy("badge", "within time"),
    Klass.OPEN_OVERDUE: pgettext_lazy("badge", "overdue"),
    Klass.OPEN_NO_DEADLINE: pgettext_lazy("badge", "no deadline"),
}


# Where two kinds of rows name a state alike, the words of the assignment are meant.
_STATES: dict[str, Any] = dict([*ExtensionState.choices, *DirectiveState.choices, *State.choices])

# Of a whole directive: what the bar of a meeting shows, in this order.
_BAR = {
    "completed": pgettext_lazy("bar", "completed"),
    "open": pgettext_lazy("bar", "open"),
    "overdue": pgettext_lazy("bar", "overdue"),
    "unaddressed": pgettext_lazy("bar", "without addressee"),
}


# Badge, deadline and addressee stand in every row of every list: as tags they cost a tenth of a template each.
_BADGE = '<span class="badge {}">{}</span>'
_DAY = '<span class="day">{}</span>'


@register.simple_tag
def klass_badge(klass: str) -> str:
    """The class alone, for rows of which no more may be said."""
    return markup(_BADGE, _COLOURS.get(klass, "undated"), _SHORT.get(klass, "–"))


@register.simple_tag(takes_context=True)
def class_badge(context, row) -> str:
    """The class of a row (after `classed`) with its days: "5 days overdue", "3 working days left"."""
    return markup(_BADGE, *_worded(row, context["day"], context["calendar"]))


def _worded(row, day, calendar) -> tuple[str, str]:
    klass, due_on, done_on = row.klass, row.due_then, row.done_then
    if klass == Klass.COMPLETED_LATE:
        late = (done_on - due_on).days
        return "late", ngettext("completed %(n)s day late", "completed %(n)s days late", late) % {
            "n": _grouped(late)
        }
    if klass == Klass.OPEN_OVERDUE:
        until = done_on if row.state_then == State.REPORTED and done_on else day
        over = (until - due_on).days
        return "overdue", ngettext("%(n)s day overdue", "%(n)s days overdue", over) % {"n": _grouped(over)}
    if row.state_then == State.REPORTED:
        return "reported", str(State.REPORTED.label)
    if klass == Klass.OPEN_WITHIN:
        return _time_left(due_on, day, calendar)
    if klass == Klass.OPEN_NO_DEADLINE:
        if row.state_then == State.PAUSED:
            return "undated", _("waits for a condition")
        return "undated", _kind_words(row.deadline_kind)
    return _COLOURS[klass], str(Klass(klass).label)


def _grouped(days: int) -> str:
    return number_format(days, force_grouping=True)


def _time_left(due_on, day, calendar) -> tuple[str, str]:
    colour = "soon" if due_on - day <= SOON else "within"
    if due_on == day:
        return colour, _("due today")
    left = calendar.days_left(day, due_on) if due_on - day <= COUNTED_DAYS else 0
    if not left:
        words = _("due %(day)s") % {"day": day_words(due_on)}
    else:
        words = ngettext("%(n)s working day left", "%(n)s working days left", left) % {"n": left}
    # Kept as it was said, and marked.
    return colour, words if calendar.is_working_day(due_on) else f"{words} · {_('due on a day off')}"


def _kind_words(kind: str) -> str:
    return _("no deadline") if kind == DeadlineKind.NONE else str(DeadlineKind(kind).label)


@register.simple_tag
def deadline(row) -> str:
    """The day, with the first one beside it where it was moved; the kind in words where there is no day."""
    due_on, first = row.due_then, row.first_due_then
    if due_on is None:
        return markup('<span class="quiet">{}</span>', _kind_words(row.deadline_kind))
    shown = markup(_DAY, day_words(due_on))
    if not first or first == due_on:
        return shown
    words = markup(f'<span class="quiet">({{}} {_DAY})</span>', _("at first"), day_words(first))
    return markup("{} {}", shown, words)


@register.simple_tag
def addressee(row) -> str:
    """The short name where there is little room, the full one as its title; a leader in person by his name."""
    if row.unit is None:
        return conditional_escape(row.leader)
    return markup('<abbr title="{}">{}</abbr>', row.unit.name, row.unit.brief_name)


@register.simple_tag
def tags(directive) -> str:
    """What marks a directive: key task, urgency, orientation, demonstration; most have none."""
    is_plain = directive.urgency == Directive.Urgency.NORMAL and directive.kind == Directive.Kind.TASK
    if is_plain and not directive.is_key and not directive.meeting.is_demo:
        return ""
    return render_to_string("_components/tags.html", {"directive": directive})


@register.filter
def state_words(state: str) -> str:
    return str(_STATES.get(state, state))


STATE_WORDS.append(state_words)


@register.filter
def lower_first(words: str) -> str:
    """The name of a step in the middle of a sentence."""
    words = str(words)
    return words[:1].lower() + words[1:]


@register.filter
def klass_words(klass: str) -> str:
    return str(Klass(klass).label)


@register.filter
def colour_of(klass: str) -> str:
    return _COLOURS.get(klass, "undated")


@register.inclusion_tag("directives/_done_bar.html")
def done_bar(directives) -> dict:
    """How many of a meeting's tasks are done, late and open: a bar and the words."""
    found = Counter(
        class_of_rows(one.rows) or "unaddressed"
        for one in directives
        if one.kind == "task" and one.state == DirectiveState.ISSUED
    )
    total, start, parts = found.total(), 0.0, []
    for name, words in _BAR.items():
        if found[name]:
            width = 100 * found[name] / total
            parts.append(
                {"name": name, "words": words, "n": found[name], "x": f"{start:.3f}", "width": f"{width:.3f}"}
            )
            start += width
    return {"parts": parts, "total": total}


@register.filter
def percent(rate: float | None) -> str:
    """A rate between 0 and 1 as people write it; a dash where there is none."""
    return "–" if rate is None else f"{number_format(round(rate * 100, 2), 2)} %"


@register.filter
def lookup(mapping, key):
    return mapping.get(key, "")


@register.simple_tag(takes_context=True)
def query(context, **changes) -> str:
    """The query of this page with some parts changed: what links of sorting and pages keep."""
    asked = context["request"].GET.copy()
    asked.pop("page", None)
    for name, value in changes.items():
        asked.pop(name, None)
        if value not in ("", None):
            asked[name] = value
    return f"?{asked.urlencode()}" if asked else "?"


@register.simple_tag
def link_query(**parts) -> str:
    return "?" + urlencode({name: value for name, value in parts.items() if value not in ("", None)})
