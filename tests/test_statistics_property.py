"""Random short histories, played through the actions and retold in plain Python: the figures must agree.

The retelling knows nothing of the product but the names of states and classes.
"""

from collections import Counter
from datetime import UTC, date, datetime, timedelta

import time_machine
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from directives import actions
from directives.models import DeadlineTerms
from directives.statistics import statistics
from tests.cast import DUE, WHEN, make_unit, make_user
from units.models import Role

ISSUED = WHEN
STEPS = {
    "assigned": ["accept", "decline", "pause", "adjust", "lift", "extend", "mistype", "withdraw", "reassign"],
    "in_progress": ["report", "done", "pause", "adjust", "lift", "extend", "mistype", "withdraw", "reassign"],
    "reported": [
        "send_back",
        "confirm",
        "confirm_otherwise",
        "adjust",
        "mistype",
        "mistype_done",
        "withdraw",
    ],
    "completed": ["reopen", "mistype_done"],
    "declined": ["uphold", "reassign", "adjust"],
    "paused": ["resume", "withdraw", "reassign"],
    "replaced": [],
    "withdrawn": [],
}


class Told:
    """One row as the history tells it: what was said on which day, in the order it was said."""

    def __init__(self, directive: int, on: date, state: str, deadlines: list) -> None:
        self.directive = directive
        self.states = [(on, state)]
        self.days_done: list[tuple[date, date]] = []
        self.deadlines = list(deadlines)  # (day, due, first due)
        self.was_decided = False
        self.paused_from = ""

    @property
    def due(self) -> date | None:
        return self.deadlines[-1][1]

    def set_due(self, on: date, due: date | None) -> None:
        first = self.deadlines[-1][2] or due
        self.deadlines.append((on, due, first))
        self.was_decided = True

    def klass(self, day: date, first: bool) -> str | None:
        state = last([state for on, state in self.states if on <= day])
        if state in (None, "replaced", "withdrawn"):
            return None
        deadline = last([entry for entry in self.deadlines if entry[0] <= day])
        due = deadline[2 if first else 1]
        done = last([done for on, done in self.days_done if on <= day])
        if state == "completed":
            if due is None:
                return "completed_no_deadline"
            return "completed_on_time" if done <= due else "completed_late"
        if state == "paused" or due is None:
            return "open_no_deadline"
        measured = done if state == "reported" else day
        return "open_overdue" if measured > due else "open_within"


def last(entries: list):
    return entries[-1] if entries else None


