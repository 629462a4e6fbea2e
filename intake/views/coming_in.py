"""Minutes come in: pasted or uploaded; the list of what came in before; those of one meeting."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from directives.models import ProposedAddressee
from intake import actions
from intake.forms import MinutesForm
from intake.models import Minutes
from intake.querysets import takes_in
from meetings.models import Meeting
from meetings.views import file_response
from units import kept_input

PAGE_SIZE = 30


def _check(request) -> None:
    if not takes_in(request.standing):
        raise Http404


def intakes(request):
    """The form, and below it what came in before."""
    _check(request)
    meeting = _meeting(request)
    data: Any = request.POST if request.method == "POST" else kept_input.take(request)
    form = MinutesForm(data, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            return _take_in(request, form.cleaned_data, meeting)
        except ValidationError as error:
            for name, texts in error.message_dict.items():
                form.add_error(name if name in form.fields else None, texts)
    rows = Minutes.objects.visible_to(request.standing).for_list().with_counts().order_by("-read_at", "-pk")
    waiting = ProposedAddressee.objects.filter(unit=None, leader=None, group=None)
    return render(
        request,
        "intake/intakes.html",
        {
            "form": form,
            "meeting": meeting,
            "kept": data is not None and request.method == "GET",
            "page": Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page")),
            "waiting": Minutes.objects.visible_to(request.standing).waiting_for_issue().for_list(),
            "new_units": waiting.select_related("directive").order_by("words", "pk")[:50],
        },
        status=400 if request.method == "POST" else 200,
    )


def _meeting(request) -> Meeting | None:
    text = request.GET.get("meeting", "")
    if not (text.isdecimal() and len(text) < 10):
        return None
    return Meeting.objects.visible_to(request.standing).filter(pk=int(text)).first()


def _take_in(request, data: dict[str, Any], meeting: Meeting | None):
    upload = data["upload"]
    given: dict[str, Any] = {"published_on": data["published_on"], "meeting": meeting}
    if upload:
        document = actions.read_upload(upload)
        remarks = [(one.note.value, dict(one.params)) for one in document.remarks]
        given |= {"name": upload.name, "kind": document.kind, "upload": upload, "remarks": remarks}
        text = document.text
    else:
        text = data["text"]
    minutes, is_new = actions.take_in(text, by=request.user, **given)
    if not is_new:
        messages.warning(
            request,
            _("This text came in before: “%(name)s”, %(day)s, by %(by)s. Here it is.")
            % {"name": minutes.name, "day": f"{minutes.read_at:%d/%m/%Y}", "by": minutes.read_by},
        )
    return redirect(minutes)


@require_safe
def minutes_of_meeting(request, pk: int):
    """From the page of the meeting: straight to its minutes; where there are none or several, to choose."""
    _check(request)
    meeting = get_object_or_404(Meeting.objects.visible_to(request.standing), pk=pk)
    rows = Minutes.objects.visible_to(request.standing).for_list().with_counts().filter(meeting=meeting)
    if len(rows) == 1:
        return redirect(rows[0])
    return render(request, "intake/of_meeting.html", {"meeting": meeting, "rows": rows})


@require_safe
def minutes_file(request, pk: int):
    """The file as it came in, to be saved."""
    minutes = get_object_or_404(Minutes.objects.visible_to(request.standing), pk=pk)
    if not minutes.file:
        raise Http404
    return file_response(AsStored(minutes))  # type: ignore[arg-type]


class AsStored:
    """Minutes as the door of files reads a stored file."""

    TYPES = {
        "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "pdf": "application/pdf",
        "html": "application/octet-stream",
        "txt": "text/plain",
    }

    def __init__(self, minutes: Minutes) -> None:
        self.file, self.name = minutes.file, minutes.name
        self.media_type = self.TYPES.get(minutes.kind, "application/octet-stream")
