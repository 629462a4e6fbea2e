"""The letters of figures: every working day for the ministry office, every week for the leaders."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from directives.lifecycle import ExtensionState, State
from directives.models import Assignment, Directive
from directives.querysets import Klass
from reminders.audience import Audience
from reminders.choices import Wishes
from reminders.difficulties import difficulties
from reminders.digests import finish_letter, start_letter
from reminders.models import Delivery, Digest, LetterPolicy
from reminders.wording import one_line
from units.models import User
from units.working_calendar import ONE_DAY, WorkingCalendar

# The most overdue that a leader's letter names one by one.
MOST_NAMED = 10
Line = dict[str, Any]


def freeze_letters(
    *, day: date, calendar: WorkingCalendar, audience: Audience, hour: int | None = None
) -> Iterator[Digest]:
    """Write the letters of the day to those whose hour has come and who have not had them."""
    policy = LetterPolicy.current()
    if policy.has_office_letter:
        yield from _freeze_office(day, calendar, audience, hour, policy)
    if policy.has_weekly_letter and is_first_of_week(day, calendar):
        yield from _freeze_weekly(day, audience, hour)


def is_first_of_week(day: date, calendar: WorkingCalendar) -> bool:
    """The first working day of its week (Monday to Sunday)."""
    monday = day - timedelta(days=day.weekday())
    return next(calendar.working_days(monday, day), None) == day


def _to_write(kind: str, people: list[int], day: date, hour: int | None) -> Iterator[User]:
    have = Digest.objects.filter(kind=kind, day=day).values("recipient")
    for user in User.objects.filter(pk__in=people).exclude(pk__in=have).order_by("pk"):
        if hour is None or hour >= Wishes.of(user).hour:
            yield user


def _freeze_office(
    day: date, calendar: WorkingCalendar, audience: Audience, hour: int | None, policy: LetterPolicy
) -> Iterator[Digest]:
    lines: list[Line] | None = None
    for user in _to_write(Digest.OFFICE, audience.office, day, hour):
        if lines is None:
            with override(settings.LANGUAGE_CODE):
                lines = office_lines(day, calendar)
        if not lines:
            return
        with override(settings.LANGUAGE_CODE):
            subject = _("The office on %(day)s: %(words)s") % {
                "day": f"{day:%d/%m/%Y}",
                "words": ", ".join(line["words"] for line in lines[:3]),
            }
        digest = _write(user, Digest.OFFICE, day, lines, one_line(subject, 200))
        if digest:
            is_first = not Delivery.objects.filter(channel="office", digest__day=day).exists()
            if policy.office_channel and is_first:
                Delivery.objects.get_or_create(digest=digest, channel="office")
            yield digest


def office_lines(day: date, calendar: WorkingCalendar) -> list[Line]:
    """What waits for the office that day, each with the page where it is done; nothing where nothing waits."""
    rows = Assignment.objects.classed(day).standing_on(day)
    before = calendar.nth_working_day(day, -1)
    lead = Q(role="lead", directive__kind=Directive.Kind.TASK)
    counts = rows.aggregate(
        reported=Count("pk", filter=Q(state_then=State.REPORTED)),
        declined=Count("pk", filter=Q(state_then=State.DECLINED)),
        overdue=Count("pk", filter=lead & Q(klass=Klass.OPEN_OVERDUE)),
        # Since the last working day: what fell due on it or on the days off after it.
        newly=Count("pk", filter=lead & Q(klass=Klass.OPEN_OVERDUE, due_then__gte=before, due_then__lt=day)),
        today=Count("pk", filter=lead & Q(klass=Klass.OPEN_WITHIN, due_then=day)),
    )
    asked = rows.filter(extensions__state=ExtensionState.OPEN).count()
    found = [
        (
            counts["reported"],
            ngettext("%(n)s completion to confirm", "%(n)s completions to confirm", counts["reported"]),
            reverse("queue", args=["to-confirm"]),
        ),
        (
            asked,
            ngettext("%(n)s extension request", "%(n)s extension requests", asked),
            reverse("queue", args=["extensions"]),
        ),
        (
            counts["declined"],
            ngettext("%(n)s proposed reassignment", "%(n)s proposed reassignments", counts["declined"]),
            reverse("queue", args=["declined"]),
        ),
        (
            counts["newly"],
            ngettext("%(n)s newly overdue", "%(n)s newly overdue", counts["newly"]),
            reverse("queue", args=["overdue"]),
        ),
        (
            counts["today"],
            ngettext("%(n)s due today", "%(n)s due today", counts["today"]),
            reverse("assignments"),
        ),
        (
            counts["overdue"],
            ngettext("%(n)s overdue in all", "%(n)s overdue in all", counts["overdue"]),
            reverse("queue", args=["overdue"]),
        ),
    ]
    n = sum(one.count for one in difficulties(day))
    found.append(
        (
            n,
            ngettext("%(n)s difficulty of the reminders", "%(n)s difficulties of the reminders", n),
            reverse("difficulties"),
        )
    )
    return [_line(words % {"n": n}, path) for n, words, path in found if n]


def _line(words: str, path: str, title: str = "") -> Line:
    return {"words": words, "path": path, "title": title}


def _freeze_weekly(day: date, audience: Audience, hour: int | None) -> Iterator[Digest]:
    of = {user: leader for leader, user in audience.leaders}
    for user in _to_write(Digest.WEEKLY, list(of), day, hour):
        with override(settings.LANGUAGE_CODE):
            lines = weekly_lines(of[user.pk], day)
            subject = _("What you said, week from %(day)s") % {"day": f"{day:%d/%m/%Y}"}
        if lines:
            digest = _write(user, Digest.WEEKLY, day, lines, subject)
            if digest:
                yield digest


def weekly_lines(leader: int, day: date) -> list[Line]:
    """What became of what one leader gave: the figures, then the most overdue by name."""
    rows: Any = Assignment.objects.filter(directive__leader=leader).counted(day)
    week_ago = day - timedelta(days=7)
    done = Q(klass__in=[Klass.COMPLETED_ON_TIME, Klass.COMPLETED_LATE, Klass.COMPLETED_NO_DEADLINE])
    counts = rows.aggregate(
        open=Count("pk", filter=~done),
        overdue=Count("pk", filter=Q(klass=Klass.OPEN_OVERDUE)),
        done=Count("pk", filter=done & Q(done_then__gte=week_ago)),
        soon=Count("pk", filter=Q(klass=Klass.OPEN_WITHIN, due_then__range=(day, day + 7 * ONE_DAY))),
    )
    if not counts["open"] and not counts["done"]:
        return []
    path = reverse("leader")
    lines = [
        _line(ngettext("%(n)s open", "%(n)s open", counts["open"]) % {"n": counts["open"]}, path),
        _line(ngettext("%(n)s overdue", "%(n)s overdue", counts["overdue"]) % {"n": counts["overdue"]}, path),
        _line(
            ngettext("%(n)s due within 7 days", "%(n)s due within 7 days", counts["soon"])
            % {"n": counts["soon"]},
            path,
        ),
        _line(
            ngettext(
                "%(n)s completed in the last 7 days", "%(n)s completed in the last 7 days", counts["done"]
            )
            % {"n": counts["done"]},
            path,
        ),
    ]
    worst = rows.filter(klass=Klass.OPEN_OVERDUE).select_related("directive", "unit", "leader")
    for row in worst.order_by("due_then", "pk")[:MOST_NAMED]:
        late = (day - row.due_then).days
        words = ngettext("%(n)s day overdue", "%(n)s days overdue", late) % {"n": late}
        title = one_line(f"{row.directive.code} {row.directive.title}")
        lines.append(
            _line(f"{words} · {one_line(str(row.addressee))}", row.directive.get_absolute_url(), title)
        )
    return lines


@transaction.atomic
def _write(user: User, kind: str, day: date, lines: list[Line], subject: str) -> Digest | None:
    digest, is_new = start_letter(user, kind, day)
    if not is_new:
        return None
    digest.lines = lines
    return finish_letter(digest, subject)
