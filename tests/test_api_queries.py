"""An answer costs what it shows in rows, never in queries: as many for few rows as for many."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from directives import actions
from directives.models import Directive
from tests.api import PDF, client
from tests.cast import WHEN, make_leader, make_unit, make_user

pytestmark = pytest.mark.django_db
LATE = date(2099, 12, 1)


class Growing:
    """One directive of many addressees beside many directives of one, with all that is handed in."""

    def __init__(self, ministry):
        self.ministry = ministry
        self.shared = ministry.directive()
        self.sent_to = 0

    def grow(self, by: int) -> None:
        for _ in range(by):
            self.sent_to += 1
            unit = make_unit(f"U{self.sent_to}", parent=self.ministry.unit)
            unit.names.create(name=unit.name)
            head = make_user(f"head{self.sent_to}", {"role": "head", "unit": unit})
            make_leader(f"leader{self.sent_to}").portfolio.create(field=self.ministry.field)
            self.ministry.meeting.attending_units.add(unit)
            for directive in (self.shared, self.ministry.directive()):
                self._work_on(directive, unit, head)
            support = make_unit(f"S{self.sent_to}", parent=self.ministry.unit)
            self.ministry.assignment(directive=self.shared, unit=support, role="support", due_on=LATE)

    def _work_on(self, directive: Directive, unit, head) -> None:
        row = self.ministry.assignment(directive=directive, unit=unit, due_on=LATE)
        when = {"by": head, "on": WHEN, "is_backdated": True}
        upload = {"files": [SimpleUploadedFile("tep.pdf", PDF)]}
        actions.accept(row, **when)
        actions.report_progress(row, text="đang làm", **upload, **when)
        actions.request_extension(row, asked_due_on=date(2099, 12, 31), reason="chờ", **upload, **when)
        actions.hand_over(row, by=head, officer=head)
        actions.add_milestone(row, by=head, title="mốc")
        actions.urge([row], by=self.ministry.office, text="đến đâu rồi?", reply_by_on=LATE)


@pytest.fixture
def growing(ministry):
    return Growing(ministry)


def paths(growing) -> list[str]:
    shared, meeting = growing.shared, growing.ministry.meeting
    return [
        "units/?page_size=500",
        "units/?as_of=2024-07-08&page_size=500",
        "leaders/",
        "fields/",
        "groups/",
        "meetings/",
        f"meetings/{meeting.pk}/",
        "directives/?page_size=500",
        "directives/?as_of=2024-07-08&page_size=500",
        f"directives/{shared.pk}/",
        f"directives/{shared.pk}/?as_of=2024-07-08",
        "assignments/?page_size=500",
        "assignments/?as_of=2024-07-08&page_size=500",
        "assignments/?klass=open_within&q=phuong+an",
        f"assignments/{shared.assignments.first().pk}/",
        "extensions/",
        "reports/",
        f"events/?directive={shared.pk}",
        "statistics/?by=unit",
        "me/",
    ]


def counted(user, path) -> int:
    asking = client(user)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        response = asking.get(f"/api/{path}")
    assert response.status_code == 200
    return len(queries)


@pytest.mark.parametrize("who", ["office", "head"])
def test_few_rows_cost_as_many_queries_as_many(growing, who):
    user = getattr(growing.ministry, who)
    growing.grow(2)
    few = {path: counted(user, path) for path in paths(growing)}
    growing.grow(6)
    many = {path: counted(user, path) for path in paths(growing)}
    assert many == few
    assert max(few.values()) <= 30
