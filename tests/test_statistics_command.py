"""`manage.py statistics`: the same figures as the API, for scripts."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from tests.api import get

pytestmark = pytest.mark.django_db


def printed(**options) -> str:
    out = StringIO()
    call_command("statistics", stdout=out, **options)
    return out.getvalue()


@pytest.mark.parametrize("by", ["unit", "leader", "meeting", "field"])
def test_it_prints_what_the_api_answers(ministry, by):
    ministry.assignment()
    ministry.assignment(leader=ministry.deputy_minister)
    ministry.in_state("completed", unit=ministry.other_unit, by=ministry.other_head)
    found = json.loads(printed(as_of="2024-10-01", by=by, json=True))
    assert found == get(ministry.office, f"statistics/?as_of=2024-10-01&by={by}").json()
    figures = {"counts", "official_rate", "update_discipline", "late_days", "late_most"}
    figures |= {"extensions", "extended", "acknowledgement_days"}
    assert set(found) == figures | {"as_of", "directives", "groups"}
    assert found["counts"] == {
        "completed_on_time": 1,
        "completed_late": 0,
        "completed_no_deadline": 0,
        "open_within": 0,
        "open_overdue": 2,
        "open_no_deadline": 0,
    }
    assert found["official_rate"] == pytest.approx(1 / 3)
    groups = {group.pop("key"): group for group in found["groups"]}
    expected = {
        "unit": {"CVT", "CBC", "thu-truong"},
        "leader": {"bo-truong"},
        "meeting": {"GB06/2024"},
        "field": {"vien-thong"},
    }
    assert groups.keys() == expected[by]
    assert all(set(group) == figures | {"name"} for group in groups.values())


def test_nothing_due_has_no_rate(ministry):
    found = json.loads(printed(json=True))
    assert (found["official_rate"], found["update_discipline"], found["groups"]) == (None, None, [])


def test_without_json_it_is_a_table_to_read(ministry):
    ministry.assignment()
    table = printed(as_of="2024-10-01", by="unit")
    assert "01/10/2024" in table
    assert "Cục Viễn thông: 1" in table


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"as_of": "30/02/2024"}, "30/02/2024"),
        ({"as_of": "2024-02-30"}, "2024-02-30"),
        ({"by": "day"}, "unit"),
    ],
)
def test_what_it_cannot_understand_it_says(db, options, said):
    with pytest.raises(CommandError, match=said):
        printed(**options)
