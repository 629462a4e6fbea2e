from django.db import migrations

SILENT = "assignment_silent_nulls_first"
SEARCHED = {
    "directive_search_trigrams": "directives_directive",
    "report_search_trigrams": "directives_progressreport",
}


def create(apps, schema_editor):
    """SQLite sorts rows without a day first by itself, and reads its few megabytes of words as they are."""
    connection = schema_editor.connection
    if connection.vendor != "postgresql":
        return
    schema_editor.execute(f"CREATE INDEX {SILENT} ON directives_assignment (last_report_on NULLS FIRST, id)")
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_available_extensions WHERE name = 'pg_trgm'")
        has_trigrams = cursor.fetchone() is not None
    if has_trigrams:  # else the search is right, only slower
        schema_editor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
        for index, table in SEARCHED.items():
            schema_editor.execute(f"CREATE INDEX {index} ON {table} USING gin (search_text gin_trgm_ops)")


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for index in (SILENT, *SEARCHED):
            schema_editor.execute(f"DROP INDEX IF EXISTS {index}")


class Migration(migrations.Migration):
    dependencies = [("directives", "0012_last_report_on")]
    operations = [migrations.RunPython(create, drop)]
