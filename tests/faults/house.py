"""A ministry's machines for one test: a PostgreSQL database of its own, a Redis that may be killed, a mail server that
writes down what it is given, and the product's worker and beat processes. The test itself asks by plain SQL only.
"""

import ctypes
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import psycopg
from psycopg import sql as names

ROOT = Path(__file__).parents[2]
HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
DATABASE_URL = os.environ.get("TEST_DATABASE_URL") or os.environ.get("DATABASE_URL") or ""
HAS_POSTGRESQL = DATABASE_URL.startswith("postgres")
REDIS_SERVER = shutil.which("redis-server")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def database_url(name: str) -> str:
    base, _slash, _old = DATABASE_URL.partition("?")[0].rpartition("/")
    return f"{base}/{name}"


def until(condition: Callable[[], object], seconds: float, *, every: float = 0.1) -> bool:
    """Whether the condition came true in time."""
    stop_at = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > stop_at:
            return False
        time.sleep(every)
    return True


def children(pid: int) -> list[int]:
    with suppress(OSError):
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    return []


def _administer(statement: names.Composed) -> None:
    # Not "postgres" in TEST_DATABASE_URL: every cluster has this one, and nothing can be connected to it for long.
    with psycopg.connect(database_url("postgres"), autocommit=True) as connection:
        connection.execute(statement)


def _die_with_parent() -> None:
    """Linux ends it when the test is killed itself and cannot tidy up; elsewhere it stays."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGKILL, 0, 0, 0)  # 1 = PR_SET_PDEATHSIG


class Template:
    """The database with its tables and the generated ministry, made once for each size and then copied."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.made: dict[tuple[str, ...], str] = {}

    def of(self, *generate: str) -> str:
        if generate not in self.made:
            base = self.of() if generate else "template1"
            name = f"faults_{os.getpid()}_t{len(self.made)}"
            copy(base, name)
            env = {**clean_env(self.folder), "DATABASE_URL": database_url(name)}
            command = (
                ["-m", "tests.faults.generate", *generate] if generate else ["manage.py", "migrate", "-v0"]
            )
            done = subprocess.run(
                [sys.executable, *command], cwd=ROOT, env=env, capture_output=True, text=True
            )
            assert done.returncode == 0, done.stdout + done.stderr
            self.made[generate] = name
        return self.made[generate]

    def drop(self) -> None:
        for name in self.made.values():
            drop(name)


def copy(base: str, name: str) -> None:
    create = names.SQL("CREATE DATABASE {} TEMPLATE {}")
    _administer(create.format(names.Identifier(name), names.Identifier(base)))


def drop(name: str) -> None:
    _administer(names.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(names.Identifier(name)))


def clean_env(folder: Path) -> dict[str, str]:
    kept = {key: os.environ[key] for key in ("PATH", "HOME", "TMPDIR") if key in os.environ}
    return {
        **kept,
        "DATA_DIR": str(folder),
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "SECRET_KEY": "a key of the fault tests, the same in every process of them",
        "SITE_URL": "http://dondoc.test",
    }


