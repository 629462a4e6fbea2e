"""How one person wants to be told, within what the policy forces."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from reminders.models import Digest, LetterPolicy, NoticeChoice, Reminder
from units.models import User


@dataclass(frozen=True)
class Wishes:
    """The person's choice and the policy laid over one another."""

    hour: int
    mails_reminders: bool
    mails_notices: bool
    own_channel: str = ""
    office_channel: str = ""

    @classmethod
    def of(cls, user: User) -> "Wishes":
        policy = LetterPolicy.current()
        choice = NoticeChoice.objects.filter(user=user).first() or NoticeChoice()
        return cls(
            hour=policy.digest_hour if choice.digest_hour is None else choice.digest_hour,
            mails_reminders=policy.forces_reminders or choice.mails_reminders,
            mails_notices=policy.forces_notices or choice.mails_notices,
            own_channel=choice.other_channel,
            office_channel=policy.office_channel,
        )

    def channels(self, kind: str) -> list[str]:
        """The channels beside mail on which a letter of that kind goes to this person."""
        return ["own"] if self.own_channel and kind != Digest.OFFICE else []

    def keep_in_the_inbox(self, rows: QuerySet[Reminder]) -> int:
        """What he does not want by letter is told by his inbox, and is told with that."""
        unwanted = Q(pk=None)
        if not self.mails_reminders:
            unwanted |= ~Q(rule__startswith="event:")
        if not self.mails_notices:
            unwanted |= Q(rule__startswith="event:")
        if self.mails_reminders and self.mails_notices:
            return 0
        return rows.filter(unwanted).update(state=Reminder.State.SENT)
