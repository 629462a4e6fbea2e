from celery import shared_task

from units.actions import take_over_names
from units.working_calendar import today


@shared_task
def take_over_names_of_today() -> None:
    take_over_names(on=today())
