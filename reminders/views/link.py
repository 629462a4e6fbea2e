"""The link of a letter: one report without signing in."""

from allauth.core import ratelimit
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from directives.lifecycle import NotNow, NotYours
from reminders import links
from reminders.forms import ProgressLinkForm
from reminders.models import LetterPolicy, ProgressLink

# What a link that is of no use any more says, and how.
REFUSALS = {
    "unknown": (404, _("This link is not known. It may have been cut in the mail.")),
    "used": (410, _("This link has been used; it was for one report.")),
    "expired": (410, _("This link has expired: it was valid for 72 hours.")),
    "off": (403, _("Links in mails are switched off.")),
    "busy": (429, _("Too many tries from this address. Wait a minute and open the link again.")),
}


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
