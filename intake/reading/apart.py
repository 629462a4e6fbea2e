"""Reading a file from outside apart from the web process: a crash, a bomb or a loop ends the reader, not the server."""

import json
import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path, PurePath
from typing import Any

from intake.reading.document import Document, Note, Remark, Unreadable, Why
from intake.reading.limits import MOST_OUTPUT, WALL_SECONDS

ROOT = Path(__file__).resolve().parents[2]


class TookTooMuch(Exception):
    """The child ended without an answer: too long, too much memory, or broken by what it read."""


def read_apart(
    source: bytes | str | os.PathLike[str], name: str, *, seconds: float = WALL_SECONDS
) -> Document:
    """As `read_file`, in a child process with limits on memory, time and output."""
    label = PurePath(name).name or name
    try:
        read = answer_of("intake.reading.child", source, label, seconds=seconds)
    except TookTooMuch as error:
        raise Unreadable(Why.TOO_MUCH_WORK, name=label) from error
    if "why" in read:
        raise Unreadable(Why(read["why"]), **read["params"])
    remarks = tuple(Remark(Note(note), params) for note, params in read["remarks"])
    return Document(read["text"], read["kind"], read["sha256"], remarks)


def answer_of(
    module: str,
    source: bytes | str | os.PathLike[str],
    name: str,
    *,
    seconds: float = WALL_SECONDS,
    most: int = MOST_OUTPUT,
) -> dict[str, Any]:
    """What `module`, run as a child with the file as its input, writes as JSON; without an answer TookTooMuch."""
    with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as answer:
        if isinstance(source, bytes):
            given.write(source)
            given.seek(0)
            outcome = _run(module, given, answer, name, seconds)
        else:
            with open(source, "rb") as file:
                outcome = _run(module, file, answer, name, seconds)
        answer.seek(0)
        written = answer.read(most)
    if outcome != 0:
        raise TookTooMuch
    try:
        return json.loads(written)
    except ValueError as error:
        raise TookTooMuch from error


def _run(module: str, given, answer, name: str, seconds: float) -> int:
    # No part of our environment goes along: the reader needs no database, and a file must not reach our secrets.
    environment = {
        "LC_ALL": "C.UTF-8",
        "PYTHONUTF8": "1",
        "PYTHONPATH": str(ROOT),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    child = subprocess.Popen(  # noqa: S603 - our own interpreter and module; the name is one argument
        [sys.executable, "-m", module, name],
        cwd=ROOT,
        env=environment,
        stdin=given,
        stdout=answer,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        return child.wait(seconds)
    except subprocess.TimeoutExpired:
        os.killpg(child.pid, signal.SIGKILL)
        return child.wait()
