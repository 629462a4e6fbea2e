"""The SQL of who must be told what, written from DESIGN, the words of the policy and its rows.

A rule speaks about one thing of a row of work: its deadline, the last word of its unit, its acceptance, an
urging, or what waits for the office. That thing is the basis; the day of the rule is counted from it; the ladder
says who is told.
"""

TABLES = """
CREATE TABLE working_day ("on" date PRIMARY KEY, is_working boolean NOT NULL, ordinal int NOT NULL);
CREATE TABLE working_span (
    starts_at timestamp PRIMARY KEY, ends_at timestamp NOT NULL, before interval NOT NULL
);
CREATE TABLE must_be_told (
    assignment bigint, recipient bigint, rule text, basis text, occurrence_on date,
    is_said boolean, told_on date, code text, email text, letter text,
    PRIMARY KEY (assignment, recipient, rule, basis, occurrence_on)
);
CREATE INDEX ON must_be_told (assignment, recipient, basis);
"""

# Working days are counted by ordinals: `ordinal` of a day is the number of working days up to it, with itself.
# Working hours by spans: `before` is what was worked before a span begins.
_ROWS = """
WITH today AS (SELECT ordinal FROM working_day WHERE "on" = %(day)s),
worked AS (SELECT "on", ordinal FROM working_day WHERE is_working),
-- Issued tasks that have begun, and in which somebody has something to do: the unit its work, the office a
-- decision. What is paused, done, replaced or withdrawn is not among them.
owed AS (
    SELECT a.id AS assignment, a.state, a.state_on, a.state_at AT TIME ZONE 'Asia/Ho_Chi_Minh' AS state_at,
           a.state IN ('assigned', 'in_progress') AS is_worked_on, a.assigned_on,
           greatest(a.state_on, a.starts_on) AS begun_on,
           a.unit_id, a.leader_id, a.officer_id, a.follower_id,
           d.code, d.field_id, d.urgency, m.kind AS meeting_kind
    FROM directives_assignment a
    JOIN directives_directive d ON d.id = a.directive_id
    JOIN meetings_meeting m ON m.id = d.meeting_id
    WHERE a.state IN ('assigned', 'in_progress', 'reported', 'declined')
      AND d.kind = 'task' AND d.state = 'issued' AND (a.starts_on IS NULL OR a.starts_on <= %(day)s)
),
-- Of each kind the rules with the narrowest scope that fits, and no others.
fits AS (
    SELECT o.assignment, r.id AS rule_id, r.code AS rule, r.kind, r.days, r.hours,
           r.officer_after, r.head_after, r.office_after, rank() OVER (
               PARTITION BY o.assignment, r.kind ORDER BY num_nonnulls(
                   r.field_id, nullif(r.urgency, ''), nullif(r.meeting_kind, '')) DESC) AS place
    FROM owed o JOIN reminders_reminderrule r ON r.is_active
     AND (r.field_id IS NULL OR r.field_id = o.field_id) AND r.urgency IN ('', o.urgency)
     AND r.meeting_kind IN ('', o.meeting_kind)
),
rule AS (SELECT * FROM fits WHERE place = 1),
"""

_LADDER = """
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
-- The ladder of each row. 1 the officer; 2 head, else deputy, else substitute, or the leader and his
-- secretary; 3 the office's follower, else the whole office. Outside parties have no 1 and 2.
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
-- While a request for more time is open nothing climbs to the office, but that the request waits.
asking AS (
    SELECT DISTINCT assignment_id AS assignment FROM directives_extensionrequest
    WHERE state = 'open' AND requested_on <= %(day)s
),
-- After how many working days each rung is told by each rule; an empty rung leaves its turn to the next.
turn1 AS (
    SELECT h.assignment, r.rule_id, h.has_head, CASE WHEN h.has_officer THEN r.officer_after END AS officer,
           least(r.head_after, CASE WHEN NOT h.has_officer THEN r.officer_after END) AS head,
           CASE WHEN r.kind LIKE 'waiting_%%' OR h.assignment NOT IN (SELECT assignment FROM asking)
                THEN r.office_after END AS office
    FROM held h JOIN rule r USING (assignment)
),
turn AS (
    SELECT assignment, rule_id, 1 AS rung, officer AS after FROM turn1 WHERE officer IS NOT NULL
    UNION ALL
    SELECT assignment, rule_id, 2, head FROM turn1 WHERE head IS NOT NULL AND has_head
    UNION ALL
    SELECT assignment, rule_id, 3, least(office, CASE WHEN NOT has_head THEN head END) FROM turn1
    WHERE least(office, CASE WHEN NOT has_head THEN head END) IS NOT NULL
),
"""

