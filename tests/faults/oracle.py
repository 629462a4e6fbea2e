"""Who must be told what: computed from the tables by plain SQL, from what DESIGN says and the rows of the policy.

It imports nothing of the product and shares no calendar with it. `owe(house, day)` adds to the table `must_be_told`
what a sweep of that day must say; the other functions compare ledger, letters and the mail server with it.
"""

from collections import Counter
from datetime import date

from tests.faults.house import House
from tests.faults.working_days import days

TABLES = """
CREATE TABLE working_day ("on" date PRIMARY KEY, is_working boolean NOT NULL, ordinal int NOT NULL);
CREATE TABLE must_be_told (
    assignment bigint, recipient bigint, rule text, basis text, occurrence_on date,
    is_said boolean, told_on date, code text, email text, letter text,
    PRIMARY KEY (assignment, recipient, rule, basis, occurrence_on)
);
CREATE INDEX ON must_be_told (assignment, recipient, basis);
"""

# Working days are counted by ordinals: `ordinal` of a day is the number of working days up to it, itself included.
OWE = """
WITH today AS (SELECT ordinal FROM working_day WHERE "on" = %(day)s),
worked AS (SELECT "on", ordinal FROM working_day WHERE is_working),
newest AS (
    SELECT DISTINCT ON (assignment_id) assignment_id, version, "on" AS since, due_on
    FROM directives_deadline WHERE "on" <= %(day)s ORDER BY assignment_id, version DESC
),
-- What is worked on, and has a day: issued tasks that have begun and were not withdrawn.
owed AS (
    SELECT a.id AS assignment, a.unit_id, a.leader_id, a.officer_id, a.follower_id, d.code,
           n.version, n.due_on, greatest(n.since, a.assigned_on) AS since,
           due.ordinal AS due_ordinal, due.is_working AS due_is_working
    FROM directives_assignment a
    JOIN directives_directive d ON d.id = a.directive_id
    JOIN newest n ON n.assignment_id = a.id
    JOIN working_day due ON due."on" = n.due_on
    WHERE a.state IN ('assigned', 'in_progress') AND d.kind = 'task' AND d.state = 'issued'
      AND (a.starts_on IS NULL OR a.starts_on <= %(day)s)
),
-- Posts that count on the day: of people who may sign in.
post AS (
    SELECT p.user_id, p.role, p.unit_id, p.leader_id FROM units_post p
    JOIN units_user u ON u.id = p.user_id AND u.is_active
    WHERE (p.starts_on IS NULL OR p.starts_on <= %(day)s) AND (p.ends_on IS NULL OR p.ends_on >= %(day)s)
),
head AS (
    SELECT unit_id, user_id, rank() OVER (PARTITION BY unit_id ORDER BY CASE role
        WHEN 'head' THEN 1 WHEN 'deputy' THEN 2 ELSE 3 END) AS place
    FROM post WHERE role IN ('head', 'deputy', 'substitute')
),
-- The ladder of each row. 1 the officer; 2 head, else deputy, else substitute, or the leader and his secretary;
-- 3 the office's follower, else the whole office. Outside parties have no 1 and 2.
rung AS (
    SELECT o.assignment, 1 AS rung, o.officer_id AS user_id FROM owed o
    JOIN units_unit u ON u.id = o.unit_id AND NOT u.is_external
    JOIN post p ON p.unit_id = o.unit_id AND p.user_id = o.officer_id
     AND p.role IN ('officer', 'head', 'deputy', 'substitute')
    UNION
    SELECT o.assignment, 2, h.user_id FROM owed o
    JOIN units_unit u ON u.id = o.unit_id AND NOT u.is_external
    JOIN head h ON h.unit_id = o.unit_id AND h.place = 1
    UNION
    SELECT o.assignment, 2, p.user_id FROM owed o JOIN post p ON p.leader_id = o.leader_id
    UNION
    SELECT o.assignment, 3, p.user_id FROM owed o
    JOIN post p ON p.role = 'office' AND (p.user_id = o.follower_id OR NOT EXISTS (
        SELECT 1 FROM post f WHERE f.role = 'office' AND f.user_id = o.follower_id))
),
held AS (
    SELECT assignment, bool_or(rung = 1) AS has_officer, bool_or(rung = 2) AS has_head FROM rung GROUP BY 1
),
-- After how many working days each rung is told by each rule; an empty rung leaves its turn to the next.
turn1 AS (
    SELECT h.assignment, r.id AS rule_id, h.has_head, CASE WHEN h.has_officer THEN r.officer_after END AS officer,
           least(r.head_after, CASE WHEN NOT h.has_officer THEN r.officer_after END) AS head, r.office_after
    FROM held h CROSS JOIN reminders_reminderrule r WHERE r.is_active
),
turn AS (
    SELECT assignment, rule_id, 1 AS rung, officer AS after FROM turn1 WHERE officer IS NOT NULL
    UNION ALL
    SELECT assignment, rule_id, 2, head FROM turn1 WHERE head IS NOT NULL AND has_head
    UNION ALL
    SELECT assignment, rule_id, 3, least(office_after, CASE WHEN NOT has_head THEN head END) FROM turn1
    WHERE least(office_after, CASE WHEN NOT has_head THEN head END) IS NOT NULL
),
-- The day each rule first speaks, as an ordinal and a day: before the due date, on it (be it a day off), after it.
spoken AS (
    SELECT o.assignment, r.id AS rule_id, r.code AS rule, r.kind, r.days, w."on" AS base_on, w.ordinal AS base
    FROM owed o JOIN reminders_reminderrule r ON r.is_active AND r.kind = 'before_due'
    JOIN worked w ON w.ordinal = o.due_ordinal - r.days + (NOT o.due_is_working)::int
    UNION ALL
    SELECT o.assignment, r.id, r.code, r.kind, r.days, o.due_on, o.due_ordinal
    FROM owed o JOIN reminders_reminderrule r ON r.is_active AND r.kind = 'on_due'
    UNION ALL
    SELECT o.assignment, r.id, r.code, r.kind, r.days, w."on", w.ordinal
    FROM owed o CROSS JOIN today t
    JOIN reminders_reminderrule r ON r.is_active AND r.kind = 'overdue'
     AND t.ordinal - o.due_ordinal >= r.days
    JOIN worked w ON w.ordinal = o.due_ordinal + (t.ordinal - o.due_ordinal) / r.days * r.days
),
-- The latest day by the day on which each rung is told.
fallen AS (
    SELECT s.assignment, s.rule_id, s.rule, t.rung, t.after, CASE
        WHEN t.after = 0 THEN s.base_on
        WHEN s.kind = 'overdue' THEN CASE WHEN s.base - o.due_ordinal >= s.days + t.after THEN s.base_on END
        ELSE (SELECT w."on" FROM worked w WHERE w.ordinal = s.base + t.after)
    END AS occurrence_on, o.version, o.code, o.since
    FROM spoken s JOIN owed o USING (assignment) JOIN turn t USING (assignment, rule_id)
    WHERE s.base_on BETWEEN o.since AND %(day)s
),
-- Who stands on two rungs of one rule is told on the lower one.
told AS (
    SELECT DISTINCT ON (f.assignment, f.rule_id, r.user_id) f.*, r.user_id
    FROM fallen f JOIN rung r USING (assignment, rung)
    ORDER BY f.assignment, f.rule_id, r.user_id, f.rung
),
missing AS (
    SELECT t.assignment, t.user_id AS recipient, t.rule, 'deadline-' || t.version AS basis, t.occurrence_on, t.code,
           t.after > 0 AS is_escalation, row_number() OVER (
               PARTITION BY t.assignment, t.user_id ORDER BY t.occurrence_on DESC, t.rule_id DESC) AS place
    FROM told t
    WHERE t.occurrence_on BETWEEN t.since AND %(day)s AND t.occurrence_on > coalesce((
        SELECT max(m.occurrence_on) FROM must_be_told m
        WHERE m.assignment = t.assignment AND m.recipient = t.user_id
          AND m.basis = 'deadline-' || t.version), '1900-01-01')
)
INSERT INTO must_be_told
SELECT m.assignment, m.recipient, m.rule, m.basis, m.occurrence_on, m.place = 1,
       CASE WHEN m.place = 1 THEN %(day)s::date END, m.code, u.email,
       CASE WHEN m.is_escalation THEN 'escalation' ELSE 'daily' END
FROM missing m JOIN units_user u ON u.id = m.recipient
"""


