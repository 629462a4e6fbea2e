"""Tables of master data that are watched: every change of them, by whatever way, gives the register a new token.

By triggers, so that an import, the administration pages and SQL by hand are seen alike. The token is written in the
transaction of the change and is never used twice: what was read under one may be kept for as long as it stands.
"""

from django.db import migrations

RENEW = (
    "INSERT INTO units_registertoken (id, token) VALUES (1, lower(hex(randomblob(16)))) "
    "ON CONFLICT (id) DO UPDATE SET token = excluded.token;"
)


def watch(schema_editor, table: str, columns: str = "") -> None:
    """Every change of the table; with `columns` ("a, b"), only the changes that name one of them."""
    verbs = [f"UPDATE OF {columns}"] if columns else ["INSERT", "UPDATE", "DELETE"]
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(
            "CREATE OR REPLACE FUNCTION new_register_token() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            "INSERT INTO units_registertoken (id, token) VALUES (1, gen_random_uuid()::text) "
            "ON CONFLICT (id) DO UPDATE SET token = excluded.token; RETURN NULL; END $$"
        )
        on = " OR ".join(verbs if columns else [*verbs, "TRUNCATE"])
        schema_editor.execute(
            f"CREATE TRIGGER {table}_watched AFTER {on} ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION new_register_token()"
        )
    else:
        for verb in verbs:
            name = verb.split()[0].lower()
            schema_editor.execute(
                f"CREATE TRIGGER {table}_watched_{name} AFTER {verb} ON {table} BEGIN {RENEW} END"
            )


def release(schema_editor, table: str) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {table}_watched ON {table}")
    else:
        for verb in ("insert", "update", "delete"):
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {table}_watched_{verb}")


def watched(*tables: str, columns: str = "") -> migrations.RunPython:
    """The migration operation that watches `tables`, or some columns of them."""

    def install(apps, schema_editor):
        for table in tables:
            watch(schema_editor, table, columns)

    def remove(apps, schema_editor):
        for table in tables:
            release(schema_editor, table)

    return migrations.RunPython(install, remove)