class House:
    """Everything that runs; `close` ends what is left of it."""

    def __init__(self, folder: Path, template: str) -> None:
        self.folder = folder
        self.name = f"faults_{os.getpid()}_{time.monotonic_ns()}"
        drop(self.name)
        copy(template, self.name)
        self.connection = psycopg.connect(database_url(self.name), autocommit=True)
        self.redis_port, self.smtp_port = free_port(), free_port()
        self.clock = folder / "clock.json"
        self.letters_at = 0
        self.processes: list[subprocess.Popen] = []
        self.env = clean_env(folder) | {
            "DATABASE_URL": database_url(self.name),
            "REDIS_URL": f"redis://127.0.0.1:{self.redis_port}/0",
            "EMAIL_URL": f"smtp://127.0.0.1:{self.smtp_port}",
            "FAULTS_CLOCK": str(self.clock),
            "FAULTS_TICK": "1",
            "FAULTS_LEASE": "3",
            "LOG_LEVEL": "WARNING",
        }

    # --- the clock ---

    def set_clock(self, moment: datetime) -> None:
        """It is this moment (in Ha Noi) now, for every process, those that run too."""
        text = json.dumps(
            {"virtual": moment.replace(tzinfo=HANOI).timestamp(), "monotonic": time.monotonic()}
        )
        self._replace(self.clock, text)

    def now(self) -> datetime:
        """The moment it is for the processes."""
        clock = json.loads(self.clock.read_text())
        return datetime.fromtimestamp(clock["virtual"] + time.monotonic() - clock["monotonic"], HANOI)

    @staticmethod
    def _replace(path: Path, text: str) -> None:
        # Whole or not at all: somebody is reading it.
        draft = path.with_suffix(".draft")
        draft.write_text(text)
        draft.rename(path)

    # --- processes ---

    def start(self, *command: str, log: str, env: dict[str, str] | None = None) -> subprocess.Popen:
        with (self.folder / f"{log}.log").open("ab") as output:
            process = subprocess.Popen(
                command,
                cwd=ROOT,
                env=self.env | (env or {}),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=_die_with_parent,
            )
        self.processes.append(process)
        return process

    def kill(self, process: subprocess.Popen, number: int = signal.SIGKILL) -> None:
        """The process and its children, at once."""
        with suppress(ProcessLookupError):
            os.killpg(process.pid, number)
        process.wait()
        self.processes.remove(process)

    def worker(self, *, off: str = "", queues: str = "", **env: str) -> subprocess.Popen:
        """A worker as the supervisor starts it; `off` names the guards that are taken away."""
        command = [sys.executable, "-m", "celery", "--quiet", "-A", "tests.faults.bootstrap", "worker"]
        command += ["--loglevel", "warning", "--without-mingle", "--without-gossip", "--without-heartbeat"]
        command += ["--concurrency", env.pop("concurrency", "1"), "--pool", "prefork"]
        command += ["-Q", queues] if queues else []
        command += ["-n", f"w{len(self.processes)}-{time.monotonic_ns()}@%h"]
        return self.start(*command, log="worker", env={"FAULTS_OFF": off, **env})

    def beat(self, **env: str) -> subprocess.Popen:
        command = [sys.executable, "-m", "celery", "--quiet", "-A", "tests.faults.bootstrap", "beat"]
        command += ["--loglevel", "warning", "--pidfile", ""]
        # Each beat has its own memory of what it ran, as on machines of its own.
        command += ["-s", str(self.folder / f"beat-{time.monotonic_ns()}"), "--max-interval", "1"]
        return self.start(*command, log="beat", env=env)

    def start_redis(self) -> subprocess.Popen:
        """Without persistence: killed, it has forgotten everything."""
        command = [str(REDIS_SERVER), "--port", str(self.redis_port), "--bind", "127.0.0.1"]
        redis = self.start(
            *command, "--save", "", "--appendonly", "no", "--dir", str(self.folder), log="redis"
        )
        assert until(lambda: self._answers(self.redis_port), 20), "Redis did not start"
        return redis

    def start_sink(self) -> subprocess.Popen:
        sink = self.start(
            sys.executable, "-m", "tests.faults.sink", str(self.smtp_port), str(self.folder), log="sink"
        )
        assert until(lambda: self._answers(self.smtp_port), 20), "the mail server did not start"
        return sink

    def redis(self, *command: str) -> bytes:
        with socket.create_connection(("127.0.0.1", self.redis_port), timeout=5) as link:
            link.sendall(" ".join(command).encode() + b"\r\n")
            return link.recv(4096)

    @staticmethod
    def _answers(port: int) -> bool:
        with suppress(OSError):
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return True
        return False

    # --- the mail server ---

    def mail_server(self, **mode) -> None:
        """From now on it behaves so; without arguments, well."""
        self._replace(self.folder / "mode.json", json.dumps(mode))

    def letters(self, kind: str = "received") -> list[dict]:
        path = self.folder / "letters.jsonl"
        lines = path.read_text().splitlines() if path.exists() else []
        return [row for row in map(json.loads, lines) if row["kind"] == kind]

    # --- asking ---

    def rows(self, query: str, *args) -> list[tuple]:
        return self.connection.execute(query, args or None).fetchall()

    def one(self, query: str, *args):
        return self.rows(query, *args)[0][0]

    def do(self, query: str, *args) -> int:
        return self.connection.execute(query, args or None).rowcount

    def unsent(self) -> int:
        """Letters that are still to go, and things still to be said that are in no letter yet."""
        return self.one(
            "SELECT (SELECT count(*) FROM reminders_digest WHERE state IN ('planned', 'sending'))"
            " + (SELECT count(*) FROM reminders_reminder WHERE state = 'planned' AND digest_id IS NULL)"
        )

    def swept(self, day: date) -> bool:
        return bool(
            self.one("SELECT count(*) FROM reminders_sweep WHERE day = %s AND finished_at IS NOT NULL", day)
        )

    def told_everybody(self, day: date) -> bool:
        return self.swept(day) and self.unsent() == 0

    def log(self, name: str = "worker", lines: int = 30) -> str:
        path = self.folder / f"{name}.log"
        return "\n".join(path.read_text(errors="replace").splitlines()[-lines:]) if path.exists() else ""

    def close(self) -> None:
        for process in list(self.processes):
            self.kill(process)
        self.connection.close()
        drop(self.name)
