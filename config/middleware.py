"""Every page needs a signed-in person, unless it is named here: a new page cannot forget it."""

from contextlib import nullcontext

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.middleware.gzip import GZipMiddleware
from django.shortcuts import render
from django.utils import translation
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect

from units import kept_input, register
from units.standing import standing_of


class SignInRequired(LoginRequiredMiddleware):
    """Django's own, except that the API answers 403 in JSON instead of redirecting to a form, and that a form
    sent after the session ended is kept until its writer has signed in again. A sheet sends the whole page there."""

    def handle_no_permission(self, request, view_func):
        if request.path.startswith("/api/"):
            return None
        if request.htmx and request.resolver_match and request.resolver_match.url_name == "unsent_form":
            # Somebody is in the middle of a sentence: no page is taken from under his hands.
            words = _(
                "Your session has ended. Go on writing: sending it leads to the sign-in, and the text goes along."
            )
            return render(request, "directives/_unsent.html", {"refusal": words})
        if kept_input.keep(request):
            messages.warning(
                request, _("Your session had ended. Sign in: the text you typed is kept; choose files again.")
            )
        elif request.method == "POST" and request.POST.get("typed_by"):
            messages.warning(
                request,
                _(
                    "Your session had ended, and the text was too long to keep: go back, it still stands there."
                ),
            )
        response = super().handle_no_permission(request, view_func)
        return HttpResponseClientRedirect(response.url) if request.htmx else response


class CompressedText(GZipMiddleware):
    """Pages and data go over the line compressed (a phone's line is the slow part); files, which are compressed by
    nature, as they are. Django adds letters of chance against BREACH."""

    def process_response(self, request, response):
        kind = response.headers.get("Content-Type", "")
        is_text = kind.startswith(("text/", "application/json"))
        return super().process_response(request, response) if is_text else response


class ChosenLanguage:
    """Vietnamese, unless the person chose otherwise here: how the browser was installed says nothing."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
        known = dict(settings.LANGUAGES)
        request.LANGUAGE_CODE = chosen if chosen in known else settings.LANGUAGE_CODE
        with translation.override(request.LANGUAGE_CODE):
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", request.LANGUAGE_CODE)
        return response


class StandingOfRequest:
    """`request.standing`: what the person stands for today, worked out once a request and only where asked. While a
    page is only read, so is the master data."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.standing = SimpleLazyObject(
            lambda: standing_of(request.user, held=getattr(request.user, "held_posts", None))
        )
        with register.while_reading() if request.method in ("GET", "HEAD") else nullcontext():
            return self.get_response(request)
