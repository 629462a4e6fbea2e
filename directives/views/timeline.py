"""The timeline: each event one sentence, newest first."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import BooleanField, DecimalField
from django.utils.dateparse import parse_date
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from directives.actions import verb_label
from directives.models import Assignment, DeadlineKind, Directive
from journal.admin import VERB_WORDS
from journal.models import Event

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
MOST_EVENTS = 100


def event_words(verb: str) -> str:
    """What an event is called; the verb itself where it is none of ours."""
    return str(LABELS.get(verb) or verb_label(verb))


VERB_WORDS.append(event_words)


@dataclass
class Line:
    event: Event
    label: str
    addressee: str = ""
    facts: list[str] = field(default_factory=list)


def timeline(
    directive: Directive, readable: dict[int, Any], day: date, *, whole: bool = False
) -> tuple[list[Line], bool]:
    """The lines up to `day`, of the directive and of the rows the person may read; and whether more exist."""
    of_directive = Event.objects.filter(subject_kind="directive", subject_id=directive.pk)
    of_rows = Event.objects.filter(subject_kind="assignment", subject_id__in=readable)
    events = (of_directive | of_rows).filter(on__lte=day).select_related("by").order_by("-on", "-id")
    found = list(events if whole else events[: MOST_EVENTS + 1])
    is_cut = not whole and len(found) > MOST_EVENTS
    lines = []
    for event in found[:MOST_EVENTS] if is_cut else found:
        if event.verb == "assign" and event.data.get("assignment") in readable:
            continue  # the row's own event says the same, with more
        row = readable.get(event.subject_id) if event.subject_kind == "assignment" else None
        lines.append(
            Line(
                event=event,
                label=event_words(event.verb),
                addressee=row.addressee_words if row else "",
                facts=_facts(event),
            )
        )
    return lines, is_cut


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
    return date_format(found, "SHORT_DATE_FORMAT") if found else str(value)


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
