"""The guards of the engine, each with a hand that takes it away: for the negative controls, in the test's own
processes only. A control that changes nothing would prove nothing, so a missing name is an error.
"""

import time
from collections.abc import Callable
from dataclasses import replace

from django.db.models import Q
from django.utils import timezone

from reminders import clocks, delivery, ledger, planning
from reminders.models import Digest


def _lease() -> None:
    """Everybody may take every letter that is not known to be sent."""
    delivery._free = lambda now: Q(state__in=["planned", "sending"])

    def claim(pk: int) -> str:
        Digest.objects.filter(pk=pk).update(state="sending", owner="anybody", claimed_until=timezone.now())
        return "anybody"

    delivery._claim = claim


def _sent_after_sending() -> None:
    """Written down as sent first and sent then: at most once instead of at least once."""
    check_again = delivery._check_again

    def check_and_finish(digest, owner, **how) -> bool:
        return check_again(digest, owner, **how) and bool(delivery._finish(digest, owner) or True)

    delivery._check_again = check_and_finish


def _checked_again() -> None:
    """Right and state are not asked again before sending."""
    delivery._check_again = lambda *_, **__: True


def _one_of_several_missed() -> None:
    """Of several missed occurrences all are said."""
    missing = planning._missing

    def all_said(*args):
        return [row._replace(is_latest=True) for row in missing(*args)]

    planning._missing = all_said
    ledger._outrun = lambda rows, day: 0


def _refused_for_good() -> None:
    """A refusal for good is taken for one that passes."""
    delivery.LetterRefused = type("Never", (Exception,), {})


def _clocks(*names: str) -> Callable[[], None]:
    """The rules that speak by these clocks are forgotten, whatever the policy says."""

    def forget() -> None:
        planning.CLOCKS = {name: planning.CLOCKS[name] for name in planning.CLOCKS.keys() - set(names)}
        # A name that is none would forget nothing.
        assert set(names) <= clocks.CLOCKS.keys(), names

    return forget


def _ladder_held_back() -> None:
    """It climbs on while a request for more time waits."""
    planning.CLOCKS = {name: replace(clock, is_held=False) for name, clock in planning.CLOCKS.items()}


def _hurry() -> None:
    """Not a guard: everybody reads the ledger, then everybody writes."""
    write = ledger.write

    def write_late(*args, **how):
        time.sleep(2)
        return write(*args, **how)

    ledger.write = write_late


OFF = {
    "hurry": _hurry,
    "refused for good": _refused_for_good,
    "lease": _lease,
    "sent after sending": _sent_after_sending,
    "checked again": _checked_again,
    "one of several missed": _one_of_several_missed,
    "silence": _clocks("stale"),
    "acceptance": _clocks("unaccepted"),
    "urgings": _clocks("urged"),
    "what waits": _clocks("extension", "declined", "reported"),
    "ladder held back": _ladder_held_back,
}

UNIQUE = [
    ("reminders_reminder", "reminded_once"),
    ("reminders_digest", "one_digest_a_person_and_day"),
]


def drop_unique_rows(house) -> None:
    for table, name in UNIQUE:
        house.do(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
