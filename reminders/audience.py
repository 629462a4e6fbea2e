"""Who is told of what an addressee owes: by the posts of the day, read once for a whole sweep."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from reminders.models import Rung
from reminders.querysets import Stood
from units.models import LeaderTerm, Post, Role, Succession, Unit
from units.models.period import valid_on

# The first of them that is held is told; the others are not.
HEADS = (Role.HEAD, Role.DEPUTY, Role.SUBSTITUTE)
# Who may be a unit's officer for a piece of work (as in handing over).
OFFICERS = (Role.OFFICER, *HEADS)
People = tuple[int, ...]


class Audience:
    """Make one for a day, ask it for every assignment of that day. It holds ids only."""

    def __init__(self, day: date) -> None:
        self.day = day
        self._holders: dict[tuple[int, str], list[int]] = defaultdict(list)  # (unit, role) -> people
        self._for_leader: dict[int, list[int]] = defaultdict(list)
        self.office: list[int] = []
        self.leaders: list[tuple[int, int]] = []  # (leader, the account that is he)
        self._units = set(Unit.objects.valid_on(day).values_list("pk", flat=True))
        self._read_posts()
        self._successors: dict[int, list[int]] = defaultdict(list)
        for old, new in Succession.objects.filter(on__lte=day).values_list("from_unit", "to_unit"):
            self._successors[old].append(new)
        self._unit_heads: dict[int, People] = {}

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
                if role == Role.LEADER:
                    self.leaders.append((leader, user))

    def rungs(
        self,
        *,
        unit: int | None,
        leader: int | None,
        is_external: bool,
        officer: int | None,
        follower: int | None,
    ) -> dict[str, People]:
        """The ladder of one assignment: the people of each rung, each once."""
        office = (follower,) if follower is not None and follower in self.office else _each_once(self.office)
        if leader is not None:
            return {Rung.OFFICER: (), Rung.HEAD: _each_once(self._for_leader[leader]), Rung.OFFICE: office}
        if is_external or unit is None:
            return {Rung.OFFICER: (), Rung.HEAD: (), Rung.OFFICE: office}
        answering = self._answering(unit)
        is_officer = officer is not None and any(
            officer in self._holders[one, role] for one in answering for role in OFFICERS
        )
        return {
            Rung.OFFICER: (officer,) if is_officer and officer is not None else (),
            Rung.HEAD: self._heads(unit, answering),
            Rung.OFFICE: office,
        }

    def rungs_of(self, assignment: Stood) -> dict[str, People]:
        """The same of an assignment as `as_it_stood` read it."""
        return self.rungs(
            unit=assignment.unit_id,
            leader=assignment.leader_id,
            is_external=bool(assignment.unit_id and assignment.unit.is_external),
            officer=assignment.officer_then,
            follower=assignment.follower_then,
        )

    def of(self, assignment: Stood) -> People:
        """Who is told of what happens to it: the officer and the head, without them the office."""
        rungs = self.rungs_of(assignment)
        owners = (*rungs[Rung.HEAD], *rungs[Rung.OFFICER])
        return _each_once(owners or rungs[Rung.OFFICE])

    def acting_for(self, leader: int | None) -> People:
        """A leader in office and his secretaries."""
        return _each_once(self._for_leader[leader]) if leader is not None else ()

    def all_acting_for_leaders(self) -> set[int]:
        return {person for people in self._for_leader.values() for person in people}

    def everybody(self) -> set[int]:
        """All who may be told of anything: holders of posts in units, in the office, for leaders."""
        held = [*self._holders.values(), *self._for_leader.values()]
        return {person for people in held for person in people}

    def _heads(self, unit: int, answering: list[int]) -> People:
        if unit not in self._unit_heads:
            told: list[int] = []
            for one in answering:
                told += next((self._holders[one, role] for role in HEADS if self._holders[one, role]), [])
            self._unit_heads[unit] = _each_once(told)
        return self._unit_heads[unit]

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

    def key(self) -> tuple:
        """All of the register that decides who is told."""
        return (
            tuple(
                sorted((unit, str(role), *people) for (unit, role), people in self._holders.items() if people)
            ),
            tuple(sorted((leader, *people) for leader, people in self._for_leader.items() if people)),
            tuple(sorted(self._units)),
            tuple(sorted((old, *new) for old, new in self._successors.items() if new)),
        )


def _each_once(people: Iterable[int]) -> People:
    return tuple(dict.fromkeys(people))
