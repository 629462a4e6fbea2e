"""The series behind the charts; each is drawn with its table beside it."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Case, CharField, Count, Value, When
from django.db.models.functions import TruncMonth

from directives.models import Assignment
from directives.querysets import AssignmentQuerySet, Klass
from meetings.models import Meeting

# Open work by the days since it was assigned: name -> most days.
AGES = {"30": 30, "90": 90, "180": 180, "365": 365, "more": None}


@dataclass(frozen=True)
class MonthRate:
    """Of the work due in a month: what was completed on time, and all that was completed or is overdue."""

    month: date
    on_time: int
    due: int

    @property
    def rate(self) -> float | None:
        return self.on_time / self.due if self.due else None


def _counted(as_of: date, rows: AssignmentQuerySet | None) -> AssignmentQuerySet:
    return (rows if rows is not None else Assignment.objects.all()).counted(as_of)


def month_before(day: date, months: int) -> date:
    """The first day of the month so many months before that of `day`."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, 1)


def rate_by_month(
    as_of: date, *, rows: AssignmentQuerySet | None = None, months: int = 12
) -> list[MonthRate]:
    """Month after month up to that of `as_of`, by the day the work was due."""
    first = month_before(as_of, months - 1)
    done_or_late = [Klass.COMPLETED_ON_TIME, Klass.COMPLETED_LATE, Klass.OPEN_OVERDUE]
    due: Counter[date] = Counter()
    on_time: Counter[date] = Counter()
    for row in (
        _counted(as_of, rows)
        .filter(due_then__gte=first, due_then__lte=as_of, klass__in=done_or_late)
        .annotate(due_in=TruncMonth("due_then"))
        .order_by()
        .values("due_in", "klass")
        .annotate(n=Count("pk"))
    ):
        due[row["due_in"]] += row["n"]
        on_time[row["due_in"]] += row["n"] * (row["klass"] == Klass.COMPLETED_ON_TIME)
    named = [month_before(as_of, back) for back in range(months - 1, -1, -1)]
    return [MonthRate(month, on_time[month], due[month]) for month in named]


def open_by_age(as_of: date, *, rows: AssignmentQuerySet | None = None) -> dict[str, dict[str, int]]:
    """Age -> how much of the open work is overdue, within time, without a day."""
    whens = [
        When(assigned_on__gte=as_of - timedelta(days=most), then=Value(name))
        for name, most in AGES.items()
        if most is not None
    ]
    age = Case(*whens, default=Value("more"), output_field=CharField())
    found = {
        name: dict.fromkeys((Klass.OPEN_OVERDUE, Klass.OPEN_WITHIN, Klass.OPEN_NO_DEADLINE), 0)
        for name in AGES
    }
    counted = _counted(as_of, rows).filter(klass__startswith="open")
    for row in counted.annotate(age=age).order_by().values("age", "klass").annotate(n=Count("pk")):
        found[row["age"]][Klass(row["klass"])] = row["n"]
    return {name: {str(klass): n for klass, n in counts.items()} for name, counts in found.items()}


@dataclass(frozen=True)
class BurnUp:
    on: date
    total: int
    completed: int
    overdue: int


def burn_up(
    meeting: Meeting, as_of: date, *, rows: AssignmentQuerySet | None = None, points: int = 9
) -> list[BurnUp]:
    """What became of a meeting's directives, day by day from the first issue to `as_of`, at `points` days."""
    of_meeting = (rows if rows is not None else Assignment.objects.all()).filter(directive__meeting=meeting)
    first = of_meeting.order_by("directive__issued_on").values_list("directive__issued_on", flat=True).first()
    if first is None or first > as_of:
        return []
    span = (as_of - first).days
    days = sorted({first + timedelta(days=round(span * step / (points - 1))) for step in range(points)})
    found = []
    for day in days:
        classes: Counter[str] = Counter(of_meeting.counted(day).values_list("klass", flat=True))  # type: ignore[misc]
        done = sum(n for klass, n in classes.items() if klass.startswith("completed"))
        found.append(BurnUp(day, classes.total(), done, classes[Klass.OPEN_OVERDUE]))
    return found
