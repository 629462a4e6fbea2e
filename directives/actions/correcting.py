"""Putting right and taking back: correct, withdraw, said again."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from directives.actions.drafting import EDITABLE, draft, search_text
from directives.actions.extending import add_deadline, cancel_open_request
from directives.actions.taking import Taking, required
from directives.actions.working import close
from directives.lifecycle import OPEN, State, own_work_refusal
from directives.models import Assignment, Cause, DeadlineTerms, Directive
from journal.models import Event
from meetings.models import Meeting
from units.working_calendar import LAST_DAY

DATES = ("due_on", "first_due_on", "completed_on")
# What the figures rest on: not for whoever owes the work.
WEIGHTY = (*DATES, "result", "result_number", "result_on", "kind", "leader")
REQUIRED = ("title", "words", "source_item", "leader", "result", "urgency", "kind")
ASSIGNMENT_FIELDS = (*DATES, "result", "result_number", "result_on", "measure", "baseline", "target")


def may_be_empty(field: str) -> bool:
    """Whether a correction may take the value away altogether."""
    return field not in (*DATES, *REQUIRED, "is_key")


@transaction.atomic
def correct(
    row: Any,  # a directive or an assignment
    *,
    by,
    field: str,
    value: Any,
    reason: str,
    on: date | None = None,
    version: int | None = None,
    is_backdated: bool = False,
) -> Event:
    """ "That was a typing error." Changes one field, keeps old and new in the event, moves no state.

    A corrected due date replaces the first one too, unless it was moved by a decision in between.
    """
    taking = Taking(row, "correct", by=by, on=on, version=version, is_backdated=is_backdated)
    required(reason=reason)
    allowed = EDITABLE if isinstance(row, Directive) else ASSIGNMENT_FIELDS
    if field not in allowed:
        raise ValidationError({"field": _("This field cannot be corrected.")})
    if field in WEIGHTY and (refusal := own_work_refusal(taking.standing, taking.case)):
        # Or a correction would decide what no step of the same person may.
        raise refusal
    old = getattr(row, field)
    if old == value:
        raise ValidationError({"value": _("That is what it says already.")})
    if isinstance(row, Directive):
        changes: dict[str, Any] = {field: value, "search_text": search_text(row, {field: value})}
    else:
        changes = _dates(row, field, value, taking.on) if field in DATES else {field: value}
    if value in (None, "") and field in REQUIRED:
        raise ValidationError({"value": _("This must be filled in.")})
    _check(row, changes)
    event = taking.write(
        note=reason,
        done_on=value if field == "completed_on" else None,
        data={"field": field, "old": _plain(old), "new": _plain(value)},
        **changes,
    )
    if field in ("due_on", "first_due_on"):
        newest = row.deadlines.order_by("-version").first()
        terms = DeadlineTerms(newest.kind, row.due_on, newest.words, reason)
        add_deadline(row, terms, on=taking.on, cause=Cause.CORRECT, first_due_on=row.first_due_on)
    return event


def _dates(row: Assignment, field: str, value: date | None, day: date) -> dict[str, Any]:
    issued_on = row.directive.issued_on or day
    if not value:
        raise ValidationError({"value": _("State the day.")})
    if value < issued_on:
        raise ValidationError(
            {"value": _("The day is before the day of issue (%s).") % f"{issued_on:%d/%m/%Y}"}
        )
    if value > LAST_DAY:
        raise ValidationError({"value": _("Such a year is a typing error.")})
    if field == "completed_on":
        if row.state not in (State.REPORTED, State.COMPLETED) or value > day:
            raise ValidationError({"value": _("A day of completion is of finished work and not ahead.")})
        return {field: value}
    if row.due_on is None:
        raise ValidationError({"field": _("There is no deadline to correct; adjust it instead.")})
    # As long as only corrections have touched it, the first date and the current one are the same.
    was_moved = row.deadlines.exclude(cause__in=[Cause.ASSIGN, Cause.CORRECT]).exists()
    return {field: value} if was_moved else {"due_on": value, "first_due_on": value}


def _check(row: Directive | Assignment, changes: dict[str, Any]) -> None:
    before = {name: getattr(row, name) for name in changes}
    for name, value in changes.items():
        setattr(row, name, value)
    try:
        row.clean_fields()
    except ValidationError as error:
        raise ValidationError({"value": error.messages}) from None
    finally:
        for name, value in before.items():
            setattr(row, name, value)


def _plain(value: Any) -> str:
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else str(value)


@transaction.atomic
def withdraw(
    row: Directive | Assignment,
    *,
    by,
    reason: str,
    on_word_of: str = "",
    on: date | None = None,
    version: int | None = None,
    is_backdated: bool = False,
) -> Event:
    """ "This is taken back." The office says on whose word. With a directive go its open assignments."""
    taking = Taking(row, "withdraw", by=by, on=on, version=version, is_backdated=is_backdated)
    required(reason=reason)
    if not taking.case.deciding_leaders & taking.standing.leader_ids:
        required(on_word_of=on_word_of)
    data = {"on_word_of": on_word_of} if on_word_of else {}
    if isinstance(row, Assignment):
        event = taking.write(note=reason, data=data)
        cancel_open_request(row, taking, reason)
        return event
    event = taking.write(note=reason, data=data, withdrawn_on=taking.on)
    for assignment in row.assignments.filter(state__in=OPEN):
        close(assignment, taking, _("The directive was withdrawn."))
    return event


@transaction.atomic
def repeat(
    directive: Directive,
    *,
    by,
    meeting: Meeting,
    words: str,
    on: date | None = None,
    version: int | None = None,
    is_backdated: bool = False,
) -> Event | Directive:
    """ "He said it again." On open work an event; where all of it is completed, a new linked draft."""
    taking = Taking(directive, "repeat", by=by, on=on, version=version, is_backdated=is_backdated)
    required(words=words)
    at = {"meeting": meeting.pk, "meeting_code": meeting.code}
    rows = directive.assignments.live().lead()
    if rows.exists() and not rows.open().exists():
        again = draft(
            meeting,
            by=by,
            on=taking.on,
            repeats=directive,
            is_backdated=is_backdated,
            words=words,
            **{name: getattr(directive, name) for name in EDITABLE if name != "words"},
        )
        taking.write(note=words, data={**at, "directive": again.pk})
        return again
    return taking.write(note=words, data=at)
