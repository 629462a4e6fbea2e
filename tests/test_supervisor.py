"""The one command: says what is in its way, prepares data once, keeps children up, leaves none behind."""

import contextlib
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from script.supervisor import CannotStart, Server, Stopped

ROOT = Path(__file__).resolve().parent.parent

# A supervisor over fake children: each argument after the patience is one child's Python code.
RUNNER = """
import os, sys
from pathlib import Path
from script.processes import Child, Patience, Supervisor
folder, patience, *codes = sys.argv[1:]
children = [
    Child(f"child{n}", [sys.executable, "-c", code], Path(folder) / f"child{n}.log")
    for n, code in enumerate(codes)
]
supervisor = Supervisor(
    children, env=dict(os.environ), cwd=Path(folder), patience=eval(f"Patience({patience})")
)
supervisor.listen()
sys.exit(supervisor.run())
"""
# Says who it is, and would stay for a minute.
STAYS = "import os, time; open('pids', 'a').write(f'{os.getpid()}\\n'); time.sleep(60)"
# The same, with a child of its own, and deaf to SIGTERM.
DEAF = (
    "import os, signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); os.fork();"
    "open('pids', 'a').write(f'{os.getpid()}\\n'); time.sleep(60)"
)


def until(condition: Callable[[], object], seconds: float = 10) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.02)


def pids(folder: Path) -> list[int]:
    try:
        return [int(line) for line in (folder / "pids").read_text().splitlines()]
    except FileNotFoundError:
        return []


def is_running(pid: int) -> bool:
    """A corpse nobody has collected yet, as in a container without init, does not run."""
    if sys.platform == "linux":
        try:
            state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        except (FileNotFoundError, ProcessLookupError):
            return False
    else:
        ps = subprocess.run(
            ["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False
        )
        state = ps.stdout.strip()[:1]
    return state not in ("", "Z")


@contextlib.contextmanager
def supervised(folder: Path, *codes: str, patience: str = "first_delay=0.01") -> Iterator[subprocess.Popen]:
    process = subprocess.Popen(
        [sys.executable, "-c", RUNNER, str(folder), patience, *codes],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
    )
    with process:
        try:
            yield process
        finally:
            process.kill()
            for pid in pids(folder):
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)


def output(process: subprocess.Popen) -> str:
    return process.communicate(timeout=20)[0]


# --- Children ---------------------------------------------------------------------------------------
@pytest.mark.faults
def test_a_dead_child_is_started_again(tmp_path):
    with supervised(tmp_path, STAYS) as supervisor:
        until(lambda: len(pids(tmp_path)) == 1)
        os.kill(pids(tmp_path)[0], signal.SIGKILL)
        until(lambda: len(pids(tmp_path)) == 2)
        supervisor.terminate()
        assert "child0" in output(supervisor)
        assert supervisor.returncode == 0


@pytest.mark.faults
def test_a_child_that_cannot_stay_up_stops_all_and_its_last_lines_are_shown(tmp_path):
    dies = "print('chi tiết: hỏng'); raise SystemExit(3)"
    with supervised(tmp_path, STAYS, dies, patience="first_delay=0.01, longest_delay=0.02") as supervisor:
        said = output(supervisor)
        assert supervisor.returncode == 1
        assert "chi tiết: hỏng" in said
        assert "child1 died 5 times" in said
        assert not any(is_running(pid) for pid in pids(tmp_path))
    assert (tmp_path / "child1.log").read_text().count("hỏng") == 5


@pytest.mark.faults
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_one_signal_ends_every_child_without_a_traceback(tmp_path, number):
    with supervised(tmp_path, STAYS, DEAF, patience="stop=0.5") as supervisor:
        until(lambda: len(pids(tmp_path)) == 3)
        # As a terminal does it: to the whole foreground group.
        os.killpg(supervisor.pid, number)
        said = output(supervisor)
        assert supervisor.returncode == 0
        assert "Traceback" not in said
        assert not any(is_running(pid) for pid in pids(tmp_path))


@pytest.mark.faults
def test_a_second_ctrl_c_does_not_wait(tmp_path):
    with supervised(tmp_path, DEAF, patience="stop=60") as supervisor:
        until(lambda: len(pids(tmp_path)) == 2)
        os.killpg(supervisor.pid, signal.SIGINT)
        time.sleep(0.3)
        assert supervisor.poll() is None
        os.killpg(supervisor.pid, signal.SIGINT)
        output(supervisor)
        assert supervisor.returncode == 130
        until(lambda: not any(is_running(pid) for pid in pids(tmp_path)))


@pytest.mark.faults
@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ends the children of a killed parent")
def test_no_child_outlives_a_killed_supervisor(tmp_path):
    with supervised(tmp_path, STAYS, STAYS) as supervisor:
        until(lambda: len(pids(tmp_path)) == 2)
        supervisor.kill()
        until(lambda: not any(is_running(pid) for pid in pids(tmp_path)))


def test_only_warnings_of_a_log_reach_the_console(tmp_path):
    code = "print('2026 INFO calm\\n2026 WARNING watch out', flush=True)\n" + STAYS
    with supervised(tmp_path, code) as supervisor:
        until(lambda: pids(tmp_path))
        time.sleep(0.3)
        supervisor.terminate()
        said = output(supervisor)
    assert "[child0] 2026 WARNING watch out" in said
    assert "calm" not in said


