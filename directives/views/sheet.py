"""The sheet: a step form that opens over the page it was asked from; without JavaScript there is its own page."""

from django.http import HttpResponse
from django_htmx.http import trigger_client_event

TARGET = "sheet-body"


def is_sheet(request) -> bool:
    return request.htmx.target == TARGET


def taken() -> HttpResponse:
    """The step is taken: the page below the sheet hears it and fetches its rows anew."""
    return trigger_client_event(HttpResponse(status=204), "stepTaken")
