from celery import shared_task
from django.utils import timezone

from directives import actions
from reminders import delivery, engine, report_letters
from reminders.models import Pulse
from reminders.pulses import beating
from units.working_calendar import today


@shared_task
def sweep() -> None:
    with beating(Pulse.Part.SWEEP):
        engine.sweep(today(), hour=timezone.localtime().hour)


@shared_task
def deliver() -> None:
    with beating(Pulse.Part.DELIVER):
        delivery.deliver(day=today())


@shared_task
def open_periods() -> None:
    with beating(Pulse.Part.PERIODS):
        actions.open_periods(on=today())


@shared_task
def deliver_reports() -> None:
    report_letters.deliver(today())
