"""Who must be told what: computed by plain SQL, from what DESIGN says and the rows of the policy.

It imports nothing of the product and shares no calendar with it. `owe(house, moment)` adds to the table
`must_be_told` what a sweep of that moment must say; the other functions compare ledger, letters and the mail
server with it.
"""

from collections import Counter
from datetime import datetime, timedelta

from tests.faults.house import House
from tests.faults.owed import OWE, TABLES
from tests.faults.working_days import HOURS, days


def prepare(house: House) -> None:
    house.do(TABLES)
    ordinal, before = 0, timedelta()
    with house.connection.cursor() as cursor:
        calendar = list(days())
        with cursor.copy('COPY working_day ("on", is_working, ordinal) FROM STDIN') as lines:
            for day, is_working in calendar:
                ordinal += is_working
                lines.write_row((day, is_working, ordinal))
        with cursor.copy("COPY working_span (starts_at, ends_at, before) FROM STDIN") as lines:
            for day in (day for day, is_working in calendar if is_working):
                for begin, end in HOURS:
                    starts_at, ends_at = datetime.combine(day, begin), datetime.combine(day, end)
                    lines.write_row((starts_at, ends_at, before))
                    before += ends_at - starts_at


def owe(house: House, moment: datetime) -> int:
    """What a sweep of that moment must write, added; returns how many rows. On a day off: none."""
    day = moment.date()
    if not house.one('SELECT is_working FROM working_day WHERE "on" = %s', day):
        return 0
    with house.connection.transaction():
        # The planner cannot know how many rows each step yields, and would go through all for each of another.
        house.do("SET LOCAL enable_nestloop = off")
        return house.connection.execute(OWE, {"day": day, "moment": moment}).rowcount


def ledger_differs(house: House) -> dict[str, list[tuple]]:
    """Rows the ledger lacks, and rows it has beyond those owed."""
    owed = "SELECT assignment, rule, basis, occurrence_on, recipient, is_said FROM must_be_told"
    kept = (
        "SELECT assignment_id, rule, basis, occurrence_on, recipient_id, reason <> 'later' "
        "FROM reminders_reminder"
    )
    return {
        "lost": house.rows(f"{owed} EXCEPT {kept}"),
        "extra": house.rows(f"{kept} EXCEPT {owed}"),
        "double": house.rows(
            "SELECT assignment_id, rule, basis, occurrence_on, recipient_id FROM reminders_reminder "
            "GROUP BY 1, 2, 3, 4, 5 HAVING count(*) > 1"
        ),
        "double letters": house.rows(
            "SELECT recipient_id, kind, day FROM reminders_digest GROUP BY 1, 2, 3 HAVING count(*) > 1"
        ),
    }


class Wire:
    """What the mail server was given, against what was owed."""

    def __init__(self, house: House) -> None:
        # The letters of figures (the office's, the leaders') tell nobody of a reminder.
        figures = house.rows("SELECT message_id FROM reminders_digest WHERE kind IN ('office', 'weekly')")
        self.figures = {one for (one,) in figures}
        self.letters = [letter for letter in house.letters() if letter["id"] not in self.figures]
        owed = house.rows(
            "SELECT DISTINCT email, told_on, code, letter FROM must_be_told WHERE is_said AND email <> ''"
        )
        self.owed = {(email, code): Counter() for email, _on, code, _letter in owed}
        for email, _on, code, _letter in owed:
            self.owed[email, code]["times"] += 1
        self.known = dict(house.rows("SELECT message_id, address FROM reminders_digest"))
        self.days = {(email, on, letter) for email, on, _code, letter in owed}

    def by_id(self) -> dict[str, dict]:
        """One of each letter, whatever number of copies arrived."""
        return {letter["id"]: letter for letter in self.letters}

    @property
    def copies(self) -> int:
        """Letters that came again, with the same Message-ID."""
        return len(self.letters) - len(self.by_id())

    def lost(self) -> list[tuple]:
        told = Counter(
            (to, code) for row in self.by_id().values() for to in row["to"] for code in row["codes"]
        )
        return [pair for pair, owed in self.owed.items() if told[pair] < owed["times"]]

    def extra(self) -> list[tuple]:
        """Letters nobody wrote, or to somebody else; words nobody was owed, or more often than owed."""
        told = Counter(
            (to, code) for row in self.by_id().values() for to in row["to"] for code in row["codes"]
        )
        strange = [(row["id"], row["to"]) for row in self.letters if [self.known.get(row["id"])] != row["to"]]
        return strange + [
            pair for pair, times in told.items() if times > self.owed.get(pair, Counter())["times"]
        ]

    def letters_too_many(self) -> int:
        """Letters beyond one a person and day, by Message-ID."""
        return len(self.by_id()) - len(self.days)
