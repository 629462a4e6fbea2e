"""The marks of a row as they stand on a page: elements of ours, never their text."""

from datetime import date

from directives import actions
from directives.models import DeadlineTerms


def test_a_moved_deadline_shows_both_days(client, ministry):
    row = ministry.in_state("in_progress", due_on=date(2024, 9, 30))
    actions.adjust_deadline(
        row,
        by=ministry.leader,
        deadline=DeadlineTerms("day", date(2024, 12, 15)),
        reason="Chờ Nghị định",
        basis="Công văn 12/BTTTT",
    )
    for who, path in ((ministry.head, "/desk/"), (ministry.office, "/assignments/")):
        client.force_login(who)
        page = client.get(path).content.decode()
        first = '<span class="quiet">(ban đầu <span class="day">30/09/2024</span>)</span>'
        assert f'<span class="day">15/12/2024</span> {first}' in page
