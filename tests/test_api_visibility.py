"""Who sees what through the API: every address, every kind of person, every relation to a row.

The tables are typed from docs/DESIGN.md ("Who sees what"), not read from the code. The rows:

    own   the lead row of Cục Viễn thông         co    another lead row of the same directive
    sup   the support row of the same directive  sub   of its sub-unit, another directive
    old   of its predecessor, another directive  far   of a foreign unit, given by the Deputy Minister
    draft a directive that is not issued
"""

from datetime import date

import pytest
from django.test import Client

from directives import actions
from directives.lifecycle import STEPS, Subject
from meetings.models import Meeting
from tests.api import get, post
from tests.cast import WHEN, Ministry, make_user
from units.models import UnitGroup

pytestmark = pytest.mark.django_db
LATE = date(2099, 12, 1)

ALL = {"own", "co", "sup", "sub", "old", "far"}
UNIT = {"own", "sup", "sub", "old"}
# Who -> the rows he may read, the rows of which he sees addressee and class only.
SEES: dict[str, tuple[set[str], set[str]]] = {
    "head": (UNIT, {"co"}),
    "deputy": (UNIT, {"co"}),
    "substitute": (UNIT, {"co"}),
    "officer": (UNIT, {"co"}),
    "other_officer": (UNIT, {"co"}),
    "sub_head": ({"sub"}, set()),
    "other_head": ({"co", "sup", "far"}, {"own"}),
    "third_head": ({"sup", "own", "co"}, set()),
    "office": (ALL, set()),
    "office2": (ALL, set()),
    "office_head": (ALL, set()),
    "clerk": (ALL, set()),
    "leader": (ALL, set()),
    "other_leader": (ALL, set()),
    "secretary": ({"far"}, set()),
    "administrator": (set(), set()),
    "ended": (set(), set()),
    "nobody": (set(), set()),
}
DIRECTIVES = {
    "head": {"shared", "sub", "old"},
    "deputy": {"shared", "sub", "old"},
    "substitute": {"shared", "sub", "old"},
    "officer": {"shared", "sub", "old"},
    "other_officer": {"shared", "sub", "old"},
    "sub_head": {"sub"},
    "other_head": {"shared", "far"},
    "third_head": {"shared"},
    "office": {"shared", "sub", "old", "far", "draft"},
    "office2": {"shared", "sub", "old", "far", "draft"},
    "office_head": {"shared", "sub", "old", "far", "draft"},
    "clerk": {"shared", "sub", "old", "far", "draft"},
    "leader": {"shared", "sub", "old", "far", "draft"},
    "other_leader": {"shared", "sub", "old", "far", "draft"},
    "secretary": {"far"},
    "administrator": set(),
    "ended": set(),
    "nobody": set(),
}
# main: where all but `far` was said; other: where `far` was; attended: CTS was there, nothing was said.
MEETINGS = {
    "head": {"main"},
    "deputy": {"main"},
    "substitute": {"main"},
    "officer": {"main"},
    "other_officer": {"main"},
    "sub_head": {"main"},
    "other_head": {"main", "other"},
    "third_head": {"main", "attended"},
    "office": {"main", "other", "attended"},
    "office2": {"main", "other", "attended"},
    "office_head": {"main", "other", "attended"},
    "clerk": {"main", "other", "attended"},
    "leader": {"main", "other", "attended"},
    "other_leader": {"main", "other", "attended"},
    "secretary": {"other"},
    "administrator": set(),
    "ended": set(),
    "nobody": set(),
}
# Figures are of rows a person may read: of a co-addressee only the class is his to know, not the discipline.
LEAD_ROWS_COUNTED = {
    "head": 3,
    "deputy": 3,
    "substitute": 3,
    "officer": 3,
    "other_officer": 3,
    "sub_head": 1,
    "other_head": 2,
    "third_head": 2,
    "office": 5,
    "office2": 5,
    "office_head": 5,
    "clerk": 5,
    "leader": 5,
    "other_leader": 5,
    "secretary": 1,
    "administrator": 0,
    "ended": 0,
    "nobody": 0,
}
WITHOUT_POST = {"ended", "nobody"}
LIMITED = {"id", "directive", "unit", "leader", "role", "klass"}


