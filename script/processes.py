"""Keeps child processes running until told to stop: restart, give up, end all. Knows nothing of Django."""

import contextlib
import ctypes
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

LOG_BYTES = 5 * 1024 * 1024
NOTEWORTHY = re.compile(r"(?<![%\w])(WARNING|ERROR|CRITICAL)\b")
TICK = 0.1


def say(*lines: str) -> None:
    # A console that was closed must not stop the server.
    with contextlib.suppress(OSError, ValueError):
        print(*lines, sep="\n", flush=True)


def last_lines(log: Path, count: int = 20) -> list[str]:
    with contextlib.suppress(OSError), log.open("rb") as file:
        file.seek(max(0, log.stat().st_size - 64 * 1024))
        return file.read().decode(errors="replace").splitlines()[-count:]
    return []


def keep_bounded(log: Path) -> None:
    """Move a long log's content aside; its writers append, so they go on at the new start."""
    with contextlib.suppress(FileNotFoundError):
        if log.stat().st_size > LOG_BYTES:
            shutil.copyfile(log, log.with_name(log.name + ".1"))
            os.truncate(log, 0)


def _libc() -> ctypes.CDLL | None:
    return ctypes.CDLL(None) if sys.platform == "linux" else None


def spawn(command: Sequence[str], log: Path, env: Mapping[str, str], cwd: Path) -> subprocess.Popen[bytes]:
    """Start a command in a session of its own, so that Ctrl-C reaches us alone and we end it in order.

    On Linux the kernel ends it when we are killed with -9. macOS has no such call: there a killed
    supervisor leaves its children running, `ps -o pid,command | grep config` shows them.
    """
    libc, parent = _libc(), os.getpid()

    def die_with_parent() -> None:
        if libc is not None:
            libc.prctl(1, signal.SIGTERM, 0, 0, 0)  # 1 = PR_SET_PDEATHSIG
            if os.getppid() != parent:
                os._exit(1)

    log.parent.mkdir(parents=True, exist_ok=True)
    keep_bounded(log)
    with log.open("ab") as output:
        return subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env=dict(env),
            cwd=cwd,
            start_new_session=True,
            preexec_fn=die_with_parent,
        )


def signal_group(process: subprocess.Popen[bytes], number: signal.Signals) -> None:
    # EPERM: what is left of the group on macOS when only its corpse remains.
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, number)


@dataclass(frozen=True)
class Patience:
    """How long we wait for what, in seconds."""

    first_delay: float = 1
    longest_delay: float = 30
    healthy_after: float = 60
    deaths: int = 5
    deaths_within: float = 120
    stop: float = 12


@dataclass
class Child:
    name: str
    command: Sequence[str]
    log: Path
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0
    start_again_at: float = 0
    delay: float = 0
    deaths: deque[float] = field(default_factory=deque)
    read_to: int = 0


