"""Triggers that refuse to change or delete the rows of a table, on SQLite and on PostgreSQL."""

from django.db import migrations


def protect(schema_editor, table: str) -> None:
    """Install the triggers on `table`."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(
            "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$",
            params=None,  # or the driver would read the per cent sign as a place for one
        )
        schema_editor.execute(
            f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        )
        schema_editor.execute(
            f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )
    else:
        for verb in ("UPDATE", "DELETE"):
            schema_editor.execute(
                f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )


def release(schema_editor, table: str) -> None:
    """Remove the triggers again: for undoing the migration, and for emptying a test database."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {table}_append_only ON {table}")
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {table}_no_truncate ON {table}")
    else:
        for verb in ("update", "delete"):
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {table}_no_{verb}")


def append_only(table: str) -> migrations.RunPython:
    """The migration operation that makes `table` append-only."""
    return migrations.RunPython(
        lambda apps, schema_editor: protect(schema_editor, table),
        lambda apps, schema_editor: release(schema_editor, table),
    )


def append_only_again(table: str) -> migrations.RunPython:
    """For a migration that changes columns of `table`: SQLite makes the table anew then, without its triggers."""

    def renew(apps, schema_editor) -> None:
        release(schema_editor, table)
        protect(schema_editor, table)

    return migrations.RunPython(renew, renew)
