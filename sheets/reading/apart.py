"""Reading a workbook from outside apart from our processes: a bomb or a loop ends the reader, not the worker."""

from intake.reading.apart import TookTooMuch, answer_of
from sheets.reading.refusals import MOST_OUTPUT, SECONDS, Grid, Unreadable, Why


def read_apart(data: bytes, name: str, *, seconds: float = SECONDS) -> Grid:
    """The first sheet of the workbook; raises Unreadable where there is none."""
    try:
        read = answer_of("sheets.reading.child", data, name, seconds=seconds, most=MOST_OUTPUT)
    except TookTooMuch as error:
        raise Unreadable(Why.TOO_MUCH_WORK, name) from error
    if "why" in read:
        raise Unreadable(Why(read["why"]), name)
    rows = [
        (number, {int(column): (kind, value) for column, (kind, value) in cells.items()})
        for number, cells in read["rows"]
    ]
    return Grid(rows, read["merged"])
