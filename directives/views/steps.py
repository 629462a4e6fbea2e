"""Taking a step by a form: GET shows it, POST takes it. The law and the actions say what may be; this translates."""

import contextlib

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from directives import actions, lifecycle
from directives.actions.taking import last_change
from directives.forms import StepForm, form_for
from directives.lifecycle import BeyondDelegation, NotNow, NotYours, Subject, UnknownStep
from directives.models import Assignment, Directive, ExtensionRequest, Milestone, ProgressReport, UnsentForm
from directives.sent_back import mark_sent_back
from directives.views.came_from import came_from
from directives.views.sheet import is_sheet, taken
from directives.views.timeline import event_words
from units import kept_input
from units.working_calendar import WorkingCalendar, today


def directive_step(request, pk: int, verb: str):
    rows = Directive.objects.visible_to(request.standing).select_related("meeting", "leader")
    return _step(request, rows, Subject.DIRECTIVE, pk, verb)


def assignment_step(request, pk: int, verb: str):
    rows = Assignment.objects.visible_to(request.standing).classed(today()).for_list()
    return _step(request, rows, Subject.ASSIGNMENT, pk, verb)


def extension_step(request, pk: int, verb: str):
    rows = ExtensionRequest.objects.visible_to(request.standing).select_related(
        "assignment__directive__meeting", "assignment__unit", "assignment__leader", "requested_by"
    )
    return _step(request, rows, Subject.EXTENSION, pk, verb)


def _step(request, rows, subject: Subject, pk: int, verb: str):
    row = get_object_or_404(rows, pk=pk)
    try:
        if request.method == "POST":
            return _post(request, rows, row, subject, verb)
        return _get(request, row, subject, verb)
    except UnknownStep as refusal:
        raise Http404(refusal.message) from None
    except NotYours as refusal:
        raise PermissionDenied(refusal.message) from None


def _get(request, row, subject: Subject, verb: str):
    # First who and whether: the form itself shows things of the row.
    lifecycle.step(subject, verb)
    try:
        case = row.case(request.standing)
        lifecycle.check(verb, request.standing, case)
    except NotNow as refusal:
        about = last_change(row)
        return _page(request, row, subject, verb, None, refusal=refusal, about=about, status=409)
    kept = kept_input.take(request)
    unsent = None if kept else _unsent(request, row, verb)
    initial = unsent.typed if unsent else {}
    if "field" in request.GET:
        initial = {**initial, "field": request.GET["field"]}
    form = form_for(
        row, subject, verb, standing=request.standing, data=kept, initial=initial or None, case=case
    )
    try:
        form.check_early()
    except NotNow as refusal:
        about = refusal.about or last_change(row)
        return _page(request, row, subject, verb, None, refusal=refusal, about=about, status=409)
    return _page(request, row, subject, verb, form, kept=kept, unsent=unsent)


def _unsent(request, row, verb: str) -> UnsentForm | None:
    """What the person had typed here and not sent."""
    if not isinstance(row, Assignment):
        return None
    return UnsentForm.objects.filter(user=request.user, assignment=row, verb=verb).first()


def _post(request, rows, row, subject: Subject, verb: str):
    form = _form(request, row, subject, verb)
    try:
        if form.is_valid():
            result = form.take(by=request.user)
            if form.is_valid():
                _say_done(request, row, form, result)
                return taken() if is_sheet(request) else redirect(_after(request, row, result))
    except BeyondDelegation as refusal:
        # Only a shorter day is needed: what was typed stays, and the day says what is wrong with it.
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        return _page(request, row, subject, verb, form, status=403)
    except NotNow as refusal:
        return _too_late(request, rows, row, subject, verb, refusal)
    _check_who(request, row, verb)
    return _page(request, row, subject, verb, form, status=400)


def _say_done(request, row, form: StepForm, result) -> None:
    assignment = _assignment(row)
    code = (assignment.directive if assignment else row).code
    messages.success(request, _("Done: %(step)s, %(code)s.") % {"step": form.label, "code": code})
    if isinstance(row, Assignment):
        actions.forget_unsent(row, by=request.user, verb=form.verb)
    if isinstance(result, ProgressReport) and not ProgressReport.objects.counting().contains(result):
        messages.warning(
            request,
            _(
                "“On track” a second time without a word is kept, but does not count as an update: write what was done."
            ),
        )