class Supervisor:
    def __init__(
        self,
        children: Sequence[Child],
        *,
        env: Mapping[str, str],
        cwd: Path,
        patience: Patience | None = None,
        on_tick: Callable[[], None] = lambda: None,
    ) -> None:
        self.children = children
        self.env = env
        self.cwd = cwd
        self.patience = patience or Patience()
        self.on_tick = on_tick
        self.stopping = False
        self.steps: list[subprocess.Popen[bytes]] = []

    def listen(self) -> None:
        """From here on Ctrl-C, SIGTERM and a closed terminal mean: stop in order."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._on_signal)

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        if self.stopping and number == signal.SIGINT:
            self._end_now()
            os._exit(130)
        self.stopping = True

    # --- One command after the other, before the children -----------------------------------------
    def step(self, command: Sequence[str], log: Path) -> int:
        """Run a command to its end and return its exit code; a stop ends it."""
        process = spawn(command, log, self.env, self.cwd)
        self.steps = [process]
        deadline = float("inf")
        while process.poll() is None:
            if self.stopping and deadline == float("inf"):
                process.terminate()
                deadline = time.monotonic() + 5
            if time.monotonic() > deadline:
                signal_group(process, signal.SIGKILL)
            time.sleep(0.02)
        self.steps = []
        return process.returncode

    # --- The children ----------------------------------------------------------------------------
    def run(self) -> int:
        """Keep the children running. 0: stopped as asked. 1: one of them cannot stay up."""
        failed: Child | None = None
        for child in self.children:
            child.read_to = child.log.stat().st_size if child.log.exists() else 0
        try:
            while not self.stopping and failed is None:
                failed = self._look_after_children()
                self.on_tick()
                time.sleep(TICK)
        finally:
            if self.stopping:
                say("", "Đang dừng… Ctrl-C lần nữa: dừng ngay. (stopping; Ctrl-C again: at once)")
            self.stopping = True
            self._end_in_order()
        if failed is None:
            return 0
        say(
            "",
            f"{failed.name} dừng {self.patience.deaths} lần liền; hệ thống đã tắt.",
            f"({failed.name} died {self.patience.deaths} times in a row; everything was stopped.)",
            f"{failed.log}:",
            *last_lines(failed.log),
        )
        return 1

    def _look_after_children(self) -> Child | None:
        now = time.monotonic()
        for child in self.children:
            self._repeat_warnings(child)
            if child.process is None:
                if now >= child.start_again_at and not self.stopping:
                    child.process = spawn(child.command, child.log, self.env, self.cwd)
                    child.started_at = now
            elif child.process.poll() is not None:
                # Its own children may have outlived it, and hold the port.
                signal_group(child.process, signal.SIGKILL)
                if self._has_died_too_often(child, now):
                    return child
        return None

    def _has_died_too_often(self, child: Child, now: float) -> bool:
        assert child.process is not None
        patience = self.patience
        healthy = now - child.started_at >= patience.healthy_after
        child.delay = (
            patience.first_delay
            if healthy or not child.delay
            else min(child.delay * 2, patience.longest_delay)
        )
        child.deaths.append(now)
        while now - child.deaths[0] > patience.deaths_within:
            child.deaths.popleft()
        code, child.process = child.process.returncode, None
        child.start_again_at = now + child.delay
        if len(child.deaths) >= patience.deaths:
            return True
        say(
            f"{child.name} đã dừng (mã {code}), khởi động lại sau {child.delay:g} giây. "
            f"({child.name} died, restarting in {child.delay:g} s.) {child.log}"
        )
        return False

    def _repeat_warnings(self, child: Child) -> None:
        """Show on the console what a child's log says in earnest; the rest stays in the file."""
        with contextlib.suppress(FileNotFoundError), child.log.open("rb") as file:
            size = os.fstat(file.fileno()).st_size
            if size < child.read_to:
                child.read_to = 0
            file.seek(child.read_to)
            chunk = file.read(256 * 1024)
            # A line is shown once it is whole; one that never ends is passed over.
            whole = chunk.rfind(b"\n") + 1 or (len(chunk) if len(chunk) == 256 * 1024 else 0)
            child.read_to += whole
            for line in chunk[:whole].decode(errors="replace").splitlines():
                if NOTEWORTHY.search(line):
                    say(f"[{child.name}] {line}")
        keep_bounded(child.log)

    # --- The end ---------------------------------------------------------------------------------
    def _end_in_order(self) -> None:
        """TERM to each leader, which ends its own workers in order; after a while KILL to all."""
        running = [child.process for child in self.children if child.process is not None]
        for process in running:
            with contextlib.suppress(ProcessLookupError):
                process.terminate()
        deadline = time.monotonic() + self.patience.stop
        while time.monotonic() < deadline and any(process.poll() is None for process in running):
            time.sleep(0.02)
        self._end_now()

    def _end_now(self) -> None:
        running = [child.process for child in self.children if child.process is not None]
        for process in [*running, *self.steps]:
            signal_group(process, signal.SIGKILL)
        for process in running:
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(timeout=1)
