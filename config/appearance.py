"""How the pages look: light, dark or as the system says; and what a phone keeps on its home screen."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import JsonResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

COOKIE = "theme"
AUTO = "auto"
THEMES = {
    AUTO: gettext_lazy("As the system"),
    "light": gettext_lazy("Light"),
    "dark": gettext_lazy("Dark"),
}
A_YEAR = 365 * 24 * 60 * 60


def theme_of(request) -> str:
    """The theme chosen on this device; the server writes it into the page, so it needs no script."""
    chosen = request.COOKIES.get(COOKIE, AUTO)
    return chosen if chosen in THEMES else AUTO


def appearance(request) -> dict:
    return {"theme": theme_of(request), "themes": THEMES}


@login_not_required
@require_POST
def set_theme(request):
    wanted, back = request.POST.get("theme", ""), request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(
        back, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    response = redirect(back if is_ours else "home")
    if wanted in THEMES:
        response.set_cookie(
            COOKIE,
            wanted,
            max_age=A_YEAR,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
    return response


@login_not_required
@require_safe
def manifest(request):
    icons = [
        {"src": static("favicon.svg"), "sizes": "any", "type": "image/svg+xml"},
        {"src": static("icon-192.png"), "sizes": "192x192", "type": "image/png"},
        {"src": static("icon-512.png"), "sizes": "512x512", "type": "image/png", "purpose": "any maskable"},
    ]
    return JsonResponse(
        {
            "name": "Đôn Đốc",
            "short_name": "Đôn Đốc",
            "description": _("What a ministry's leaders told its units to do, followed until it is done"),
            "lang": request.LANGUAGE_CODE,
            "start_url": reverse("home"),
            "scope": "/",
            "display": "standalone",
            "background_color": "#f6f7f9",
            "theme_color": "#1d4f91",
            "icons": icons,
        },
        content_type="application/manifest+json",
    )