class Scene:
    """The rows above, each accepted, with one report and one open request for more time."""

    def __init__(self, ministry: Ministry) -> None:
        self.ministry = m = ministry
        main = m.meeting
        other = Meeting.objects.create(code="GB07/2024", kind="month", title="Tháng 7", period="2024-07")
        attended = Meeting.objects.create(code="HN01", kind="thematic", title="Chuyên đề")
        attended.attending_units.add(m.third_unit)
        self.meetings = {"main": main, "other": other, "attended": attended}
        old_head = make_user("old_head", {"role": "head", "unit": m.old_unit})
        shared = m.directive()
        rows = {
            "own": (m.assignment(directive=shared, due_on=LATE), m.head),
            "co": (m.assignment(directive=shared, unit=m.other_unit, due_on=LATE), m.other_head),
            "sup": (
                m.assignment(directive=shared, unit=m.third_unit, role="support", due_on=LATE),
                m.third_head,
            ),
            "sub": (m.assignment(unit=m.sub_unit, due_on=LATE), m.sub_head),
            "old": (m.assignment(unit=m.old_unit, due_on=LATE), old_head),
        }
        m.meeting = other
        given = m.directive(leader=m.deputy_minister)
        rows["far"] = (m.assignment(directive=given, unit=m.other_unit, due_on=LATE), m.other_head)
        m.meeting = main
        draft = m.draft()
        self.rows = {name: row for name, (row, _by) in rows.items()}
        self.directives = {
            "shared": shared,
            "sub": self.rows["sub"].directive,
            "old": self.rows["old"].directive,
            "far": given,
            "draft": draft,
        }
        self.reports, self.extensions = {}, {}
        for name, (row, by) in rows.items():
            when = {"by": by, "on": WHEN, "is_backdated": True}
            actions.accept(row, **when)
            self.reports[name] = actions.report_progress(row, text=f"báo cáo {name}", **when)
            self.extensions[name] = actions.request_extension(
                row, asked_due_on=date(2099, 12, 31), reason="chờ", **when
            )

    def names(self, kind: str, found) -> set[str]:
        """The names of the rows with the ids of `found`."""
        by_id = {row.pk: name for name, row in getattr(self, kind).items()}
        return {by_id[row["id"]] for row in found}


@pytest.fixture
def scene(ministry):
    return Scene(ministry)


def listed(user, path):
    response = get(user, path)
    assert response.status_code == 200, response.content
    return response.json()["results"]


def everybody(scene, ask) -> dict:
    """What `ask` finds for each person of the cast."""
    return {who: ask(getattr(scene.ministry, who)) for who in SEES}


def opened(scene, user, kind, path) -> set[str]:
    """What can be opened by its own address."""
    statuses = {
        name: get(user, path.format(row.pk)).status_code for name, row in getattr(scene, kind).items()
    }
    assert set(statuses.values()) <= {200, 404}
    return {name for name, status in statuses.items() if status == 200}


def whole_and_limited(scene, rows, mark) -> tuple[set[str], set[str]]:
    """The names of the rows that show `mark`, and of those that show what a co-addressee may be seen of."""
    whole = scene.names("rows", (row for row in rows if mark in row))
    limited = scene.names("rows", (row for row in rows if set(row) == LIMITED))
    assert len(rows) == len(whole) + len(limited)
    return whole, limited


def test_directives(scene):
    in_list = everybody(scene, lambda user: scene.names("directives", listed(user, "directives/")))
    assert in_list == DIRECTIVES
    assert everybody(scene, lambda user: opened(scene, user, "directives", "directives/{}/")) == DIRECTIVES


