"""Who sees what, by name: for each person the directives, the rows, the readable rows, the requests, the meetings.

"Visible" shows a row's addressee and class; "readable" opens its reports, files, extensions and comments.
"""

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import transaction

from directives import actions
from directives.models import Assignment, DeadlineTerms, Directive, ExtensionRequest
from meetings.models import Meeting
from tests.cast import WHEN, Ministry, make_unit, make_user
from units.models import Role, User

BACK = {"on": WHEN, "is_backdated": True}


class World:
    """Directives, rows and meetings by name. A row is called "directive/unit"."""

    def __init__(self) -> None:
        m = self.ministry = Ministry()
        m.old_head = make_user("old_head", {"role": Role.HEAD, "unit": m.old_unit})
        m.anonymous = AnonymousUser()
        m.unsaved = User(username="unsaved")
        m.switched_off = make_user(
            "switched_off", {"role": Role.OFFICE, "unit": m.office_unit}, is_active=False
        )
        self.directives: dict[int, str] = {}
        self.rows: dict[int, str] = {}
        self.meetings: dict[int, str] = {}

        self.meet("giao-ban")
        self.direct("own", m.unit)
        self.direct("sub-unit", m.sub_unit)
        self.direct("predecessor", m.old_unit)
        self.direct("helps", m.other_unit, support=[m.unit, m.third_unit])
        self.direct("co-lead", m.unit, m.other_unit)
        self.direct("moved", m.unit)
        self.move("moved", m.other_unit)
        self.meet("elsewhere")
        self.direct("foreign", m.other_unit)
        self.direct("given", m.other_unit, leader=m.deputy_minister)
        self.direct("in-charge", m.other_unit, leader_in_charge=m.deputy_minister)
        self.meet("of-drafts")
        self.directives[m.draft().pk] = "draft"
        self.direct("no-addressee")
        self.meet("of-leaders")
        self.direct("in-person", leaders=[m.deputy_minister])
        self.meet("attended").attending_units.add(m.unit)
        self.meet("presided", presided_by=m.deputy_minister)
        self.meet("attended-by-leader").attending_leaders.add(m.deputy_minister)
        self.meet("empty")
        ExtensionRequest.objects.bulk_create(
            ExtensionRequest(
                assignment=row,
                asked_due_on=date(2024, 10, 15),
                current_due_on=date(2024, 9, 30),
                reason="chờ góp ý",
                requested_on=WHEN,
                requested_by=m.head,
            )
            for row in Assignment.objects.all()
        )

    def meet(self, name: str, **fields) -> Meeting:
        fields = {"kind": "thematic", "title": name, "held_on": date(2024, 7, 4), **fields}
        meeting = self.ministry.meeting = Meeting.objects.create(code=name, **fields)
        self.meetings[meeting.pk] = name
        return meeting

    def direct(self, name: str, *leads, support=(), leaders=(), **fields) -> None:
        m = self.ministry
        directive = m.directive(title=name, **fields)
        self.directives[directive.pk] = name
        for unit in leads:
            self.note(name, m.assignment(directive=directive, unit=unit))
        for unit in support:
            self.note(name, m.assignment(directive=directive, unit=unit, role="support"))
        for leader in leaders:
            self.note(name, m.assignment(directive=directive, leader=leader))

    def move(self, name: str, unit) -> None:
        row = Assignment.objects.get(directive__title=name)
        self.note(name, actions.reassign(row, by=self.ministry.office, unit=unit, reason="đúng", **BACK))

    def note(self, name: str, row: Assignment) -> None:
        self.rows[row.pk] = f"{name}/{row.unit.code if row.unit else row.leader.code}"


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        yield World()
        transaction.set_rollback(True)


UNIT = {"own", "sub-unit", "predecessor", "helps", "co-lead", "moved"}
OTHER = {"helps", "co-lead", "moved", "foreign", "given", "in-charge"}
SECRETARY = {"given", "in-charge", "in-person"}
ALL = UNIT | OTHER | SECRETARY | {"draft", "no-addressee"}
NOTHING: set[str] = set()

