"""Who is told of what an addressee owes: by the posts of the day, read once for a whole sweep."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from reminders.querysets import Stood
from units.models import LeaderTerm, Post, Role, Succession, Unit
from units.models.period import valid_on

# The first rung that is held is told; the others are not.
RUNGS = (Role.HEAD, Role.DEPUTY, Role.SUBSTITUTE)
# Who may be a unit's officer for a piece of work (as in handing over).
OFFICERS = (Role.OFFICER, *RUNGS)


class Audience:
    """Make one for a day, ask it for every assignment of that day. It holds ids only."""

    def __init__(self, day: date) -> None:
        self.day = day
        self._holders: dict[tuple[int, str], list[int]] = defaultdict(list)  # (unit, role) -> people
        self._for_leader: dict[int, list[int]] = defaultdict(list)
        self.office: list[int] = []
        self._units = set(Unit.objects.valid_on(day).values_list("pk", flat=True))
        self._read_posts()
        self._successors: dict[int, list[int]] = defaultdict(list)
        for old, new in Succession.objects.filter(on__lte=day).values_list("from_unit", "to_unit"):
            self._successors[old].append(new)

    def _read_posts(self) -> None:
        in_office = set(LeaderTerm.objects.valid_on(self.day).values_list("leader", flat=True))
        posts = Post.objects.filter(valid_on(self.day), user__is_active=True).order_by("pk")
        for user, role, unit, leader in posts.values_list("user", "role", "unit", "leader"):
            # As in standing_of: a post in a unit that has ended, or for a leader out of office, gives nothing.
            if unit in self._units:
                self._holders[unit, role].append(user)
                if role == Role.OFFICE:
                    self.office.append(user)
            elif leader in in_office:
                self._for_leader[leader].append(user)

    def of(self, assignment: Stood) -> tuple[int, ...]:
        """The people to be told of this assignment (as as_it_stood read it), each once."""
        if assignment.leader_id:
            return _each_once(self._for_leader[assignment.leader_id])
        if assignment.unit.is_external:
            follower = assignment.follower_then
            return _each_once([follower] if follower in self.office else self.office)
        told: list[int] = []
        for unit in self._answering(assignment.unit_id):
            told += next((self._holders[unit, role] for role in RUNGS if self._holders[unit, role]), [])
            if any(assignment.officer_then in self._holders[unit, role] for role in OFFICERS):
                told.append(assignment.officer_then)
        return _each_once(told)

    def _answering(self, unit: int) -> list[int]:
        """The unit itself; where it is gone, those that took its work over (and theirs)."""
        if unit in self._units:
            return [unit]
        found: list[int] = []
        waiting = list(self._successors[unit])
        while waiting:
            successor = waiting.pop(0)
            if successor not in found:
                found.append(successor)
                waiting += self._successors[successor]
        return [successor for successor in found if successor in self._units]


def _each_once(people: Iterable[int]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(people))
