"""Random short histories, played through the actions and retold in plain Python.

The retelling knows nothing of the product but the names of states and classes. Each history has a meeting of its own,
so that the figures of many are told apart when they are counted together.
"""

import os
from collections import Counter
from datetime import date, timedelta

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st

from directives import actions
from directives.models import DeadlineTerms
from meetings.models import Meeting
from tests.cast import DUE, WHEN, Ministry, make_unit, make_user
from units.models import Role

# Histories a test plays; HISTORIES=1000 plays a thousand.
HISTORIES = int(os.environ.get("HISTORIES") or 30)
# So many are played into one database before the figures are asked for.
AT_ONCE = 10 if HISTORIES < 200 else 20

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

    def __init__(self, ministry: Ministry, number: int) -> None:
        self.m = ministry
        self.day = WHEN
        self.number = number
        self.code = f"LS{number:04}"
        ministry.meeting = Meeting.objects.create(
            code=self.code,
            kind="month",
            title=f"Hội nghị {number}",
            held_on=WHEN,
            presided_by=ministry.minister,
        )
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
        name = f"{self.number}.{self.spare}"
        unit = make_unit(f"DV{name}")
        self.heads[unit.pk] = make_user(f"head{name}", {"role": Role.HEAD, "unit": unit})
        new = actions.reassign(row, by=self.m.office, unit=unit, reason="đúng", **self.when())
        self.turn(told, "replaced")
        retold = Told(told.directive, self.day, "assigned", told.deadlines)
        retold.was_decided = told.was_decided
        self.add(new, retold)

    def counts(self, day: date, first: bool = False) -> Counter:
        """How many rows stand in which class on that day."""
        return Counter(filter(None, (told.klass(day, first) for told in self.told)))

    def by_unit(self, day: date) -> dict[str, Counter]:
        """The same by the name of the unit that owes it."""
        found: dict[str, Counter] = {}
        for row, told in zip(self.rows, self.told, strict=True):
            if klass := told.klass(day, first=False):
                found.setdefault(row.unit.name, Counter())[klass] += 1
        return found

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


# Row, step, days since the step before (often none), day stated.
steps = st.lists(
    st.tuples(
        st.integers(0, 3), st.integers(0, 359), st.sampled_from([0, 0, 1, 2, 7, 30]), st.integers(0, 120)
    ),
    min_size=10,
    max_size=18,
)
many = st.lists(steps, min_size=AT_ONCE, max_size=AT_ONCE)


def played(ministry: Ministry, batch: list[list[tuple[int, int, int, int]]]) -> list[History]:
    histories = []
    for number, tries in enumerate(batch):
        history = History(ministry, number)
        for step in tries:
            history.step(*step)
        histories.append(history)
    return histories


def telling_days(histories: list[History]) -> list[date]:
    return sorted({day for history in histories for day in history.telling_days()})


playing = settings(
    max_examples=max(1, HISTORIES // AT_ONCE),
    deadline=None,
    database=None,
    # Each try plays whole histories; shrinking would play hundreds. Short histories are readable as they are.
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[
        HealthCheck.function_scoped_fixture,
        HealthCheck.too_slow,
        HealthCheck.data_too_large,
    ],
    derandomize=True,
)
