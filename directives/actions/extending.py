"""Till when: extension requests and their decision, adjusting, pausing and resuming."""

from collections.abc import Iterable
from datetime import date

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from directives.actions.delegating import check_move
from directives.actions.taking import Taking, last_change, move, required
from directives.lifecycle import Case, ExtensionState, NotNow, NotYours, State
from directives.models import (
    Assignment,
    Cause,
    Deadline,
    DeadlineKind,
    DeadlineTerms,
    ExtensionFile,
    ExtensionRequest,
)
from journal.actions import record
from journal.models import Event
from units.standing import Standing
from units.working_calendar import LAST_DAY


def add_deadline(
    assignment: Assignment,
    terms: DeadlineTerms,
    *,
    on: date,
    cause: str,
    first_due_on: date | None,
    basis: str = "",
) -> Deadline:
    """Append the next version; the caller has just moved the assignment, so nobody else is here."""
    newest = assignment.deadlines.order_by("-version").first()
    return Deadline.objects.create(
        assignment=assignment,
        version=newest.version + 1 if newest else 1,
        on=on,
        kind=terms.kind,
        precision=terms.precision,
        due_on=terms.due_on,
        first_due_on=first_due_on,
        words=terms.words,
        reason=terms.reason,
        cause=cause,
        basis=basis,
    )


@transaction.atomic
def request_extension(
    assignment: Assignment,
    *,
    by,
    asked_due_on: date,
    reason: str,
    files: Iterable = (),
    evidence: str = "",
    on: date | None = None,
    version: int | None = None,
    is_backdated: bool = False,
) -> ExtensionRequest:
    """ "We need until that day, because …" One open request at a time, for a later day."""
    files = list(files)
    taking = Taking(
        assignment,
        "request_extension",
        by=by,
        on=on,
        version=version,
        is_backdated=is_backdated,
        evidence=evidence,
        has_files=bool(files),
    )
    required(reason=reason)
    check_may_ask(assignment)
    if assignment.due_on is None:
        raise ValidationError({"asked_due_on": _("This assignment has no deadline that could be extended.")})
    if asked_due_on > LAST_DAY:
        raise ValidationError({"asked_due_on": _("Such a year is a typing error.")})
    if asked_due_on <= assignment.due_on:
        raise ValidationError(
            {"asked_due_on": _("Ask for a day after the current one (%s).") % f"{assignment.due_on:%d/%m/%Y}"}
        )
    request = ExtensionRequest(
        assignment=assignment,
        asked_due_on=asked_due_on,
        current_due_on=assignment.due_on,
        reason=reason,
        requested_on=taking.on,
        requested_by=by,
    )
    try:
        with transaction.atomic():
            request.save()
    except IntegrityError:
        raise NotNow(_("A request is waiting for its decision already."), **last_change(assignment)) from None
    try:
        for upload in files:
            ExtensionFile.from_upload(upload, by=by, extension=request)
    except ValidationError as error:
        raise ValidationError({"files": error.messages}) from None
    taking.write(note=reason, data={"extension": request.pk, "asked_due_on": asked_due_on.isoformat()})
    return request


def check_may_ask(assignment: Assignment) -> None:
    """One open request at a time; asked before the form is shown, too."""
    if assignment.extensions.waiting().exists():
        raise NotNow(_("A request is waiting for its decision already."), **last_change(assignment))


@transaction.atomic
def approve(request: ExtensionRequest, *, by, reason: str = "", **when) -> Event:
    """ "Granted." """
    return _grant(request, "approve", request.asked_due_on, reason, by=by, **when)


@transaction.atomic
def counter(request: ExtensionRequest, *, by, due_on: date, reason: str, **when) -> Event:
    """ "Granted, but until another day." """
    return _grant(request, "counter", due_on, reason, by=by, **when)


def _grant(
    request: ExtensionRequest,
    verb: str,
    due_on: date,
    reason: str,
    *,
    by,
    on: date | None = None,
    version: int | None = None,
    is_backdated: bool = False,
) -> Event:
    taking = _deciding(request, verb, by=by, on=on, version=version, is_backdated=is_backdated)
    assignment = request.assignment
    if verb == "counter":
        required(reason=reason)
    check_grant(request, verb, due_on, standing=taking.standing, case=taking.case)
    current = assignment.due_on or request.current_due_on
    event = taking.write(
        subject=assignment,
        note=reason,
        data={
            "extension": request.pk,
            "from": current.isoformat(),
            "asked": request.asked_due_on.isoformat(),
            "to": due_on.isoformat(),
        },
        decided_due_on=due_on,
        **_decided(taking, reason),
    )
    _set_due(
        assignment,
        DeadlineTerms(DeadlineKind.DAY, due_on, reason=reason),
        on=taking.on,
        cause=Cause.EXTENSION,
        is_extension=True,
    )
    return event


def check_grant(
    request: ExtensionRequest, verb: str, due_on: date, *, standing: Standing, case: Case
) -> None:
    """Raise where that day cannot be granted: not a later one, or beyond what the office may decide."""
    if verb == "counter" and due_on == request.asked_due_on:
        raise ValidationError({"due_on": _("This is the day asked for: approve the request.")})
    current = request.assignment.due_on or request.current_due_on
    if due_on <= current:
        raise ValidationError(
            {"due_on": _("An extension ends after the current day (%s).") % f"{current:%d/%m/%Y}"}
        )
    check_move(request.assignment, due_on, standing=standing, case=case)


@transaction.atomic
def refuse(
    request: ExtensionRequest,
    *,
    by,
    reason: str,
    on: date | None = None,
    version: int | None = None,
    is_backdated: bool = False,
) -> Event:
    """ "Not granted, because …" """
    taking = _deciding(request, "refuse", by=by, on=on, version=version, is_backdated=is_backdated)
    required(reason=reason)
    return taking.write(
        subject=request.assignment, note=reason, data={"extension": request.pk}, **_decided(taking, reason)
    )


