"""Making and correcting meetings; attaching their papers."""

from collections.abc import Iterable
from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from journal.actions import record
from meetings.models import Meeting, MeetingDocument, usual_code
from units.standing import standing_of
from units.working_calendar import today


def may_keep_meetings(user) -> bool:
    """Meetings are kept by data entry and the office."""
    standing = standing_of(user)
    return standing.is_office or standing.is_data_entry


@transaction.atomic
def save(
    meeting: Meeting,
    *,
    by,
    attending_leaders: Iterable | None = None,
    attending_units: Iterable | None = None,
    on: date | None = None,
    is_backdated: bool = False,
) -> Meeting:
    """Store a new or corrected meeting; raises ValidationError with the fields that are wrong."""
    if not may_keep_meetings(by):
        raise PermissionDenied(_("Meetings are kept by data entry and the ministry office."))
    is_new = meeting.pk is None
    if not meeting.code:
        meeting.code = usual_code(meeting.kind, meeting.period, meeting.held_on)
    changed = [] if is_new else _changes(meeting)
    meeting.full_clean()
    meeting.save()
    if attending_leaders is not None:
        meeting.attending_leaders.set(attending_leaders)
    if attending_units is not None:
        meeting.attending_units.set(attending_units)
    record(
        meeting,
        "add_meeting" if is_new else "edit_meeting",
        by=by,
        on=on or today(),
        by_role=standing_of(by).words,
        data={"changed": changed} if changed else {},
        is_backdated=is_backdated,
    )
    return meeting


def _changes(meeting: Meeting) -> list[str]:
    old = Meeting.objects.get(pk=meeting.pk)
    return [
        field.name
        for field in Meeting._meta.concrete_fields
        if getattr(old, field.attname) != getattr(meeting, field.attname)
    ]


@transaction.atomic
def add_document(meeting: Meeting, *, by, upload, title: str = "") -> MeetingDocument:
    """Attach a paper; raises ValidationError where the file is not accepted."""
    if not may_keep_meetings(by):
        raise PermissionDenied(_("Meetings are kept by data entry and the ministry office."))
    document = MeetingDocument.from_upload(upload, by=by, meeting=meeting, title=title)
    record(
        meeting,
        "add_document",
        by=by,
        on=today(),
        by_role=standing_of(by).words,
        note=title or document.name,
        data={"document": document.pk, "sha256": document.sha256},
    )
    return document
