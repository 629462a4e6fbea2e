"""Letters, as they went out; a failed one may be sent again."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from directives.lifecycle import NotNow
from reminders import actions, digests, mail, wording
from reminders.forms import AgainForm
from reminders.models import Digest

PER_PAGE = 50


def _digests(request):
    return Digest.objects.visible_to(request.standing).select_related("recipient")


def _message(request, digest: Digest):
    """The mail as it went out; to anybody but the recipient without the links that speak in his name."""
    return mail.message_of(digest, with_links=digest.recipient_id == request.user.pk)


@require_safe
def mails(request):
    """The letters a person may see, newest first; by state where asked."""
    rows = _digests(request)
    state = request.GET.get("state", "")
    if state in Digest.State.values:
        rows = rows.filter(state=state)
    page = Paginator(rows.defer("lines"), PER_PAGE).get_page(request.GET.get("page"))
    return render(
        request, "reminders/mails.html", {"page": page, "state": state, "states": Digest.State.choices}
    )


@require_http_methods(["GET", "HEAD", "POST"])
def mail_page(request, pk: int):
    """One letter, from its frozen lines: as it went out. A POST sends it again, or says that it came back."""
    digest = get_object_or_404(_digests(request), pk=pk)
    if request.method == "POST" and not request.standing.is_office:
        raise Http404
    form = AgainForm(request.POST if request.method == "POST" else None)
    refusal, status = "", 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            take = actions.mark_bounced if "bounced" in request.POST else actions.resend
            try:
                take(digest, by=request.user, reason=form.cleaned_data["reason"])
            except NotNow as refused:
                refusal, status = refused.message, 409
            else:
                messages.success(request, _("Done. It stands in the journal."))
                return redirect(digest)
    message = mail.message_of(digest, with_links=False)
    return render(
        request,
        "reminders/mail.html",
        {
            "digest": digest,
            "groups": digests.grouped(digest.lines),
            "opening": mail.opening_of(digest),
            "sender": message.from_email,
            "kind": wording.kind_label(digest),
            "deliveries": digest.deliveries.all(),
            "form": form if request.standing.is_office else None,
            "may_resend": digest.state in actions.MAY_BE_SENT_AGAIN,
            "refusal": refusal,
        },
        status=status,
    )


@require_safe
def mail_text(request, pk: int):
    """The plain text of the letter."""
    message = _message(request, get_object_or_404(_digests(request), pk=pk))
    return HttpResponse(message.body, content_type="text/plain; charset=utf-8")


@require_safe
def mail_source(request, pk: int):
    """The mail itself, to be opened by a mail program."""
    digest = get_object_or_404(_digests(request), pk=pk)
    response = HttpResponse(_message(request, digest).message().as_bytes(), content_type="message/rfc822")
    response["Content-Disposition"] = f'attachment; filename="dondoc-{digest.day:%Y-%m-%d}-{digest.pk}.eml"'
    return response
