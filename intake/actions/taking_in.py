"""Minutes come in: read, searched for directives, kept; and the meeting they belong to."""

from collections.abc import Iterable
from datetime import date
from pathlib import PurePath
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files import File
from django.db import IntegrityError, transaction
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from directives.addressees import Addressees
from intake.actions.writing import check, move, write
from intake.finding import Found, find
from intake.known import register as known_register
from intake.models import Minutes, Proposal
from intake.proposing import content_sha256, fields_of, frozen, frozen_meeting, shortened
from intake.reading import Document, Unreadable, Why
from intake.reading.apart import read_apart
from journal.models import Event
from meetings import actions as meetings
from meetings.files import ACCEPTED
from meetings.models import Meeting
from units.working_calendar import today

# Some hundred pages. What is longer is no minutes, and would hold up everybody behind it.
MOST_CHARACTERS = 300_000


def read_upload(upload: Any) -> Document:
    """The text of an uploaded file, read in a process of its own; raises ValidationError at `upload`."""
    if upload.size > settings.FILE_MAX_BYTES:
        raise ValidationError(
            {
                "upload": _("“%(name)s” has %(size)s; a file may have at most %(limit)s.")
                % {
                    "name": upload.name,
                    "size": filesizeformat(upload.size),
                    "limit": filesizeformat(settings.FILE_MAX_BYTES),
                }
            }
        )
    upload.seek(0)
    data = upload.read()
    upload.seek(0)
    try:
        document = read_apart(data, upload.name)
        if len(document.text) > MOST_CHARACTERS:
            raise Unreadable(Why.TOO_LONG, name=upload.name)
    except Unreadable as refusal:
        raise ValidationError({"upload": refusal.message}) from None
    return document


def find_in(text: str, *, published_on: date | None = None) -> Found:
    """What the text holds; nothing is kept. Raises ValidationError at `text`."""
    if not text.strip():
        raise ValidationError({"text": _("Paste the text of the minutes, or choose a file.")})
    if len(text) > MOST_CHARACTERS:
        raise ValidationError({"text": _("This is more text than can be read at once. Split it into parts.")})
    return find(text, register=known_register(), published_on=published_on)


@transaction.atomic
def take_in(
    text: str,
    *,
    by,
    name: str = "",
    kind: str = Minutes.Kind.PASTED,
    upload: Any = None,
    remarks: Iterable[tuple[str, dict[str, str]]] = (),
    published_on: date | None = None,
    meeting: Meeting | None = None,
) -> tuple[Minutes, bool]:
    """ "Here are the minutes." Returns them, and whether they are new: the same content is taken in once."""
    check(by)
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", " ")
    sha256 = content_sha256(text)
    first = Minutes.objects.filter(content_sha256=sha256).first()
    if first:
        return first, False
    found = find_in(text, published_on=published_on)
    minutes = Minutes(
        name=(name or shortened(found.meeting.title or text, 120))[:255],
        kind=kind,
        text=text,
        content_sha256=sha256,
        remarks=[[note, params] for note, params in remarks],
        found_meeting=frozen_meeting(found.meeting),
        meeting=meeting,
        read_by=by,
    )
    if upload is not None:
        upload.seek(0)
        minutes.file.save(upload.name, upload, save=False)
    try:
        with transaction.atomic():
            minutes.save()
    except IntegrityError:
        # Somebody takes in the same at this moment.
        return Minutes.objects.get(content_sha256=sha256), False
    register = Addressees(found.meeting.held_on or today())
    for one in found.directives:
        fields = fields_of(one, register)
        Proposal.objects.create(
            minutes=minutes,
            start=one.span.start,
            end=one.span.end,
            found=frozen(one, fields),
            fields=fields,
        )
    write(minutes, "take_in_minutes", by=by, proposals=len(found.directives))
    if meeting is not None:
        _attach(minutes, meeting, by)
    return minutes, True


@transaction.atomic
def choose_meeting(minutes: Minutes, *, by, meeting: Meeting, version: int | None = None) -> Event:
    """ "These are the minutes of that meeting." Not any more once directives were written down from them."""
    check(by)
    if minutes.meeting_id == meeting.pk:
        raise ValidationError({"meeting": _("That is what it says already.")})
    if minutes.proposals.filter(directive__isnull=False).exists():
        raise ValidationError(
            {
                "meeting": _(
                    "Directives were written down under this meeting already; it can no longer change."
                )
            }
        )
    move(minutes, version, meeting=meeting)
    _attach(minutes, meeting, by)
    return write(minutes, "choose_meeting", by=by, meeting=meeting.pk, meeting_code=meeting.code)


def _attach(minutes: Minutes, meeting: Meeting, by) -> None:
    """The file stands with the papers of the meeting too, where its kind is accepted there."""
    stored = minutes.file.name or ""
    ending = PurePath(stored).suffix.lower()
    if ending not in ACCEPTED or not minutes.file.storage.exists(stored):
        return
    name = minutes.name if PurePath(minutes.name).suffix.lower() == ending else minutes.name + ending
    with minutes.file.open("rb") as content:
        try:
            meetings.add_document(meeting, by=by, upload=File(content, name=name), title=_("Minutes"))
        except ValidationError:
            # What the meeting does not take is kept here all the same.
            return