_BASES = """
newest AS (
    SELECT DISTINCT ON (assignment_id) assignment_id, version, "on" AS since, due_on
    FROM directives_deadline WHERE "on" <= %(day)s ORDER BY assignment_id, version DESC
),
last_report AS (
    SELECT DISTINCT ON (assignment_id) assignment_id, id, "on" FROM directives_progressreport
    WHERE "on" <= %(day)s ORDER BY assignment_id, "on" DESC, id DESC
),
-- What is counted to or from which day. Nobody could have known of it before `since`.
basis AS (
    SELECT o.assignment, 'due' AS about, 'deadline-' || n.version AS basis, n.due_on AS base_on,
           greatest(n.since, o.assigned_on) AS since
    FROM owed o JOIN newest n ON n.assignment_id = o.assignment AND n.due_on IS NOT NULL WHERE o.is_worked_on
    UNION ALL
    -- The last word of whoever works on it: his report, or that he took it up (or back), whichever is newer.
    -- Before a period begins nobody owes a word.
    SELECT o.assignment, 'stale',
           CASE WHEN l."on" >= o.begun_on THEN 'report-' || l.id ELSE 'state-' || o.begun_on END,
           greatest(l."on", o.begun_on), greatest(l."on", o.begun_on)
    FROM owed o LEFT JOIN last_report l ON l.assignment_id = o.assignment WHERE o.state = 'in_progress'
    UNION ALL
    -- Open until it is answered; one answer is one to all, and is owed by the first of their days.
    SELECT * FROM (
        SELECT DISTINCT ON (o.assignment) o.assignment, 'urged', 'urging-' || a.id, u.reply_by_on, u.urged_on
        FROM owed o
        JOIN directives_urgedassignment a ON a.assignment_id = o.assignment AND a.answered_at IS NULL
        JOIN directives_urging u ON u.id = a.urging_id AND u.urged_on <= %(day)s
        WHERE o.is_worked_on ORDER BY o.assignment, u.reply_by_on, a.id
    ) urged
    UNION ALL
    SELECT o.assignment, 'waiting_extension', 'extension-' || e.id, e.requested_on, e.requested_on
    FROM owed o JOIN directives_extensionrequest e ON e.assignment_id = o.assignment
    WHERE e.state = 'open' AND e.requested_on <= %(day)s
    UNION ALL
    SELECT assignment, 'waiting_' || state, state || '-' || state_on, state_on, state_on
    FROM owed WHERE state IN ('reported', 'declined')
),
dated AS (
    SELECT b.*, w.ordinal, w.is_working FROM basis b JOIN working_day w ON w."on" = b.base_on
),
-- Acceptance is counted from the moment the work was handed to the unit; what was entered afterwards has no
-- moment, and is counted from the beginning of its day.
handed AS (
    SELECT assignment, begun_on,
           CASE WHEN state_at::date = begun_on THEN state_at ELSE begun_on END AS handed_at
    FROM owed WHERE state = 'assigned'
),
expired AS (
    SELECT h.assignment, r.rule_id, 'assigned-' || h.begun_on AS basis, h.begun_on AS since,
           s.starts_at + (r.hours * interval '1 hour' + done.before - s.before) AS at
    FROM handed h JOIN rule r ON r.assignment = h.assignment AND r.kind = 'unaccepted'
    CROSS JOIN LATERAL (
        SELECT s.before + least(s.ends_at, h.handed_at) - s.starts_at AS before FROM working_span s
        WHERE s.starts_at <= h.handed_at ORDER BY s.starts_at DESC LIMIT 1
    ) done
    JOIN working_span s ON r.hours * interval '1 hour' + done.before > s.before
     AND r.hours * interval '1 hour' + done.before <= s.before + (s.ends_at - s.starts_at)
),
"""

