"""Changes to the register that must keep two things together."""

from datetime import date, timedelta

from django.db import transaction
from django.db.models import F

from units.models import Post, Unit


@transaction.atomic
def copy_newest(unit: Unit) -> Unit:
    """Bring `name`, `short_name` and `parent` of the unit up to the newest of its rows over time."""
    oldest_first = (F("starts_on").asc(nulls_first=True), "pk")
    name = unit.names.order_by(*oldest_first).last()
    parent = unit.parents.order_by(*oldest_first).last()
    if name:
        unit.name, unit.short_name = name.name, name.short_name
    unit.parent = parent.parent if parent else unit.parent
    unit.save()
    return unit


@transaction.atomic
def end_post(post: Post, *, on: date) -> Post:
    """Let the post end: `on` is the first day without it. The account keeps what its other posts give."""
    post.ends_on = on - timedelta(days=1)
    post.full_clean()
    post.save()
    return post
