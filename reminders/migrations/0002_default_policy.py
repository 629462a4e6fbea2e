"""The policy of a fresh install: 7, 3 and 1 working days before, on the day, every 3 working days overdue."""

from django.db import migrations

RULES = [
    ("before-7", "before_due", 7),
    ("before-3", "before_due", 3),
    ("before-1", "before_due", 1),
    ("on-due", "on_due", 0),
    ("overdue-3", "overdue", 3),
]


def add_rules(apps, schema_editor):
    rules = apps.get_model("reminders", "ReminderRule")
    for code, kind, days in RULES:
        rules.objects.get_or_create(code=code, defaults={"kind": kind, "days": days})


class Migration(migrations.Migration):
    dependencies = [("reminders", "0001_initial")]

    # Backwards the rows stay: the office may have changed them.
    operations = [migrations.RunPython(add_rules, migrations.RunPython.noop)]
