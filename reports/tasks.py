from celery import shared_task

from reports import due
from units.working_calendar import today


@shared_task
def make_due_reports() -> None:
    due.make_due(today())
