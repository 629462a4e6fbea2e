"""The pages of the documents: list, ask and see, download, freeze; the office's templates."""

import logging
from hashlib import sha256
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from journal.refusals import NotNow
from meetings.models import Meeting
from meetings.views import file_response
from reports import actions, templates
from reports.content import Paper
from reports.forms import AskForm, LettersForm, TemplateForm
from reports.making import Asked, late_units, make
from reports.models import Report, ReportFile, ReportKind, ReportTemplate
from reports.writing import TYPES, WRITERS
from reports.writing.docx_template import own_template
from reports.writing.plain import plain
from units.models import Unit
from units.working_calendar import WorkingCalendar, today

logger = logging.getLogger(__name__)

PAGE_SIZE = 50
# On the page a table is shown so far; the file has it whole.
SHOWN_ROWS = 60
REPLY_WITHIN = 5


def _kinds(standing) -> list[tuple[str, str]]:
    return [(kind.value, str(kind.label)) for kind in ReportKind if actions.may_make(standing, kind)]


def _needs(allowed: bool) -> None:
    if not allowed:
        raise PermissionDenied(_("The documents of the ministry are made by the office and leaders."))


@require_safe
def reports(request):
    standing = request.standing
    kinds = _kinds(standing)
    _needs(bool(kinds))
    rows = Report.objects.visible_to(standing).for_list()
    return render(
        request,
        "reports/reports.html",
        {
            "waiting": rows.waiting(),
            "page": Paginator(rows.frozen(), PAGE_SIZE).get_page(request.GET.get("page")),
            "kinds": kinds,
            "may_freeze": actions.may_freeze(standing),
        },
    )


def report_new(request, kind: str):
    """Asked for by address: the same address is the preview and, with `file`, the download; sent, it is frozen."""
    standing = request.standing
    if kind not in ReportKind.values:
        raise Http404
    _needs(actions.may_make(standing, kind))
    form = AskForm(
        request.POST or (request.GET if _is_asked(request) else None),
        kind=kind,
        standing=standing,
        initial=_initial(kind),
    )
    if not (form.is_bound and form.is_valid()):
        return _ask_page(request, kind, form, status=400 if form.is_bound else 200)
    asked = form.asked()
    if request.method == "POST":
        return _freeze(request, kind, form, asked)
    paper = make(asked)
    if request.GET.get("file"):
        return _download(paper, request.GET["file"], f"{kind}-{asked.as_of:%Y%m%d}")
    return _ask_page(request, kind, form, paper)


def _is_asked(request) -> bool:
    return any(name in request.GET for name in ("period", "starts_on", "as_of", "meeting", "unit"))


def _initial(kind: str) -> dict[str, Any]:
    day = today()
    if kind == ReportKind.PERIOD:
        return {"period": f"{day:%Y-%m}"}
    if kind == ReportKind.URGING:
        return {"reply_by_on": WorkingCalendar().nth_working_day(day, REPLY_WITHIN)}
    return {}


def _ask_page(
    request,
    kind: str,
    form: AskForm,
    paper: Paper | None = None,
    status: int = 200,
    refusal=None,
    letters_form: LettersForm | None = None,
):
    context: dict[str, Any] = {
        "kind": kind,
        "kind_words": ReportKind(kind).label,
        "form": form,
        "refusal": refusal,
        "forms": list(WRITERS),
        "may_freeze": actions.may_freeze(request.standing),
        "is_urging": kind == ReportKind.URGING,
    }
    if paper:
        context |= {"paper": seen_on_page(paper), "seen": actions.fingerprint(paper), "as_of": paper.as_of}
    if kind == ReportKind.URGING and paper is None:
        context["late_units"] = late_units(today())
        context["letters_form"] = letters_form or LettersForm(initial=_initial(kind))
    return render(request, "reports/new.html", context, status=status)


def seen_on_page(paper: Paper) -> dict[str, Any]:
    found = plain(paper)
    for block in [*found["blocks"], *(block for annex in found["annexes"] for block in annex["blocks"])]:
        if block["kind"] == "table":
            rows = [list(zip(row, block["aligns"], strict=True)) for row in block["rows"]]
            block["more"] = max(0, len(rows) - SHOWN_ROWS)
            block["rows"] = rows[:SHOWN_ROWS]
    return found


def _freeze(request, kind: str, form: AskForm, asked: Asked):
    _needs(actions.may_freeze(request.standing))
    try:
        report = actions.freeze(asked, by=request.user, seen=request.POST.get("seen", ""))
    except NotNow as refusal:
        return _ask_page(request, kind, form, make(asked), status=409, refusal=refusal.message)
    messages.success(request, _("Frozen: %s.") % report)
    return redirect(report)


def _download(paper: Paper, form: str, name: str) -> HttpResponse:
    if form not in WRITERS:
        raise Http404
    return _file(actions.written(paper, form), form, name)


