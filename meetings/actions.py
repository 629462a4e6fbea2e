"""Making and correcting meetings; attaching their papers."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from journal.actions import record
from journal.last_change import last_change
from journal.refusals import NotNow
from meetings.models import Meeting, MeetingDocument, usual_code
from units.standing import Standing, standing_of
from units.working_calendar import today


def may_keep_meetings(user) -> bool:
    """Meetings are kept by data entry and the office."""
    standing = user if isinstance(user, Standing) else standing_of(user)
    return standing.is_office or standing.is_data_entry


@transaction.atomic
def save(
    meeting: Meeting,
    *,
    by,
    attending_leaders: Iterable | None = None,
    attending_units: Iterable | None = None,
    on: date | None = None,
    version: int | None = None,
    is_backdated: bool = False,
) -> Meeting:
    """Store a new or corrected meeting; raises ValidationError with the fields that are wrong.

    `version` is what the person had before his eyes; where somebody was quicker, NotNow says who.
    """
    if not may_keep_meetings(by):
        raise PermissionDenied(_("Meetings are kept by data entry and the ministry office."))
    is_new = meeting.pk is None
    if not meeting.code:
        meeting.code = usual_code(meeting.kind, meeting.period, meeting.held_on)
    expected = meeting.version if version is None else version
    if not is_new:
        # This one condition keeps two people apart; what is refused below takes it back with the rest.
        same = Meeting._base_manager.filter(pk=meeting.pk, version=expected)
        if not same.update(version=F("version") + 1):
            raise _changed_meanwhile(meeting)
    changed = [] if is_new else _changes(meeting)
    _check_code(meeting)
    meeting.full_clean()
    meeting.version = 1 if is_new else expected + 1
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


def _changed_meanwhile(meeting: Meeting) -> NotNow:
    about = last_change(meeting, verbs=("add_meeting", "edit_meeting"))
    if not about:
        return NotNow(_("Somebody else has just changed this. Open it again."))
    words = _("%(by)s (%(role)s) has changed this meeting meanwhile, %(at)s.")
    return NotNow(words % {"by": about["by"], "role": about["by_role"], "at": about["at"]}, **about)


def _check_code(meeting: Meeting) -> None:
    """A code that is taken: say by which meeting. A code that directives bear stays: papers quote it."""
    old = Meeting.objects.filter(pk=meeting.pk).values_list("code", flat=True).first()
    borne: Any = Meeting._meta.get_field("directives").related_model
    if old and old != meeting.code and borne._base_manager.filter(meeting=meeting.pk).exists():
        raise ValidationError(
            {"code": _("Directives bear the code %(code)s already, so it stays.") % {"code": old}}
        )
    other = Meeting.objects.filter(code=meeting.code).exclude(pk=meeting.pk).first()
    if other is not None:
        raise ValidationError(
            {
                "code": ValidationError(
                    _("The code %(code)s belongs to another meeting: %(title)s."),
                    code="taken",
                    params={"code": other.code, "title": other.title, "url": other.get_absolute_url()},
                )
            }
        )


def _changes(meeting: Meeting) -> list[str]:
    old = Meeting.objects.get(pk=meeting.pk)
    return [
        field.name
        for field in Meeting._meta.concrete_fields
        if field.name != "version" and getattr(old, field.attname) != getattr(meeting, field.attname)
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
