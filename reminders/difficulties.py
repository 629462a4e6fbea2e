"""What keeps somebody from being told: named, so that nothing is silently skipped."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db import models
from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from directives.lifecycle import OPEN
from directives.models import Assignment
from journal.models import Outbox
from journal.outbox import MAX_ATTEMPTS
from reminders.audience import Audience
from reminders.digests import why_unreachable
from reminders.models import Digest, LetterPolicy, ReminderRule, Rung
from reminders.wording import one_line
from units.models import User

# Of a kind so many are named; the rest is counted.
MOST_NAMED = 100
# Letters whose lines are counted are read so many at a time: a ministry's of one morning do not fit into a worker.
LETTERS_AT_ONCE = 20
# A failure is looked into within days; older ones are history.
RECENT = timedelta(days=14)


@dataclass
class Difficulty:
    words: str
    count: int = 0
    # What is wrong, and where it can be put right.
    named: list[tuple[str, str]] = field(default_factory=list)


def difficulties(day: date) -> list[Difficulty]:
    """All of them that there are on the day."""
    audience = Audience(day)
    found = [find(day, audience) for find in FINDERS]
    return [one for one in found if one.count]


def _without_anybody(day: date, audience: Audience) -> Difficulty:
    standing: Any = Assignment.objects.classed(day).standing_on(day)
    rows = standing.filter(state_then__in=OPEN, directive__kind="task").without_anyone(day)
    named = [
        (f"{row.directive.code}: {one_line(str(row.addressee), 80)}", row.directive.get_absolute_url())
        for row in rows.select_related("directive", "unit", "leader").order_by("pk")[:MOST_NAMED]
    ]
    return Difficulty(_("work of which nobody of the addressee can be told"), rows.count(), named)


def _unreachable(day: date, audience: Audience) -> Difficulty:
    holders = User.objects.filter(pk__in=audience.everybody()).order_by("pk")
    why = [words for user in holders if (words := why_unreachable(user))]
    return Difficulty(
        _("people who cannot be reached by mail"), len(why), [(one, "") for one in why[:MOST_NAMED]]
    )


def _without_lines() -> models.QuerySet[Digest]:
    """Letters to be named: the lines of one weigh more than all the rest of it."""
    return Digest.objects.select_related("recipient").defer("lines")


def _not_delivered(state: str, words: Callable[[], str]) -> Callable[[date, Audience], Difficulty]:
    def find(day: date, audience: Audience) -> Difficulty:
        letters = _without_lines().filter(state=state, day__gte=day - RECENT)
        named = [
            (f"{letter} · {one_line(letter.last_error, 160)}", letter.get_absolute_url())
            for letter in letters[:MOST_NAMED]
        ]
        return Difficulty(words(), letters.count(), named)

    return find


def _duties_left(day: date, audience: Audience) -> Difficulty:
    left = Assignment.objects.left_by_their_units(day).select_related("directive", "unit").order_by("pk")
    named = [
        (f"{row.directive.code}: {one_line(str(row.unit), 80)}", row.directive.get_absolute_url())
        for row in left[:MOST_NAMED]
    ]
    return Difficulty(_("recurring duties whose unit is there no more"), left.count(), named)


def _rules_without_audience(day: date, audience: Audience) -> Difficulty:
    lost = []
    for rule in ReminderRule.objects.filter(is_active=True):
        ladder = rule.ladder
        if all(after is None for after in ladder.values()):
            lost.append((_("%(rule)s: nobody is named who is told") % {"rule": rule}, reverse("policy")))
        elif ladder[Rung.OFFICER] is None and ladder[Rung.HEAD] is None and not audience.office:
            lost.append((_("%(rule)s: the ministry office has no post that is held") % {"rule": rule}, ""))
    return Difficulty(_("rules that reach nobody"), len(lost), lost)


def _beyond_budget(day: date, audience: Audience) -> Difficulty:
    policy = LetterPolicy.current()
    letters = Digest.objects.filter(day=day).exclude(state=Digest.State.SUPERSEDED)
    many = letters.values("recipient").annotate(n=Count("pk")).filter(n__gte=policy.most_mails).order_by("-n")
    told = Counter({one["recipient"]: one["n"] for one in many})
    named = []
    people = User.objects.in_bulk(list(told))
    for person, n in told.most_common(MOST_NAMED):
        words = _("%(person)s: %(n)s mails today, at most %(most)s are meant")
        named.append((words % {"person": people[person], "n": n, "most": policy.most_mails}, ""))
    count = len(told)
    daily = letters.filter(kind=Digest.DAILY).select_related("recipient")
    for letter in daily.iterator(chunk_size=LETTERS_AT_ONCE):
        n = len(letter.lines) + letter.more
        if n > policy.most_lines:
            count += 1
            words = _("%(person)s: %(n)s new lines today, at most %(most)s are meant")
            said = words % {"person": letter.recipient, "n": n, "most": policy.most_lines}
            named.append((said, letter.get_absolute_url()))
    return Difficulty(_("people who get more than the policy means"), count, named[:MOST_NAMED])


def _channels(day: date, audience: Audience) -> Difficulty:
    from_day = Q(deliveries__state="failed", day__gte=day - RECENT)
    letters = _without_lines().filter(from_day).distinct()
    named = [(str(letter), letter.get_absolute_url()) for letter in letters[:MOST_NAMED]]
    return Difficulty(_("letters that did not go out on another channel"), letters.count(), named)


def _untold_events(day: date, audience: Audience) -> Difficulty:
    stuck = Outbox.objects.filter(attempts__gte=MAX_ATTEMPTS).select_related("event")
    named = [(f"{row.event}: {one_line(row.last_error, 160)}", "") for row in stuck[:MOST_NAMED]]
    return Difficulty(_("events that could not be passed on"), stuck.count(), named)


FINDERS: list[Callable[[date, Audience], Difficulty]] = [
    _without_anybody,
    _unreachable,
    _not_delivered(Digest.State.BOUNCED, lambda: _("mails returned by the recipient's server")),
    _not_delivered(Digest.State.FAILED, lambda: _("mails that could not be sent")),
    _duties_left,
    _rules_without_audience,
    _beyond_budget,
    _channels,
    _untold_events,
]
