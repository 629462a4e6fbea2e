"""How much of everything: the small form for every change; the full one (FAULTS=full) by script/faults."""

import os

IS_FULL = os.environ.get("FAULTS") == "full"


def size(small, full):
    return full if IS_FULL else small


def say(**figures) -> None:
    """The figures of a scenario on one line; script/faults shows them."""
    print("\nFIGURES", " ".join(f"{name}={value}" for name, value in figures.items()), flush=True)  # noqa: T201
