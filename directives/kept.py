"""What was found, kept until something happens: every step has its event, and every change of the master data its
token."""

import logging
from collections.abc import Callable, Hashable
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.core.cache import caches
from django.db.models import Max, Sum

from journal.models import Event
from units import register
from units.standing import Standing
from units.working_calendar import today

logger = logging.getLogger(__name__)

KEPT_FOR_SECONDS = 3600
# Of one process, in its memory: as many answers of lists and figures, at most.
MOST_KEPT = 200
NOTHING = object()
# A step that began before others and ends after them is seen, though its event has a lower number.
LOOKED_BACK = 1000


def _program() -> str:
    """What this process is made of: an answer of another program may have another shape, or count otherwise."""
    rooms = sorted(file.parent for file in settings.BASE_DIR.glob("*/apps.py"))
    sources = [file for room in rooms for file in sorted(room.rglob("*.py"))]
    return sha256(
        b"".join(file.read_bytes() for file in [settings.BASE_DIR / "requirements.txt", *sources])
    ).hexdigest()


# Taken at the start: an upgrade changes the files under a process that still runs.
PROGRAM = _program()


class _Memory:
    """What this process found, of one state; a new state begins with an empty one."""

    def __init__(self, state: str) -> None:
        self.state = state
        self.found: dict[Hashable, Any] = {}


_memory = _Memory("")


def scope_of(standing: Standing | None) -> tuple[tuple[int, ...], ...]:
    """The same for all who read the same rows; empty for those who read all, and where nobody is named."""
    if standing is None or standing.reads_all:
        return ()
    return tuple(sorted(standing.sees)), tuple(sorted(standing.secretary_of))


def newest_state() -> str:
    """What changes with every step, every change of the master data, and at midnight."""
    newest = Event.objects.order_by("-pk")[:LOOKED_BACK].values("pk", "at")
    found = newest.aggregate(numbers=Sum("pk"), moment=Max("at"))
    moment = found["moment"].timestamp() if found["moment"] else 0
    return f"{found['numbers']}:{moment}:{register.current().token}:{today()}"


def kept(question: Hashable, make: Callable[[], Any], *, is_shared: bool = True) -> Any:
    """What `make` finds for `question`, found again whenever anything has happened since. Several requests hold the
    same answer at once. What `is_shared` is kept for the other processes as well, which must write the question
    alike; it leaves this process, so it holds no account."""
    memory = _of_now()
    found = memory.found.get(question, NOTHING)
    if found is NOTHING:
        found = _shared(f"{question!r}:{memory.state}", make) if is_shared else make()
        if len(memory.found) >= MOST_KEPT:
            memory.found.clear()
        memory.found[question] = found
    return found


def _of_now() -> _Memory:
    """The state is read first: what happens while `make` looks is found at most once too often."""
    global _memory
    state = newest_state()
    if _memory.state != state:
        _memory = _Memory(state)
    return _memory


def _shared(words: str, make: Callable[[], Any]) -> Any:
    key = sha256(f"{PROGRAM}:{words}".encode()).hexdigest()
    found = _tried("read", lambda: caches["kept"].get(key))
    if found is None:
        found = make()
        _tried("written", lambda: caches["kept"].set(key, found, KEPT_FOR_SECONDS))
    return found


def _tried(what: str, ask: Callable[[], Any]) -> Any:
    """Without the cache a page costs more; it is shown all the same."""
    try:
        return ask()
    except Exception:
        logger.warning("What is kept could not be %s.", what, exc_info=True)
        return None
