"""What happens in the ministry meanwhile: rows and events as the actions leave them, by plain SQL."""

from datetime import date

from tests.faults.house import House


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


def units_speak(house: House, day: date) -> int:
    """Some accept, some report, some answer what they were urged for; some requests are refused."""
    office = house.one("SELECT id FROM units_user WHERE username = 'office'")
    accepted = house.do(
        "WITH accepted AS (UPDATE directives_assignment SET state = 'in_progress', state_on = %s, "
        "state_at = now(), version = version + 1 WHERE state = 'assigned' AND id %% 3 = 0 RETURNING id) "
        'INSERT INTO journal_event (verb, subject_kind, subject_id, "on", at, by_id, by_role, from_state, '
        "to_state, note, data, is_backdated) SELECT 'accept', 'assignment', id, %s, now(), NULL, '', 'assigned', "
        "'in_progress', '', '{}', true FROM accepted",
        day,
        day,
    )
    reported = house.do(
        "WITH reported AS (UPDATE directives_assignment SET last_report_on = %s, version = version + 1 "
        "WHERE state = 'in_progress' AND id %% 4 = 1 RETURNING id) "
        'INSERT INTO directives_progressreport (assignment_id, "on", reported_at, reported_by_id, is_final, '
        "outlook, text, difficulties, proposals, is_after_lock, search_text) "
        "SELECT id, %s, now(), %s, false, 'on_track', 'xong một nửa', '', '', false, '' FROM reported",
        day,
        day,
        office,
    )
    answered = house.do(
        "UPDATE directives_urgedassignment SET answer = 'xong', answered_at = now(), answered_by_id = %s "
        "WHERE answered_at IS NULL AND id %% 2 = 0",
        office,
    )
    refused = house.do(
        "UPDATE directives_extensionrequest SET state = 'refused', decided_on = %s, decided_at = now(), "
        "decided_by_id = %s WHERE state = 'open' AND id %% 2 = 0",
        day,
        office,
    )
    return accepted + reported + answered + refused


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
