"""Asking the running servers for pages, and counting the queries of each."""

import gzip
import http.client
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from statistics import median

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from directives.models import Assignment
from journal.actions import record
from units.models import User
from units.working_calendar import today

HOST = "127.0.0.1"
MODEL_BACKEND = "django.contrib.auth.backends.ModelBackend"


@dataclass
class Asked:
    ms: float
    size: int
    compressed: int


def session_of(username: str, backend: str) -> str:
    user, session = User.objects.get(username=username), SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = backend
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return str(session.session_key)


@contextmanager
def served(application: str, port: int, log: str) -> Iterator[int]:
    """The server as script/server starts it: gunicorn, two workers, four threads each."""
    command = [sys.executable, "-m", "gunicorn", application, "--bind", f"{HOST}:{port}", "--preload"]
    command += ["--worker-class", "gthread", "--workers", "2", "--threads", "4", "--timeout", "120"]
    command += ["--log-level", "warning", "--no-control-socket"]
    with open(log, "ab") as output:
        process = subprocess.Popen(command, stdout=output, stderr=output, env=os.environ.copy())
    try:
        _wait_for(port, process)
        yield port
    finally:
        process.terminate()
        process.wait(20)


def _wait_for(port: int, process: subprocess.Popen) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        if process.poll() is not None:
            raise SystemExit(f"The server on port {port} ended at once with {process.returncode}.")
        try:
            line = http.client.HTTPConnection(HOST, port, timeout=2)
            line.request("GET", "/accounts/login/")
            line.getresponse().read()
            return
        except OSError:
            time.sleep(0.3)
    raise SystemExit(f"The server on port {port} does not answer.")


class Visitor:
    """One person's session. Each page has a line of its own: a kept one is closed by the server between two rounds."""

    def __init__(self, port: int, session: str) -> None:
        self.port, self.headers = port, {"Cookie": f"{settings.SESSION_COOKIE_NAME}={session}"}

    def get(self, path: str) -> tuple[float, bytes]:
        start = time.perf_counter()
        line = http.client.HTTPConnection(HOST, self.port, timeout=120)
        line.request("GET", path, headers=self.headers)
        answer = line.getresponse()
        body = answer.read()
        took = (time.perf_counter() - start) * 1000
        line.close()
        if answer.status != 200:
            raise SystemExit(f"{path} answered {answer.status}")
        return took, body


def timed(
    visits: list[tuple[Visitor, str]], rounds: int, before: Callable[[], None] | None = None
) -> list[Asked]:
    """Each page in turn, round after round: what disturbs the machine disturbs all of them alike. `before` each visit
    something may be done that is not timed."""
    times: list[list[float]] = [[] for _visit in visits]
    bodies = [b"" for _visit in visits]
    for number in range(rounds + 4):
        for place, (visitor, path) in enumerate(visits):
            if before:
                before()
            took, bodies[place] = visitor.get(path)
            if number >= 4:  # both workers have what a process makes once
                times[place].append(took)
    return [
        Asked(median(one), len(body), len(gzip.compress(body, 6)))
        for one, body in zip(times, bodies, strict=True)
    ]


def take_a_step() -> None:
    """Something happens: what is kept until then is looked for anew."""
    row = Assignment.objects.order_by("pk")[0]
    with transaction.atomic():
        record(row, "comment", by=None, on=today(), note="Bench", is_backdated=True)


def client_of(username: str) -> Client:
    client = Client(HTTP_HOST=HOST)
    client.force_login(User.objects.get(username=username))
    return client


def queries_of(username: str, path: str) -> int:
    client = client_of(username)
    client.get(path)
    with CaptureQueriesContext(connection) as queries:
        client.get(path)
    return len(queries)
