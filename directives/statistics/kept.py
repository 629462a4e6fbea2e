"""The figures of everything, kept until something happens."""

from datetime import date

from django.core.cache import cache

from directives.statistics.counting import statistics
from directives.statistics.figures import Statistics
from journal.models import Event
from units.working_calendar import today

KEPT_FOR_SECONDS = 3600


def kept_statistics(
    as_of: date, *, by: str | None = None, against: str = "due", period_start: date | None = None
) -> Statistics:
    """What `statistics` says of all rows. Made again whenever anything has happened since: the newest event is part
    of the key, and so is today, for from today on the columns are read."""
    newest = Event.objects.order_by("-pk").values_list("pk", flat=True).first()
    key = f"figures:{as_of}:{by}:{against}:{period_start}:{newest}:{today()}"
    found = cache.get(key)
    if found is None:
        found = statistics(as_of, by=by, against=against, period_start=period_start)
        cache.set(key, found, KEPT_FOR_SECONDS)
    return found