def test_assignments_in_their_list(scene):
    def found(user):
        return whole_and_limited(scene, listed(user, "assignments/"), "state")

    assert everybody(scene, found) == SEES


def test_assignments_one_by_one(scene):
    def found(user):
        answers = [get(user, f"assignments/{row.pk}/") for row in scene.rows.values()]
        assert {answer.status_code for answer in answers} <= {200, 404}
        rows = [answer.json() for answer in answers if answer.status_code == 200]
        return whole_and_limited(scene, rows, "deadlines")

    assert everybody(scene, found) == SEES


def test_assignments_inside_their_directive(scene):
    def found(user):
        rows = []
        for directive in listed(user, "directives/"):
            rows += get(user, f"directives/{directive['id']}/").json()["assignments"]
        return whole_and_limited(scene, rows, "deadlines")

    assert everybody(scene, found) == SEES


def test_assignments_of_a_day_gone_by(scene):
    def found(user):
        return whole_and_limited(scene, listed(user, "assignments/?as_of=2024-07-08"), "due_on")

    assert everybody(scene, found) == SEES


@pytest.mark.parametrize("kind", ["reports", "extensions"])
def test_what_was_handed_in(scene, kind):
    readable = {who: whole for who, (whole, _limited) in SEES.items()}
    assert everybody(scene, lambda user: scene.names(kind, listed(user, f"{kind}/"))) == readable
    assert everybody(scene, lambda user: opened(scene, user, kind, f"{kind}/{{}}/")) == readable


def test_timelines(scene):
    readable = {who: whole for who, (whole, _limited) in SEES.items()}
    assert everybody(scene, lambda user: opened(scene, user, "rows", "events/?assignment={}")) == readable
    by_directive = "events/?directive={}"
    found = everybody(scene, lambda user: opened(scene, user, "directives", by_directive))
    assert found == DIRECTIVES

    def told(user):
        events = []
        for name in opened(scene, user, "directives", by_directive):
            events += listed(user, by_directive.format(scene.directives[name].pk))
        of_rows = {event["subject_id"] for event in events if event["subject_kind"] == "assignment"}
        return {name for name, row in scene.rows.items() if row.pk in of_rows}

    assert everybody(scene, told) == readable


def test_meetings(scene):
    assert everybody(scene, lambda user: scene.names("meetings", listed(user, "meetings/"))) == MEETINGS
    assert everybody(scene, lambda user: opened(scene, user, "meetings", "meetings/{}/")) == MEETINGS


def test_statistics(scene):
    def counted(user):
        return sum(get(user, "statistics/").json()["counts"].values())

    assert everybody(scene, counted) == LEAD_ROWS_COUNTED


def test_the_register_is_for_whoever_holds_a_post(scene):
    UnitGroup.objects.create(code="nhom", name="Nhóm")
    one_of = {"units": "CVT", "leaders": "bo-truong", "fields": "vien-thong", "groups": "nhom"}
    for path, code in one_of.items():
        found = everybody(scene, lambda user, path=path: bool(listed(user, f"{path}/")))
        assert {who for who, any_row in found.items() if not any_row} == WITHOUT_POST
        found = everybody(scene, lambda user, path=path, code=code: get(user, f"{path}/{code}/").status_code)
        assert found == {who: 404 if who in WITHOUT_POST else 200 for who in SEES}


def test_what_is_of_the_person_or_of_the_law_is_for_everybody(scene):
    for path in ("me/", "steps/", ""):
        found = everybody(scene, lambda user, path=path: get(user, path).status_code)
        assert set(found.values()) == {200}