_DAYS = """
-- The latest day by today on which each rule speaks, and its place among the working days; `first` is the place
-- of the day it spoke first. What is repeated climbs with a later one of its own days; what is said once, so many
-- working days later.
spoken AS (
    SELECT b.assignment, b.basis, b.since, r.rule_id,
           w."on", w.ordinal, w.ordinal AS first, false AS is_repeated
    FROM dated b JOIN rule r ON r.assignment = b.assignment
     AND (b.about, r.kind) IN (('due', 'before_due'), ('urged', 'urged_before'))
    JOIN worked w ON w.ordinal = b.ordinal - r.days + (NOT b.is_working)::int
    UNION ALL
    -- On the due date, be it a day off.
    SELECT b.assignment, b.basis, b.since, r.rule_id, b.base_on, b.ordinal, b.ordinal, false
    FROM dated b JOIN rule r ON r.assignment = b.assignment AND b.about = 'due' AND r.kind = 'on_due'
    UNION ALL
    SELECT b.assignment, b.basis, b.since, r.rule_id, w."on", w.ordinal, b.ordinal + r.days, true
    FROM dated b CROSS JOIN today t
    JOIN rule r ON r.assignment = b.assignment AND t.ordinal - b.ordinal >= r.days
     AND ((b.about, r.kind) IN (('due', 'overdue'), ('urged', 'urged_overdue'))
          OR r.kind = b.about AND r.kind LIKE 'waiting_%%')
    JOIN worked w ON w.ordinal = b.ordinal + (t.ordinal - b.ordinal) / r.days * r.days
    UNION ALL
    -- Days of silence are those of the calendar.
    SELECT b.assignment, b.basis, b.since, r.rule_id, w."on", w.ordinal, f.ordinal, true
    FROM dated b JOIN rule r ON r.assignment = b.assignment AND b.about = 'stale' AND r.kind = 'stale'
    JOIN working_day f ON f."on" = b.base_on + r.days
    JOIN working_day w ON w."on" = b.base_on + (%(day)s - b.base_on) / r.days * r.days AND w."on" >= f."on"
    UNION ALL
    SELECT e.assignment, e.basis, e.since, e.rule_id, w."on", w.ordinal, w.ordinal, false
    FROM expired e JOIN working_day w ON w."on" = e.at::date WHERE e.at <= %(moment)s
),
fallen AS (
    SELECT s.assignment, s.basis, s.since, s.rule_id, t.rung, t.after, CASE
        WHEN t.after = 0 THEN s."on"
        WHEN s.is_repeated THEN CASE WHEN s.ordinal - s.first >= t.after THEN s."on" END
        ELSE (SELECT w."on" FROM worked w WHERE w.ordinal = s.ordinal + t.after)
    END AS occurrence_on
    FROM spoken s JOIN turn t USING (assignment, rule_id)
    WHERE s."on" BETWEEN s.since AND %(day)s
),
-- Who stands on two rungs of one rule is told on the lower one.
told AS (
    SELECT DISTINCT ON (f.assignment, f.basis, f.rule_id, r.user_id) f.*, r.user_id
    FROM fallen f JOIN rung r USING (assignment, rung)
    ORDER BY f.assignment, f.basis, f.rule_id, r.user_id, f.rung
),
"""

# Of several missed days about one thing the latest is said.
_MISSING = """
missing AS (
    SELECT t.*, row_number() OVER (PARTITION BY t.assignment, t.user_id, t.basis
                                   ORDER BY t.occurrence_on DESC, t.rule_id DESC) AS place
    FROM told t
    WHERE t.occurrence_on BETWEEN t.since AND %(day)s AND t.occurrence_on > coalesce((
        SELECT max(m.occurrence_on) FROM must_be_told m
        WHERE m.assignment = t.assignment AND m.recipient = t.user_id AND m.basis = t.basis), '1900-01-01')
)
INSERT INTO must_be_told
SELECT m.assignment, m.user_id, r.code, m.basis, m.occurrence_on, m.place = 1,
       CASE WHEN m.place = 1 THEN %(day)s::date END, o.code, u.email,
       CASE WHEN m.after > 0 THEN 'escalation' ELSE 'daily' END
FROM missing m JOIN owed o USING (assignment) JOIN reminders_reminderrule r ON r.id = m.rule_id
JOIN units_user u ON u.id = m.user_id
"""

OWE = _ROWS + _LADDER + _BASES + _DAYS + _MISSING
