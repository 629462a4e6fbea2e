"""Reports that were sent back and not handed in again: whoever works on it must see why."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from directives.lifecycle import State
from journal.models import Event


def mark_sent_back(rows: Iterable[Any], day: date) -> None:
    """Give each row `sent_back`: the event that returned its last report, or None. One question for all rows."""
    in_work = {}
    for row in rows:
        row.sent_back = None
        if getattr(row, "state_then", row.state) == State.IN_PROGRESS:
            in_work[row.pk] = row
    if not in_work:
        return
    events = Event.objects.filter(
        subject_kind="assignment",
        subject_id__in=in_work,
        verb__in=["send_back", "report_done", "reopen"],
        on__lte=day,
    )
    newest = {event.subject_id: event for event in events.select_related("by").order_by("on", "id")}
    for pk, event in newest.items():
        if event.verb == "send_back":
            in_work[pk].sent_back = event
