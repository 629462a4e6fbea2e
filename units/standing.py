"""What a person stands for on a day: the sum of the posts he holds then. Every right begins here."""

from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from datetime import date
from functools import cache
from typing import Any

from django.db.models import F, Subquery

from units import register
from units.models import Post, RegisterToken, Role, User
from units.working_calendar import today


@dataclass(frozen=True)
class Standing:
    """An empty standing is allowed nothing: a person without a post, with an ended one, in an ended unit."""

    user_id: int | None
    on: date
    heads: frozenset[int] = field(default_factory=frozenset)  # units he acts for as head, deputy, substitute
    officer_in: frozenset[int] = field(default_factory=frozenset)  # units he is an officer of
    member_of: frozenset[int] = field(default_factory=frozenset)  # units in which he holds any post
    sees: frozenset[int] = field(default_factory=frozenset)  # his units, their sub-units and predecessors
    leader_ids: frozenset[int] = field(default_factory=frozenset)  # leaders he is
    secretary_of: frozenset[int] = field(default_factory=frozenset)  # leaders he is secretary of
    is_office: bool = False
    is_data_entry: bool = False
    is_administrator: bool = False
    words: str = ""  # "Cục Viễn thông", for the timeline

    @property
    def sees_all(self) -> bool:
        return self.is_office or bool(self.leader_ids)

    @property
    def reads_all(self) -> bool:
        """Office and leaders see all; data entry reads all there is."""
        return self.sees_all or self.is_data_entry

    @property
    def acts_for_leaders(self) -> frozenset[int]:
        return self.leader_ids | self.secretary_of


@dataclass(frozen=True)
class HeldPost:
    """A post as far as rights depend on it."""

    role: str
    unit_id: int | None
    leader_id: int | None
    title: str
    starts_on: date | None
    ends_on: date | None

    def is_held_on(self, day: date) -> bool:
        return (self.starts_on is None or self.starts_on <= day) and (
            self.ends_on is None or day <= self.ends_on
        )


POST_COLUMNS = tuple(one.name for one in fields(HeldPost))


def person_of_session(pk) -> User | None:
    """The account, with its posts (`held_posts`) and the token of the master data: the one question with which
    every page begins."""
    rows = list(_with_posts().filter(pk=pk))
    if not rows:
        return None
    person: Any = rows[0]
    register.note_token(person.register_token)
    person.held_posts = [
        HeldPost(*(getattr(row, f"post_{name}") for name in POST_COLUMNS)) for row in rows if row.post
    ]
    return person


@cache
def _with_posts():
    """Accounts, a row a post; put together once, for every page asks it."""
    return User.objects.annotate(
        register_token=Subquery(RegisterToken.objects.values("token")[:1]),
        post=F("posts__pk"),
        **{f"post_{name}": F(f"posts__{name}") for name in POST_COLUMNS},
    ).order_by("posts__starts_on", "posts__pk")


def standing_of(user, on: date | None = None, *, held: list[HeldPost] | None = None) -> Standing:
    """Return what `user` stands for on that day (today); nothing where he is anonymous or switched off.

    `held` are his posts where they were read just now; else they are asked for.
    """
    day = on or today()
    if not getattr(user, "is_active", False) or user.pk is None:
        return Standing(user_id=None, on=day)
    if held is None:
        rows = Post.objects.filter(user=user).order_by("starts_on", "pk").values_list(*POST_COLUMNS)
        held = [HeldPost(*row) for row in rows]
    known = register.current()
    in_office = known.in_office(day)
    posts = [
        post
        for post in held
        # A post in a unit that has ended, or for a leader out of office, gives nothing.
        if post.is_held_on(day)
        and (post.unit_id is None or known.is_there(post.unit_id, day))
        and (post.leader_id is None or post.leader_id in in_office)
    ]
    in_unit = {post.unit_id for post in posts if post.unit_id}
    predecessors = known.predecessors(day) if in_unit else {}

    def of(*roles: Role) -> frozenset[int]:
        return frozenset(post.unit_id for post in posts if post.role in roles and post.unit_id)

    def of_leaders(role: Role) -> frozenset[int]:
        return frozenset(post.leader_id for post in posts if post.role == role and post.leader_id)

    def with_ended_predecessors(units: Iterable[int]) -> frozenset[int]:
        # Work of a unit that is gone is answered for by its successor.
        gone = (unit for unit in _reach(units, predecessors) if not known.is_there(unit, day))
        return frozenset(units) | frozenset(gone)

    desk = of(Role.HEAD, Role.DEPUTY, Role.SUBSTITUTE, Role.OFFICER)
    below = _reach(desk, known.sub_units)
    return Standing(
        user_id=user.pk,
        on=day,
        heads=with_ended_predecessors(of(Role.HEAD, Role.DEPUTY, Role.SUBSTITUTE)),
        officer_in=with_ended_predecessors(of(Role.OFFICER)),
        member_of=with_ended_predecessors(in_unit),
        sees=frozenset(desk | below | _reach(desk | below, predecessors)),
        leader_ids=of_leaders(Role.LEADER),
        secretary_of=of_leaders(Role.SECRETARY),
        is_office=any(post.role == Role.OFFICE for post in posts),
        is_data_entry=any(post.role == Role.DATA_ENTRY for post in posts),
        is_administrator=any(post.role == Role.ADMINISTRATOR for post in posts),
        words="; ".join(dict.fromkeys(_words(post, known) for post in posts)),
    )


def _words(post: HeldPost, known: register.Register) -> str:
    if post.unit_id:
        return str(known.units[post.unit_id])
    if post.leader_id:
        return str(known.leaders[post.leader_id])
    return f"{post.title or Role(post.role).label}, –"


def keeps_the_register(user, standing: Standing) -> bool:
    """Holds the administrator's post today, or was made superuser on the command line, before there were posts."""
    return user.is_superuser or standing.is_administrator


def _reach(start: Iterable[int], links: dict[int, list[int]]) -> set[int]:
    """All that can be reached from `start`, without `start` itself; a circle in the data does no harm."""
    found: set[int] = set()
    waiting = list(start)
    while waiting:
        for unit in links.get(waiting.pop(), []):
            if unit not in found:
                found.add(unit)
                waiting.append(unit)
    return found
