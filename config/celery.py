"""Celery only wakes us: whatever the broker loses, the next tick finds in the database."""

import os

from celery import Celery
from celery.schedules import crontab

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("dondoc")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.conf.beat_schedule = {
    "drain-outbox": {"task": "journal.tasks.drain_outbox", "schedule": 60.0, "options": {"expires": 55}},
    # Letters that go at once, and every retry: a lost wake-up costs a minute.
    "deliver": {"task": "reminders.tasks.deliver", "schedule": 60.0, "options": {"expires": 55}},
    # After a step somebody must count anew; the clock does, before a person has to wait for it.
    "figures": {
        "task": "directives.tasks.keep_figures_ready",
        "schedule": 20.0,
        "options": {"expires": 19},
    },
    # A renaming entered ahead holds from its day.
    "names": {"task": "units.tasks.take_over_names_of_today", "schedule": crontab(minute="5")},
    # Asks what is due by today, so a tick more makes nothing twice.
    "report-letters": {
        "task": "reminders.tasks.deliver_reports",
        "schedule": crontab(minute="*/5"),
        "options": {"expires": 290},
    },
    "reports": {
        "task": "reports.tasks.make_due_reports",
        "schedule": crontab(minute="20"),
        "options": {"expires": 3000},
    },
    # Every quarter of an hour, day and night: the sweep asks "due by", so a tick more changes nothing, a missed
    # morning is made up at the next one, and the engine's pulse never pauses. Letters wait for their hour.
    "sweep": {
        "task": "reminders.tasks.sweep",
        "schedule": crontab(minute="*/15"),
        "options": {"expires": 14 * 60},
    },
    # What a lost wake-up or a worker that was ended has left behind.
    "sheets": {"task": "sheets.tasks.work", "schedule": 60.0, "options": {"expires": 55}},
    "sheets-clear-away": {"task": "sheets.tasks.clear_away", "schedule": crontab(minute="35")},
    "periods": {
        "task": "reminders.tasks.open_periods",
        "schedule": crontab(minute="10"),
        "options": {"expires": 55 * 60},
    },
}
