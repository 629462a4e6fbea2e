"""The figures as of any day against random histories retold in plain Python (tests/histories.py)."""

from datetime import UTC, date, datetime

import time_machine
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from directives.statistics import statistics
from tests.histories import History, many, played, playing, telling_days


def check(histories: list[History], day: date) -> None:
    """History by history, by both deadlines, and directive by directive."""
    found, at_first = statistics(day, by="meeting"), statistics(day, by="meeting", against="first_due")
    for figures, is_first in ((found, False), (at_first, True)):
        counted = {
            group.key: {klass: n for klass, n in group.counts.items() if n} for group in figures.groups
        }
        told = {history.code: dict(history.counts(day, is_first)) for history in histories}
        assert {code: counts for code, counts in counted.items() if counts} == {
            code: counts for code, counts in told.items() if counts
        }, day
    each = [history.directives(day) for history in histories]
    assert found.directives == {name: sum(one[name] for one in each) for name in each[0]}, day


@playing
@given(batch=many, choice=st.randoms(use_true_random=False))
def test_figures_as_of_any_day_are_those_of_the_history_retold(ministry, batch, choice):
    with transaction.atomic():
        histories = played(ministry, batch)
        turns = telling_days(histories)
        for day in choice.sample(turns, min(20, len(turns))):
            check(histories, day)
        # Where that day is today, the columns of the rows say it; they must say the same as the events.
        newest = max(history.day for history in histories)
        ahead = [day for day in turns if day >= newest]
        for today in {newest, *choice.sample(ahead, min(4, len(ahead)))}:
            with time_machine.travel(datetime(today.year, today.month, today.day, 5, tzinfo=UTC), tick=False):
                check(histories, today)
        transaction.set_rollback(True)
