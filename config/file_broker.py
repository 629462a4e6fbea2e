"""A Celery broker made of files, for one machine with no service installed.

A message is a file. It is put by a rename into its queue's folder and taken by a rename into
`claimed/`: of two consumers only one rename succeeds. The claim's name carries its owner, and the
owner holds a lock as long as it lives, so that what a killed worker had in hand is given back.

One host only: locks and renames are those of a local file system. There is no fanout, so remote
control (`celery inspect`) gets no answer here, and nothing else depends on it.
"""

import fcntl
import logging
import os
import time
import uuid
from collections import deque
from pathlib import Path
from queue import Empty
from typing import Any
from urllib.parse import quote, unquote

from kombu.transport import virtual
from kombu.utils.json import dumps, loads

logger = logging.getLogger(__name__)

GIVE_BACK_EVERY = 10.0
# A message that was in hand each time its worker died is probably what killed it.
DEATHS_ALLOWED = 3


class Owner:
    """This process as a claimer: a file under lock for as long as the process lives.

    A lock and not a bare pid, because a pid is soon another process's: after a container's restart
    the new worker often has the pid of the dead one.
    """

    def __init__(self, folder: Path) -> None:
        self.pid = os.getpid()
        self.name = f"{self.pid}-{uuid.uuid4().hex[:12]}"
        self.path = folder / self.name
        folder.mkdir(parents=True, exist_ok=True)
        draft = folder / f".{self.name}"
        # Locked before it is seen under its name: an unlocked owner is a dead one.
        self.lock = os.open(draft, os.O_CREAT | os.O_RDWR, 0o600)
        fcntl.flock(self.lock, fcntl.LOCK_EX)
        draft.rename(self.path)

    def is_current(self) -> bool:
        """False after a fork, and when somebody deleted the folder."""
        return self.pid == os.getpid() and self.path.exists()


def is_alive(path: Path) -> bool:
    try:
        descriptor = os.open(path, os.O_RDWR)
    except FileNotFoundError:
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(descriptor)
    return False


