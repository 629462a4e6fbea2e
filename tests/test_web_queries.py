"""What pages cost: the number of queries is the same for few rows and for many, and is written down here."""

from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from directives import actions
from intake import actions as intake
from tests.cast import WHEN, make_unit, make_user
from tests.every_page import MINUTES
from units.models import Role
from units.working_calendar import today

# Nobody waits for more than so many questions to the database.
MOST = 8
# Where -> who asks, and how many queries it takes, session and standing included.
PAGES: dict[str, dict[str, int]] = {
    "/desk/": {"head": 6, "officer": 5, "secretary": 3, "leader": 3},
    "/no-post/": {"nobody": 2},
    "/assignments/": {"office": 5, "head": 5, "officer": 5, "leader": 5, "clerk": 5, "secretary": 4},
    "/assignments/?q=phuong&klass=open_overdue&sort=-due": {"office": 5, "head": 5},
    "/assignments/?as_of=01/12/2024": {"office": 5, "head": 5},
    "/assignments/?filters=all": {"office": 7, "head": 7, "clerk": 7},
    "/assignments/?col=report&col=asked&col=follower&col=field&col=meeting&col=leader&col=due&sort=report": {
        "office": 5,
        "head": 5,
    },
    "/assignments/?edit={row}": {"office": 6, "head": 6},
    "/directives/": {"office": 7, "head": 7, "clerk": 7, "leader": 7},
    "/directives/?state=draft": {"clerk": 5},
    "/directives/?filters=all": {"office": 7},
    "/directives/{directive}/": {"office": 8, "head": 8, "officer": 8, "leader": 8, "clerk": 8},
    "/directives/{directive}/?as_of=01/12/2024": {"office": 8, "head": 8},
    "/directives/add/?meeting={meeting}": {"office": 5, "clerk": 5},
    "/meetings/": {"office": 4, "head": 4, "clerk": 4, "leader": 4},
    "/meetings/{meeting}/": {"office": 8, "head": 8, "clerk": 8, "leader": 8},
    "/meetings/{meeting}/edit/": {"office": 6, "clerk": 6},
    "/meetings/add/": {"office": 3},
    "/meetings/{meeting}/grid/": {"office": 3, "clerk": 3},
    "/meetings/{meeting}/room/": {"office": 6, "leader": 6},
    "/meetings/{meeting}/carry-over/": {"office": 6},
    "/queues/": {"office": 6, "leader": 6},
    "/queues/to-confirm/": {"office": 6},
    "/queues/extensions/": {"office": 6},
    "/queues/overdue/": {"leader": 6},
    "/queues/without-report/": {"office": 5},
    "/queues/drafts/": {"office": 5},
    "/queues/without-addressee/": {"office": 5},
    "/statistics/": {"office": 4, "head": 4, "leader": 4},
    "/statistics/?by=leader&as_of=01/12/2024": {"office": 4},
    "/heat/": {"office": 3, "head": 3, "leader": 3},
    "/calendar/": {"office": 3, "head": 3, "leader": 3},
    "/leader/": {"leader": 6, "secretary": 5},
    "/search/?q=phuong": {"office": 8, "head": 8, "leader": 8},
    "/quality/": {"office": 3, "leader": 3},
    "/views/": {"office": 3, "head": 3},
    "/excel/": {"office": 3, "clerk": 3, "head": 3},
    "/mails/": {"office": 3, "head": 3},
    "/intake/": {"office": 6, "clerk": 6},
    "/intake/{minutes}/": {"office": 8, "clerk": 8},
    "/intake/proposals/{proposal}/edit/": {"clerk": 8},
    "/reminders/directives/{directive}/": {"office": 5},
    "/assignments/{row}/report_progress/": {"head": 5},
    "/assignments/{row}/report_done/": {"head": 7},
    "/assignments/{row}/hand_over/": {"head": 6},
    "/assignments/{row}/urge/": {"office": 5},
    "/assignments/{row}/reassign/": {"office": 6},
    "/assignments/{row}/adjust_deadline/": {"office": 5},
    "/assignments/{row}/correct/": {"office": 5},
    "/assignments/{row}/comment/": {"leader": 5},
    "/directives/{directive}/assign/": {"office": 6},
    "/directives/{directive}/comment/": {"office": 4},
}