def prepare(house: House) -> None:
    house.do(TABLES)
    ordinal = 0
    with house.connection.cursor().copy('COPY working_day ("on", is_working, ordinal) FROM STDIN') as lines:
        for day, is_working in days():
            ordinal += is_working
            lines.write_row((day, is_working, ordinal))


def owe(house: House, day: date) -> int:
    """What a sweep of that day must say, added; returns how many things are said. On a day off: nothing."""
    if not house.one('SELECT is_working FROM working_day WHERE "on" = %s', day):
        return 0
    house.connection.execute(OWE, {"day": day})
    return house.one("SELECT count(*) FROM must_be_told WHERE told_on = %s", day)


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


def say_something_to(house: House, count: int, day: date) -> list[int]:
    """The office sends work back to so many people: an event and its row in the outbox, as the action leaves them."""
    office = house.one("SELECT id FROM units_user WHERE username = 'office'")
    told = house.rows(
        "SELECT DISTINCT ON (recipient) assignment, recipient, code, email FROM must_be_told "
        "WHERE is_said AND email LIKE 'p%%' AND rule NOT LIKE 'event:%%' "
        "AND assignment IN (SELECT id FROM directives_assignment WHERE officer_id IS NULL) "
        "AND assignment IN (SELECT assignment FROM must_be_told GROUP BY 1 HAVING count(DISTINCT recipient) = 1) "
        "ORDER BY recipient LIMIT %s",
        count,
    )
    events = []
    for assignment, recipient, code, email in told:
        event = house.one(
            'INSERT INTO journal_event (verb, subject_kind, subject_id, "on", at, by_id, by_role, from_state, '
            "to_state, note, data, is_backdated) VALUES ('send_back', 'assignment', %s, %s, now(), %s, '', '', '', "
            "'thiếu phụ lục', '{}', false) RETURNING id",
            assignment,
            day,
            office,
        )
        house.do(
            "INSERT INTO journal_outbox (event_id, consumer, attempts, last_error) "
            "VALUES (%s, 'reminders', 0, '')",
            event,
        )
        house.do(
            "INSERT INTO must_be_told VALUES (%s, %s, 'event:send_back', %s, %s, true, %s, %s, %s, %s)",
            assignment,
            recipient,
            f"event-{event}",
            day,
            day,
            code,
            email,
            f"event-{event}",
        )
        events.append(event)
    return events


