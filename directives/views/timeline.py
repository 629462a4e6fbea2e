"""The timeline: each act one sentence, newest first."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import BooleanField, DecimalField
from django.utils.dateparse import parse_date
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from directives import lifecycle
from directives.actions import verb_label
from directives.models import Assignment, DeadlineKind, Directive
from journal.admin import VERB_WORDS
from journal.models import Event
from units.text import day_words

# Events that are no step of their own, or read better than their button.
LABELS = {
    "draft": gettext_lazy("Draft written"),
    "assign": gettext_lazy("Addressee named"),
    "assigned": gettext_lazy("Assigned"),
    "reassigned": gettext_lazy("Assigned by reassignment"),
    "support_word": gettext_lazy("The lead unit on the support given"),
    "request_extension": gettext_lazy("More time asked for"),
    "approve_extension": gettext_lazy("Extension approved"),
    "refuse_extension": gettext_lazy("Extension refused"),
    "counter_extension": gettext_lazy("Extension approved with another date"),
    "cancel_extension": gettext_lazy("Extension request cancelled"),
    "keep_milestones": gettext_lazy("Milestone"),
}
MOST_EVENTS = 200
# A step on many rows is written row by row; what follows within so many seconds belongs together.
ONE_ACT_SECONDS = 60

# What one may look at alone. The steps that decide are those of the law, with what gives work out.
_DECIDING = {
    f"{verb}_extension" if subject == lifecycle.Subject.EXTENSION else verb
    for subject, steps in lifecycle.STEPS.items()
    for verb, step in steps.items()
    if step.decides
}
KINDS: dict[str, tuple[Any, frozenset[str]]] = {
    "reports": (
        gettext_lazy("Reports"),
        frozenset({"accept", "report_progress", "report_done", "keep_milestones", "support_word"}),
    ),
    "decisions": (
        gettext_lazy("Decisions"),
        frozenset({"issue", "assign", "assigned", "reassigned", "correct", "repeat"} | _DECIDING),
    ),
    "talk": (gettext_lazy("Talk"), frozenset({"comment", "urge", "answer", "escalate"})),
}


def event_words(verb: str) -> str:
    """What an event is called; the verb itself where it is none of ours."""
    return str(LABELS.get(verb) or verb_label(verb))


VERB_WORDS.append(event_words)


@dataclass
class Line:
    """One act: of many rows at once it is told once, with the addressees counted."""

    event: Event
    label: str
    addressees: list[str] = field(default_factory=list)
    facts: list[str] = field(default_factory=list)

    @property
    def actor(self) -> str:
        """Who did it, by what he stands for: that is what a reader asks first."""
        return self.event.by_role or (str(self.event.by) if self.event.by else _("the system"))

    @property
    def addressee(self) -> str:
        """The one addressee, unless he is who acted."""
        names = self.addressees
        return names[0] if len(names) == 1 and names[0] not in self.actor else ""

    def is_same_act(self, event: Event, facts: list[str]) -> bool:
        mine = self.event
        return (
            bool(self.addressees)
            and (mine.verb, mine.by_id, mine.on, mine.note, mine.to_state)
            == (event.verb, event.by_id, event.on, event.note, event.to_state)
            and abs((mine.at - event.at).total_seconds()) < ONE_ACT_SECONDS
            and self.facts == facts
        )


def events_of(
    directive: Directive, readable: dict[int, Any], day: date, *, whole: bool = False
) -> tuple[list[Event], bool]:
    """What happened up to `day`, newest first, to the directive and the rows the person may read; and whether
    more did."""
    of_directive = Event.objects.filter(subject_kind="directive", subject_id=directive.pk)
    of_rows = Event.objects.filter(subject_kind="assignment", subject_id__in=readable)
    events = (of_directive | of_rows).filter(on__lte=day).select_related("by").order_by("-on", "-id")
    found = list(events if whole else events[: MOST_EVENTS + 1])
    is_cut = not whole and len(found) > MOST_EVENTS
    return found[:MOST_EVENTS] if is_cut else found, is_cut


def timeline(events: list[Event], readable: dict[int, Any], *, kind: str = "") -> list[Line]:
    """The events as lines; with a kind, only those."""
    lines: list[Line] = []
    for event in events:
        if kind in KINDS and event.verb not in KINDS[kind][1]:
            continue
        if event.verb == "assign" and event.data.get("assignment") in readable:
            continue  # the row's own event says the same, with more
        row = readable.get(event.subject_id) if event.subject_kind == "assignment" else None
        facts, names = _facts(event), [row.addressee_words] if row else []
        if row and lines and lines[-1].is_same_act(event, facts):
            lines[-1].addressees[:0] = names
            continue
        lines.append(Line(event=event, label=event_words(event.verb), addressees=names, facts=facts))
    return lines


def _facts(event: Event) -> list[str]:
    data, found = event.data, []
    if data.get("from") or data.get("to"):
        found.append(f"{_day(data.get('from'))} → {_day(data.get('to'))}")
    if data.get("asked") and data["asked"] != data.get("to"):
        found.append(_("asked for: %s") % _day(data["asked"]))
    if data.get("asked_due_on"):
        found.append(_("asked for: %s") % _day(data["asked_due_on"]))
    if data.get("basis"):
        found.append(data["basis"])
    if "old" in data and "new" in data:
        one = _field(event.subject_kind, data.get("field", ""))
        words = str(one.verbose_name) if one else data.get("field", "")
        found.append(f"{words}: {_value(one, data['old'])} → {_value(one, data['new'])}")
    if "deadline_kind" in data:
        kind = data["deadline_kind"]
        undated = DeadlineKind(kind).label if kind in DeadlineKind.values else "–"
        found.append(_("deadline: %s") % (_day(data["due_on"]) if data.get("due_on") else undated))
    if data.get("proposed"):
        found.append(_("proposed: %s") % data["proposed"])
    if data.get("addressee"):
        found.append(data["addressee"])
    if "officer" in data:
        found.append(_("officer: %s") % (data["officer"] or "–"))
    if "follower" in data:
        found.append(_("followed by: %s") % (data["follower"] or "–"))
    if data.get("reply_by_on"):
        found.append(_("reply by: %s") % _day(data["reply_by_on"]))
    if data.get("review_on"):
        found.append(_("review on: %s") % _day(data["review_on"]))
    if event.done_on:
        found.append(_("completed on: %s") % _day(event.done_on.isoformat()))
    if data.get("meeting_code"):
        found.append(_("at the meeting %s") % data["meeting_code"])
    if data.get("via") == "mail_link":
        found.append(_("by the link in a mail"))
    if data.get("on_behalf"):
        paper = data.get("evidence") or "–"
        found.append(_("on behalf of %(party)s, by %(paper)s") % {"party": data["on_behalf"], "paper": paper})
    return found


def _day(value: str | None) -> str:
    """An ISO day as people write it; anything else as it is ("from" may also be the name of a unit)."""
    if not value:
        return "–"
    try:
        found = parse_date(str(value))
    except ValueError:
        found = None
    return day_words(found) if found else str(value)


def _field(kind: str, name: str) -> Any:
    model = Directive if kind == "directive" else Assignment
    return next((one for one in model._meta.concrete_fields if one.name == name), None)


def _value(field: Any, raw: str) -> str:
    """A value of an event as the form says it: labels, not codes."""
    if field is not None and field.choices:
        return str(dict(field.flatchoices).get(raw, raw))
    if isinstance(field, BooleanField):
        return _("yes") if raw == "True" else _("no")
    if isinstance(field, DecimalField) and raw:
        return number_format(Decimal(raw))
    return _day(raw)