# --- What is in the way -----------------------------------------------------------------------------
@pytest.fixture
def data(tmp_path, monkeypatch) -> Path:
    """A data folder that is not there yet, and an environment that says nothing else."""
    for name in ("DATABASE_URL", "REDIS_URL", "ENVIRONMENT", "DEMO", "SITE_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "data"))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        monkeypatch.setenv("PORT", str(free.getsockname()[1]))
    return tmp_path / "data"


def start() -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, "-m", "script.supervisor"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=20,
        check=False,
    )


def test_a_taken_port_is_said_before_anything_is_done(data):
    with socket.socket() as other:
        other.bind(("127.0.0.1", int(os.environ["PORT"])))
        other.listen()
        second = start()
    assert second.returncode == 1
    assert f"Cổng {os.environ['PORT']} đang được dùng" in second.stdout
    assert "PORT=" in second.stdout
    assert second.stderr == ""
    assert [path.name for path in data.iterdir()] == ["server.lock"]


def test_a_second_start_on_the_same_data_is_refused_and_names_the_first(data, monkeypatch):
    first = Server()
    first.lock_data()
    with first.lock:
        monkeypatch.setenv("PORT", "1")
        second = start()
    assert second.returncode == 1
    assert first.address in second.stdout
    assert second.stderr == ""


# --- Data -------------------------------------------------------------------------------------------
@pytest.fixture
def commands(monkeypatch) -> list[str]:
    """What a start asks of manage.py, written down instead of run."""
    ran: list[str] = []

    def write_down(server: Server, *arguments: str, may_fail: tuple[int, ...] = ()) -> int:
        ran.append(" ".join(arguments[:2]))
        if arguments[:2] == ("migrate", "--noinput") and server.database is not None:
            with contextlib.closing(sqlite3.connect(server.database)) as connection:
                connection.execute("CREATE TABLE IF NOT EXISTS unit (name)")
        return 0

    monkeypatch.setattr(Server, "_manage", write_down)
    return ran


def prepare() -> None:
    server = Server()
    server.data.mkdir(exist_ok=True)
    server.prepare()


def test_the_first_start_loads_the_demo_and_the_second_does_not(data, commands):
    prepare()
    assert commands == ["migrate --noinput", "createcachetable", "seed --demo"]
    commands.clear()
    prepare()
    assert commands == ["migrate --check", "createcachetable"]


@pytest.mark.parametrize(("name", "value"), [("DEMO", "0"), ("ENVIRONMENT", "production")])
def test_without_the_demo_it_starts_empty(data, commands, monkeypatch, name, value):
    monkeypatch.setenv(name, value)
    prepare()
    assert not [command for command in commands if command.startswith("seed")]


def test_a_seed_cut_short_is_played_again(data, commands, monkeypatch):
    write_down = Server._manage

    def stop_at_seed(server: Server, *arguments: str, may_fail: tuple[int, ...] = ()) -> int:
        if arguments[0] == "seed":
            raise Stopped
        return write_down(server, *arguments)

    monkeypatch.setattr(Server, "_manage", stop_at_seed)
    with pytest.raises(Stopped):
        prepare()
    monkeypatch.setattr(Server, "_manage", write_down)
    prepare()
    assert commands[-1] == "seed --demo"


def test_a_deleted_database_is_seeded_anew(data, commands):
    prepare()
    (data / "dondoc.sqlite3").unlink()
    prepare()
    assert commands[-1] == "seed --demo"


def test_data_somebody_else_entered_gets_no_demo(data, commands, monkeypatch):
    def has_units(server: Server, *arguments: str, may_fail: tuple[int, ...] = ()) -> int:
        commands.append(arguments[0])
        return 3 if arguments[0] == "shell" else 0

    monkeypatch.setattr(Server, "_manage", has_units)
    data.mkdir()
    (data / "dondoc.sqlite3").write_text("not empty")
    prepare()
    assert "seed" not in commands


def test_a_database_is_copied_before_it_is_changed(data, commands, monkeypatch):
    prepare()
    write_down = Server._manage

    def something_is_unapplied(server: Server, *arguments: str, may_fail: tuple[int, ...] = ()) -> int:
        return write_down(server, *arguments) or int(arguments[1:] == ("--check",))

    monkeypatch.setattr(Server, "_manage", something_is_unapplied)
    prepare()
    (copy,) = (data / "backups").glob("*.sqlite3")
    with contextlib.closing(sqlite3.connect(copy)) as connection:
        assert connection.execute("SELECT name FROM sqlite_master").fetchall() == [("unit",)]


def test_an_unreadable_schedule_of_beat_is_removed(data, commands):
    data.mkdir()
    (data / "beat-schedule").write_bytes(b"\x00garbage")
    (data / "beat-schedule.db").write_bytes(b"")
    prepare()
    assert not list(data.glob("beat-schedule*"))


def test_a_failing_step_shows_the_end_of_its_log(data, monkeypatch):
    server = Server()
    monkeypatch.setattr(server.supervisor, "step", lambda command, log: log.write_text("vì sao\n") and 1)
    server.logs.mkdir(parents=True)
    with pytest.raises(CannotStart, match="vì sao"):
        server._manage("migrate")


def test_a_port_that_is_no_number_is_said(data, monkeypatch):
    monkeypatch.setenv("PORT", "tám nghìn")
    assert "tám nghìn" in start().stdout
