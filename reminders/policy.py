"""The policy laid over the calendar, as seen from one day: what has fallen due by it, and for which rung."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone

from reminders.models import ReminderRule, Rung
from units.working_calendar import ONE_DAY, WorkingCalendar

Kind = ReminderRule.Kind
# Said once, so many days before or after one day.
_BEFORE = frozenset({Kind.BEFORE_DUE, Kind.URGED_BEFORE})
# A day, or for an acceptance the moment from which its hours count.
Anchor = date | datetime


@dataclass(frozen=True, slots=True)
class Told:
    """One rung of the ladder that is told, and after how many working days."""

    rung: str
    after: int
    people: tuple[int, ...]

    @property
    def is_escalation(self) -> bool:
        return self.after > 0


def climb(rule: ReminderRule, people: dict[str, tuple[int, ...]], *, is_held: bool = False) -> Iterator[Told]:
    """Who is told by this rule. An empty rung is skipped: the next one takes its turn, named by the rule or not.

    `is_held`: an extension request waits. The unit is reminded on, but nobody above it is until that is decided.
    """
    carried: int | None = None
    for rung, after in rule.ladder.items():
        if is_held and rung == Rung.OFFICE:
            # Not in its own turn; in the place of a unit in which nobody holds a post it is told on.
            after = None
        turns = [turn for turn in (after, carried) if turn is not None]
        if not turns:
            continue
        if not people[rung]:
            carried = min(turns)
            continue
        yield Told(rung, min(turns), people[rung])
        carried = None


class Policy:
    def __init__(self, *, day: date, calendar: WorkingCalendar, now: datetime | None = None) -> None:
        """`now`: the moment of the day it is, where hours count; without it the day counts as over."""
        self.day, self.calendar, self.now = day, calendar, now
        self.rules = list(ReminderRule.objects.filter(is_active=True).order_by("pk"))
        # Thousands of assignments share a few hundred due dates and a handful of scopes.
        self._fallen: dict[tuple[int, Anchor, int], date | None] = {}
        self._passed: dict[date, int] = {}
        self._fitting: dict[tuple, tuple[ReminderRule, ...]] = {}

    def of_kinds(self, kinds: Iterable[str]) -> list[ReminderRule]:
        return [rule for rule in self.rules if rule.kind in kinds]

    def fitting(
        self, kinds: frozenset[str], field: int | None, urgency: str, meeting_kind: str
    ) -> tuple[ReminderRule, ...]:
        """The rules of these kinds for such a directive: of each kind those with the narrowest scope."""
        key = (kinds, field, urgency, meeting_kind)
        if key not in self._fitting:
            fits = [
                rule
                for rule in self.of_kinds(kinds)
                if rule.field_id in (None, field)
                and rule.urgency in ("", urgency)
                and rule.meeting_kind in ("", meeting_kind)
            ]
            narrowest = {
                kind: max((rule.narrowness for rule in fits if rule.kind == kind), default=0)
                for kind in kinds
            }
            self._fitting[key] = tuple(rule for rule in fits if rule.narrowness == narrowest[rule.kind])
        return self._fitting[key]

    @property
    def horizon(self) -> date:
        """The last due date of which anything can have fallen due by the day."""
        before = [rule.days for rule in self.of_kinds(_BEFORE)]
        return self.calendar.nth_working_day(self.day, max(before, default=0))

    def latest(self, rule: ReminderRule, anchor: Anchor, after: int) -> date | None:
        """The latest day by `day` on which the rule fell due for a rung told `after` so many working days."""
        key = (rule.pk, anchor, after)
        if key not in self._fallen:
            self._fallen[key] = self._latest(rule, anchor, after)
        return self._fallen[key]

    def _latest(self, rule: ReminderRule, anchor: Anchor, after: int) -> date | None:
        if isinstance(anchor, datetime):
            return self._accepted_by(rule, anchor, after)
        if rule.kind == Kind.STALE:
            times = (self.day - anchor).days // rule.days
            first, on = anchor + timedelta(rule.days), anchor + timedelta(rule.days * max(times, 0))
            is_told = times > 0 and on >= (self.calendar.nth_working_day(first, after) if after else first)
            return on if is_told else None
        if rule.kind in _BEFORE or rule.kind == Kind.ON_DUE:
            on = self.calendar.nth_working_day(anchor, -rule.days) if rule.days else anchor
            on = self.calendar.nth_working_day(on, after) if after else on
            return on if on <= self.day else None
        times = self._working_days_since(anchor) // rule.days
        if not times or times * rule.days < rule.days + after:
            return None
        return self.calendar.nth_working_day(anchor, times * rule.days)

    def _accepted_by(self, rule: ReminderRule, anchor: datetime, after: int) -> date | None:
        moment = self.calendar.after_working_hours(anchor, rule.hours)
        on = moment.date()
        if after:
            on = self.calendar.nth_working_day(on, after)
        elif self.now and on == timezone.localtime(self.now).date() and self.now < moment:
            return None
        return on if on <= self.day else None

    def next_on(self, rules: Iterable[ReminderRule], anchor: date) -> date | None:
        """The next working day on which a sweep will find something new to say of it; None without rules."""
        following = [on for rule in rules if (on := self._following(rule, anchor))]
        # What falls due on a day off is said on the next working day.
        return self.calendar.nth_working_day(min(following) - ONE_DAY, 1) if following else None

    def _following(self, rule: ReminderRule, anchor: date) -> date | None:
        if rule.kind in _BEFORE or rule.kind == Kind.ON_DUE:
            on = self.calendar.nth_working_day(anchor, -rule.days) if rule.days else anchor
            return on if on > self.day else None
        times = self._working_days_since(anchor) // rule.days + 1
        return self.calendar.nth_working_day(anchor, times * rule.days)

    def _working_days_since(self, anchor: date) -> int:
        if anchor not in self._passed:
            days = self.calendar.working_days(anchor + ONE_DAY, self.day)
            self._passed[anchor] = sum(1 for _day in days)
        return self._passed[anchor]

    def key(self) -> tuple:
        """All of the policy that decides who is told when."""
        return tuple(
            (rule.pk, rule.kind, rule.days, rule.hours, rule.field_id, rule.urgency, rule.meeting_kind)
            + tuple(rule.ladder.values())
            for rule in self.rules
        )