# The same lists, read for the first time since something happened.
FIRST: dict[str, dict[str, int]] = {
    "/assignments/": {"office": 7, "head": 6, "officer": 6, "leader": 7, "clerk": 7, "secretary": 5},
    "/assignments/?q=phuong&klass=open_overdue&sort=-due": {"office": 7, "head": 6},
    "/assignments/?as_of=01/12/2024": {"office": 7, "head": 6},
    "/assignments/?filters=all": {"office": 9, "head": 8, "clerk": 9},
}


def fill(m, directive, numbers: range) -> None:
    """More units on the directive and more work of Cục Viễn thông, each with a history: a report with a file,
    a milestone, an urging, a request."""
    when = {"on": WHEN, "is_backdated": True}
    for number in numbers:
        unit = make_unit(f"D{number:03}", parent=m.root)
        head = make_user(f"d{number}", {"role": Role.HEAD, "unit": unit})
        m.meeting.attending_units.add(unit)
        rows = [
            (m.assignment(directive=directive, unit=unit), head),
            (m.assignment(directive=directive, unit=unit, role="support"), head),
            (m.assignment(), m.head),
        ]
        for row, by in rows:
            actions.accept(row, by=by, **when)
            report(row, by)
        done = m.in_state("reported")
        actions.hand_over(done, by=m.head, officer=m.officer)


def report(row, by) -> None:
    paper = SimpleUploadedFile("a.pdf", b"%PDF-1.4")
    actions.report_progress(row, by=by, text="một phần", files=[paper])
    actions.add_milestone(row, by=by, title="mốc", due_on=today())
    soon = today() + timedelta(days=3)
    paper = SimpleUploadedFile("b.pdf", b"%PDF-1.4")
    actions.request_extension(row, by=by, asked_due_on=soon, reason="chờ", files=[paper])


def test_what_pages_cost_does_not_grow_with_rows(client, ministry):
    m = ministry
    directive = m.assignment().directive
    first = directive.assignments.get()
    actions.accept(first, by=m.head, on=WHEN, is_backdated=True)
    report(first, m.head)
    fill(m, directive, range(2))
    minutes, _is_new = intake.take_in(MINUTES, by=m.clerk, name="a", kind="txt")
    few = measure(client, m, first, minutes)
    few_first = measure(client, m, first, minutes, is_first=True)
    fill(m, directive, range(2, 8))
    many = measure(client, m, first, minutes)
    assert many == few
    assert many == PAGES
    assert max(n for counts in PAGES.values() for n in counts.values()) <= MOST
    # The first reading after a step asks for what is kept between two steps: more, but not more for many rows.
    many_first = measure(client, m, first, minutes, is_first=True)
    assert all(
        n <= few_first[where][who] for where, counts in many_first.items() for who, n in counts.items()
    )
    assert {where: many_first[where] for where in FIRST} == FIRST


def measure(client, m, row, minutes, *, is_first: bool = False) -> dict[str, dict[str, int]]:
    """The queries of a page that was opened before; where it `is_first`, a step was taken since."""
    found: dict[str, dict[str, int]] = {}
    for address, counts in PAGES.items():
        where = address.format(
            meeting=m.meeting.pk,
            directive=row.directive_id,
            row=row.pk,
            minutes=minutes.pk,
            proposal=minutes.proposals.first().pk,
        )
        for who in counts:
            client.force_login(getattr(m, who))
            client.get(where)  # what a process asks for once is not the page's
            if is_first:
                actions.comment(row, by=m.office, text=f"{where} {who}")
            with CaptureQueriesContext(connection) as queries:
                assert client.get(where).status_code == 200, (address, who)
            found.setdefault(address, {})[who] = len(queries)
    return found
