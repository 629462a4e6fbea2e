"""What the rules beside those of deadlines speak of, in a generated ministry: silence, acceptance, urgings, and
what waits for the office. `plan` changes rows before they are written, `write` adds what people handed in.
"""

import random
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

from tests.faults.working_days import days

# Code, kind, days, hours; officer, head and office after so many working days (None: not by this rule).
RULES = [
    ("stale-30", "stale", 30, 0, 0, 0, 10),
    ("unaccepted-16", "unaccepted", 0, 16, 0, 0, 2),
    ("urged-before-1", "urged_before", 1, 0, 0, 0, None),
    ("urged-overdue-2", "urged_overdue", 2, 0, 0, 0, 4),
    ("waiting-extension-2", "waiting_extension", 2, 0, None, None, 0),
    ("waiting-declined-2", "waiting_declined", 2, 0, None, None, 0),
    ("waiting-reported-3", "waiting_reported", 3, 0, None, None, 0),
]
# The narrower rule is followed alone: where it is urgent, every day.
URGENT_RULES = [("overdue-flash", "overdue", 1, 0, 0, 2, 4)]

QUARTER = "FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=-1"
# Days of silence around one, two and three times thirty.
SILENT = [0, 1, 12, 28, 29, 30, 31, 44, 58, 59, 60, 61, 75, 90, 91]
# No moment at which it is handed over comes near one at which a test looks, be it moved by the hour at noon.
MINUTES = [17, 43]
HOURS = [6, 8, 9, 11, 12, 14, 16, 19]
HANOI_IS_AHEAD = timedelta(hours=7)


