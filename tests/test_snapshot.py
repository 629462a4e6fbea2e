"""The tests' own hand: rows put back are the rows that were kept, numbers go on behind them, nothing is left open."""

import pytest
from django.db import DatabaseError, connection

from journal.models import Event
from tests import snapshot
from tests.cast import Ministry
from units.models import Unit

pytestmark = pytest.mark.django_db(transaction=True)


def test_rows_are_put_back_as_they_were():
    m = Ministry()
    m.in_state("reported")
    kept = snapshot.take()
    for _ in range(2):
        m.in_state("completed")
        last = Unit.objects.create(code="THEM", name="Đơn vị thêm", kind="office").pk
        assert snapshot.take() != kept
        snapshot.put_back(kept)
        assert snapshot.take() == kept
    assert Unit.objects.create(code="THEM", name="Đơn vị thêm", kind="office").pk >= last
    with pytest.raises(DatabaseError, match="append-only"), connection.cursor() as cursor:
        cursor.execute("DELETE FROM journal_event")
    assert Event.objects.exists()
