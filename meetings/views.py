"""The pages of a meeting. What is shown of its directives is asked of the directives themselves."""

import logging

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from journal.refusals import NotNow
from meetings import actions
from meetings.files import StoredFile
from meetings.forms import DocumentForm, MeetingForm
from meetings.minutes import minutes_of, readable_here
from meetings.models import Meeting, MeetingDocument
from meetings.querysets import MeetingQuerySet
from units import kept_input
from units.working_calendar import WorkingCalendar, today

logger = logging.getLogger(__name__)

PAGE_SIZE = 50


# A document of its own that loads nothing; only our own pages may frame it. The browser's PDF viewer is styled inline.
SHOWN_POLICY = (
    "default-src 'none'; img-src 'self' data:; style-src 'unsafe-inline'; object-src 'self'; "
    "frame-ancestors 'self'"
)


def file_response(stored: StoredFile) -> FileResponse:
    """Hand out a stored file to be saved, never to be opened as a page of ours."""
    response = _response(stored, as_attachment=True)
    response["Content-Security-Policy"] = "sandbox"
    return response


def shown_response(stored: StoredFile) -> FileResponse:
    """Hand out a picture or a PDF to be looked at in place.

    No sandbox: browsers show no PDF in one. Its type was read from its first bytes and is sent with nosniff, so
    whatever else it holds, it is never a page with the rights of ours.
    """
    if not stored.shown_as:
        raise Http404
    response = _response(stored, as_attachment=False)
    response["Content-Security-Policy"] = SHOWN_POLICY
    response["X-Frame-Options"] = "SAMEORIGIN"
    return response


def _response(stored: StoredFile, *, as_attachment: bool) -> FileResponse:
    try:
        content = stored.file.open("rb")
    except FileNotFoundError:
        logger.error("File %s of %s is missing from the storage.", stored.file.name, stored)
        raise Http404(_("The file is missing from the storage; tell the administrator.")) from None
    response = FileResponse(
        content, as_attachment=as_attachment, filename=stored.name, content_type=stored.media_type
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


def meetings_asked(request) -> tuple[MeetingQuerySet, str, str]:
    """The meetings the address asks for, with the kind and the words it narrows them by."""
    rows = Meeting.objects.visible_to(request.standing).for_list()
    kind, words = request.GET.get("kind", ""), request.GET.get("q", "").replace("\0", "").strip()
    if kind in Meeting.Kind.values:
        rows = rows.filter(kind=kind)
    if words:
        rows = rows.filter(Q(title__icontains=words) | Q(code__icontains=words))
    return rows, kind, words


@require_safe
def meetings(request):
    rows, kind, words = meetings_asked(request)
    return render(
        request,
        "meetings/meetings.html",
        {
            "page": Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page")),
            "kinds": Meeting.Kind.choices,
            "kind": kind,
            "q": words,
            "may_keep": actions.may_keep_meetings(request.standing),
        },
    )


@require_safe
def meeting(request, pk: int):
    return _page(request, _visible(request, pk), DocumentForm())


def _visible(request, pk: int) -> Meeting:
    return get_object_or_404(
        Meeting.objects.visible_to(request.standing).select_related("presided_by"), pk=pk
    )


def _page(request, meeting: Meeting, form: DocumentForm, status: int = 200):
    day = today()
    directives = meeting.directives.visible_to(request.standing).for_list().with_rows(day)
    documents = list(meeting.documents.visible_to(request.standing).select_related("uploaded_by"))
    readable = readable_here(documents)
    wanted = request.GET.get("document", "")
    chosen = next((one for one in readable if str(one.pk) == wanted), readable[0] if readable else None)
    minutes = minutes_of(chosen) if chosen else None
    return render(
        request,
        "meetings/meeting.html",
        {
            "meeting": meeting,
            "directives": directives.order_by("number"),
            "leaders": meeting.attending_leaders.all(),
            "units": meeting.attending_units.all(),
            "documents": documents,
            "minutes": minutes,
            "readable": readable,
            "form": form,
            "may_keep": actions.may_keep_meetings(request.standing),
            "day": day,
            "calendar": WorkingCalendar(),
        },
        status=status,
    )


def meeting_add(request):
    return _form_page(request, Meeting())


def meeting_edit(request, pk: int):
    return _form_page(request, _visible(request, pk))


def _form_page(request, meeting: Meeting):
    if not actions.may_keep_meetings(request.standing):
        raise PermissionDenied(_("Meetings are kept by data entry and the ministry office."))
    kept = kept_input.take(request)
    data = request.POST if request.method == "POST" else kept
    form = MeetingForm(data, instance=meeting)
    # "Show who was there on that day": the form again, nothing saved.
    is_sent = request.method == "POST" and "offer" not in request.POST
    refusal = None
    try:
        if is_sent and form.is_valid() and _save(form, by=request.user):
            messages.success(request, _("Saved."))
            return redirect(form.instance)
    except NotNow as quicker:
        # What was typed stays; sent again, it is measured against what stands now.
        refusal, meeting = quicker, _visible(request, meeting.pk)
        data = request.POST.copy()
        data["version"] = meeting.version
        form = MeetingForm(data, instance=meeting)
    status = 409 if refusal else 400 if is_sent else 200
    return render(
        request,
        "meetings/form.html",
        {
            "form": form,
            "meeting": meeting,
            "kept": kept,
            "refusal": refusal,
            "offer": _("Show who was there then"),
        },
        status=status,
    )


def _save(form: MeetingForm, *, by) -> bool:
    meeting, values = form.instance, dict(form.cleaned_data)
    version = values.pop("version")
    leaders, units = values.pop("attending_leaders"), values.pop("attending_units")
    if meeting.pk and not values["code"]:
        values["code"] = meeting.code
    for name, value in values.items():
        setattr(meeting, name, value)
    try:
        actions.save(meeting, by=by, attending_leaders=leaders, attending_units=units, version=version)
    except ValidationError as error:
        for name, errors in error.error_dict.items():
            form.add_error(name if name in form.fields else None, [_linked(one) for one in errors])
        return False
    return True


def _linked(error: ValidationError) -> ValidationError:
    """Where the error names another meeting, a link to it."""
    named = error.params or {}
    if error.code != "taken":
        return error
    return ValidationError(
        format_html('{} <a href="{}">{}</a>', error.messages[0], named["url"], named["code"])
    )


def meeting_document_add(request, pk: int):
    meeting = _visible(request, pk)
    if request.method != "POST":
        return redirect(meeting)
    form = DocumentForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            actions.add_document(
                meeting,
                by=request.user,
                upload=form.cleaned_data["upload"],
                title=form.cleaned_data["title"],
            )
        except ValidationError as error:
            form.add_error("upload", error.messages)
        else:
            messages.success(request, _("The document is attached."))
            return redirect(meeting)
    if not actions.may_keep_meetings(request.standing):
        raise PermissionDenied(_("Meetings are kept by data entry and the ministry office."))
    return _page(request, meeting, form, status=400)


@require_safe
def meeting_document(request, pk: int):
    return file_response(get_object_or_404(MeetingDocument.objects.visible_to(request.standing), pk=pk))


@require_safe
def meeting_document_view(request, pk: int):
    return shown_response(get_object_or_404(MeetingDocument.objects.visible_to(request.standing), pk=pk))
