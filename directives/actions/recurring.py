"""What comes again: of a duty that recurs the next period is opened by the clock, once, before it begins."""

import logging
from calendar import monthrange
from dataclasses import replace
from datetime import date, datetime, timedelta

from dateutil.rrule import rrulestr
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from directives.lifecycle import DirectiveState, State
from directives.models import Assignment, Cause, Deadline, DeadlineKind, DeadlineTerms, Directive
from journal.actions import record
from units.working_calendar import LAST_DAY

logger = logging.getLogger(__name__)

# So long before a period begins its row is there; it is not counted before.
AHEAD = timedelta(days=10)
CARRIED = (
    "unit",
    "leader",
    "role",
    "officer",
    "officer_may_report",
    "follower",
    "measure",
    "baseline",
    "target",
)
# The usual ones, each ending with the last day of its period.
RECURRENCES = {
    "week": "FREQ=WEEKLY;BYDAY=SU",
    "month": "FREQ=MONTHLY;BYMONTHDAY=-1",
    "quarter": "FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=-1",
    "half_year": "FREQ=YEARLY;BYMONTH=6,12;BYMONTHDAY=-1",
    "year": "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=31",
}
_OFTENER = ("HOURLY", "MINUTELY", "SECONDLY")


def next_due(recurrence: str, after: date) -> date | None:
    """The first day after `after` on which a period ends; None where the rule has come to its end."""
    begins = datetime.combine(after + timedelta(days=1), datetime.min.time())
    found = rrulestr(recurrence, dtstart=begins).after(begins, inc=True)
    return found.date() if found and found.date() <= LAST_DAY else None


def check_recurrence(recurrence: str, on: date) -> None:
    """Raise where it is no rule, or one that ends no period."""
    try:
        if any(word in recurrence.upper() for word in _OFTENER) or "DTSTART" in recurrence.upper():
            raise ValueError(recurrence)
        is_of_use = next_due(recurrence, on) is not None
    except (ValueError, TypeError, KeyError, IndexError):
        is_of_use = False
    if not is_of_use:
        raise ValidationError(
            {"recurrence": _("This is no rule by which periods end. Choose one, or write it as an RRULE.")}
        )


def first_period(terms: DeadlineTerms, on: date) -> DeadlineTerms:
    """With a rule and no day, a duty is first due at the end of the period in which it is given."""
    if not terms.recurrence:
        return terms
    if terms.kind != DeadlineKind.RECURRING:
        raise ValidationError({"recurrence": _("Only a deadline of the kind “recurring” comes again.")})
    check_recurrence(terms.recurrence, on)
    return replace(terms, due_on=terms.due_on or next_due(terms.recurrence, on - timedelta(days=1)))


def period_of(recurrence: str, due_on: date) -> str:
    """What the period that ends on that day is called: 2024-10, 2024-Q4, 2024-H2, 2024, or its last day."""
    usual = next((name for name, rule in RECURRENCES.items() if rule == recurrence), "")
    if due_on.day != monthrange(due_on.year, due_on.month)[1]:
        usual = ""
    if usual == "month":
        return f"{due_on:%Y-%m}"
    if usual == "quarter" and due_on.month % 3 == 0:
        return f"{due_on.year}-Q{due_on.month // 3}"
    if usual == "half_year" and due_on.month % 6 == 0:
        return f"{due_on.year}-H{due_on.month // 6}"
    if usual == "year" and due_on.month == 12:
        return f"{due_on.year}"
    return due_on.isoformat()


def open_periods(*, on: date) -> int:
    """Open every period that begins soon; returns how many. Run twice, or by two at once, it opens none twice."""
    opened = 0
    while True:
        # A period opened now may already be followed by another, where the clock stood still for long.
        ripe = Assignment.objects.last_periods().filter(first_due_on__lte=on + AHEAD)
        now = sum(_open_safely(row, on) for row in list(ripe.order_by("pk")))
        if not now:
            return opened
        opened += now


def _open_safely(row: Assignment, on: date) -> bool:
    """One that cannot be opened does not hold up the others."""
    try:
        return open_next(row, on=on) is not None
    except Exception:
        logger.exception("The period after assignment %s could not be opened.", row.pk)
        return False


@transaction.atomic
def open_next(row: Assignment, *, on: date) -> Assignment | None:
    """ "The next period begins": said by the clock. None where its rule has ended, or somebody was quicker."""
    # Locked, or a withdrawal at the same moment would leave a period under a withdrawn directive.
    directive = Directive.objects.select_for_update(no_key=True).get(pk=row.directive_id)
    current = Assignment.objects.live().filter(pk=row.pk, continued_by=None).first()
    if current is None or directive.state != DirectiveState.ISSUED or current.first_due_on is None:
        return None
    # An extension moves the deadline of its period; the periods themselves stay where they are.
    due_on = next_due(current.recurrence, current.first_due_on)
    if due_on is None:
        return None
    if current.unit and not current.unit.is_valid_on(on):
        return None
    following = Assignment(
        directive=directive,
        state=State.ASSIGNED,
        state_on=on,
        state_at=timezone.now(),
        assigned_on=on,
        deadline_kind=DeadlineKind.RECURRING,
        due_on=due_on,
        first_due_on=due_on,
        recurrence=current.recurrence,
        period=period_of(current.recurrence, due_on),
        starts_on=current.first_due_on + timedelta(days=1),
        continues=current,
        **{name: getattr(current, name) for name in CARRIED},
    )
    try:
        with transaction.atomic():
            following.save()
    except IntegrityError:
        return None
    Deadline.objects.create(
        assignment=following,
        version=1,
        on=on,
        kind=DeadlineKind.RECURRING,
        precision=DeadlineKind.DAY,
        due_on=due_on,
        first_due_on=due_on,
        recurrence=current.recurrence,
        cause=Cause.ASSIGN,
    )
    record(
        following,
        "assigned",
        by=None,
        on=on,
        to_state=State.ASSIGNED,
        note=_("Period %(period)s") % {"period": following.period},
        data={
            "due_on": due_on.isoformat(),
            "deadline_kind": DeadlineKind.RECURRING,
            "period": following.period,
            "continues": current.pk,
        },
    )
    return following