class Channel(virtual.Channel):
    """Puts, takes and forgets message files. A delivery tag is the name of the claim's file."""

    # One a process and folder, so that two channels of a worker do not look like two workers.
    _owners: dict[Path, Owner] = {}

    def __init__(self, connection: Any, **kwargs: Any) -> None:
        super().__init__(connection, **kwargs)
        self.folder = Path(connection.client.transport_options["folder"])
        self.claimed = self.folder / "claimed"
        self.unreadable = self.folder / "unreadable"
        self._listed: dict[str, deque[str]] = {}
        self._gave_back_at = float("-inf")

    # --- In -------------------------------------------------------------------------------------
    def _put(self, queue: str, message: dict, **kwargs: Any) -> None:
        folder = self._queue_folder(queue)
        name = f"{time.time_ns():020d}-{uuid.uuid4().hex}.0"
        content = dumps(message).encode()
        try:
            self._write(folder, name, content)
        except FileNotFoundError:  # the folder went away between two lines of ours
            self._write(folder, name, content)

    @staticmethod
    def _write(folder: Path, name: str, content: bytes) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        draft = folder / f".{name}"
        descriptor = os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            draft.rename(folder / name)
        except BaseException:
            draft.unlink(missing_ok=True)
            raise

    # --- Out ------------------------------------------------------------------------------------
    def drain_events(self, timeout: float | None = None, callback: Any = None) -> Any:
        # With all hands full the next message is due as soon as one is free, not at the next poll.
        latest = time.monotonic() + Transport.polling_interval
        while self._consumers and not self.qos.can_consume() and time.monotonic() < latest:
            time.sleep(0.02)
        return super().drain_events(timeout=timeout, callback=callback)

    def _get(self, queue: str, timeout: float | None = None) -> dict:
        self._give_back()
        # The listing is kept until it is used up: a long queue is not read anew for each message.
        if not self._listed.get(queue):
            self._listed[queue] = deque(self._waiting(queue))
        names = self._listed[queue]
        while names:
            message = self._take(queue, names.popleft())
            if message is not None:
                return message
        raise Empty

    def _take(self, queue: str, name: str) -> dict | None:
        tag = f"{self._owner().name}@{quote(queue, safe='')}@{name}"
        self.claimed.mkdir(parents=True, exist_ok=True)
        try:
            os.rename(self._queue_folder(queue) / name, self.claimed / tag)
        except FileNotFoundError:  # another consumer was faster
            return None
        try:
            message = loads((self.claimed / tag).read_bytes())
            message["properties"]["delivery_tag"] = tag
            message["properties"]["delivery_info"]["redelivered"] = not name.endswith(".0")
            self.Message(message, channel=self)  # also tries the body's encoding
        except FileNotFoundError:  # the folder was deleted under us
            return None
        except Exception:
            self._set_aside(tag, "cannot be read")
            return None
        return message

    def _set_aside(self, tag: str, why: str) -> None:
        logger.warning("A message %s; it was moved to %s", why, self.unreadable / tag)
        self.unreadable.mkdir(parents=True, exist_ok=True)
        os.rename(self.claimed / tag, self.unreadable / tag)

    # --- Done with ------------------------------------------------------------------------------
    def basic_ack(self, delivery_tag: str, multiple: bool = False) -> None:
        self._forget(delivery_tag)
        super().basic_ack(delivery_tag, multiple)

    def basic_reject(self, delivery_tag: str, requeue: bool = False) -> None:
        super().basic_reject(delivery_tag, requeue=requeue)  # a requeue moves the file back
        if not requeue:
            self._forget(delivery_tag)

    def basic_consume(self, queue: str, no_ack: bool, callback: Any, consumer_tag: Any, **kwargs: Any) -> Any:
        def forget_first(message: Any) -> Any:
            self._forget(message.delivery_tag)
            return callback(message)

        return super().basic_consume(
            queue, no_ack, forget_first if no_ack else callback, consumer_tag, **kwargs
        )

    def basic_get(self, queue: str, no_ack: bool = False, **kwargs: Any) -> Any:
        message = super().basic_get(queue, no_ack=no_ack, **kwargs)
        if message is not None and no_ack:
            self._forget(str(message.delivery_tag))
        return message

    def _forget(self, tag: str) -> None:
        (self.claimed / tag).unlink(missing_ok=True)

    def _restore(self, message: Any) -> None:
        """Called for what was taken and not acknowledged when the channel closes, or is requeued."""
        if int(message.delivery_tag.partition("-")[0]) != os.getpid():
            return  # a forked child leaves: the message is in its parent's hand
        self._return(message.delivery_tag)

    # --- Back -----------------------------------------------------------------------------------
    def _give_back(self) -> None:
        """Return to their queues the claims of workers that live no more."""
        if time.monotonic() - self._gave_back_at < GIVE_BACK_EVERY:
            return
        self._gave_back_at = time.monotonic()
        owners = self.folder / "owners"
        dead = {path.name for path in owners.glob("[0-9]*") if not is_alive(path)}
        for claim in list(self.claimed.glob("*@*@*")):
            owner = claim.name.partition("@")[0]
            if owner in dead or not (owners / owner).exists():
                self._return(claim.name, after_death=True)
        for owner in dead:
            (owners / owner).unlink(missing_ok=True)

    def _return(self, tag: str, after_death: bool = False) -> None:
        _owner, queue, name = tag.split("@", 2)
        stem, _dot, deaths = name.rpartition(".")
        count = int(deaths) + after_death if deaths.isdecimal() else 1
        try:
            if count > DEATHS_ALLOWED:
                self._set_aside(tag, f"was in hand at {count} deaths of a worker")
                return
            folder = self._queue_folder(unquote(queue))
            folder.mkdir(parents=True, exist_ok=True)
            os.rename(self.claimed / tag, folder / f"{stem or name}.{count}")
        except FileNotFoundError:
            pass  # another worker gave it back first

    # --- Queues ---------------------------------------------------------------------------------
    def _queue_folder(self, queue: str) -> Path:
        return self.folder / "queues" / quote(queue, safe="")

    def _waiting(self, queue: str) -> list[str]:
        try:
            names = os.listdir(self._queue_folder(queue))
        except FileNotFoundError:
            return []
        return sorted(name for name in names if not name.startswith("."))

    def _size(self, queue: str) -> int:
        return len(self._waiting(queue))

    def _purge(self, queue: str) -> int:
        names = self._waiting(queue)
        for name in names:
            (self._queue_folder(queue) / name).unlink(missing_ok=True)
        return len(names)

    def _new_queue(self, queue: str, **kwargs: Any) -> None:
        self._queue_folder(queue).mkdir(parents=True, exist_ok=True)

    def _has_queue(self, queue: str, **kwargs: Any) -> bool:
        return self._queue_folder(queue).is_dir()

    def _owner(self) -> Owner:
        owner = self._owners.get(self.folder)
        if owner is None or not owner.is_current():
            owner = self._owners[self.folder] = Owner(self.folder / "owners")
        return owner


class Transport(virtual.Transport):
    Channel = Channel
    driver_type = "files"
    driver_name = "files"
    polling_interval = 0.5

    def driver_version(self) -> str:
        return "1"
