"""The master data kept in memory: never older than the question, whichever way it was changed."""

from datetime import date

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from directives.models import Delegation
from tests.cast import make_leader, make_unit
from units import register
from units.models import (
    CalendarDay,
    Field,
    Leader,
    LeaderTerm,
    Portfolio,
    Post,
    RegisterToken,
    Succession,
    Unit,
    UnitName,
)
from units.standing import standing_of
from units.working_calendar import WorkingCalendar

pytestmark = pytest.mark.django_db


def token() -> str:
    return RegisterToken.objects.get().token


@pytest.fixture
def rows(ministry):
    """One row of every watched table."""
    m = ministry
    UnitName.objects.create(unit=m.unit, name="Cục Viễn thông")
    Portfolio.objects.create(leader=m.minister, field=m.field)
    CalendarDay.objects.create(on=date(2026, 2, 16), is_working=False, name="Tết")
    Delegation().save()
    return [Unit, UnitName, Succession, Leader, LeaderTerm, Portfolio, Field, CalendarDay, Delegation, Post]


def test_every_way_to_change_a_watched_table_gives_a_new_token(rows):
    seen = {token()}
    for model in rows:
        table, pk = model._meta.db_table, model._meta.pk.column
        with connection.cursor() as cursor:
            cursor.execute(f"UPDATE {table} SET {pk} = {pk}")
        assert token() not in seen, table
        seen.add(token())
    CalendarDay.objects.all().delete()
    assert token() not in seen
    seen.add(token())
    CalendarDay.objects.bulk_create([CalendarDay(on=date(2026, 2, 17), is_working=False, name="Tết")])
    assert token() not in seen


def test_who_is_switched_off_or_renamed_gives_a_new_token_and_who_signs_in_does_not(ministry, client):
    before = token()
    client.force_login(ministry.head)
    ministry.head.refresh_from_db()
    assert ministry.head.last_login
    assert token() == before
    for name, value in (("is_active", False), ("username", "truong-phong")):
        before = token()
        setattr(ministry.head, name, value)
        ministry.head.save(update_fields=[name])
        assert token() != before


def test_the_token_is_read_and_nothing_else_while_nothing_changes(ministry):
    register.current()
    with CaptureQueriesContext(connection) as queries:
        assert register.current() is register.current()
    assert len(queries) == 2


def test_a_change_is_seen_by_the_next_question(ministry):
    day = date(2026, 3, 4)
    assert WorkingCalendar().is_working_day(day)
    CalendarDay.objects.create(on=day, is_working=False, name="Nghỉ bù")
    assert not WorkingCalendar().is_working_day(day)
    CalendarDay.objects.filter(on=day).update(is_working=True)
    assert WorkingCalendar().is_working_day(day)


def test_what_was_rolled_back_is_not_known_afterwards(ministry):
    point = transaction.savepoint()
    lost = make_unit("MAT")
    assert lost.pk in register.current().units
    transaction.savepoint_rollback(point)
    assert lost.pk not in register.current().units
    kept = make_unit("CON")
    assert register.current().units[kept.pk].code == "CON"


def test_a_right_that_ends_is_gone_with_the_next_question(ministry):
    m = ministry
    assert standing_of(m.sub_head).heads == {m.sub_unit.pk}
    Unit.objects.filter(pk=m.sub_unit.pk).update(ends_on=date(2024, 1, 31))
    assert not standing_of(m.sub_head).heads
    LeaderTerm.objects.filter(leader=m.minister).update(ends_on=date(2024, 1, 31))
    assert not standing_of(m.leader).sees_all
    m.office.posts.update(ends_on=date(2024, 1, 31))
    assert not standing_of(m.office).is_office


def test_a_page_of_somebody_whose_post_has_just_ended_is_refused(client, ministry):
    client.force_login(ministry.office)
    assert client.get("/queues/").status_code == 200
    ministry.office.posts.update(ends_on=date(2024, 1, 31))
    assert client.get("/queues/").status_code == 403


def test_while_a_page_is_read_the_master_data_stands_still(ministry):
    with register.while_reading():
        before = register.current()
        unit = make_unit("GIUA")
        assert unit.pk not in register.current().units
        assert register.current() is before
    assert unit.pk in register.current().units


def test_the_one_who_decides_is_the_giver_then_the_holder_of_the_field_then_the_minister(ministry):
    m, day = ministry, date(2025, 6, 2)
    gone = make_leader("da-nghi", ends_on=date(2025, 1, 1))
    decide = register.current
    assert decide().deciding_for(m.deputy_minister.pk, m.field.pk, day) == {m.deputy_minister.pk}
    assert decide().deciding_for(gone.pk, m.field.pk, day) == {m.minister.pk}
    Portfolio.objects.create(leader=m.deputy_minister, field=m.field)
    assert decide().deciding_for(gone.pk, m.field.pk, day) == {m.deputy_minister.pk}
    assert decide().deciding_for(gone.pk, None, day) == {m.minister.pk}
    LeaderTerm.objects.all().delete()
    assert decide().deciding_for(gone.pk, m.field.pk, day) == set()
