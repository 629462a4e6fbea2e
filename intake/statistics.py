"""How well the machine finds, measured by what people decided: counted nowhere else."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils import timezone

from intake.models import Minutes, Proposal

# The fields whose corrections are told apart; the deadline is its kind and its day.
MEASURED = (
    "title",
    "leader",
    "lead_units",
    "support_units",
    "kind",
    "deadline_kind",
    "due_on",
    "urgency",
    "is_key",
)


@dataclass
class Accuracy:
    """Found by the machine and kept (`right`), kept as it was, or corrected; rejected (`wrong`); added by people
    (`missed`). Of a proposal split in two, one was found and one missed; of two merged, one was right, one wrong."""

    found: int = 0
    right: int = 0
    untouched: int = 0
    wrong: int = 0
    missed: int = 0
    waiting: int = 0
    corrected: dict[str, int] = field(default_factory=lambda: dict.fromkeys(MEASURED, 0))

    @property
    def edited(self) -> int:
        return self.right - self.untouched

    @property
    def precision(self) -> float | None:
        """Of what the machine proposed and people decided, how much was a directive; None before any decision."""
        return _share(self.right, self.right + self.wrong)

    @property
    def recall(self) -> float | None:
        """Of the directives people kept, how many the machine had found."""
        return _share(self.right, self.right + self.missed)

    def field_shares(self) -> list[tuple[str, int, float | None]]:
        """For each field: how often it was corrected, and how often it was right as found."""
        return [(name, n, _share(self.right - n, self.right)) for name, n in self.corrected.items()]


def _share(part: int, whole: int) -> float | None:
    return 100 * part / whole if whole else None


def accuracy_of(rows: Iterable[Proposal]) -> Accuracy:
    """The figures of these proposals; they must hold all of their minutes, with `made_from` fetched."""
    counted = Accuracy()
    rows = list(rows)
    pieces: dict[int, list[Proposal]] = defaultdict(list)
    for row in rows:
        for parent in row.made_from.all():
            pieces[parent.pk].append(row)
    counted.found = sum(row.origin == "machine" for row in rows)
    for row in rows:
        if row.origin == "machine" and row.state != "replaced":
            _count(counted, row)
        elif row.origin == "hand" and row.state == "accepted":
            counted.missed += 1
    for row in rows:
        if row.state == "replaced" and row.origin == "machine":
            _count_replaced(counted, row, pieces)
    return counted


def _count(counted: Accuracy, row: Proposal) -> None:
    if row.state == "open":
        counted.waiting += 1
    elif row.state == "rejected":
        counted.wrong += 1
    else:
        counted.right += 1
        changed = row.changed_fields
        counted.untouched += not changed
        for name in changed:
            if name in counted.corrected:
                counted.corrected[name] += 1


def _count_replaced(counted: Accuracy, row: Proposal, pieces: dict[int, list[Proposal]]) -> None:
    last = _last(row, pieces)
    if any(one.state == "open" for one in last):
        counted.waiting += 1
        return
    kept = [one for one in last if one.state == "accepted"]
    # Of what was merged the first stands for all; of what was split the first piece was found.
    is_first = [one for one in kept if min(one_parent(one)) == row.pk] or (
        [] if _is_merged(row, pieces) else kept
    )
    counted.right += bool(is_first)
    counted.wrong += not is_first
    counted.missed += max(0, len(is_first) - 1)


def one_parent(row: Proposal) -> list[int]:
    return [parent.pk for parent in row.made_from.all()] or [row.pk]


def _is_merged(row: Proposal, pieces: dict[int, list[Proposal]]) -> bool:
    return any(one.origin == "merge" for one in pieces[row.pk])


def _last(row: Proposal, pieces: dict[int, list[Proposal]]) -> list[Proposal]:
    """What became of it in the end, through further splits and merges."""
    found = []
    for one in pieces[row.pk]:
        found += _last(one, pieces) if one.state == "replaced" else [one]
    return found


@dataclass
class Figures:
    all: Accuracy
    by_minutes: list[tuple[Minutes, Accuracy]]
    by_month: list[tuple[str, Accuracy]]


def figures(user) -> Figures:
    """For the minutes a person sees: all, each, and by the month they came in."""
    rows = Minutes.objects.visible_to(user).for_list().prefetch_related("proposals__made_from")
    by_minutes = [(one, accuracy_of(one.proposals.all())) for one in rows]
    months: dict[str, list[Accuracy]] = defaultdict(list)
    for one, counted in by_minutes:
        months[f"{timezone.localtime(one.read_at):%m/%Y}"].append(counted)
    return Figures(
        all=_sum(counted for _one, counted in by_minutes),
        by_minutes=by_minutes,
        by_month=[(month, _sum(counted)) for month, counted in months.items()],
    )


def _sum(parts: Iterable[Accuracy]) -> Accuracy:
    total = Accuracy()
    for part in parts:
        for name in ("found", "right", "untouched", "wrong", "missed", "waiting"):
            setattr(total, name, getattr(total, name) + getattr(part, name))
        for name, n in part.corrected.items():
            total.corrected[name] += n
    return total
