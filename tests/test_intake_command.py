"""manage.py intake: reads, prints, saves nothing."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from directives.models import Directive
from meetings.models import Meeting
from units.models import Unit

MINUTES = Path(__file__).parent / "minutes" / "department-meeting.txt"


def run(*arguments) -> str:
    out = StringIO()
    call_command("intake", *arguments, stdout=out)
    return out.getvalue()


@pytest.mark.django_db
def test_the_json_has_the_agreed_form_and_nothing_is_saved():
    before = (Meeting.objects.count(), Directive.objects.count())
    found = json.loads(run(str(MINUTES), "--json", "--no-register"))
    assert (Meeting.objects.count(), Directive.objects.count()) == before
    assert set(found["meeting"]) == {"title", "kind", "period", "date", "chair", "attending_leaders"}
    assert (found["meeting"]["date"], found["meeting"]["period"]) == ("2025-10-02", "2025-Q3")
    assert len(found["directives"]) == 7
    first = found["directives"][0]
    assert set(first) == {
        "span",
        "quote",
        "leader",
        "leader_title",
        "lead_units",
        "support_units",
        "kind",
        "summary",
        "deadline",
    }
    start, end = first["span"]
    assert MINUTES.read_text(encoding="utf-8")[start:end] == first["quote"]
    assert first["deadline"]["date"] == "2025-10-25"


@pytest.mark.django_db
def test_lines_to_read_name_unit_day_and_task():
    assert "Cục Viễn thông | 2025-10-25 |" in run(str(MINUTES))


@pytest.mark.django_db
def test_the_names_of_the_database_settle_what_a_name_is(tmp_path):
    Unit.objects.create(code="cham", name="Cục Chấm, Phẩy và Ngoặc", kind="authority")
    path = tmp_path / "a.txt"
    path.write_text("Thứ trưởng yêu cầu Cục Chấm, Phẩy và Ngoặc lập danh mục.", encoding="utf-8")
    known = json.loads(run(str(path), "--json"))["directives"][0]["lead_units"]
    assert known == ["Cục Chấm, Phẩy và Ngoặc"]


@pytest.mark.django_db
def test_the_day_of_publication_settles_a_year(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("Thứ trưởng yêu cầu Cục A báo cáo trước ngày 30/9.", encoding="utf-8")
    dated = json.loads(run(str(path), "--json", "--no-register", "--published", "2023-08-01"))
    assert dated["directives"][0]["deadline"]["date"] == "2023-09-30"


def test_a_file_that_cannot_be_read_is_refused_with_its_reason(tmp_path):
    path = tmp_path / "a.txt"
    path.write_bytes(b"")
    with pytest.raises(CommandError, match=r"a\.txt"):
        run(str(path), "--no-register")
    with pytest.raises(CommandError, match="nowhere"):
        run(str(tmp_path / "nowhere.txt"), "--no-register")
