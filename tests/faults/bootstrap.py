"""The product's own Celery app as the fault tests start it: its clock in our hand, waiting times shortened, and for
the negative controls one guard taken away. Nothing of this is in the product.

    celery -A tests.faults.bootstrap worker
    FAULTS_CLOCK   file with {"virtual": seconds, "monotonic": seconds}: the moment it is, read again when it changes
    FAULTS_LEASE   seconds a worker may keep a letter or an outbox row
    FAULTS_TICK    seconds between two ticks of beat, for every task of the schedule that concerns letters
    FAULTS_OFF     the guards that are off, names in tests/faults/guards.py with a comma between
"""

import json
import os
import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import django
import time_machine
from celery.signals import worker_process_init

CLOCK = os.environ.get("FAULTS_CLOCK")
_clock: list[time_machine.Traveller] = []


def _moment() -> datetime:
    # The monotonic clock is the machine's, the same in every process, and nobody moves it.
    set_to = json.loads(Path(CLOCK or "").read_text())
    return datetime.fromtimestamp(set_to["virtual"] + time.monotonic() - set_to["monotonic"], UTC)


def _watch() -> None:
    path, seen = Path(CLOCK or ""), 0
    while True:
        changed_at = path.stat().st_mtime_ns
        if changed_at != seen:
            seen = changed_at
            _clock[0].move_to(_moment())
        time.sleep(0.05)


def _follow_clock(**_signal) -> None:
    threading.Thread(target=_watch, daemon=True).start()


if CLOCK:
    _clock.append(time_machine.travel(_moment(), tick=True).start())
    _follow_clock()
    # A thread does not survive the fork of the pool.
    worker_process_init.connect(_follow_clock, weak=False)

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from config.celery import app  # noqa: E402
from journal import outbox  # noqa: E402
from reminders import delivery  # noqa: E402
from tests.faults import guards  # noqa: E402

if lease := os.environ.get("FAULTS_LEASE"):
    delivery.LEASE = outbox.LEASE = timedelta(seconds=float(lease))
if tick := os.environ.get("FAULTS_TICK"):
    for name, entry in app.conf.beat_schedule.items():
        if name not in ("names", "figures"):
            entry["schedule"] = float(tick)
for off in filter(None, os.environ.get("FAULTS_OFF", "").split(",")):
    guards.OFF[off]()

__all__ = ["app"]