DIRECTIVES = {
    "head": UNIT,
    "deputy": UNIT,
    "substitute": UNIT,
    "officer": UNIT,
    "other_officer": UNIT,
    "sub_head": {"sub-unit"},
    "other_head": OTHER,
    "third_head": {"helps"},
    "office": ALL,
    "office_head": ALL,
    "leader": ALL,
    "other_leader": ALL,
    "clerk": ALL,
    "secretary": SECRETARY,
    "administrator": NOTHING,
    "old_head": NOTHING,
    "ended": NOTHING,
    "nobody": NOTHING,
    "anonymous": NOTHING,
    "unsaved": NOTHING,
    "switched_off": NOTHING,
}

ALL_ROWS = {
    "own/CVT",
    "sub-unit/CVT-TT",
    "predecessor/CVT-CU",
    "helps/CBC",
    "helps/CVT",
    "helps/CTS",
    "co-lead/CVT",
    "co-lead/CBC",
    "moved/CVT",
    "moved/CBC",
    "foreign/CBC",
    "given/CBC",
    "in-charge/CBC",
    "in-person/thu-truong",
}
# Lead and support read each other; two leads, two supports, and old and new holder do not.
UNIT_READS = {
    "own/CVT",
    "sub-unit/CVT-TT",
    "predecessor/CVT-CU",
    "helps/CVT",
    "helps/CBC",
    "co-lead/CVT",
    "moved/CVT",
}
READABLE = {
    "head": UNIT_READS,
    "deputy": UNIT_READS,
    "substitute": UNIT_READS,
    "officer": UNIT_READS,
    "other_officer": UNIT_READS,
    "sub_head": {"sub-unit/CVT-TT"},
    "other_head": {
        "helps/CBC",
        "helps/CVT",
        "helps/CTS",
        "co-lead/CBC",
        "moved/CBC",
        "foreign/CBC",
        "given/CBC",
        "in-charge/CBC",
    },
    "third_head": {"helps/CTS", "helps/CBC"},
    "office": ALL_ROWS,
    "office_head": ALL_ROWS,
    "leader": ALL_ROWS,
    "other_leader": ALL_ROWS,
    "clerk": ALL_ROWS,
    "secretary": {"given/CBC", "in-charge/CBC", "in-person/thu-truong"},
    "administrator": NOTHING,
    "old_head": NOTHING,
    "ended": NOTHING,
    "nobody": NOTHING,
    "anonymous": NOTHING,
    "unsaved": NOTHING,
    "switched_off": NOTHING,
}

ALL_MEETINGS = {
    "GB06/2024",
    "giao-ban",
    "elsewhere",
    "of-drafts",
    "of-leaders",
    "attended",
    "presided",
    "attended-by-leader",
    "empty",
}
MEETINGS = {
    "head": {"giao-ban", "attended"},
    "officer": {"giao-ban", "attended"},
    "sub_head": {"giao-ban"},
    "other_head": {"giao-ban", "elsewhere"},
    "third_head": {"giao-ban"},
    "office": ALL_MEETINGS,
    "leader": ALL_MEETINGS,
    "other_leader": ALL_MEETINGS,
    "clerk": ALL_MEETINGS,
    "secretary": {"elsewhere", "of-leaders", "presided", "attended-by-leader"},
    "administrator": NOTHING,
    "old_head": NOTHING,
    "ended": NOTHING,
    "nobody": NOTHING,
    "anonymous": NOTHING,
    "unsaved": NOTHING,
    "switched_off": NOTHING,
}


@pytest.mark.django_db
@pytest.mark.parametrize("person", DIRECTIVES)
def test_a_person_sees_the_directives_named(world, person):
    seen = Directive.objects.visible_to(getattr(world.ministry, person))
    assert {world.directives[row.pk] for row in seen} == DIRECTIVES[person]


@pytest.mark.django_db
@pytest.mark.parametrize("person", DIRECTIVES)
def test_a_person_sees_every_row_of_the_directives_he_sees_and_no_other(world, person):
    seen = Assignment.objects.visible_to(getattr(world.ministry, person))
    names = {world.rows[row.pk] for row in seen}
    assert names == {name for name in ALL_ROWS if name.partition("/")[0] in DIRECTIVES[person]}


@pytest.mark.django_db
@pytest.mark.parametrize("person", READABLE)
def test_a_person_reads_the_rows_named(world, person):
    seen = Assignment.objects.readable_by(getattr(world.ministry, person))
    assert {world.rows[row.pk] for row in seen} == READABLE[person]