def _file(content: bytes, form: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=TYPES[form])
    response["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def letters(request):
    """The urging letters to all late units in one go: looked at as a zip; sent, each is frozen and is an urging."""
    _needs(actions.may_make(request.standing, ReportKind.URGING))
    units = late_units(today())
    if not units:
        messages.info(request, _("No unit owes anything overdue on this day."))
        return redirect("report_new", ReportKind.URGING)
    reply_by = WorkingCalendar().nth_working_day(today(), REPLY_WITHIN)
    form = LettersForm(request.POST or None, initial={"reply_by_on": reply_by})
    if request.method == "POST":
        return _freeze_letters(request, form, units)
    asked = Asked(ReportKind.URGING, today(), reply_by_on=reply_by)
    kind = "pdf" if request.GET.get("file") == "pdf" else "docx"
    return _file(actions.letters(asked, units, kind), "zip", f"cong-van-don-doc-{today():%Y%m%d}")


def _freeze_letters(request, form: LettersForm, units: list[Unit]):
    _needs(actions.may_freeze(request.standing))
    blank = AskForm(kind=ReportKind.URGING, standing=request.standing, initial=_initial(ReportKind.URGING))
    if not form.is_valid():
        return _ask_page(request, ReportKind.URGING, blank, letters_form=form, status=400)
    asked = Asked(ReportKind.URGING, today(), reply_by_on=form.cleaned_data["reply_by_on"])
    try:
        sent = actions.freeze_letters(asked, units, by=request.user)
    except NotNow as refusal:
        return _ask_page(
            request, ReportKind.URGING, blank, letters_form=form, status=409, refusal=refusal.message
        )
    messages.success(
        request,
        ngettext("Frozen: %(n)s letter to a late unit.", "Frozen: %(n)s letters to late units.", len(sent))
        % {"n": len(sent)},
    )
    return redirect("reports")


@require_safe
def of_meeting(request, pk: int, kind: str):
    """From the page of a meeting: one press, and the document is there."""
    meeting = get_object_or_404(Meeting.objects.visible_to(request.standing), pk=pk)
    _needs(actions.may_make(request.standing, kind))
    form = AskForm({"meeting": meeting.code}, kind=kind, standing=request.standing)
    form.is_valid()
    return _ask_page(request, kind, form, make(form.asked()))


@require_safe
def report(request, pk: int):
    found = get_object_or_404(Report.objects.visible_to(request.standing), pk=pk)
    return render(
        request,
        "reports/report.html",
        {
            "report": found,
            "paper": seen_on_page(found.paper),
            "files": found.files.select_related("uploaded_by"),
            "forms": [form for form in WRITERS if not (found.is_frozen and form in actions.FROZEN_AS)],
            "may_freeze": actions.may_freeze(request.standing),
        },
    )


@require_safe
def report_download(request, pk: int, form: str):
    found = get_object_or_404(Report.objects.visible_to(request.standing), pk=pk)
    return _download(found.paper, form, found.code)


@require_safe
def report_document(request, pk: int):
    """The file as it went out; one that is no longer what was frozen is not handed out."""
    visible = Report.objects.visible_to(request.standing)
    stored = get_object_or_404(ReportFile, pk=pk, report__in=visible)
    response = file_response(stored)
    digest = sha256()
    with stored.file.storage.open(str(stored.file.name), "rb") as file:
        for chunk in file.chunks():
            digest.update(chunk)
    if digest.hexdigest() != stored.sha256:
        response.close()
        logger.error("File %s of report %s is not what was frozen.", stored.file.name, stored.report_id)
        raise Http404(_("The stored file is not the one that was frozen; tell the administrator."))
    return response


@require_POST
def report_step(request, pk: int, verb: str):
    found = get_object_or_404(Report.objects.visible_to(request.standing), pk=pk)
    step = {"freeze": actions.freeze_prepared, "discard": actions.discard}.get(verb)
    if step is None:
        raise Http404
    _needs(actions.may_freeze(request.standing))
    try:
        step(found, by=request.user)
    except NotNow as refusal:
        messages.error(request, refusal.message)
    return redirect(found if verb == "freeze" else reverse("reports"))


def report_templates(request):
    _needs(actions.may_freeze(request.standing))
    form = TemplateForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.keep_template(form.cleaned_data["file"], by=request.user, kind=form.cleaned_data["kind"])
        except ValidationError as error:
            form.add_error("file", error.messages)
        else:
            messages.success(request, _("The template is used from now on."))
            return redirect("report_templates")
    return render(
        request,
        "reports/templates.html",
        {
            "form": form,
            "kept": ReportTemplate.objects.select_related("uploaded_by"),
            "kinds": ReportKind.choices,
            "placeholders": [(name, name in templates.WHOLE) for name in templates.known()],
        },
        status=400 if form.is_bound else 200,
    )


@require_safe
def own(request, kind: str):
    """Our template, to be changed in Word."""
    _needs(actions.may_freeze(request.standing))
    if kind not in ReportKind.values:
        raise Http404
    content = own_template(has_title=kind != ReportKind.URGING, is_landscape=kind == ReportKind.BRIEFING)
    return _file(content, "docx", f"mau-{kind}")


@require_safe
def template_file(request, pk: int):
    _needs(actions.may_freeze(request.standing))
    return file_response(get_object_or_404(ReportTemplate, pk=pk))


@require_POST
def template_drop(request, pk: int):
    actions.drop_template(get_object_or_404(ReportTemplate, pk=pk), by=request.user)
    messages.success(request, _("The template is not used any more."))
    return redirect("report_templates")
