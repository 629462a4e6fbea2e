"""What was written after the last report went out and counts from before it: stated here, never edited in there."""

from collections import defaultdict

from directives.actions import verb_label
from directives.models import Assignment, Directive
from journal.models import Event
from reports.content import Block, Cell, Column, Paragraph, Table
from reports.models import Report

SUBJECTS = ("assignment", "directive")


def written_after(previous: Report) -> list[Event]:
    """The events that count from the days of `previous` but were not yet in the journal when it was made."""
    late = Event.objects.filter(subject_kind__in=SUBJECTS, on__lte=previous.as_of)
    newer = late.filter(pk__gt=previous.newest_event)
    # Under way when it was made: numbered before its newest event, written after.
    under_way = late.filter(pk__in=previous.missing_events)
    return sorted({*newer, *under_way}, key=lambda event: event.pk)


def corrections(previous: Report) -> list[Block]:
    events = written_after(previous)
    if not events:
        return []
    codes = _codes(events)
    rows: list[list[Cell]] = [
        [
            n,
            codes.get((event.subject_kind, event.subject_id), ""),
            verb_label(event.verb),
            event.on,
            event.note,
        ]
        for n, event in enumerate(events, start=1)
    ]
    columns = [
        Column("STT", 5, "number"),
        Column("Mã", 17),
        Column("Nội dung điều chỉnh", 24),
        Column("Tính từ ngày", 13, "day"),
        Column("Ghi chú", 41),
    ]
    words = (
        f"Sau khi báo cáo {previous.code} (số liệu tính đến ngày {previous.as_of:%d/%m/%Y}) được chốt, các nội "
        "dung sau đây có hiệu lực trước ngày chốt số liệu đã được ghi nhận bổ sung:"
    )
    return [Paragraph(words), Table("Điều chỉnh số liệu", columns, rows)]


def _codes(events: list[Event]) -> dict[tuple[str, int], str]:
    ids: dict[str, set[int]] = defaultdict(set)
    for event in events:
        ids[event.subject_kind].add(event.subject_id)
    rows = Assignment.objects.filter(pk__in=ids["assignment"]).select_related("directive", "unit", "leader")
    found = {("assignment", row.pk): str(row) for row in rows}
    found |= {("directive", one.pk): one.code for one in Directive.objects.filter(pk__in=ids["directive"])}
    return found
