"""All rows of the test database, kept once and put back for each test: playing the demonstration costs ten seconds,
putting its rows back a fraction of one."""

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core.management.color import no_style
from django.db import connection, transaction

from journal import append_only

APPEND_ONLY = ("journal_event", "directives_deadline")
# What is written elsewhere: by migrations, and by the triggers on what is put back (units/watched.py).
LEFT_ALONE = ("django_migrations", "units_registertoken")


def release() -> None:
    """Without the triggers of the append-only tables, which would stop the emptying too."""
    with connection.schema_editor() as editor:
        for table in APPEND_ONLY:
            append_only.release(editor, table)


def protect() -> None:
    with connection.schema_editor() as editor:
        for table in APPEND_ONLY:
            append_only.protect(editor, table)


def tables() -> list[str]:
    return [
        one
        for one in connection.introspection.django_table_names(only_existing=True, include_views=False)
        if one not in LEFT_ALONE
    ]


def take() -> dict[str, tuple[list[str], list]]:
    """Table -> its columns and its rows, as the database gives them."""
    kept = {}
    with connection.cursor() as cursor:
        for table in tables():
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)} ORDER BY 1")
            kept[table] = ([one[0] for one in cursor.description], cursor.fetchall())
    return kept


def put_back(kept: dict[str, tuple[list[str], list]]) -> None:
    release()
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            _empty(cursor)
            for table, (columns, rows) in kept.items():
                _fill(cursor, table, columns, rows)
            _raise_numbers(cursor)
    finally:
        protect()
    ContentType.objects.clear_cache()


def put_in(kept: dict[str, tuple[list[str], list]]) -> None:
    """The same inside the transaction of a test, where the append-only tables are empty still."""
    with connection.cursor() as cursor:
        _empty(cursor)
        for table, (columns, rows) in kept.items():
            _fill(cursor, table, columns, rows)
        _raise_numbers(cursor)
    ContentType.objects.clear_cache()


def _empty(cursor) -> None:
    """Deleting a thousand rows is ten times quicker than giving sixty tables new files."""
    quote = connection.ops.quote_name
    asked = " UNION ALL ".join(
        f"SELECT '{one}' FROM (SELECT 1 FROM {quote(one)} LIMIT 1) x" for one in tables()
    )
    cursor.execute(asked)
    for (table,) in cursor.fetchall():
        cursor.execute(f"DELETE FROM {quote(table)}")


def _fill(cursor, table: str, columns: list[str], rows: list) -> None:
    if not rows:
        return
    quote = connection.ops.quote_name
    names = ", ".join(quote(one) for one in columns)
    if connection.vendor == "postgresql":
        with cursor.copy(f"COPY {quote(table)} ({names}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
    else:
        places = ", ".join(["%s"] * len(columns))
        cursor.executemany(f"INSERT INTO {quote(table)} ({names}) VALUES ({places})", rows)


def _raise_numbers(cursor) -> None:
    """The next number of each table is one above its rows."""
    for statement in connection.ops.sequence_reset_sql(
        no_style(), apps.get_models(include_auto_created=True)
    ):
        cursor.execute(statement)
