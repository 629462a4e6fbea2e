"""The whole system on one machine: prepares the data, then runs web, worker and beat.

Reads the environment: DATA_DIR (./data), PORT (8000), DEMO (1; 0 starts without the demo),
ENVIRONMENT (production never loads a demo), SITE_URL, WEB_WORKERS, and passes on what settings.py reads.
"""

import contextlib
import dbm
import fcntl
import os
import shlex
import socket
import sqlite3
import sys
import time
from collections.abc import Collection
from datetime import datetime
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from script.processes import Child, Supervisor, last_lines, say

ROOT = Path(__file__).resolve().parent.parent
HOST = "127.0.0.1"
SLOW_START = 60
HAS_UNITS = "import units.models as u; raise SystemExit(3 if u.Unit.objects.exists() else 0)"


class CannotStart(Exception):
    """Says why, in words for whoever started us."""


class Stopped(Exception):
    """Asked to stop while preparing."""


class Server:
    def __init__(self) -> None:
        env = dict(os.environ)
        self.is_production = env.get("ENVIRONMENT") == "production"
        self.wants_demo = env.get("DEMO", "1").lower() not in ("0", "false", "no", "off", "")
        try:
            self.port = int(env.get("PORT") or 8000)
        except ValueError:
            raise CannotStart(f"PORT={env['PORT']} không phải là số cổng. (PORT must be a number.)") from None
        self.address = f"http://{HOST}:{self.port}"
        self.data = Path(env.get("DATA_DIR") or "data").resolve()
        self.logs = self.data / "logs"
        env["DATA_DIR"] = str(self.data)
        env["PYTHONUNBUFFERED"] = "1"
        if not self.is_production:
            # In production the address people type is not ours: settings.py demands it.
            env.setdefault("SITE_URL", self.address)
        # Any other name is refused, and logged as an attack.
        self.host_header = env.get("ALLOWED_HOSTS", "").split(",")[0].strip(" .") or f"{HOST}:{self.port}"
        self.database = self._sqlite_file(env.get("DATABASE_URL", ""))
        self.supervisor = Supervisor(
            self._children(env), env=env, cwd=ROOT, on_tick=self._announce_when_ready
        )
        self.announce_until = 0.0
        self.next_probe_at = 0.0

    def _sqlite_file(self, url: str) -> Path | None:
        """The database file, or None when the database is a server's and so are its copies."""
        if not url:
            return self.data / "dondoc.sqlite3"
        return Path(url.removeprefix("sqlite:///")) if url.startswith("sqlite:///") else None

    def _children(self, env: dict[str, str]) -> list[Child]:
        celery = [sys.executable, "-m", "celery", "--quiet", "-A", "config"]
        web = [sys.executable, "-m", "gunicorn", "config.wsgi", "--bind", f"{HOST}:{self.port}", "--preload"]
        web += ["--worker-class", "gthread", "--workers", env.get("WEB_WORKERS") or "2", "--threads", "4"]
        web += ["--timeout", "60", "--graceful-timeout", "8", "--log-level", "warning", "--no-control-socket"]
        # An address with all filters, in Vietnamese, each letter of which is nine in it.
        web += ["--limit-request-line", "8190"]
        worker = [*celery, "worker", "--loglevel", "warning", "--without-mingle", "--without-gossip"]
        worker += ["--without-heartbeat"]
        # Threads start at once and need no fork, which macOS dislikes; two, so that a long task does not hold up
        # the next. With Redis processes, because only they can be ended at a time limit.
        worker += ["--concurrency", "2", "--pool", "prefork" if env.get("REDIS_URL") else "threads"]
        beat = [*celery, "beat", "--loglevel", "warning", "--pidfile", ""]
        # Letters apart, workbooks apart: a mail server that stalls or a long list must not hold up anything else.
        commands = {"web": web, "worker": [*worker, "-Q", "celery", "-n", "worker@%h"]}
        commands |= {name: [*worker, "-Q", name, "-n", f"{name}@%h"] for name in ("mail", "sheets")}
        commands["beat"] = beat
        return [Child(name, command, self.logs / f"{name}.log") for name, command in commands.items()]

    # --- Alone on this data and this port ---------------------------------------------------------
    def lock_data(self) -> None:
        """Hold the data folder for as long as this process lives."""
        self.data.mkdir(parents=True, exist_ok=True)
        self.lock = (self.data / "server.lock").open("a+")
        try:
            fcntl.flock(self.lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            self.lock.seek(0)
            first = self.lock.read().strip() or "?"
            raise CannotStart(
                f"Hệ thống đang chạy trên dữ liệu này tại {first} ({self.data}).\n"
                f"(It already runs on this data at {first}. Other data: DATA_DIR=… PORT=… script/server)"
            ) from None
        self.lock.truncate(0)
        self.lock.write(self.address + "\n")
        self.lock.flush()

    def check_port(self) -> None:
        with socket.socket() as probe:
            # As the web server binds: what a closed connection leaves behind is not a server.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((HOST, self.port))
            except (OSError, OverflowError) as error:
                raise CannotStart(
                    f"Cổng {self.port} đang được dùng hoặc không mở được ({error}). "
                    "Hãy chọn cổng khác: PORT=8001 script/server\n"
                    f"(Port {self.port} is taken or cannot be opened: choose another as above.)"
                ) from None

    # --- Data -----------------------------------------------------------------------------------
    def prepare(self) -> None:
        say("Đang chuẩn bị dữ liệu… (preparing the data)")
        self._drop_unreadable_schedule()
        is_new = self.database is not None and not (self.database.exists() and self.database.stat().st_size)
        if is_new or self._manage("migrate", "--check", may_fail=(1,)) != 0:
            if not is_new and self.database is not None:
                self._copy_database(self.database)
            self._manage("migrate", "--noinput")
        if not os.environ.get("REDIS_URL"):
            self._manage("createcachetable")
        if self.is_production:
            self._manage("collectstatic", "--noinput")
        self._seed(is_new)

    def _seed(self, is_new: bool) -> None:
        """Load the demo once. The marker tells a seed that was cut short from data people entered."""
        marker = self.data / "seed"
        state = "" if is_new or not marker.exists() else marker.read_text().strip()
        if state == "done" or self.is_production or not (self.wants_demo or state == "started"):
            return
        # What was begun is finished, whatever DEMO says now; half a demo is of no use.
        if state != "started" and not is_new and self._manage("shell", "-c", HAS_UNITS, may_fail=(3,)) == 3:
            return
        say("Đang nạp dữ liệu mẫu, chỉ lần đầu… (loading the demo, only once)")
        marker.write_text("started")
        self._manage("seed", "--demo")
        marker.write_text("done")

    def _copy_database(self, database: Path) -> None:
        """A whole copy before its tables change; one cut short keeps another name."""
        folder = self.data / "backups"
        folder.mkdir(exist_ok=True)
        copy = folder / f"dondoc-{datetime.now().astimezone():%Y%m%d-%H%M%S}.sqlite3"
        draft = copy.with_suffix(".part")
        draft.unlink(missing_ok=True)
        with contextlib.closing(sqlite3.connect(database, timeout=20)) as connection:
            connection.execute("VACUUM INTO ?", (str(draft),))
        draft.rename(copy)
        say(f"Đã sao lưu trước khi nâng cấp: {copy} (backup before the upgrade)")

    def _drop_unreadable_schedule(self) -> None:
        """Beat's memory of its last runs is worth less than a start: without it a tick comes later."""
        schedule = self.data / "beat-schedule"
        try:
            with dbm.open(str(schedule), "r") as store:
                for key in store.keys():  # noqa: SIM118 - a dbm file is no dict
                    store[key]
        except Exception:
            for path in self.data.glob("beat-schedule*"):
                path.unlink(missing_ok=True)

    def _manage(self, *arguments: str, may_fail: Collection[int] = ()) -> int:
        log = self.logs / "prepare.log"
        self.logs.mkdir(exist_ok=True)
        with log.open("a") as lines:
            lines.write(
                f"--- {datetime.now().astimezone():%Y-%m-%d %H:%M:%S} manage.py {' '.join(arguments)}\n"
            )
        code = self.supervisor.step([sys.executable, str(ROOT / "manage.py"), *arguments], log)
        if self.supervisor.stopping:
            raise Stopped
        if code and code not in may_fail:
            raise CannotStart(
                f"Lệnh manage.py {' '.join(arguments)} không xong; nhật ký {log} kết thúc bằng:\n"
                f"(manage.py {arguments[0]} failed; its log ends:)\n" + "\n".join(last_lines(log))
            )
        return code

    # --- Running --------------------------------------------------------------------------------
    def run(self) -> int:
        self.supervisor.listen()
        self.lock_data()
        self.check_port()
        self.prepare()
        self.announce_until = time.monotonic() + SLOW_START
        code = self.supervisor.run()
        if code == 0:
            say("Đã dừng. (stopped)")
        return code

    def _announce_when_ready(self) -> None:
        now = time.monotonic()
        if not self.announce_until or now < self.next_probe_at:
            return
        self.next_probe_at = now + 0.2
        if self._answers():
            self.announce_until = 0.0
            accounts = self.logs / "demo_accounts.txt"
            accounts.unlink(missing_ok=True)
            say("", f"Đôn Đốc đang chạy tại {self.address} (it runs; Ctrl-C: dừng/stop)")
            manage = [sys.executable, str(ROOT / "manage.py"), "demo_accounts"]
            if not self.is_production and self.supervisor.step(manage, accounts) == 0:
                say("", *last_lines(accounts, count=100))
            else:
                here = f"{self._data_words()}.venv/bin/python manage.py"
                say(
                    f"Chưa có tài khoản? (no account yet?)  {here} createsuperuser",
                    f"Danh mục đơn vị có sẵn (bundled register): {here} seed --register",
                )
        elif now > self.announce_until:
            self.announce_until = now + SLOW_START
            say(
                f"Trang web chưa trả lời, vẫn đợi; xem {self.logs / 'web.log'} (no answer yet, still waiting)"
            )

    def _data_words(self) -> str:
        """What a command must begin with to speak of this data."""
        return "" if self.data == ROOT / "data" else f"DATA_DIR={shlex.quote(str(self.data))} "

    def _answers(self) -> bool:
        """Any answer will do: in production it is a redirect to the real address."""
        connection = HTTPConnection(HOST, self.port, timeout=2)
        try:
            connection.request("GET", "/", headers={"Host": self.host_header})
            connection.getresponse()
        except (OSError, HTTPException):
            return False
        finally:
            connection.close()
        return True


def main() -> int:
    with contextlib.suppress(AttributeError, ValueError):
        sys.stdout.reconfigure(errors="replace")  # type: ignore[union-attr]
    try:
        return Server().run()
    except Stopped:
        return 0
    except CannotStart as reason:
        say(str(reason))
        return 1


if __name__ == "__main__":
    sys.exit(main())
