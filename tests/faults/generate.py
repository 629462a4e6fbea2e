"""A ministry with thousands of people who must be told: rows as the actions would have left them, written in bulk.

    DATABASE_URL=… python -m tests.faults.generate --people 10000 --each 1 [--rules all]

Every tenth unit or so is not the usual case: no head but a deputy, a head switched off, a post that has ended, nobody
at all, an outside party, a leader in person; and of every ten rows some are settled, paused, drafts, undated,
orientations or of a period that has not begun. The policy has the rules of deadlines only, or all kinds and what
they speak of (`other_rules.py`). The same arguments make the same rows.
"""

import argparse
import os
import random
from datetime import UTC, date, datetime, timedelta

import django

from tests.faults import other_rules

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

# A Wednesday after the Tết of 2028, two weeks before 29 February.
DAY = date(2028, 2, 16)
AT = datetime(2027, 12, 1, tzinfo=UTC)
# Code, kind, days, hours; officer, head and office after so many working days (None: not by this rule).
RULES = [
    ("before-7", "before_due", 7, 0, 0, None, None),
    ("before-3", "before_due", 3, 0, 0, 0, None),
    ("before-1", "before_due", 1, 0, 0, 0, 2),
    ("on-due", "on_due", 0, 0, 0, 0, None),
    ("overdue-3", "overdue", 3, 0, 0, 0, 6),
]
# How a row came to its state after it was assigned; each step on the day of issue unless it says otherwise.
STEPS = {
    "assigned": [],
    "in_progress": [("accept", "in_progress")],
    "reported": [("accept", "in_progress"), ("report_done", "reported")],
    "completed": [("accept", "in_progress"), ("confirm", "completed")],
    "paused": [("accept", "in_progress"), ("pause", "paused")],
}
# Which of ten rows is what; the first of every person is always an ordinary one that is due.
STATES = ["in_progress"] * 5 + ["assigned"] * 2 + ["reported", "completed", "paused"]
# Working out when each of these was due is the oracle's work, not ours.
DUE_IN = [-61, -33, -20, -11, -8, -6, -5, -4, -3, -2, -1, 0, 1, 2, 3, 5, 6, 8, 9, 12, 13, 20, 45]