@transaction.atomic
def cancel(
    request: ExtensionRequest, *, by, reason: str = "", version: int | None = None, evidence: str = ""
) -> Event:
    """ "We no longer need it." """
    taking = _deciding(request, "cancel", by=by, version=version, evidence=evidence)
    return taking.write(
        subject=request.assignment, note=reason, data={"extension": request.pk}, **_decided(taking, reason)
    )


def _deciding(request: ExtensionRequest, verb: str, *, version: int | None, **who) -> Taking:
    """A decision moves the assignment, so `version` is the assignment's."""
    # Of two who decide at once the second waits here and then reads what the first decided. The assignment is
    # locked before the request, as everywhere.
    Assignment.objects.select_for_update(no_key=True).get(pk=request.assignment_id)
    request.refresh_from_db()
    taking = Taking(request, verb, **who)
    if version is not None and version != request.assignment.version:
        raise NotNow(
            _("The assignment has changed since. Open it again before deciding."), **last_change(request)
        )
    return taking


def _decided(taking: Taking, words: str) -> dict:
    return {
        "decided_on": taking.on,
        "decided_at": timezone.now(),
        "decided_by": taking.by,
        "decision": words,
    }


def _set_due(
    assignment: Assignment,
    terms: DeadlineTerms,
    *,
    on: date,
    cause: str,
    is_extension: bool,
    basis: str = "",
) -> None:
    first = assignment.first_due_on or terms.due_on
    move(
        assignment,
        due_on=terms.due_on,
        first_due_on=first,
        deadline_kind=terms.kind,
        extension_count=F("extension_count") + int(is_extension),
    )
    add_deadline(assignment, terms, on=on, cause=cause, first_due_on=first, basis=basis)


def cancel_open_request(assignment: Assignment, taking: Taking, note: str) -> None:
    """A request that has lost its object is closed with a word."""
    for request in assignment.extensions.waiting():
        move(request, state=ExtensionState.CANCELLED, **_decided(taking, note))
        record(
            assignment,
            "cancel_extension",
            by=taking.by,
            on=taking.on,
            by_role=taking.standing.words,
            note=note,
            data={"extension": request.pk},
            is_backdated=taking.is_backdated,
        )


@transaction.atomic
def adjust_deadline(
    assignment: Assignment,
    *,
    by,
    deadline: DeadlineTerms,
    reason: str,
    basis: str,
    on: date | None = None,
    version: int | None = None,
    is_backdated: bool = False,
) -> Event:
    """ "The day is another one now, by this document." """
    taking = Taking(assignment, "adjust_deadline", by=by, on=on, version=version, is_backdated=is_backdated)
    required(reason=reason, basis=basis)
    if assignment.extensions.waiting().filter(requested_by=by).exists():
        raise NotYours(_("Nobody decides a step he took himself; another person must."))
    terms, is_later = check_adjusted(assignment, deadline, standing=taking.standing, case=taking.case)
    old = assignment.due_on
    event = taking.write(
        note=reason,
        data={
            "from": old and old.isoformat(),
            "to": terms.due_on and terms.due_on.isoformat(),
            "basis": basis,
        },
    )
    _set_due(
        assignment,
        terms,
        on=taking.on,
        cause=Cause.ADJUST,
        basis=basis,
        is_extension=is_later,
    )
    cancel_open_request(assignment, taking, _("The deadline was adjusted."))
    return event


def check_adjusted(
    assignment: Assignment, deadline: DeadlineTerms, *, standing: Standing, case: Case
) -> tuple[DeadlineTerms, bool]:
    """The deadline as it would be set, and whether it is a later one; raises where that is for the leader."""
    terms = deadline.resolved(not_before=assignment.directive.issued_on)
    return terms, check_move(assignment, terms.due_on, standing=standing, case=case)


@transaction.atomic
def pause(
    assignment: Assignment,
    *,
    by,
    condition: str,
    review_on: date,
    on: date | None = None,
    version: int | None = None,
    is_backdated: bool = False,
) -> Event:
    """ "It waits for that; we look again then." The clock stands still."""
    taking = Taking(assignment, "pause", by=by, on=on, version=version, is_backdated=is_backdated)
    required(condition=condition)
    if review_on <= taking.on:
        raise ValidationError({"review_on": _("The review day lies ahead.")})
    return taking.write(
        note=condition,
        data={"review_on": review_on.isoformat()},
        paused_from=assignment.state,
        pause_condition=condition,
        review_on=review_on,
    )


@transaction.atomic
def resume(
    assignment: Assignment,
    *,
    by,
    deadline: DeadlineTerms,
    reason: str = "",
    on: date | None = None,
    version: int | None = None,
    is_backdated: bool = False,
) -> Event:
    """ "It goes on, by that day." """
    taking = Taking(assignment, "resume", by=by, on=on, version=version, is_backdated=is_backdated)
    terms = deadline.resolved(not_before=taking.on)
    is_later = check_move(
        assignment,
        terms.due_on,
        standing=taking.standing,
        case=taking.case,
        paused_for=taking.on - assignment.state_on,
    )
    event = taking.write(
        target=assignment.paused_from or State.IN_PROGRESS,
        note=reason,
        data={"to": terms.due_on and terms.due_on.isoformat()},
        paused_from="",
        pause_condition="",
        review_on=None,
    )
    _set_due(
        assignment,
        terms,
        on=taking.on,
        cause=Cause.RESUME,
        is_extension=is_later,
    )
    cancel_open_request(assignment, taking, _("The deadline was adjusted."))
    return event
