"""What a sweep costs: `python -m tests.faults.sweep_cost 10000 100000` prints, for so many open assignments due, how
long planning takes, how much memory the worker holds at most, what a second sweep of the day writes and takes.
"""

import os
import re
import sys
import tempfile
import time
from datetime import datetime
from pathlib import Path

from celery import Celery

from tests.faults import house as houses
from tests.faults.generate import DAY
from tests.faults.house import House
from tests.faults.scale import say

# Units, each with its people: as many as a ministry with its province departments has.
PEOPLE = 400
SECONDS = 1800


def peak_memory(house: House, worker) -> int:
    """The most any process of the worker has held, in MB."""
    peaks = []
    for pid in (worker.pid, *houses.children(worker.pid)):
        found = re.search(r"VmHWM:\s+(\d+)", Path(f"/proc/{pid}/status").read_text())
        peaks.append(int(found[1]) if found else 0)
    return max(peaks) // 1024


def processor_seconds(worker) -> float:
    """What the processes of the worker have used; on a busy machine it says more than the clock."""
    used = 0
    for pid in (worker.pid, *houses.children(worker.pid)):
        user, system = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11:13]
        used += int(user) + int(system)
    return used / os.sysconf("SC_CLK_TCK")


def measure(template: houses.Template, count: int) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as folder:
        people = min(PEOPLE, count)
        house = House(
            Path(folder), template.of("--people", str(people), "--each", str(count // people), "--due")
        )
        try:
            return _measure(house, count)
        finally:
            house.close()


def _measure(house: House, count: int) -> dict[str, float]:
    house.set_clock(datetime(2028, 2, 16, 8))
    house.start_redis()
    # Nobody listens: planning and freezing are measured, sending is another matter.
    house.do("ANALYZE")
    worker = house.worker(FAULTS_LEASE="300")
    app = Celery(broker=house.env["REDIS_URL"])
    figures: dict[str, float] = {"assignments": count}
    for which in ("first", "second"):
        before = house.one("SELECT count(*) FROM reminders_reminder")
        app.send_task("reminders.tasks.sweep", queue="mail")
        sweeps = "SELECT count(*) FROM reminders_sweep WHERE finished_at IS NOT NULL"
        wanted = 1 if which == "first" else 2
        since = time.monotonic()
        planned = time.monotonic()
        begun = used = processor_seconds(worker)
        while house.one(sweeps) < wanted and time.monotonic() - since < SECONDS:
            # The first letter is frozen after the last chunk is planned.
            if not house.one("SELECT EXISTS (SELECT 1 FROM reminders_digest)"):
                planned, used = time.monotonic(), processor_seconds(worker)
            time.sleep(0.05)
        if which == "first":
            figures["planning_s"], figures["planning_cpu_s"] = (
                round(planned - since, 1),
                round(used - begun, 1),
            )
        figures[f"{which}_s"] = round(
            house.one(
                "SELECT extract(epoch FROM finished_at - started_at) FROM reminders_sweep "
                "WHERE day = %s AND finished_at IS NOT NULL ORDER BY started_at DESC LIMIT 1",
                DAY,
            ),
            1,
        )
        figures[f"{which}_cpu_s"] = round(processor_seconds(worker) - begun, 1)
        figures[f"{which}_rows"] = house.one("SELECT count(*) FROM reminders_reminder") - before
    app.close()
    figures["letters"] = house.one("SELECT count(*) FROM reminders_digest")
    figures["peak_mb"] = peak_memory(house, worker)
    return figures


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        template = houses.Template(Path(folder))
        try:
            for count in map(int, sys.argv[1:]):
                figures = measure(template, count)
                say(**figures)
        finally:
            template.drop()


if __name__ == "__main__":
    main()
