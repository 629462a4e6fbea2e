"""What a policy would do: the next working days looked at ahead, and who would get more than is meant."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction

from reminders.audience import Audience
from reminders.models import LetterPolicy, ReminderRule
from reminders.planning import plan
from reminders.policy import Policy
from units.models import User
from units.working_calendar import WorkingCalendar

MOST_NAMED = 10


@dataclass
class Consequences:
    """Of one day under one policy."""

    day: date
    rows: int = 0
    people: int = 0
    by_rule: Counter[str] = field(default_factory=Counter)
    # Whoever would be told more than the policy means to, and of how many things.
    beyond: list[tuple[User, int]] = field(default_factory=list)


class _Undone(Exception):
    pass


def consequences(
    day: date, changed: ReminderRule | None = None, most_lines: int | None = None
) -> Consequences:
    """What would newly be said on `day`; with `changed` as if that rule were saved already. Nothing is written."""
    found = Consequences(day)
    try:
        with transaction.atomic():
            if changed is not None:
                changed.save()
            _look(found, most_lines if most_lines is not None else LetterPolicy.current().most_lines)
            raise _Undone
    except _Undone:
        pass
    return found


def _look(found: Consequences, most_lines: int) -> None:
    policy = Policy(day=found.day, calendar=WorkingCalendar())
    told: Counter[int] = Counter()
    for batch in plan(day=found.day, policy=policy, audience=Audience(found.day)):
        for entry in batch.rows:
            if entry.is_latest:
                told[entry.recipient] += 1
                found.by_rule[entry.rule] += 1
    found.rows, found.people = told.total(), len(told)
    many = [(person, n) for person, n in told.most_common(MOST_NAMED) if n > most_lines]
    people = User.objects.in_bulk([person for person, _n in many])
    found.beyond = [(people[person], n) for person, n in many]