class History:
    """Plays each step twice: through the actions, and into the retelling."""

    def __init__(self, ministry) -> None:
        self.m = ministry
        self.day = WHEN
        shared, own = ministry.directive(), ministry.directive()
        self.rows, self.told, self.heads = [], [], {}
        self.withdrawn: dict[int, date] = {}
        self.spare = 0
        for directive, unit, head, due in (
            (shared, ministry.unit, ministry.head, DUE),
            (shared, ministry.other_unit, ministry.other_head, DUE),
            (own, ministry.unit, ministry.head, None),
        ):
            self.heads[unit.pk] = head
            row = ministry.assignment(directive=directive, unit=unit, due_on=due)
            self.add(row, Told(directive.pk, WHEN, "assigned", [(WHEN, due, due)]))

    def add(self, row, told: Told) -> None:
        self.rows.append(row)
        self.told.append(told)

    def step(self, which: int, choice: int, gap: int, offset: int) -> None:
        self.day += timedelta(days=gap)
        index = which % len(self.rows)
        row, told = self.rows[index], self.told[index]
        legal = STEPS[told.states[-1][1]]
        if not legal:
            return
        # Refetched: a step on one row may have closed another.
        row.refresh_from_db()
        getattr(self, legal[choice % len(legal)])(row, told, ISSUED + timedelta(days=offset))

    def when(self) -> dict:
        return {"on": self.day, "is_backdated": True}

    def turn(self, told: Told, state: str) -> None:
        told.states.append((self.day, state))

    def accept(self, row, told, _day):
        actions.accept(row, by=self.heads[row.unit_id], **self.when())
        self.turn(told, "in_progress")

    def decline(self, row, told, _day):
        actions.decline(row, by=self.heads[row.unit_id], reason="không", proposed="Cục", **self.when())
        self.turn(told, "declined")

    def uphold(self, row, told, _day):
        actions.uphold(row, by=self.m.leader, reason="giữ", **self.when())
        self.turn(told, "assigned")

    def pause(self, row, told, _day):
        told.paused_from = told.states[-1][1]
        actions.pause(
            row, by=self.m.leader, condition="chờ", review_on=self.day + timedelta(days=1), **self.when()
        )
        self.turn(told, "paused")

    def resume(self, row, told, day):
        due = max(day, self.day)
        actions.resume(row, by=self.m.leader, deadline=DeadlineTerms("day", due), **self.when())
        self.turn(told, told.paused_from)
        told.set_due(self.day, due)

    def adjust(self, row, told, day):
        terms = DeadlineTerms("day", day)
        actions.adjust_deadline(
            row, by=self.m.leader, deadline=terms, reason="mới", basis="QĐ 1", **self.when()
        )
        told.set_due(self.day, day)

    def lift(self, row, told, _day):
        terms = DeadlineTerms("none", reason="không cần")
        actions.adjust_deadline(
            row, by=self.m.leader, deadline=terms, reason="mới", basis="QĐ 1", **self.when()
        )
        told.set_due(self.day, None)

    def extend(self, row, told, day):
        if told.due is None or day <= told.due:
            return
        by = self.heads[row.unit_id]
        request = actions.request_extension(row, by=by, asked_due_on=day, reason="chờ", **self.when())
        actions.approve(request, by=self.m.leader, **self.when())
        told.set_due(self.day, day)

    def mistype(self, row, told, day):
        if told.due in (None, day):
            return
        actions.correct(row, by=self.m.office, field="due_on", value=day, reason="gõ nhầm", **self.when())
        first = told.deadlines[-1][2] if told.was_decided else day
        told.deadlines.append((self.day, day, first))

    def mistype_done(self, row, told, day):
        day = min(day, self.day)
        if told.days_done[-1][1] == day:
            return
        actions.correct(
            row, by=self.m.office, field="completed_on", value=day, reason="gõ nhầm", **self.when()
        )
        told.days_done.append((self.day, day))

    def report(self, row, _told, _day):
        actions.report_progress(row, by=self.heads[row.unit_id], text="một nửa", **self.when())

    def done(self, row, told, day):
        day = min(day, self.day)
        actions.report_done(
            row,
            by=self.heads[row.unit_id],
            completed_on=day,
            result="xong",
            result_number="1",
            **self.when(),
        )
        self.turn(told, "reported")
        told.days_done.append((self.day, day))

    def send_back(self, row, told, _day):
        actions.send_back(row, by=self.m.leader, reason="thiếu", **self.when())
        self.turn(told, "in_progress")

    def confirm(self, row, told, _day):
        actions.confirm(row, by=self.m.leader, **self.when())
        self.turn(told, "completed")

    def confirm_otherwise(self, row, told, day):
        day = min(day, self.day)
        actions.confirm(row, by=self.m.leader, completed_on=day, reason="theo văn bản", **self.when())
        self.turn(told, "completed")
        told.days_done.append((self.day, day))

    def reopen(self, row, told, _day):
        actions.reopen(row, by=self.m.leader, reason="chưa", **self.when())
        self.turn(told, "in_progress")

    def withdraw(self, row, told, day):
        if day.day % 3:
            actions.withdraw(row, by=self.m.leader, reason="thôi", **self.when())
            self.turn(told, "withdrawn")
            return
        row.directive.refresh_from_db()
        if any(other.state_on > self.day for other in row.directive.assignments.all()):
            return
        actions.withdraw(row.directive, by=self.m.leader, reason="thôi", **self.when())
        for other in self.told:
            if other.directive == told.directive and STEPS[other.states[-1][1]]:
                # What is completed stays so, and is counted no more all the same.
                self.turn(other, "withdrawn")

    def reassign(self, row, told, _day):
        self.spare += 1
        unit = make_unit(f"DV{self.spare}")
        self.heads[unit.pk] = make_user(f"head{self.spare}", {"role": Role.HEAD, "unit": unit})
        new = actions.reassign(row, by=self.m.office, unit=unit, reason="đúng", **self.when())
        self.turn(told, "replaced")
        retold = Told(told.directive, self.day, "assigned", told.deadlines)
        retold.was_decided = told.was_decided
        self.add(new, retold)

    def counts(self, day: date, first: bool) -> Counter:
        return Counter(filter(None, (told.klass(day, first) for told in self.told)))

    def directives(self, day: date) -> dict[str, int]:
        found: dict[int, set[str]] = {}
        for told in self.told:
            if klass := told.klass(day, first=False):
                found.setdefault(told.directive, set()).add(klass)
        result = {"total": len(found), "completed": 0, "overdue": 0, "open": 0}
        for classes in found.values():
            if "open_overdue" in classes:
                result["overdue"] += 1
            elif any(klass.startswith("open") for klass in classes):
                result["open"] += 1
            else:
                result["completed"] += 1
        return result

    def telling_days(self) -> list[date]:
        """The days on which a figure may turn, with the days before and after them."""
        turns = {self.day, WHEN}
        for told in self.told:
            turns |= {on for on, _state in told.states} | {on for on, _done in told.days_done}
            for on, due, first in told.deadlines:
                turns |= {on, due or on, first or on}
        return sorted({turn + timedelta(days=gap) for turn in turns for gap in (-1, 0, 1)})


def check(history: History, day: date) -> None:
    figures, at_first = statistics(day), statistics(day, against="first_due")
    assert {klass: n for klass, n in figures.counts.items() if n} == history.counts(day, first=False), day
    assert {klass: n for klass, n in at_first.counts.items() if n} == history.counts(day, first=True), day
    assert figures.directives == history.directives(day), day


# Row, step, days since the step before (often none), day stated.
steps = st.lists(
    st.tuples(
        st.integers(0, 3), st.integers(0, 359), st.sampled_from([0, 0, 1, 2, 7, 30]), st.integers(0, 120)
    ),
    min_size=10,
    max_size=18,
)


@settings(
    max_examples=25,
    deadline=None,
    database=None,
    # Each try plays a whole history; shrinking would play hundreds. Short histories are readable as they are.
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    derandomize=True,
)
@given(steps=steps, choice=st.randoms(use_true_random=False))
def test_figures_as_of_any_day_are_those_of_the_history_retold(ministry, steps, choice):
    with transaction.atomic():
        history = History(ministry)
        for step in steps:
            history.step(*step)
        turns = history.telling_days()
        for day in choice.sample(turns, min(12, len(turns))):
            check(history, day)
        # Where that day is today, the columns of the rows say it; they must say the same as the events.
        check(history, history.day)
        ahead = [day for day in turns if day >= history.day]
        for today in (history.day, *choice.sample(ahead, min(3, len(ahead)))):
            with time_machine.travel(datetime(today.year, today.month, today.day, 5, tzinfo=UTC), tick=False):
                check(history, today)
        transaction.set_rollback(True)
