"""Rows of several kinds that belong to the same page, asked for in one question.

Each list becomes one column of JSON, the lists one UNION; what comes back are ordinary model rows. A page that shows
seven kinds of papers then costs one round trip instead of seven.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC
from typing import Any

from django.db import models
from django.db.models import F, Value
from django.db.models.functions import Cast, JSONObject
from django.utils.dateparse import parse_datetime
from django.utils.timezone import is_naive

# Of an account no more travels than its name.
OF_A_PERSON = ("id", "username", "full_name")


@dataclass
class Wanted:
    rows: models.QuerySet
    # Single related rows that come along: "reported_by", "urging__urged_by" (after "urging").
    along: tuple[str, ...] = ()


def gather(wanted: dict[str, Wanted]) -> dict[str, list[Any]]:
    """The rows of each list by its name, in no particular order."""
    first, *others = [
        one.rows.order_by().values(
            of_list=Value(name), row_as_json=JSONObject(**_columns(one.rows.model, one.along))
        )
        for name, one in wanted.items()
    ]
    found: dict[str, list[Any]] = {name: [] for name in wanted}
    for row in first.union(*others, all=True):
        one = wanted[row["of_list"]]
        found[row["of_list"]].append(_revived(one.rows, one.along, row["row_as_json"]))
    return found


def hang(rows: Iterable[Any], name: str, children: Iterable[Any], *, by: str) -> None:
    """Give each row its children where `row.<name>.all()` looks for what was fetched with it."""
    of_row: dict[int, list[Any]] = defaultdict(list)
    for child in children:
        of_row[getattr(child, f"{by}_id")].append(child)
    for row in rows:
        fetched = getattr(row, name).all()
        fetched._result_cache = of_row[row.pk]
        fetched._prefetch_done = True
        vars(row).setdefault("_prefetched_objects_cache", {})[name] = fetched
        for child in of_row[row.pk]:
            setattr(child, by, row)


def _fields(model: Any, path: str) -> list[models.Field]:
    fields = model._meta.concrete_fields
    if path and "username" in {one.name for one in fields}:
        return [one for one in fields if one.name in OF_A_PERSON]
    return fields


def _at(model: Any, path: str) -> Any:
    for name in path.split("__"):
        model = model._meta.get_field(name).related_model
    return model


def _columns(model: Any, along: Iterable[str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for path in ("", *along):
        prefix = f"{path}__" if path else ""
        for field in _fields(_at(model, path) if path else model, path):
            column: Any = F(prefix + field.attname)
            if isinstance(field, models.DecimalField):
                # JSON knows no exact numbers.
                column = Cast(column, models.CharField())
            found[prefix + field.attname] = column
    return found


def _revived(rows: models.QuerySet, along: Iterable[str], data: dict[str, Any]) -> Any:
    result = _row(rows.db, rows.model, "", data)
    for path in along:
        *above, name = path.split("__")
        owner = result
        for step in above:
            owner = owner and getattr(owner, step)
        if owner is not None:
            setattr(owner, name, _row(rows.db, _at(rows.model, path), path, data))
    return result


def _row(db: str, model: Any, path: str, data: dict[str, Any]) -> Any:
    prefix = f"{path}__" if path else ""
    if data[f"{prefix}{model._meta.pk.attname}"] is None:
        return None
    fields = _fields(model, path)
    values = [_value(field, data[prefix + field.attname]) for field in fields]
    return model.from_db(db, [field.attname for field in fields], values)


def _value(field: models.Field, raw: Any) -> Any:
    if raw is not None and isinstance(field, models.DateTimeField):
        moment = parse_datetime(raw)
        return moment.replace(tzinfo=UTC) if moment and is_naive(moment) else moment
    return field.to_python(raw)