def _close(house: House, where: str, day: date) -> int:
    """So much work is confirmed, with its event."""
    house.do(
        f"UPDATE directives_assignment SET state = 'completed', state_on = '{day}', completed_on = '{day}', "
        f"version = version + 1 WHERE state IN ('assigned', 'in_progress') AND {where}"
    )
    return house.do(
        'INSERT INTO journal_event (verb, subject_kind, subject_id, "on", at, by_id, by_role, from_state, to_state, '
        "done_on, note, data, is_backdated) SELECT 'confirm', 'assignment', id, %s, now(), NULL, '', 'in_progress', "
        "'completed', %s, '', '{}', true FROM directives_assignment a WHERE state = 'completed' AND NOT EXISTS ("
        "SELECT 1 FROM journal_event e WHERE e.subject_kind = 'assignment' AND e.subject_id = a.id "
        "AND e.to_state = 'completed')",
        day,
        day,
    )


def settle(house: House, *, every: int, day: date) -> int:
    return _close(house, f"id %% {every} = 0".replace("%%", "%"), day)


def take_rights_away(house: House, day: date) -> set[tuple[str, str]]:
    """Posts end, accounts are switched off, work is closed; returns (address, code) of what may not be told now."""
    everybody = "units_user WHERE username LIKE 'p%'"
    house.do(
        f"UPDATE units_post SET ends_on = '{day}'::date - 1 "
        f"WHERE user_id IN (SELECT id FROM {everybody} AND id % 6 = 0)"
    )
    house.do(
        f"UPDATE units_user SET is_active = false WHERE id IN (SELECT id FROM {everybody} AND id % 6 = 3)"
    )
    _close(house, "id % 4 = 0", day)
    return set(
        house.rows(
            "SELECT m.email, m.code FROM must_be_told m JOIN units_user u ON u.id = m.recipient "
            "JOIN directives_assignment a ON a.id = m.assignment WHERE m.email <> '' AND (NOT u.is_active "
            "OR (u.username LIKE 'p%' AND u.id % 6 = 0) OR a.state = 'completed')"
        )
    )
