"""The bundled data say what the briefings said, and a second load adds nothing."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from directives.models import Assignment, Deadline, Directive
from directives.querysets import Klass
from journal.models import Event, Outbox
from meetings.models import Meeting
from seeds.briefings import CLERK
from units.models import Leader, Succession, Unit, UnitGroup, User

JULY_2024 = date(2024, 7, 4)


@pytest.mark.parametrize(
    ("words", "day", "code"),
    [
        ("Cục Công nghiệp CNTT-TT", JULY_2024, "CNICT"),
        ("Cục Công nghiệp CNTT&TT", JULY_2024, "CNICT"),
        ("cuc cong nghiep cntt&tt", JULY_2024, "CNICT"),
        ("VNPost", JULY_2024, "VNPOST"),
        ("Bưu điện Việt Nam", JULY_2024, "VNPOST"),
        ("Cục Viễn thông", JULY_2024, "CVT"),
        ("Vụ Kinh tế số và Xã hội số", JULY_2024, "KTSXHS"),
    ],
)
def test_a_unit_is_found_by_the_names_people_write(register, words, day, code):
    assert [unit.code for unit in Unit.objects.named(words, day)] == [code]


def test_a_unit_is_not_found_on_a_day_it_did_not_exist(register):
    digital = Unit.objects.get(code="CDSQG")
    assert digital not in Unit.objects.named("Cục Chuyển đổi số quốc gia", date(2022, 7, 25))
    assert digital in Unit.objects.named("Cục Chuyển đổi số quốc gia", date(2022, 7, 26))


def test_a_renamed_unit_keeps_its_old_name_for_old_days(register):
    unit = Unit.objects.get(code="KTSXHS")
    assert unit.name_on(JULY_2024) == "Vụ Kinh tế số và Xã hội số"
    assert unit.name_on(date(2025, 3, 1)) == "Vụ Kinh tế và Xã hội số"


def test_the_34_units_are_the_26_of_the_decree_and_8_marked_as_assumed(register):
    group = UnitGroup.objects.get(code="34-don-vi")
    assert len(group.units_on(JULY_2024)) == 34
    assert group.members.filter(certainty="assumed").count() == 8
    assert len(UnitGroup.objects.get(code="don-vi-thuoc-bo").units_on(JULY_2024)) == 26
    assert len(UnitGroup.objects.get(code="cac-so-tttt").units_on(JULY_2024)) == 63


def test_a_reorganisation_is_a_row_with_its_day_and_basis(register):
    row = Succession.objects.get(from_unit__code="CTHH")
    assert row.to_unit.code == "CDSQG"
    assert row.on == date(2022, 7, 26)


def test_the_minister_of_the_day_is_known(register):
    [minister] = Leader.objects.in_office_on(JULY_2024, title="minister")
    assert minister.full_name == "Nguyễn Mạnh Hùng"


def test_the_five_briefings_are_there_with_period_and_day_apart(briefings):
    assert list(Meeting.objects.order_by("held_on").values_list("code", "period", "held_on")) == [
        ("GB08/2022", "2022-08", date(2022, 8, 29)),
        ("GBQ2/2023", "2023-Q2", date(2023, 6, 12)),
        ("SK6T/2023", "2023-H1", date(2023, 6, 30)),
        ("GB08/2023", "2023-08", date(2023, 8, 28)),
        ("GB06/2024", "2024-06", date(2024, 7, 4)),
    ]
    assert Meeting.objects.get(code="GB08/2022").presided_by.full_name == "Phan Tâm"
    assert Directive.objects.count() == 42
    assert Directive.objects.without_addressee().count() == 15


def test_2g_was_due_before_an_event_and_moved_by_a_circular(briefings):
    rows = Assignment.objects.filter(directive__code="GB06/2024-08")
    assert {row.unit.code for row in rows} == {"CVT", "VIETTEL", "VNPT", "MOBIFONE", "VIETNAMOBILE"}
    for row in rows:
        assert row.deadline_kind == "before_event"
        assert (row.first_due_on, row.due_on) == (date(2024, 9, 15), date(2024, 10, 15))
        newest = row.deadlines.get(version=2)
        assert (newest.on, newest.basis, newest.cause) == (
            date(2024, 9, 13),
            "Thông tư 10/2024/TT-BTTTT",
            "adjust",
        )


def test_one_directive_is_34_assignments(briefings):
    directive = Directive.objects.get(code="GB06/2024-01")
    assert directive.is_key
    assert directive.assignments.count() == 34
    assert set(directive.assignments.values_list("role", "due_on")) == {("lead", None)}


@pytest.mark.parametrize(
    ("code", "kind", "due_on"),
    [
        ("GB08/2022-02", "day", date(2022, 9, 30)),
        ("GB08/2022-03", "month", date(2022, 12, 31)),
        ("GB08/2023-02", "recurring", date(2023, 9, 30)),
    ],
)
def test_deadlines_keep_their_kind(briefings, code, kind, due_on):
    kinds = Assignment.objects.filter(directive__code=code).values_list("deadline_kind", "due_on")
    assert set(kinds) == {(kind, due_on)}


def test_a_leader_owes_in_person(briefings):
    [row] = Assignment.objects.filter(directive__code="GB08/2023-05")
    assert row.leader.full_name == "Nguyễn Huy Dũng"
    assert row.unit is None


def test_only_documented_outcomes_are_seeded(briefings):
    assert not Assignment.objects.exclude(state="assigned").exists()


def test_seeding_tells_nobody_and_marks_what_it_set_back(briefings):
    assert not Outbox.objects.exists()
    assert not Event.objects.filter(is_backdated=False).exists()


def test_the_account_of_the_seeds_cannot_sign_in_and_stands_for_nothing(briefings):
    clerk = User.objects.get(username=CLERK)
    assert not clerk.is_active
    assert not clerk.has_usable_password()


def test_a_second_load_adds_nothing(demonstration):
    models = (Unit, Meeting, Directive, Assignment, Deadline, Event, User, Succession)
    before = [model.objects.count() for model in models]
    call_command("seed", demo=True, stdout=StringIO())
    assert [model.objects.count() for model in models] == before


def test_the_demonstration_shows_every_state_and_class(demonstration):
    meeting = Meeting.objects.get(is_demo=True)
    assert "dữ liệu trình diễn" in meeting.title
    rows = Assignment.objects.filter(directive__meeting=meeting)
    assert set(rows.values_list("state", flat=True)) == {
        "assigned",
        "in_progress",
        "reported",
        "completed",
        "declined",
        "paused",
        "replaced",
        "withdrawn",
    }
    today = date.today()
    assert set(rows.counted(today).values_list("klass", flat=True)) == set(Klass.values)


def test_production_never_loads_a_demonstration(db, settings):
    settings.IS_PRODUCTION = True
    with pytest.raises(CommandError):
        call_command("seed", demo=True)
    assert not User.objects.exists()
