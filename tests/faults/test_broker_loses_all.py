"""The broker may lose everything: real processes on one machine, with message files spoiled and then all taken away.

What must not be lost is in the database, so a tick of the outbox finishes the work.
"""

import os
import shutil
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.faults

CAST = "from tests.cast import Ministry; Ministry()"
STEP = """
from directives import actions
from directives.models import DeadlineTerms, Directive
from units.models import Unit, User
from meetings.models import Meeting
from units.models import Leader
by = User.objects.get(username="office")
directive = actions.draft(Meeting.objects.get(), by=by, title="Việc", words="Lời", source_item="1",
                          leader=Leader.objects.get(code="bo-truong"))
actions.issue(directive, by=by)
actions.assign(directive, by=by, unit=Unit.objects.get(code="CVT"),
               deadline=DeadlineTerms("none", reason="không nêu"))
"""


class Machine:
    """One machine as script/server runs it, without the web."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
        self.env = {**kept, "DATA_DIR": str(folder), "DJANGO_SETTINGS_MODULE": "config.settings"}
        self.manage("migrate", "-v0")
        self.manage("createcachetable")
        self.manage("shell", "-v0", "-c", CAST)

    def manage(self, *arguments: str) -> None:
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments], cwd=ROOT, env=self.env, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr

    def worker(self) -> subprocess.Popen:
        command = [sys.executable, "-m", "celery", "-A", "config", "worker", "-P", "threads", "-c", "2"]
        return subprocess.Popen(
            command, cwd=ROOT, env=self.env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )

    def count(self, table: str) -> int:
        with closing(sqlite3.connect(self.folder / "dondoc.sqlite3", timeout=20)) as connection:
            return connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]

    def within(self, seconds: float, condition) -> bool:
        until = time.monotonic() + seconds
        while not condition():
            if time.monotonic() > until:
                return False
            time.sleep(0.2)
        return True


@pytest.fixture
def machine(tmp_path):
    return Machine(tmp_path)


def test_spoiled_messages_do_not_stop_the_worker_and_a_lost_broker_loses_no_work(machine):
    worker = machine.worker()
    broker = machine.folder / "broker"
    try:
        # The worker is up when its queue is there; then three messages that are none.
        queue = broker / "queues" / "celery"
        assert machine.within(60, queue.is_dir)
        for name, content in (
            ("1-empty.0", b""),
            ("2-cut.0", b'{"body": "abc'),
            ("3-noise.0", b"\x00\xff\x80"),
        ):
            (queue / name).write_bytes(content)
        machine.manage("shell", "-v0", "-c", STEP)
        assert machine.within(60, lambda: machine.count("journal_outbox") == 0)
        assert len(list((broker / "unreadable").iterdir())) == 3
        assert machine.count("reminders_reminder") > 0
        assert worker.poll() is None
    finally:
        worker.kill()
        worker.wait()

    # Now there is neither worker nor broker; the step is taken all the same, and the next tick tells of it.
    shutil.rmtree(broker)
    told = machine.count("reminders_reminder")
    machine.manage("shell", "-v0", "-c", STEP)
    assert machine.count("journal_outbox") > 0
    machine.manage("shell", "-v0", "-c", "from journal.tasks import drain_outbox; drain_outbox()")
    assert machine.count("journal_outbox") == 0
    assert machine.count("reminders_reminder") == told * 2