def test_a_step_on_a_hidden_row_is_not_found(scene):
    def answered(user, path, rows, body=None) -> set[str]:
        statuses = {
            name: post(user, path.format(row.pk), body).json()["error"]["code"]
            for name, row in getattr(scene, rows).items()
        }
        return {name for name, code in statuses.items() if code != "not_found"}

    # Nobody declined and the step does not exist: the answer tells only whether the row is there.
    visible = {who: whole | limited for who, (whole, limited) in SEES.items()}
    readable = {who: whole for who, (whole, _limited) in SEES.items()}
    uphold = {"reason": "x"}
    assert everybody(scene, lambda user: answered(user, "assignments/{}/uphold/", "rows", uphold)) == visible
    assert everybody(scene, lambda user: answered(user, "extensions/{}/no/", "extensions")) == readable
    assert everybody(scene, lambda user: answered(user, "directives/{}/no/", "directives")) == DIRECTIVES


def test_steps_on_a_co_addressee_are_refused(scene):
    for who, (_whole, limited) in SEES.items():
        for name in limited:
            for verb in STEPS[Subject.ASSIGNMENT]:
                response = post(getattr(scene.ministry, who), f"assignments/{scene.rows[name].pk}/{verb}/")
                assert (response.status_code, response.json()["error"].keys()) == (403, {"code", "message"})


@pytest.mark.parametrize(
    "asked", ["state=in_progress", "due_from=2099-01-01", "due_to=2099-12-31", "officer=officer"]
)
def test_a_filter_tells_nothing_of_what_is_hidden(scene, asked):
    actions.hand_over(scene.rows["own"], by=scene.ministry.head, officer=scene.ministry.officer)
    rows = listed(scene.ministry.head, f"assignments/?{asked}")
    assert "co" not in scene.names("rows", rows)
    assert "own" in scene.names("rows", rows)


@pytest.mark.parametrize("name", ["reports", "extensions"])
def test_a_filter_by_a_hidden_row_finds_nothing_and_says_no_more(scene, name):
    hidden = get(scene.ministry.head, f"{name}/?assignment={scene.rows['far'].pk}")
    absent = get(scene.ministry.head, f"{name}/?assignment=999999")
    assert (hidden.status_code, hidden.json()["results"]) == (200, [])
    assert hidden.json() == absent.json()


def test_a_stranger_to_the_house_reads_nothing(scene):
    names = Client()
    row, request = scene.rows["own"], scene.extensions["own"]
    paths = [
        *("", "me/", "steps/", "statistics/", "nothing/", "units/", "leaders/", "fields/", "groups/"),
        *("meetings/", "directives/", "assignments/", "extensions/", "reports/"),
        *(f"events/?assignment={row.pk}", f"assignments/{row.pk}/", f"directives/{row.directive_id}/"),
        *(f"assignments/{row.pk}/accept/", f"extensions/{request.pk}/approve/", "units/CVT/"),
    ]
    for path in paths:
        for response in (names.get(f"/api/{path}"), names.post(f"/api/{path}", "{}", "application/json")):
            assert (response.status_code, response.json()["error"]["code"]) == (403, "not_signed_in"), path


def test_events_and_reports_of_a_day_gone_by(ministry):
    row = ministry.in_state("in_progress")
    when = {"is_backdated": True}
    actions.report_progress(row, by=ministry.head, text="Lần một", on=date(2024, 7, 10), **when)
    actions.report_progress(row, by=ministry.head, text="Lần hai", on=date(2024, 8, 10), **when)

    def texts(day):
        return [one["text"] for one in get(ministry.head, f"reports/?as_of={day}").json()["results"]]

    def verbs(day):
        asked = f"events/?assignment={row.pk}&as_of={day}"
        return [one["verb"] for one in get(ministry.head, asked).json()["results"]]

    assert texts("2024-07-09") == []
    assert texts("2024-07-10") == ["Lần một"]
    assert texts("2024-08-10") == ["Lần hai", "Lần một"]
    assert verbs("2024-07-09").count("report_progress") == 0
    assert verbs("2024-07-10").count("report_progress") == 1
    assert verbs("2024-08-10").count("report_progress") == 2
