"""A workbook from outside, read by a process of its own: cells with their kinds, or the reason why not."""

from sheets.reading.apart import read_apart
from sheets.reading.refusals import Grid, Unreadable, Why

__all__ = ["Grid", "Unreadable", "Why", "read_apart"]
