"""Which room answers which address."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("admin/", admin.site.urls),
    path("accounts/", include("config.account_urls")),
    path("api/", include("config.api")),
    path("", include("meetings.urls")),
    path("", include("directives.urls")),
    path("", include("reminders.urls")),
]
