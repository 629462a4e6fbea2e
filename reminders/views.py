"""Letters and the ledger, to be looked at. Nothing is changed here."""

from allauth.core import ratelimit
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from directives.lifecycle import NotNow, NotYours
from directives.models import Directive
from reminders import digests, links, mail, wording
from reminders.forms import ProgressLinkForm
from reminders.models import Digest, LetterPolicy, ProgressLink, Reminder

PER_PAGE = 50


# What a link that is of no use any more says, and how.
REFUSALS = {
    "unknown": (404, _("This link is not known. It may have been cut in the mail.")),
    "used": (410, _("This link has been used; it was for one report.")),
    "expired": (410, _("This link has expired: it was valid for 72 hours.")),
    "off": (403, _("Links in mails are switched off.")),
    "busy": (429, _("Too many tries from this address. Wait a minute and open the link again.")),
}


def _digests(request):
    return Digest.objects.visible_to(request.standing).select_related("recipient")


def _message(request, digest: Digest):
    """The mail as it went out; to anybody but the recipient without the links that speak in his name."""
    return mail.message_of(digest, with_links=digest.recipient_id == request.user.pk)


@require_safe
def mails(request):
    """The letters a person may see, newest first."""
    page = Paginator(_digests(request), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "reminders/mails.html", {"page": page})


@require_safe
def mail_page(request, pk: int):
    """One letter, from its frozen lines: as it went out."""
    digest = get_object_or_404(_digests(request), pk=pk)
    message = mail.message_of(digest, with_links=False)
    return render(
        request,
        "reminders/mail.html",
        {
            "digest": digest,
            "groups": digests.grouped(digest.lines),
            "opening": mail.opening_of(digest),
            "sender": message.from_email,
        },
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
    names = wording.rule_names()
    labelled = [(row, wording.rule_label(row.rule, names)) for row in page]
    return render(
        request, "reminders/directive.html", {"directive": directive, "page": page, "rows": labelled}
    )


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def progress_link(request, token: str):
    """One report through the link of a letter. Opening it changes nothing: mail programs open links too."""
    # Counted are the posts: what opening tells can be guessed by nobody.
    if not ratelimit.consume(request, action="progress_link"):
        return _no_use(request, "busy")
    link = links.link_of(token)
    reason = _why_of_no_use(link)
    if reason or link is None:
        return _no_use(request, reason)
    form = ProgressLinkForm(request.POST if request.method == "POST" else None, link=link)
    refusal = ""
    if request.method == "POST" and form.is_valid():
        try:
            links.report_by(link, **form.cleaned_data)
        except NotYours as refused:
            return render(request, "reminders/link_no_use.html", {"words": refused.message}, status=403)
        except NotNow as refused:
            link.refresh_from_db()
            if _why_of_no_use(link):
                return _no_use(request, _why_of_no_use(link))
            refusal = refused.message
        else:
            return render(request, "reminders/link_done.html", {"assignment": link.assignment})
    status = 409 if refusal else 400 if request.method == "POST" else 200
    context = {"assignment": link.assignment, "form": form, "refusal": refusal}
    return render(request, "reminders/link.html", context, status=status)


def _why_of_no_use(link: ProgressLink | None) -> str:
    if link is None:
        return "unknown"
    if link.used_at:
        return "used"
    if link.expires_at <= timezone.now():
        return "expired"
    return "" if LetterPolicy.current().has_progress_links else "off"


def _no_use(request, reason: str):
    status, words = REFUSALS[reason]
    return render(request, "reminders/link_no_use.html", {"words": words}, status=status)