@pytest.mark.django_db
@pytest.mark.parametrize("person", READABLE)
def test_a_person_sees_the_requests_of_the_rows_he_reads(world, person):
    seen = ExtensionRequest.objects.visible_to(getattr(world.ministry, person))
    assert {world.rows[row.assignment_id] for row in seen} == READABLE[person]


@pytest.mark.django_db
@pytest.mark.parametrize("person", MEETINGS)
def test_a_person_sees_the_meetings_named(world, person):
    seen = Meeting.objects.visible_to(getattr(world.ministry, person))
    names = [world.meetings.get(row.pk, row.code) for row in seen]
    assert sorted(names) == sorted(MEETINGS[person])


@pytest.mark.django_db
def test_a_co_lead_sees_the_class_of_the_other_and_reads_nothing_of_it(world):
    row = Assignment.objects.get(directive__title="co-lead", unit=world.ministry.other_unit)
    seen = Assignment.objects.visible_to(world.ministry.head).classed(date(2024, 10, 1)).get(pk=row.pk)
    assert (seen.unit.code, seen.klass) == ("CBC", "open_overdue")
    assert not Assignment.objects.readable_by(world.ministry.head).filter(pk=row.pk).exists()


@pytest.mark.django_db
def test_a_unit_that_helps_no_more_reads_the_lead_no_more(world):
    help_row = Assignment.objects.get(directive__title="helps", unit=world.ministry.unit)
    lead = Assignment.objects.readable_by(world.ministry.head).filter(directive__title="helps", role="lead")
    assert lead.exists()
    actions.withdraw(help_row, by=world.ministry.leader, reason="thôi")
    assert not lead.all().exists()


@pytest.mark.django_db
def test_a_visible_row_is_found_once_however_many_reasons_show_it(world):
    unit = world.ministry.unit
    meeting = Meeting.objects.get(code="giao-ban")
    meeting.attending_units.add(unit, world.ministry.sub_unit)
    assert Meeting.objects.visible_to(world.ministry.head).filter(pk=meeting.pk).count() == 1
    assert Directive.objects.visible_to(world.ministry.head).filter(title="co-lead").count() == 1


@pytest.mark.django_db
def test_what_was_addressed_to_the_unit_stays_visible_after_the_directive_is_taken_back(world):
    directive = Directive.objects.get(title="own")
    actions.withdraw(directive, by=world.ministry.leader, reason="thôi")
    assert Directive.objects.visible_to(world.ministry.head).filter(pk=directive.pk).exists()


@pytest.mark.django_db
def test_the_head_of_a_unit_beside_the_ministry_sees_nothing_of_it(world):
    outside = make_unit("NGOAI", parent=None)
    user = make_user("outside_head", {"role": Role.HEAD, "unit": outside})
    assert not Directive.objects.visible_to(user).exists()


@pytest.mark.django_db
def test_a_post_at_the_office_of_a_person_without_a_working_unit_shows_nothing(world):
    gone = make_unit("VP-CU", is_office=True, ends_on=date(2024, 12, 31))
    user = make_user("gone_office", {"role": Role.OFFICE, "unit": gone})
    assert not Directive.objects.visible_to(user).exists()


@pytest.mark.django_db
def test_two_posts_show_what_either_shows(world):
    m = world.ministry
    both = make_user(
        "both", {"role": Role.HEAD, "unit": m.sub_unit}, {"role": Role.OFFICER, "unit": m.third_unit}
    )
    names = {world.directives[row.pk] for row in Directive.objects.visible_to(both)}
    assert names == {"sub-unit", "helps"}


@pytest.mark.django_db
def test_a_directive_is_seen_by_a_unit_from_the_moment_it_is_assigned(world):
    m = world.ministry
    directive = Directive.objects.get(title="no-addressee")
    assert not Directive.objects.visible_to(m.third_head).filter(pk=directive.pk).exists()
    actions.assign(
        directive, by=m.office, unit=m.third_unit, deadline=DeadlineTerms("day", date(2024, 9, 30)), **BACK
    )
    assert Directive.objects.visible_to(m.third_head).filter(pk=directive.pk).exists()
