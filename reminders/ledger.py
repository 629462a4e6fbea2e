"""Writing the ledger: what is planned, what was outrun, what the unit has answered."""

from datetime import date
from typing import Any

from django.db import connection, transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from reminders.models import Reminder, Sweep
from reminders.planning import Entry
from units.working_calendar import today

State, Reason = Reminder.State, Reminder.Reason
# Rows an insert carries; SQLite takes some 30,000 values at a time.
AT_ONCE = 1000
COLUMNS = (
    "assignment_id",
    "rule",
    "basis",
    "occurrence_on",
    "recipient_id",
    "rung",
    "is_escalation",
    "due_on",
    "words",
    "state",
    "reason",
    "sweep_id",
    "planned_at",
)


@transaction.atomic
def write(rows: list[Entry], *, sweep: Sweep) -> tuple[int, int]:
    """Add the rows the ledger lacks; return how many were planned, and how many are outrun by later ones.

    Two sweeps at once meet in the unique key: the second insert is ignored.
    """
    if not rows:
        return 0, 0
    planned = _insert([row for row in rows if row.is_latest], sweep)
    superseded = _insert([row for row in rows if not row.is_latest], sweep)
    if sweep.day < today():
        planned += _revive(rows, sweep)
    return planned, superseded + _outrun(rows, sweep.day)


def _insert(rows: list[Entry], sweep: Sweep) -> int:
    """How many were really inserted, which bulk_create does not tell."""
    added = 0
    table = connection.ops.quote_name(Reminder._meta.db_table)
    a_row = f"({', '.join(['%s'] * len(COLUMNS))})"
    day, now = connection.ops.adapt_datefield_value, timezone.now()
    moment = connection.ops.adapt_datetimefield_value(now)
    for start in range(0, len(rows), AT_ONCE):
        chunk = rows[start : start + AT_ONCE]
        values: list[Any] = []
        for row in chunk:
            values += (
                row.assignment,
                row.rule,
                row.basis,
                day(row.occurrence_on),
                row.recipient,
                row.rung,
                row.is_escalation,
                day(row.due_on),
                "",
                State.PLANNED.value if row.is_latest else State.SUPERSEDED.value,
                "" if row.is_latest else Reason.LATER.value,
                sweep.pk,
                moment,
            )
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {table} ({', '.join(COLUMNS)}) VALUES {', '.join([a_row] * len(chunk))} "  # noqa: S608
                "ON CONFLICT DO NOTHING",
                values,
            )
            added += max(cursor.rowcount, 0)
    return added


def _outrun(rows: list[Entry], day: date) -> int:
    """Close what waited and has been outrun by a later row for the same person."""
    later = Reminder.objects.filter(
        assignment=OuterRef("assignment"),
        recipient=OuterRef("recipient"),
        basis=OuterRef("basis"),
        occurrence_on__gt=OuterRef("occurrence_on"),
        occurrence_on__lte=day,
    )
    outrun = (
        Reminder.objects.by_policy()
        .waiting(day)
        .filter(Exists(later), assignment__in={row.assignment for row in rows})
    )
    return outrun.update(state=State.SUPERSEDED, reason=Reason.LATER)


def _revive(rows: list[Entry], sweep: Sweep) -> int:
    """On a past day, played again after newer ones: what was outrun since is the latest again."""
    return sum(
        Reminder.objects.filter(
            assignment=row.assignment,
            rule=row.rule,
            basis=row.basis,
            occurrence_on=row.occurrence_on,
            recipient=row.recipient,
            reason=Reason.LATER,
        ).update(state=State.PLANNED, reason="", sweep=sweep)
        for row in rows
        if row.is_latest
    )
