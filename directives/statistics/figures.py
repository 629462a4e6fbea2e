"""What a set of figures holds, and how it is written as data."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from directives.querysets import Klass

# What figures can be grouped by: name -> (path to the key, path to the name). What has no name of its own in the
# database (`kind`, `priority`, `key`, `period`) is worded by `naming`.
GROUPINGS: dict[str, tuple[str, str]] = {
    "unit": ("unit__code", "unit__name"),
    "leader": ("directive__leader__code", "directive__leader__full_name"),
    "meeting": ("directive__meeting__code", "directive__meeting__title"),
    "field": ("directive__field__code", "directive__field__name"),
    "kind": ("directive__meeting__kind", "directive__meeting__kind"),
    "priority": ("directive__urgency", "directive__urgency"),
    "key": ("directive__is_key", "directive__is_key"),
    "period": ("issued_in", "issued_in"),
}
# Measured by the current deadline, or by the first one.
AGAINST = ("due", "first_due")
# A row in progress at least so many working days of the period owes a report.
OWES_AFTER_WORKING_DAYS = 5


@dataclass
class Figures:
    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(Klass.values, 0))
    owed: int = 0
    reported: int = 0
    # Days behind the deadline: of what was completed late, and of what is overdue; the sum and the most.
    late_days: int = 0
    late_most: int = 0
    # Extensions granted to the rows counted, and how many rows have had one.
    extensions: int = 0
    extended: int = 0
    # Rows accepted in the period, and the working days they had waited.
    accepted: int = 0
    waited_days: int = 0

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def completed(self) -> int:
        return self.counts[Klass.COMPLETED_ON_TIME] + self.counts[Klass.COMPLETED_LATE]

    @property
    def official_rate(self) -> float | None:
        """0 to 1; None where nothing was due."""
        due = self.completed + self.counts[Klass.OPEN_OVERDUE]
        return self.completed / due if due else None

    @property
    def update_discipline(self) -> float | None:
        """0 to 1; None where nobody owed a report."""
        return self.reported / self.owed if self.owed else None

    @property
    def mean_late_days(self) -> float | None:
        late = self.counts[Klass.COMPLETED_LATE] + self.counts[Klass.OPEN_OVERDUE]
        return self.late_days / late if late else None

    @property
    def acknowledgement_days(self) -> float | None:
        """Working days from the assignment to its acceptance, on average; None where nothing was accepted."""
        return self.waited_days / self.accepted if self.accepted else None


@dataclass
class Group(Figures):
    key: str = ""
    name: str = ""
    # A leader who owes it in person, among units.
    is_person: bool = False


@dataclass
class Statistics(Figures):
    as_of: date = date.min
    directives: dict[str, int] = field(default_factory=dict)
    groups: list[Group] = field(default_factory=list)


def as_data(found: Statistics) -> dict[str, Any]:
    """The figures as the API and the command line print them; rates are 0 to 1, null where nothing was due."""

    def figures(one: Figures) -> dict[str, Any]:
        return {
            "counts": dict(one.counts),
            "official_rate": one.official_rate,
            "update_discipline": one.update_discipline,
            "late_days": one.late_days,
            "late_most": one.late_most,
            "extensions": one.extensions,
            "extended": one.extended,
            "acknowledgement_days": one.acknowledgement_days,
        }

    return {
        "as_of": found.as_of.isoformat(),
        **figures(found),
        "directives": dict(found.directives),
        "groups": [{"key": group.key, "name": group.name, **figures(group)} for group in found.groups],
    }
