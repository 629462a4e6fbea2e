"""Beat begins at once, and on a clock that is set back it ticks on, every task of it."""

from datetime import UTC, datetime

import time_machine
from celery import Celery
from celery.beat import PersistentScheduler
from celery.schedules import crontab

from config.beat import Scheduler

NOON = datetime(2028, 2, 2, 12, tzinfo=UTC)
TWO_DAYS_BEFORE = datetime(2028, 1, 31, 12, tzinfo=UTC)


def told_after_a_step_back(kind, tmp_path) -> list[str]:
    app = Celery(set_as_current=False)
    app.conf.result_expires = 0  # or beat brings a task of its own
    app.conf.beat_schedule = {
        name: {"task": name, "schedule": 60.0} for name in ("drain", "deliver", "sweep")
    }
    told: list[str] = []
    with time_machine.travel(NOON, tick=False) as clock:
        scheduler = kind(app, schedule_filename=str(tmp_path / "beat"))
        scheduler.apply_entry = lambda entry, producer=None: told.append(entry.name)

        def live(moment: datetime, minutes: int) -> None:
            for second in range(0, minutes * 60, 20):
                clock.move_to(datetime.fromtimestamp(moment.timestamp() + second, UTC))
                while scheduler.tick() == 0:
                    pass

        live(NOON, 3)
        told.clear()
        live(TWO_DAYS_BEFORE, 5)
        scheduler.close()
    return told


def test_after_a_step_back_every_task_ticks_on(tmp_path):
    told = told_after_a_step_back(Scheduler, tmp_path)
    assert {name: told.count(name) for name in ("drain", "deliver", "sweep")} == dict.fromkeys(
        ("drain", "deliver", "sweep"), 4
    )


def test_celery_s_own_is_silent_for_two_days(tmp_path):
    """The negative control."""
    assert told_after_a_step_back(PersistentScheduler, tmp_path) == []


def test_the_product_uses_it(settings):
    module, _colon, name = settings.CELERY_BEAT_SCHEDULER.partition(":")
    assert (module, name) == (Scheduler.__module__, Scheduler.__name__)


def test_what_was_kept_in_its_file_may_lie_ahead(tmp_path):
    told_after_a_step_back(Scheduler, tmp_path)
    app = Celery(set_as_current=False)
    app.conf.result_expires = 0  # or beat brings a task of its own
    app.conf.beat_schedule = {"drain": {"task": "drain", "schedule": 60.0}}
    told = []
    with time_machine.travel(datetime(2028, 1, 1, tzinfo=UTC), tick=False) as clock:
        scheduler = Scheduler(app, schedule_filename=str(tmp_path / "beat"))
        scheduler.apply_entry = lambda entry, producer=None: told.append(entry.name)
        scheduler.tick()
        clock.shift(61)
        while scheduler.tick() == 0:
            pass
        scheduler.close()
    assert told == ["drain"]


def told_by_a_new_one(kind, tmp_path, moment: datetime) -> list[str]:
    app = Celery(set_as_current=False)
    app.conf.result_expires = 0  # or beat brings a task of its own
    app.conf.beat_schedule = {
        "drain": {"task": "drain", "schedule": 60.0},
        "sweep": {"task": "sweep", "schedule": crontab(minute="*/15")},
    }
    told: list[str] = []
    with time_machine.travel(moment, tick=False):
        scheduler = kind(app, schedule_filename=str(tmp_path / "beat"))
        scheduler.apply_entry = lambda entry, producer=None: told.append(entry.name)
        for _second in range(4):
            scheduler.tick()
        scheduler.close()
    return sorted(told)


def test_a_new_one_begins_at_once_and_once(tmp_path):
    moment = datetime(2028, 2, 2, 12, 1, tzinfo=UTC)
    assert told_by_a_new_one(Scheduler, tmp_path, moment) == ["drain", "sweep"]
    assert told_by_a_new_one(Scheduler, tmp_path, moment) == []


def test_celery_s_own_begins_with_the_next_quarter_of_an_hour(tmp_path):
    """The negative control."""
    assert told_by_a_new_one(PersistentScheduler, tmp_path, datetime(2028, 2, 2, 12, 1, tzinfo=UTC)) == []
