from celery import shared_task

from reminders import delivery, engine
from units.working_calendar import today


@shared_task
def sweep() -> None:
    engine.sweep(today())


@shared_task
def deliver() -> None:
    delivery.deliver(day=today())
