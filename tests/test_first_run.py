"""An empty system leads its administrator to the first meeting; nobody else is let in, and nothing is half entered."""

import re

import pytest
from django.contrib.admin.models import LogEntry
from django.core.exceptions import ValidationError
from django.urls import reverse

from journal.refusals import NotNow, NotYours
from meetings.models import Meeting
from seeds import first_run
from tests.cast import make_unit, make_user
from units.models import Leader, LeaderTerm, Role, Unit, User
from units.standing import standing_of

UNITS = """Mã\tTên đơn vị\tTên viết tắt\tTrực thuộc
BO\tBộ Thử nghiệm
VP\tVăn phòng Bộ\tVP Bộ\tBO
VKH\tVụ Kế hoạch - Tài chính\tVụ KHTC\tbo
QTG\tTrung tâm thuộc Vụ\t\tVKH
HH\tHiệp hội Doanh nghiệp
"""


@pytest.fixture
def root(db):
    return User.objects.create_superuser("root", password="mat-khau-dai-12")


def test_the_administrator_of_an_empty_system_begins_at_the_first_steps(client, root):
    client.force_login(root)
    response = client.get("/", follow=True)
    assert response.redirect_chain == [("/first-run/", 302)]
    page = response.content.decode()
    assert page.count("chưa làm") == 4
    assert "Nạp danh mục có sẵn" in page


def test_pasted_units_are_entered_with_kind_superior_and_the_office(root):
    first_run.add_units(UNITS, by=root)
    found = {unit.code: unit for unit in Unit.objects.select_related("parent")}
    assert {code: unit.kind for code, unit in found.items()} == {
        "BO": "ministry",
        "VP": "office",
        "VKH": "department",
        "QTG": "centre",
        "HH": "external",
    }
    assert [code for code, unit in found.items() if unit.is_office] == ["VP"]
    assert [code for code, unit in found.items() if unit.is_external] == ["HH"]
    assert found["VKH"].parent == found["BO"]
    assert found["QTG"].parent == found["VKH"]
    assert found["VKH"].names.get().short_name == "Vụ KHTC"
    assert LogEntry.objects.filter(user=root).count() == 5


@pytest.mark.parametrize(
    ("line", "word"),
    [
        ("CHI-MA", "Dòng 7"),
        ("VP; Văn phòng khác", "VP"),
        ("X; Cục X; CX; KHONG-CO", "KHONG-CO"),
        ("X; Cục X; CX; BO; thừa", "bốn cột"),
        ("X; Cục X; CX; X", "chính mình"),
        ("X" * 41 + "; Cục X", "40"),
    ],
)
def test_one_wrong_line_is_named_and_nothing_is_entered(root, line, word):
    with pytest.raises(ValidationError) as refusal:
        first_run.add_units(UNITS + line, by=root)
    assert word in " ".join(refusal.value.messages)
    assert not Unit.objects.exists()


def test_what_was_pasted_wrongly_stays_in_its_field(client, root):
    client.force_login(root)
    response = client.post(reverse("first_run_units"), {"lines": "A; Cục A\nchỉ một ô"})
    page = response.content.decode()
    assert response.status_code == 400
    assert "Dòng 2" in page
    assert "chỉ một ô</textarea>" in page


def test_the_bundled_register_is_loaded_by_one_button_and_only_into_an_empty_one(client, root):
    client.force_login(root)
    client.post(reverse("first_run_register"))
    assert Unit.objects.count() == 125
    with pytest.raises(NotNow):
        first_run.take_bundled_register(by=root)


def test_a_person_of_the_office_can_sign_in_with_the_password_that_is_shown(client, root):
    unit = make_unit("VP", "Văn phòng Bộ", kind="office", is_office=True)
    client.force_login(root)
    response = client.post(
        reverse("first_run_person"),
        {
            "full_name": "Chuyên viên Văn phòng",
            "username": "vp.moi",
            "email": "vp.moi@example.vn",
            "role": "office",
            "unit": unit.pk,
        },
    )
    password = re.search(r"<code>(\S+)</code>", response.content.decode())[1]
    assert client.login(username="vp.moi", password=password)
    made = User.objects.get(username="vp.moi")
    assert standing_of(made).is_office
    assert made.has_perm("units.change_calendarday")


@pytest.mark.parametrize(
    ("role", "field"), [("head", "unit"), ("office", "unit"), ("leader", "leader"), ("secretary", "leader")]
)
def test_a_role_asks_for_its_unit_or_its_leader(client, root, role, field):
    client.force_login(root)
    response = client.post(
        reverse("first_run_person"),
        {"full_name": "Người mới", "username": "moi", "email": "", "role": role},
    )
    assert response.status_code == 400
    assert field in response.context["person_form"].errors
    assert not User.objects.filter(username="moi").exists()


def test_a_taken_name_is_refused_in_its_place_and_the_rest_stays_typed(client, root):
    unit = make_unit("VP", "Văn phòng Bộ", kind="office", is_office=True)
    client.force_login(root)
    response = client.post(
        reverse("first_run_person"),
        {"full_name": "Người mới", "username": "root", "email": "", "role": "office", "unit": unit.pk},
    )
    assert "username" in response.context["person_form"].errors
    assert 'value="Người mới"' in response.content.decode()


def test_the_steps_are_done_one_after_the_other(root):
    assert not first_run.standstill().is_complete
    first_run.add_units(UNITS, by=root)
    leader = Leader.objects.create(code="bt", full_name="Bộ trưởng")
    LeaderTerm.objects.create(leader=leader, title="minister")
    first_run.add_person(
        by=root,
        username="vp",
        full_name="Văn phòng",
        email="",
        role=Role.OFFICE,
        unit=Unit.objects.get(code="VP"),
    )
    assert not first_run.standstill().is_complete
    Meeting.objects.create(code="GB", kind="month", title="Giao ban")
    assert first_run.standstill().is_complete


@pytest.mark.parametrize("name", ["first_run_register", "first_run_units", "first_run_person"])
def test_only_the_administrator_enters_units_and_people(client, ministry, name):
    units, people = Unit.objects.count(), User.objects.count()
    for user in (ministry.office, ministry.head, ministry.clerk, ministry.leader, ministry.nobody):
        client.force_login(user)
        assert client.post(reverse(name), {"lines": "X; Cục X"}).status_code == 403
        assert client.get(reverse("first_run")).status_code == 403
    assert (Unit.objects.count(), User.objects.count()) == (units, people)
    with pytest.raises(NotYours):
        first_run.add_units("X; Cục X", by=ministry.office)


def test_an_ended_post_of_administrator_enters_nothing(db):
    ended = make_user("old", {"role": Role.ADMINISTRATOR, "ends_on": "2024-01-31"}, is_staff=True)
    with pytest.raises(NotYours):
        first_run.add_units("X; Cục X", by=ended)
