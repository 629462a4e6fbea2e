"""How much of everything: the small form for every change; the full one (FAULTS=full) by script/faults."""

import os

IS_FULL = os.environ.get("FAULTS") == "full"
# A part of the full form, where the time for all of it is not there.
SHARE = float(os.environ.get("FAULTS_SHARE") or 1)


def size(small, full):
    if not IS_FULL:
        return small
    return full if isinstance(full, float) else max(small, int(full * SHARE))


def say(**figures) -> None:
    """The figures of a scenario on one line; script/faults shows them."""
    print("\nFIGURES", " ".join(f"{name}={value}" for name, value in figures.items()), flush=True)  # noqa: T201