class Generated:
    def __init__(
        self, people: int, each: int, day: date, *, is_due: bool = False, has_all: bool = False
    ) -> None:
        self.other_rules = other_rules.OtherRules(day) if has_all else None
        self.people, self.each, self.day, self.is_due = people, each, day, is_due
        self.first_issued = day - timedelta(days=135)
        self.random = random.Random(20280216)
        self.rows: list[dict] = []  # one for each assignment

    def run(self) -> None:
        self._policy()
        self._register()
        self._plan()
        self._write()

    def _policy(self) -> None:
        from reminders.models import ReminderRule

        ReminderRule.objects.all().delete()
        self._rules(RULES)
        if self.other_rules:
            self._rules(other_rules.RULES)
            self._rules(other_rules.URGENT_RULES, urgency="flash")

    def _rules(self, rules: list[tuple], **scope) -> None:
        from reminders.models import ReminderRule

        for code, kind, days, hours, officer, head, office in rules:
            ladder = {"officer_after": officer, "head_after": head, "office_after": office}
            ReminderRule.objects.create(code=code, kind=kind, days=days, hours=hours, **ladder, **scope)

    def _person(self, name: str, **what):
        from units.models import User

        return User(
            username=name, full_name=f"Người {name}", email=f"{name}@example.vn", password="!", **what
        )

    def _register(self) -> None:
        """Unit after unit, until so many people will be told."""
        from units.models import Leader, LeaderTerm, Post, Role, Unit, User

        ministry = Unit.objects.create(code="BO", name="Bộ", kind="ministry")
        self.office_unit = Unit.objects.create(
            code="VP", name="Văn phòng Bộ", kind="office", is_office=True, parent=ministry
        )
        self.leader = Leader.objects.create(code="bo-truong", full_name="Bộ trưởng")
        LeaderTerm.objects.create(leader=self.leader, title="minister")
        # A letter shows two hundred lines; so that all of them can be compared, the office has enough people.
        offices = 1 + self.people // 100
        users = [self._person("leader"), self._person("secretary"), self._person("office")]
        users += [self._person(f"office{n}") for n in range(1, offices)]
        users += [self._person(f"p{n}", is_active=n % 50 != 14) for n in range(self.people)]
        # No address: the letter fails and says so.
        for user in users[2 + offices + 17 :: 200]:
            user.email = ""
        users = User.objects.bulk_create(users, batch_size=2000)
        leader, secretary, *others = users
        self.offices, self.staff = others[:offices], others[offices:]
        self.office = self.offices[0]
        units = []
        for n in range(self.people):
            is_external = n % 40 == 21
            units.append(
                Unit(
                    code=f"U{n}",
                    name=f"Đơn vị {n}",
                    sort_key=f"{n:06}",
                    kind="external" if is_external else "authority",
                    is_external=is_external,
                    parent=ministry,
                )
            )
        self.units = Unit.objects.bulk_create(units, batch_size=2000)
        posts = [
            *(Post(user=user, role=Role.OFFICE, unit=self.office_unit) for user in self.offices),
            Post(user=leader, role=Role.LEADER, leader=self.leader),
            Post(user=secretary, role=Role.SECRETARY, leader=self.leader),
        ]
        for n, (user, unit) in enumerate(zip(self.staff, self.units, strict=True)):
            if unit.is_external or n % 40 == 33:  # nobody there
                continue
            role = {7: Role.DEPUTY, 9: Role.SUBSTITUTE}.get(n % 20, Role.HEAD)
            posts.append(Post(user=user, role=role, unit=unit))
            below = self.staff[n - 1]
            if n % 20 == 7:  # the head before him has left
                posts.append(
                    Post(user=below, role=Role.HEAD, unit=unit, ends_on=self.day - timedelta(days=16))
                )
            if n % 20 == 14:  # a deputy beside the head (who is switched off in some)
                posts.append(Post(user=below, role=Role.DEPUTY, unit=unit))
            if n % 20 == 3:
                posts.append(Post(user=below, role=Role.OFFICER, unit=unit))
        Post.objects.bulk_create(posts, batch_size=2000)

    def _plan(self) -> None:
        for n, unit in enumerate(self.units):
            for k in range(self.each):
                self.rows.append(self._row(n, unit, is_first=k == 0 or self.is_due))
        for _ in range(3):
            self.rows.append(self._row(0, None, is_first=True))
        if self.other_rules:
            self.other_rules.plan(self.rows)

    def _row(self, n: int, unit, *, is_first: bool) -> dict:
        pick = self.random
        issued_on = self.first_issued + timedelta(days=pick.randrange(0, 129))
        odd = (
            ""
            if is_first
            else pick.choice(["", "", "", "", "", "", "draft", "orientation", "undated", "later"])
        )
        due_on = self.day + timedelta(
            days=0 if is_first and not self.is_due else pick.choice(DUE_IN[:18] if self.is_due else DUE_IN)
        )
        return {
            "unit": unit,
            "odd": odd,
            "state": "in_progress" if is_first else pick.choice(STATES),
            "issued_on": issued_on,
            "kind": "none" if odd == "undated" else "day",
            "due_on": None if odd == "undated" else max(due_on, issued_on),
            "moved_on": self.day - timedelta(days=pick.randrange(1, 5)) if pick.random() < 0.1 else None,
            "officer": self.staff[n - 1] if unit and n % 20 == 3 and pick.random() < 0.5 else None,
            "follower": self.offices[n % len(self.offices)] if len(self.offices) > 1 or n % 3 else None,
        }

    def _write(self) -> None:
        from directives.models import Assignment, Deadline, Directive
        from journal.models import Event
        from meetings.models import Meeting
        from units.text import fold

        meeting = Meeting.objects.create(
            code="GB01/2028", kind="month", title="Giao ban", period="2028-01", held_on=self.first_issued
        )
        # A number is small, so thousands of directives are those of several meetings.
        meetings = [meeting] + Meeting.objects.bulk_create(
            Meeting(
                code=f"GB{n}/2028",
                kind="month",
                title="Giao ban",
                period="2028-01",
                held_on=self.first_issued,
            )
            for n in range(2, 2 + len(self.rows) // 30000)
        )
        for start in range(0, len(self.rows), 5000):
            chunk = self.rows[start : start + 5000]
            directives = Directive.objects.bulk_create(
                Directive(
                    meeting=meetings[place // 30000],
                    number=place % 30000 + 1,
                    code=f"F{place:07}",
                    title=f"Việc F{place:07}",
                    words=f"Làm việc F{place:07}.",
                    search_text=fold(f"F{place:07} việc"),
                    source_item="Mục 1",
                    leader=self.leader,
                    urgency=row.get("urgency", "normal"),
                    kind="orientation" if row["odd"] == "orientation" else "task",
                    state="draft" if row["odd"] == "draft" else "issued",
                    issued_on=None if row["odd"] == "draft" else row["issued_on"],
                )
                for place, row in enumerate(chunk, start)
            )
            pairs = [
                (row, directive)
                for row, directive in zip(chunk, directives, strict=True)
                if row["odd"] != "draft"
            ]
            assignments = Assignment.objects.bulk_create(self._assignment(*pair) for pair in pairs)
            deadlines, events = [], []
            for (row, directive), assignment in zip(pairs, assignments, strict=True):
                deadlines += self._deadlines(row, assignment)
                events += self._events(row, directive, assignment)
            Deadline.objects.bulk_create(deadlines, batch_size=5000)
            Event.objects.bulk_create(events, batch_size=5000)
            if self.other_rules:
                self.other_rules.write([row for row, _directive in pairs], assignments, self.office)

    def _assignment(self, row: dict, directive):
        from directives.models import Assignment

        done = row["state"] in ("reported", "completed")
        paused = row["state"] == "paused"
        return Assignment(
            directive=directive,
            unit=row["unit"],
            leader=None if row["unit"] else self.leader,
            state=row["state"],
            state_on=row.get("state_on", row["issued_on"]),
            state_at=row.get("state_at", AT),
            state_by=self.office,
            assigned_on=row["issued_on"],
            deadline_kind=row["kind"],
            due_on=row["due_on"],
            first_due_on=row["due_on"],
            completed_on=row["issued_on"] if done else None,
            last_report_on=max(row.get("reports", []), default=None),
            recurrence=row.get("recurrence", ""),
            officer=row["officer"],
            follower=row["follower"],
            paused_from="in_progress" if paused else "",
            pause_condition="chờ luật" if paused else "",
            review_on=self.day + timedelta(days=90) if paused else None,
            starts_on=self.day + timedelta(days=30) if row["odd"] == "later" else row.get("starts_on"),
        )

    def _deadlines(self, row: dict, assignment) -> list:
        """The first version, and for some a second that was set a few days ago."""
        from directives.models import Deadline

        terms = {
            "kind": row["kind"],
            "precision": "day" if row["due_on"] else "none",
            "recurrence": row.get("recurrence", ""),
            "first_due_on": row["due_on"],
            "reason": "" if row["due_on"] else "không nêu",
        }
        first = Deadline(
            assignment=assignment,
            version=1,
            on=row["issued_on"],
            cause="assign",
            due_on=row["due_on"],
            **terms,
        )
        if not (row["due_on"] and row["moved_on"]) or row["moved_on"] < row["issued_on"]:
            return [first]
        # Before it was moved it was a week earlier; the assignment holds the newest.
        first.due_on = max(row["due_on"] - timedelta(days=7), row["issued_on"])
        moved = Deadline(
            assignment=assignment,
            version=2,
            on=row["moved_on"],
            cause="adjust",
            due_on=row["due_on"],
            **terms,
        )
        return [first, moved]

    def _events(self, row: dict, directive, assignment) -> list:
        from journal.models import Event

        def event(subject, kind: str, verb: str, old: str, new: str, on: date):
            return Event(
                verb=verb,
                subject_kind=kind,
                subject_id=subject.pk,
                on=on,
                by=self.office,
                from_state=old,
                to_state=new,
                done_on=row["issued_on"] if new in ("reported", "completed") else None,
                is_backdated=True,
            )

        issued_on = row["issued_on"]
        events = [
            event(directive, "directive", "issue", "draft", "issued", issued_on),
            event(assignment, "assignment", "assigned", "", "assigned", issued_on),
        ]
        state = "assigned"
        for verb, new, on in row.get("steps") or [(*step, issued_on) for step in STEPS[row["state"]]]:
            events.append(event(assignment, "assignment", verb, state, new, on))
            state = new
        return events


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=40, help="units, each with its people")
    parser.add_argument("--each", type=int, default=3, help="directives to each unit")
    parser.add_argument("--due", action="store_true", help="every row is open and due")
    parser.add_argument(
        "--rules", choices=["deadlines", "all"], default="deadlines", help="kinds in the policy"
    )
    parser.add_argument("--day", type=date.fromisoformat, default=DAY, help="nothing happened after it")
    options = parser.parse_args()
    django.setup()
    has_all = options.rules == "all"
    Generated(options.people, options.each, options.day, is_due=options.due, has_all=has_all).run()


if __name__ == "__main__":
    main()