def _check_who(request, row, verb: str) -> None:
    """A form that was not even valid still shows the row: not to somebody the step is not for."""
    with contextlib.suppress(NotNow):
        lifecycle.check(verb, request.standing, row.case(request.standing))


def _form(request, row, subject: Subject, verb: str, *, version: int | None = None) -> StepForm:
    data = request.POST
    if version is not None:
        data = data.copy()
        data["version"] = version
    return form_for(row, subject, verb, standing=request.standing, data=data, files=request.FILES)


def _too_late(request, rows, row, subject: Subject, verb: str, refusal: NotNow):
    """Somebody was quicker: say who and what, keep what was typed, and let it be sent again where that is still
    possible."""
    row = get_object_or_404(rows, pk=row.pk)
    about = refusal.about or last_change(row)
    version = getattr(row, "version", None) or getattr(getattr(row, "assignment", None), "version", None)
    form = _form(request, row, subject, verb, version=version)
    try:
        lifecycle.check(verb, request.standing, row.case(request.standing))
        may_send_again = True
    except NotNow:
        may_send_again = False
    return _page(
        request,
        row,
        subject,
        verb,
        form,
        refusal=refusal,
        about=about,
        may_send=may_send_again,
        status=409,
    )


def _page(
    request,
    row,
    subject,
    verb,
    form,
    *,
    refusal=None,
    about=None,
    kept=None,
    unsent=None,
    may_send=True,
    status=200,
):
    assignment = _assignment(row)
    if verb == "report_done" and assignment:
        mark_sent_back([assignment], today())
    return render(
        request,
        "directives/_step_sheet.html" if is_sheet(request) else "directives/step.html",
        {
            "judged": _judged(request, assignment, verb),
            "row": row,
            "directive": assignment.directive if assignment else row,
            "assignment": assignment,
            "extension": row if subject == Subject.EXTENSION else None,
            "title": lifecycle.step(subject, verb).label,
            "is_grave": verb in ("withdraw", "discard"),
            "form": form,
            "kept": kept,
            "unsent": unsent,
            "keeps_unsent": assignment is not None and row is assignment,
            "verb": verb,
            "is_sheet": is_sheet(request),
            "refusal": refusal,
            "about": about,
            # The refusal itself may say already who it was.
            "is_about_said": bool(about) and bool(refusal) and about["by"] in refusal.message,
            "about_step": event_words(about["verb"]) if about else "",
            "may_send": may_send and form is not None,
            "next": came_from(request),
            "back": came_from(request) or _url(row),
            "day": today(),
            "calendar": WorkingCalendar(),
        },
        status=status,
    )


def _assignment(row) -> Assignment | None:
    if isinstance(row, ExtensionRequest):
        return row.assignment
    return row if isinstance(row, Assignment) else None


def _judged(request, assignment: Assignment | None, verb: str) -> ProgressReport | None:
    """The report that is confirmed or sent back, for whoever may read it."""
    if verb not in ("confirm", "send_back") or not assignment:
        return None
    if not assignment.case(request.standing).is_readable:
        return None
    final = assignment.reports.filter(is_final=True).select_related("reported_by")
    return final.prefetch_related("files").first()


def _after(request, row, result) -> str:
    return came_from(request) or _url(result if isinstance(result, (Directive, Assignment)) else row)


def _url(row) -> str:
    assignment = _assignment(row)
    if assignment is None:
        return row.get_absolute_url()
    return f"{reverse('directive', args=[assignment.directive_id])}#a{assignment.pk}"


@require_POST
def milestone_reach(request, pk: int):
    """ "We are there", and the way back."""
    standing = request.standing
    readable = Assignment.objects.visible_to(standing).readable_by(standing)
    milestone = get_object_or_404(
        Milestone.objects.filter(assignment__in=readable).select_related("assignment__directive"), pk=pk
    )
    done_on = None if milestone.done_on else today()
    try:
        actions.reach_milestone(milestone, by=request.user, done_on=done_on)
    except NotYours as refusal:
        raise PermissionDenied(refusal.message) from None
    except NotNow as refusal:
        messages.error(request, refusal.message)
    except ValidationError as error:
        for line in error.messages:
            messages.error(request, line)
    return redirect(_url(milestone.assignment))
