"""The first run: an empty system leads its administrator to the first meeting, and nobody else."""

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse

from units.models import Unit, User

LINES = "BO; Bộ Thông tin; Bộ; Bộ\nVP; Văn phòng Bộ; VP; Văn phòng; BO\nCVT\tCục Viễn thông\tCục VT\t\tBO"


@pytest.fixture
def root(db, client):
    user = User.objects.create_superuser(username="root", password="mat-khau-dai-12", email="r@example.vn")
    client.force_login(user)
    return user


def steps(client):
    answer = client.get(reverse("setup"))
    return {step.name: step.is_done for step in answer.context["steps"]}, answer.context["next_step"]


def test_an_empty_system_begins_at_the_first_step(client, root):
    assert client.get(reverse("home")).url == reverse("setup")
    done, following = steps(client)
    assert [name for name, is_done in done.items() if is_done] == ["calendar"]
    assert following == "units"


def test_one_button_loads_the_bundled_register(client, root):
    client.post(reverse("setup_register"))
    assert Unit.objects.filter(code="CVT").exists()
    n = Unit.objects.count()
    assert LogEntry.objects.count() == n
    done, following = steps(client)
    assert done["units"]
    assert done["leaders"]
    assert following == "office"
    client.post(reverse("setup_register"))
    assert Unit.objects.count() == n


def test_a_pasted_list_becomes_units_with_their_superiors(client, root):
    client.post(reverse("setup"), {"lines": LINES})
    found = {unit.code: unit for unit in Unit.objects.select_related("parent")}
    assert sorted(found) == ["BO", "CVT", "VP"]
    assert (found["CVT"].kind, found["CVT"].short_name, found["CVT"].parent.code) == (
        "authority",
        "Cục VT",
        "BO",
    )
    assert found["VP"].is_office
    assert steps(client)[0]["units"]


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ("CVT; Cục Viễn thông\nCVT; Cục Báo chí", "Dòng 2: mã CVT đã được dùng."),
        ("CVT; Cục Viễn thông; VT; Cục; XX", "Dòng 1: không có đơn vị cấp trên mang mã XX."),
        ("CVT; Cục Viễn thông; VT; Cục; CVT", "Dòng 1: đơn vị không thể là cấp trên của chính mình."),
        ("CVT", "Dòng 1: cần có mã và tên"),
        ("X; Hội nghề cá", "Dòng 1: không rõ loại đơn vị “Hội”."),
        ("X; " + "Cục " + "a" * 400, "Dòng 1: mã, tên hoặc tên viết tắt quá dài."),
    ],
)
def test_a_wrong_list_adds_nothing_says_which_line_and_keeps_what_was_typed(client, root, lines, words):
    answer = client.post(reverse("setup"), {"lines": lines})
    assert answer.status_code == 400
    page = answer.content.decode()
    assert words in page
    assert lines.splitlines()[0][:20] in page
    assert not Unit.objects.exists()


def test_with_a_meeting_the_administrator_goes_to_his_pages_and_the_others_never_set_up(client, ministry):
    client.force_login(ministry.administrator)
    assert client.get(reverse("home")).url == reverse("admin:index")
    assert client.get(reverse("setup")).status_code == 200
    for who in ("office", "leader", "head", "clerk", "nobody"):
        client.force_login(getattr(ministry, who))
        assert client.get(reverse("setup")).status_code == 403
        assert client.post(reverse("setup_register")).status_code == 403
    assert not Unit.objects.filter(code="BTTTT").exists()
    assert Unit.objects.count() == 8


def test_the_page_shows_no_content(client, ministry):
    ministry.in_state("in_progress", directive=ministry.directive(title="Việc mật của đơn vị"))
    client.force_login(ministry.administrator)
    page = client.get(reverse("setup")).content.decode()
    assert "Việc mật" not in page
    assert "GB06/2024" not in page
