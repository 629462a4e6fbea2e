"""Making the content of each document. What is asked for is an `Asked`; the same for page, button, command, clock."""

from collections.abc import Callable

from reports.content import Paper
from reports.making.asked import Asked
from reports.making.briefing import briefing
from reports.making.conclusion import conclusion
from reports.making.period import period
from reports.making.urging import late_units, urging

MAKERS: dict[str, Callable[[Asked], Paper]] = {
    "conclusion": conclusion,
    "period": period,
    "urging": urging,
    "briefing": briefing,
}


def make(asked: Asked) -> Paper:
    return MAKERS[asked.kind](asked)


__all__ = ["MAKERS", "Asked", "Paper", "late_units", "make"]
