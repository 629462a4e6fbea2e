"""What pages cost: the number of queries is the same for few rows and for many, and is written down here."""

from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from directives import actions
from tests.cast import WHEN, make_unit, make_user
from units.models import Role
from units.working_calendar import today

# Page -> who asks, where, and how many queries it takes, session and standing included.
PAGES = {
    "desk": ("head", "/desk/", 10),
    "assignments": ("office", "/assignments/", 16),
    "assignments of a unit": ("head", "/assignments/", 17),
    "assignments, narrowed": ("office", "/assignments/?q=phuong&klass=open_overdue&sort=-due", 16),
    "assignments, as of a day": ("office", "/assignments/?as_of=01/12/2024", 16),
    "directives": ("office", "/directives/", 12),
    "meetings": ("head", "/meetings/", 12),
    "meeting": ("office", "/meetings/{meeting}/", 15),
    "meeting, by a unit": ("head", "/meetings/{meeting}/", 17),
    "to confirm": ("office", "/queues/to-confirm/", 18),
    "extensions": ("office", "/queues/extensions/", 19),
    "overdue": ("leader", "/queues/overdue/", 17),
    "directive, by the office": ("office", "/directives/{directive}/", 27),
    "directive, by a unit": ("head", "/directives/{directive}/", 26),
    "directive, as of a day": ("office", "/directives/{directive}/?as_of=01/12/2024", 19),
    "statistics": ("office", "/statistics/", 13),
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
    few = measure(client, m, directive)
    fill(m, directive, range(2, 14))
    many = measure(client, m, directive)
    assert many == few
    assert many == {name: recorded for name, (_who, _address, recorded) in PAGES.items()}


def measure(client, m, directive) -> dict[str, int]:
    found = {}
    for name, (who, address, _recorded) in PAGES.items():
        client.force_login(getattr(m, who))
        where = address.format(meeting=m.meeting.pk, directive=directive.pk)
        client.get(where)  # what a process asks for once is not the page's
        with CaptureQueriesContext(connection) as queries:
            assert client.get(where).status_code == 200
        found[name] = len(queries)
    return found
