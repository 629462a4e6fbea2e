"""Letters and the ledger, to be looked at. Nothing is changed here."""

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from directives.models import Directive
from reminders import digests, mail
from reminders.models import Digest, Reminder

PER_PAGE = 50


def _digests(request):
    return Digest.objects.visible_to(request.standing).select_related("recipient")


@require_safe
def mails(request):
    """The letters a person may see, newest first."""
    page = Paginator(_digests(request), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "reminders/mails.html", {"page": page})


@require_safe
def mail_page(request, pk: int):
    """One letter, from its frozen lines: as it went out."""
    digest = get_object_or_404(_digests(request), pk=pk)
    message = mail.message_of(digest)
    return render(
        request,
        "reminders/mail.html",
        {"digest": digest, "groups": digests.grouped(digest.lines), "sender": message.from_email},
    )


@require_safe
def mail_text(request, pk: int):
    """The plain text of the letter."""
    message = mail.message_of(get_object_or_404(_digests(request), pk=pk))
    return HttpResponse(message.body, content_type="text/plain; charset=utf-8")


@require_safe
def mail_source(request, pk: int):
    """The mail itself, to be opened by a mail program."""
    digest = get_object_or_404(_digests(request), pk=pk)
    response = HttpResponse(mail.message_of(digest).message().as_bytes(), content_type="message/rfc822")
    response["Content-Disposition"] = f'attachment; filename="dondoc-{digest.day:%Y-%m-%d}-{digest.pk}.eml"'
    return response


@require_safe
def directive_reminders(request, pk: int):
    """The ledger of one directive, for the office and leaders."""
    if not request.standing.sees_all:
        raise Http404
    directive = get_object_or_404(Directive.objects.visible_to(request.standing), pk=pk)
    rows = (
        Reminder.objects.filter(assignment__directive=directive)
        .select_related("assignment__unit", "assignment__leader", "recipient", "digest")
        .order_by("-occurrence_on", "-pk")
    )
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    names = digests.rule_names()
    labelled = [(row, digests.rule_label(row.rule, names)) for row in page]
    return render(
        request, "reminders/directive.html", {"directive": directive, "page": page, "rows": labelled}
    )
