"""Which room answers which address."""

from allauth.account.decorators import secure_admin_login
from allauth.account.models import EmailAddress
from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.templatetags.static import static
from django.urls import include, path
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _
from django.views.generic import RedirectView
from django.views.i18n import set_language

from config import appearance, guide

admin.site.site_header = admin.site.site_title = "Đôn Đốc"
admin.site.index_title = _("Administration")
# An account's address stands on the account.
admin.site.unregister(EmailAddress)
# One door for signing in: with its rate limits, and whatever is added to it later.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]

handler400 = "config.errors.bad_request"

urlpatterns = [
    path("admin/", admin.site.urls),
    # Browsers ask for it by this name, whatever the page says.
    path("favicon.ico", login_not_required(RedirectView.as_view(url=lazy(static, str)("favicon.svg")))),
    path("accounts/", include("config.account_urls")),
    # The sign-in page offers the other language too.
    path("i18n/setlang/", login_not_required(set_language), name="set_language"),
    path("theme/", appearance.set_theme, name="set_theme"),
    path("help/", guide.guide, name="guide"),
    path("help/<slug:name>/", guide.guide, name="guide_page"),
    path("help/pictures/<slug:name>.png", guide.guide_picture, name="guide_picture"),
    path("manifest.webmanifest", appearance.manifest, name="manifest"),
    path("api/", include("config.api")),
    path("", include("units.urls")),
    path("", include("meetings.urls")),
    path("", include("directives.urls")),
    path("", include("intake.urls")),
    path("", include("reports.urls")),
    path("", include("reminders.urls")),
    path("", include("sheets.urls")),
    path("", include("seeds.urls")),
]
