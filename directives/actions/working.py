"""The unit's work and its judgement: accept, report, report done, send back, confirm, reopen; talk; milestones."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from directives.actions.extending import cancel_open_request
from directives.actions.taking import Taking, last_change, move, required
from directives.lifecycle import OPEN, DirectiveState, NotNow, State
from directives.models import Assignment, Directive, FigurePolicy, Milestone, ProgressReport, ReportFile
from journal.actions import record
from journal.models import Event
from meetings.files import validate_file
from meetings.models import Meeting

IN_HASTE = timedelta(minutes=1)


@transaction.atomic
def accept(
    assignment: Assignment,
    *,
    by,
    evidence: str = "",
    on: date | None = None,
    version: int | None = None,
    is_backdated: bool = False,
) -> Event:
    """ "We have received it and begin." """
    return Taking(
        assignment, "accept", by=by, on=on, version=version, is_backdated=is_backdated, evidence=evidence
    ).write()


@transaction.atomic
def report_progress(
    assignment: Assignment,
    *,
    by,
    text: str = "",
    value: Decimal | None = None,
    percent: int | None = None,
    outlook: str | None = None,
    difficulties: str = "",
    proposals: str = "",
    files: Iterable = (),
    evidence: str = "",
    via: str = "",
    on: date | None = None,
    version: int | None = None,
    is_backdated: bool = False,
) -> ProgressReport:
    """ "This is where we stand." A text or a value is needed, or the word that it is on track; difficulties where it
    is blocked. What the word alone is worth the second time says `ProgressReportQuerySet.counting`.

    `via` is the way it came, where that was not the page of the assignment; the event keeps it.
    """
    files = list(files)
    taking = Taking(
        assignment,
        "report_progress",
        by=by,
        on=on,
        version=version,
        is_backdated=is_backdated,
        evidence=evidence,
        has_files=bool(files),
    )
    is_said = outlook == ProgressReport.Outlook.ON_TRACK
    outlook = outlook or ProgressReport.Outlook.ON_TRACK
    if not text.strip() and value is None and not is_said:
        raise ValidationError({"text": _("Write what was done, or give the value reached.")})
    if outlook == ProgressReport.Outlook.BLOCKED and not difficulties.strip():
        raise ValidationError({"difficulties": _("Say what is in the way.")})
    report = _report(
        taking,
        files,
        text=text,
        value=value,
        percent=percent,
        outlook=outlook,
        difficulties=difficulties,
        proposals=proposals,
    )
    reached: dict[str, Any] = {"value": value} if value is not None else {}
    reached["last_report_on"] = _newest_of(taking)
    way = {"via": via} if via else {}
    locked = {"after_lock": True} if report.is_after_lock else {}
    taking.write(note=text, data={"report": report.pk, "outlook": outlook, **way, **locked}, **reached)
    return report


def _newest_of(taking: Taking) -> date:
    """What was entered afterwards may be older than the last report."""
    return max(taking.on, taking.row.last_report_on or taking.on)


def _report(taking: Taking, files: Iterable, **fields) -> ProgressReport:
    report = ProgressReport(
        assignment=taking.row,
        on=taking.on,
        reported_by=taking.by,
        is_after_lock=_is_after_lock(taking.on),
        **fields,
    )
    report.full_clean()
    report.save()
    _attach(report, files, by=taking.by)
    return report


def _is_after_lock(day: date) -> bool:
    """Whether the figures for a meeting are locked on `day`: the report stands, and is marked."""
    held = FigurePolicy.current().locked_meetings(day)
    return held is not None and Meeting.objects.filter(held_on__range=held).exists()


def _attach(report: ProgressReport, files: Iterable, *, by) -> None:
    try:
        # All are looked at before the first is stored: a refused one leaves no others behind.
        for upload in files:
            validate_file(upload)
        for upload in files:
            ReportFile.from_upload(upload, by=by, report=report)
    except ValidationError as error:
        raise ValidationError({"files": error.messages}) from None


@transaction.atomic
def report_done(
    assignment: Assignment,
    *,
    by,
    completed_on: date,
    result: str,
    result_number: str = "",
    result_on: date | None = None,
    files: Iterable = (),
    evidence: str = "",
    support_words: Mapping[int, str] | None = None,
    on: date | None = None,
    version: int | None = None,
    is_backdated: bool = False,
) -> ProgressReport:
    """ "It is done, here is the result." Evidence is a file, or the number of the result document.

    `support_words`: for a lead, one word on each open support row, by its id.
    """
    files = list(files)
    taking = Taking(
        assignment,
        "report_done",
        by=by,
        on=on,
        version=version,
        is_backdated=is_backdated,
        evidence=evidence or result_number,
        has_files=bool(files),
    )
    required(result=result)
    if not files and not result_number.strip():
        raise ValidationError({"files": _("Attach the evidence, or give the number of the result document.")})
    _check_completed_on(assignment, completed_on, taking.on)
    if result_on and result_on > taking.on:
        raise ValidationError({"result_on": _("The date of the document lies ahead.")})
    _write_support_words(assignment, taking, support_words or {})
    report = _report(taking, files, text=result, is_final=True)
    taking.write(
        note=result,
        done_on=completed_on,
        data={
            "report": report.pk,
            "result_number": result_number,
            **({"after_lock": True} if report.is_after_lock else {}),
        },
        completed_on=completed_on,
        result=result,
        result_number=result_number,
        result_on=result_on,
        last_report_on=_newest_of(taking),
    )
    return report


def _check_completed_on(assignment: Assignment, completed_on: date, day: date) -> None:
    issued_on = assignment.directive.issued_on or day
    if not issued_on <= completed_on <= day:
        raise ValidationError(
            {
                "completed_on": _(
                    "The day of completion lies between the day of issue (%(issued)s) and today."
                )
                % {"issued": f"{issued_on:%d/%m/%Y}"}
            }
        )


def open_support(assignment: Assignment):
    """The open support rows beside a lead row."""
    if not assignment.is_lead:
        return Assignment.objects.none()
    return assignment.directive.assignments.filter(role=Assignment.Role.SUPPORT, state__in=OPEN)


def _write_support_words(assignment: Assignment, taking: Taking, words: Mapping[int, str]) -> None:
    for row in open_support(assignment).select_related("unit", "leader"):
        word = (words.get(row.pk) or "").strip()
        if not word:
            raise ValidationError({"support_words": _("Say what %s has contributed.") % row.addressee})
        record(
            row,
            "support_word",
            by=taking.by,
            on=taking.on,
            by_role=taking.standing.words,
            note=word,
            is_backdated=taking.is_backdated,
        )


@transaction.atomic
def send_back(
    assignment: Assignment,
    *,
    by,
    reason: str,
    on: date | None = None,
    version: int | None = None,
    is_backdated: bool = False,
) -> Event:
    """ "Not done yet, because …" The clock runs again."""
    taking = Taking(assignment, "send_back", by=by, on=on, version=version, is_backdated=is_backdated)
    required(reason=reason)
    return taking.write(note=reason, completed_on=None)


@transaction.atomic
def confirm(
    assignment: Assignment,
    *,
    by,
    completed_on: date | None = None,
    reason: str = "",
    on: date | None = None,
    version: int | None = None,
    is_backdated: bool = False,
) -> Event:
    """ "It is done." The day of completion is kept, or changed with a reason. The last lead closes the support."""
    # Of the last two leads confirmed at once the second waits here and sees the first: one closes the support.
    Directive.objects.select_for_update(no_key=True).get(pk=assignment.directive_id)
    taking = Taking(assignment, "confirm", by=by, on=on, version=version, is_backdated=is_backdated)
    day = completed_on or assignment.completed_on
    if completed_on and completed_on != assignment.completed_on:
        required(reason=reason)
        _check_completed_on(assignment, completed_on, taking.on)
    event = taking.write(note=reason, done_on=day, completed_on=day)
    cancel_open_request(assignment, taking, _("The work is completed."))
    if assignment.is_lead:
        _close_support(assignment, taking)
    return event


def _close_support(assignment: Assignment, taking: Taking) -> None:
    leads = assignment.directive.assignments.filter(role=Assignment.Role.LEAD, state__in=OPEN)
    if leads.exists():
        return
    for row in open_support(assignment):
        close(row, taking, _("The lead unit has completed it."))


def close(row: Assignment, taking: Taking, note: str) -> None:
    """Withdraw an open row because of what was decided elsewhere."""
    old = row.state
    move(row, state=State.WITHDRAWN, state_on=taking.on, state_at=timezone.now(), state_by=taking.by)
    cancel_open_request(row, taking, note)
    record(
        row,
        "withdraw",
        by=taking.by,
        on=taking.on,
        by_role=taking.standing.words,
        from_state=old,
        to_state=State.WITHDRAWN,
        note=note,
        is_backdated=taking.is_backdated,
    )


@transaction.atomic
def reopen(
    assignment: Assignment,
    *,
    by,
    reason: str,
    on: date | None = None,
    version: int | None = None,
    is_backdated: bool = False,
) -> Event:
    """ "It turns out not to be done." """
    taking = Taking(assignment, "reopen", by=by, on=on, version=version, is_backdated=is_backdated)
    required(reason=reason)
    # Locked, or a withdrawal at the same moment would leave open work under a withdrawn directive.
    directive = Directive.objects.select_for_update(no_key=True).get(pk=assignment.directive_id)
    if directive.state != DirectiveState.ISSUED:
        raise NotNow(_("The directive was withdrawn."), **last_change(directive))
    return taking.write(note=reason, completed_on=None)


@transaction.atomic
def comment(row: Assignment | Directive, *, by, text: str, version: int | None = None) -> Event:
    """ "A word on this." Changes nothing but the timeline, so it never collides with another step."""
    taking = Taking(row, "comment", by=by)
    required(text=text)
    # Nothing of the row collides, so a button pressed twice in haste would say it twice.
    type(row)._base_manager.select_for_update(no_key=True).get(pk=row.pk)
    last = Event.objects.filter(subject_kind=row._meta.model_name, subject_id=row.pk).order_by("-id").first()
    if (
        last
        and (last.verb, last.by, last.note) == ("comment", by, text)
        and timezone.now() - last.at < IN_HASTE
    ):
        return last
    return record(row, "comment", by=by, on=taking.on, by_role=taking.standing.words, note=text)


@transaction.atomic
def add_milestone(
    assignment: Assignment,
    *,
    by,
    title: str,
    due_on: date | None = None,
    evidence: str = "",
    version: int | None = None,
) -> Milestone:
    """ "On the way we want to be here by then." """
    taking = Taking(assignment, "keep_milestones", by=by, version=version, evidence=evidence)
    required(title=title)
    milestone = Milestone(assignment=assignment, title=title, due_on=due_on)
    milestone.full_clean()
    milestone.save()
    taking.write(note=title, data={"milestone": milestone.pk, "due_on": due_on and due_on.isoformat()})
    return milestone


@transaction.atomic
def reach_milestone(
    milestone: Milestone, *, by, done_on: date | None = None, evidence: str = ""
) -> Milestone:
    """ "We are there." Without a day: not there after all."""
    taking = Taking(milestone.assignment, "keep_milestones", by=by, evidence=evidence)
    if done_on and done_on > taking.on:
        raise ValidationError({"done_on": _("A milestone cannot be reached on a day to come.")})
    milestone.done_on = done_on
    milestone.save(update_fields=["done_on"])
    taking.write(
        note=milestone.title, data={"milestone": milestone.pk, "done_on": done_on and done_on.isoformat()}
    )
    return milestone
