"""Who must be told what, and whether he was: the policy, the ledger, the letters, the engine's pulse."""

from reminders.models.choice import NoticeChoice
from reminders.models.ledger import Delivery, Digest, ProgressLink, Reminder
from reminders.models.policy import LetterPolicy, ReminderRule, Rung
from reminders.models.pulse import Pulse, Sweep

__all__ = [
    "Delivery",
    "Digest",
    "LetterPolicy",
    "NoticeChoice",
    "ProgressLink",
    "Pulse",
    "Reminder",
    "ReminderRule",
    "Rung",
    "Sweep",
]
