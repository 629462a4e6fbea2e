"""What people change of reminders: the policy, a letter sent again, what they have seen, how they want to be told."""

from typing import Any

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from directives.lifecycle import NotNow, NotYours
from journal.actions import record
from journal.models import Event
from reminders.digests import why_unreachable
from reminders.models import Digest, LetterPolicy, NoticeChoice, Reminder, ReminderRule
from units.standing import Standing, standing_of
from units.working_calendar import today

MAY_BE_SENT_AGAIN = (Digest.State.SENT, Digest.State.FAILED, Digest.State.BOUNCED)


def _for_the_office(by: Any) -> Standing:
    standing = standing_of(by)
    if not standing.is_office:
        raise NotYours(_("This is for the ministry office."))
    return standing


@transaction.atomic
def change_policy(row: ReminderRule | LetterPolicy, *, by: Any) -> Event:
    """ "From now on it is done so." The row carries the new values; the journal keeps both."""
    standing = _for_the_office(by)
    row.full_clean()
    before = type(row)._default_manager.filter(pk=row.pk or 1).first() if row.pk else None
    row.save()
    changed = {
        field.attname: [_plain(getattr(before, field.attname, None)), _plain(getattr(row, field.attname))]
        for field in row._meta.concrete_fields
        if before is None or getattr(before, field.attname) != getattr(row, field.attname)
    }
    # An address of a channel holds a key.
    if "office_channel" in changed:
        changed["office_channel"] = ["…", "…"]
    return record(
        row,
        "change_policy",
        by=by,
        on=today(),
        by_role=standing.words,
        note=str(row),
        data={"changed": changed},
    )


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, bool | int | str) else str(value)


@transaction.atomic
def resend(digest: Digest, *, by: Any, reason: str) -> Event:
    """ "Send it once more, because …" To the address the person has now, under the same Message-ID."""
    standing = _for_the_office(by)
    address = digest.recipient.email
    if why := why_unreachable(digest.recipient):
        raise NotNow(why)
    waiting = Digest.objects.filter(pk=digest.pk, state__in=MAY_BE_SENT_AGAIN)
    if not waiting.update(
        state=Digest.State.PLANNED, address=address, attempts=0, claimed_until=None, last_error=""
    ):
        raise NotNow(_("This letter is not one that can be sent again."))
    digest.reminders.exclude(state__in=[Reminder.State.SUPERSEDED, Reminder.State.ANSWERED]).update(
        state=Reminder.State.PLANNED
    )
    return _recorded(digest, "resend", by, standing, reason)


@transaction.atomic
def mark_bounced(digest: Digest, *, by: Any, reason: str) -> Event:
    """ "It came back": what no server told us, somebody has read in the mailbox."""
    standing = _for_the_office(by)
    sent = Digest.objects.filter(pk=digest.pk, state=Digest.State.SENT)
    if not sent.update(state=Digest.State.BOUNCED, last_error=reason[:2000]):
        raise NotNow(_("Only a letter that was sent can come back."))
    digest.reminders.filter(state=Reminder.State.SENT).update(state=Reminder.State.BOUNCED)
    return _recorded(digest, "mark_bounced", by, standing, reason)


def _recorded(digest: Digest, verb: str, by: Any, standing: Standing, reason: str) -> Event:
    data = {"recipient": str(digest.recipient), "day": digest.day.isoformat(), "kind": digest.kind}
    return record(digest, verb, by=by, on=today(), by_role=standing.words, note=reason, data=data)


def see(user: Any, rows: models.QuerySet[Reminder] | None = None) -> int:
    """ "I have seen it": one's own rows; all of them where none are named."""
    mine = (rows if rows is not None else Reminder.objects.all()).filter(recipient=user, seen_at=None)
    return mine.exclude(state=Reminder.State.SUPERSEDED).update(seen_at=timezone.now())


def choose(choice: NoticeChoice, *, by: Any) -> NoticeChoice:
    """ "I want to be told so." His own only; what the policy forces stays forced."""
    if choice.user_id != by.pk:
        raise NotYours(_("This choice belongs to %s.") % choice.user)
    choice.full_clean()
    choice.save()
    return choice
