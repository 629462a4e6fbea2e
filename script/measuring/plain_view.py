"""The floor the product is measured against: a one-file Django site. Login, one ORM query, a plain template; no
rights, no filters, no components, no translation. Served by the same gunicorn on the same database."""

from django.conf import settings

from config import settings as product

# What the product brings along that a one-file site has no use for.
SPARED = ("allauth", "django_htmx", "rest_framework", "django_filters", "csp", "whitenoise")
OVERRIDDEN = {
    "INSTALLED_APPS": [app for app in product.INSTALLED_APPS if not app.startswith(SPARED)],
    "ROOT_URLCONF": __name__,
    "MIDDLEWARE": [
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
    ],
    "AUTHENTICATION_BACKENDS": ["django.contrib.auth.backends.ModelBackend"],
    "TEMPLATES": [{"BACKEND": "django.template.backends.django.DjangoTemplates"}],
}
if not settings.configured:
    named = {name: getattr(product, name) for name in dir(product) if name.isupper()}
    settings.configure(**(named | OVERRIDDEN))

import django  # noqa: E402

django.setup()

from django.contrib.auth.decorators import login_required  # noqa: E402
from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.http import HttpResponse  # noqa: E402
from django.template import Context, Engine  # noqa: E402
from django.urls import path  # noqa: E402

from directives.models import Assignment  # noqa: E402

PAGE = Engine().from_string(
    "<!doctype html><html><head><title>Nhiệm vụ</title></head><body><h1>Nhiệm vụ</h1><table>"
    "{% for row in rows %}<tr><td>{{ row.directive.code }}</td><td><a href='/directives/{{ row.directive_id }}/'>"
    "{{ row.directive.title }}</a></td><td>{{ row.directive.leader }}</td><td>{{ row.unit.short_name }}</td>"
    "<td>{{ row.due_on|date:'d/m/Y' }}</td><td>{{ row.state }}</td><td>{{ row.officer|default_if_none:'' }}</td>"
    "<td>{{ row.last_report_on|date:'d/m/Y' }}</td></tr>{% endfor %}</table></body></html>"
)


def _page(rows) -> HttpResponse:
    return HttpResponse(PAGE.render(Context({"rows": rows})))


def _rows():
    """The rows the product's lists begin with, in the same order."""
    rows = Assignment.objects.exclude(state__in=["replaced", "withdrawn"])
    rows = rows.filter(directive__issued_on__isnull=False, directive__withdrawn_on=None)
    return rows.select_related("directive__leader", "unit", "officer").order_by(
        "due_on", "directive__code", "id"
    )


@login_required
def unit_list(request):
    return _page(_rows().filter(unit__code=request.GET["unit"])[: int(request.GET["rows"])])


@login_required
def table(request):
    return _page(_rows()[:50])


urlpatterns = [path("unit/", unit_list), path("table/", table)]
application = get_wsgi_application()