class OtherRules:
    def __init__(self, day: date) -> None:
        self.day = day
        self.random = random.Random(20280217)
        self.working = [on for on, is_working in days() if is_working]

    def _ago(self, row: dict, choices) -> date:
        """So many days ago, but not before it was issued."""
        return max(self.day - timedelta(days=self.random.choice(choices)), row["issued_on"])

    # --- before the rows are written ---

    def plan(self, rows: list[dict]) -> None:
        for row in rows:
            row["urgency"] = "flash" if self.random.random() < 0.1 else "normal"
            self._undated(row)
            if self.random.random() < 0.15 and row["odd"] == "" and row["due_on"]:
                self._recurring(row)
            change: dict[str, Callable[[dict], None]] = {
                "assigned": self._assigned,
                "in_progress": self._in_progress,
                "reported": self._waiting,
            }
            change.get(row["state"], lambda _row: None)(row)

    def _undated(self, row: dict) -> None:
        if row["due_on"] is None:
            row["kind"] = self.random.choice(["none", "standing", "standing"])

    def _recurring(self, row: dict) -> None:
        """A quarter that has begun and of which the next is far; some were taken up before it began."""
        row["kind"], row["recurrence"] = "recurring", QUARTER
        row["due_on"], row["starts_on"] = date(2028, 3, 31), date(2028, 1, 1)
        row["moved_on"] = None

    def _assigned(self, row: dict) -> None:
        """Not accepted: handed over this week at some hour, upheld this week, or long ago; or declined."""
        kind = self.random.choice(["new", "new", "upheld", "old", "declined", "declined"])
        if kind == "new" and row["kind"] != "recurring":
            row["issued_on"] = self._ago(row, [1, 1, 2, 3, 4, 5])
            row["due_on"] = row["due_on"] and max(row["due_on"], row["issued_on"])
        since = self._ago(row, [0, 1, 1, 2, 3, 4, 5, 6, 9, 12])
        if kind == "new":
            since = row["issued_on"]
        if kind in ("new", "upheld"):
            row["state_at"] = self._moment(since)
        if kind == "declined":
            row["state"], row["state_on"] = "declined", since
            row["steps"] = [("decline", "declined", since)]
        if kind == "upheld":
            row["state_on"] = since
            row["steps"] = [("decline", "declined", row["issued_on"]), ("uphold", "assigned", since)]

    def _moment(self, on: date) -> datetime:
        moment = datetime(on.year, on.month, on.day, self.random.choice(HOURS), self.random.choice(MINUTES))
        return (moment - HANOI_IS_AHEAD).replace(tzinfo=UTC)

    def _in_progress(self, row: dict) -> None:
        """Taken up some day, with reports before and after it: those before were sent back."""
        row["reports"] = sorted(self._ago(row, SILENT) for _ in range(self.random.choice([0, 1, 1, 2])))
        row["state_on"] = self._ago(row, SILENT)
        done = [on for on in row["reports"] if on <= row["state_on"]]
        if done and self.random.random() < 0.5:
            row["steps"] = [
                ("accept", "in_progress", row["issued_on"]),
                ("report_done", "reported", done[-1]),
                ("send_back", "in_progress", row["state_on"]),
            ]
        else:
            row["state_on"] = min([row["state_on"], *row["reports"]])
            row["steps"] = [("accept", "in_progress", row["state_on"])]

    def _waiting(self, row: dict) -> None:
        row["state_on"] = self._ago(row, range(12))
        row["reports"] = [row["state_on"]]
        row["steps"] = [
            ("accept", "in_progress", row["issued_on"]),
            ("report_done", "reported", row["state_on"]),
        ]

    # --- with the rows ---

    def write(self, rows: list[dict], assignments: list, by) -> None:
        from directives.models import ExtensionRequest, ProgressReport, UrgedAssignment, Urging

        reports, requests, urged = [], [], []
        urgings = self._urgings(by)
        for row, assignment in zip(rows, assignments, strict=True):
            reports += [
                ProgressReport(
                    assignment=assignment, on=on, reported_by=by, text=f"Báo cáo ngày {on:%d/%m/%Y}"
                )
                for on in row.get("reports", [])
            ]
            if row["due_on"] and row["state"] != "completed" and self.random.random() < 0.3:
                requests.append(self._request(row, assignment, by))
            fitting = [urging for urging in urgings if urging.urged_on >= row["issued_on"]]
            if row["state"] != "completed" and fitting and self.random.random() < 0.4:
                urged += [
                    self._urged(urging, assignment, by)
                    for urging in self.random.sample(
                        fitting, min(len(fitting), self.random.choice([1, 1, 2]))
                    )
                ]
        ProgressReport.objects.bulk_create(reports, batch_size=5000)
        ExtensionRequest.objects.bulk_create(requests, batch_size=5000)
        Urging.objects.bulk_create(urgings)
        UrgedAssignment.objects.bulk_create(urged, batch_size=5000)

    def _request(self, row: dict, assignment, by):
        from directives.models import ExtensionRequest

        on = self._ago(row, range(9))
        is_open = self.random.random() < 0.7
        decided = {
            "state": "refused",
            "decided_on": self.day,
            "decided_at": self._moment(self.day),
            "decided_by": by,
        }
        return ExtensionRequest(
            assignment=assignment,
            asked_due_on=row["due_on"] + timedelta(days=60),
            current_due_on=row["due_on"],
            reason="chờ số liệu",
            requested_on=on,
            requested_by=by,
            **({} if is_open else decided),
        )

    def _urgings(self, by) -> list:
        """So many letters, each to many: to be answered last week, today, next week; some on a day off."""
        from directives.models import Urging

        return [
            Urging(
                text="Đề nghị báo cáo",
                urged_on=self.day - timedelta(days=ago),
                reply_by_on=self.day + timedelta(days=ahead),
                urged_by=by,
            )
            for ago, ahead in [
                (15, -12),
                (9, -6),
                (9, -4),
                (7, -2),
                (5, -1),
                (4, 0),
                (2, 1),
                (1, 2),
                (1, 4),
                (0, 6),
            ]
        ]

    def _urged(self, urging, assignment, by):
        from directives.models import UrgedAssignment

        is_answered = self.random.random() < 0.3
        answer = {"answer": "Đã xong một nửa", "answered_at": self._moment(self.day), "answered_by": by}
        return UrgedAssignment(urging=urging, assignment=assignment, **(answer if is_answered else {}))
