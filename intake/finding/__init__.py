"""Minutes in, proposed directives out: rules in plain Python, without models, network or chance."""

from datetime import date

from intake.finding.found import Found
from intake.finding.proposals import propose
from intake.finding.register import EMPTY, Register

__all__ = ["EMPTY", "Found", "Register", "find"]


def find(text: str, *, register: Register = EMPTY, published_on: date | None = None) -> Found:
    """What `text` says of its meeting, and each directive in it, in the order of the text.

    `published_on` settles years the text leaves open where it names no day of its own.
    """
    return propose(text, register, published_on)
