from celery import shared_task
from django.conf import settings
from django.utils.translation import override

from directives.headline import headline
from directives.statistics import kept_charts
from units.working_calendar import today


@shared_task
def keep_figures_ready() -> None:
    """Count anew what a step has changed, before somebody opens the page and waits for it. Where nothing has happened
    this is two small questions."""
    with override(settings.LANGUAGE_CODE):
        headline(today())
        kept_charts(today())
