"""The whole policy of a fresh install: silence, acceptance, urgings, what waits for the office, and the ladder."""

from django.db import migrations

# code, kind, days, hours, officer, head and office after so many working days (None: not by this rule)
RULES = [
    ("stale-30", "stale", 30, 0, 0, 0, 10),
    ("unaccepted-16", "unaccepted", 0, 16, 0, 0, 2),
    ("urged-before-1", "urged_before", 1, 0, 0, 0, None),
    ("urged-overdue-2", "urged_overdue", 2, 0, 0, 0, 4),
    ("waiting-extension-2", "waiting_extension", 2, 0, None, None, 0),
    ("waiting-declined-2", "waiting_declined", 2, 0, None, None, 0),
    ("waiting-reported-3", "waiting_reported", 3, 0, None, None, 0),
]


def add_rules(apps, schema_editor):
    rules = apps.get_model("reminders", "ReminderRule").objects
    for code, kind, days, hours, officer, head, office in RULES:
        values = {
            "kind": kind,
            "days": days,
            "hours": hours,
            "officer_after": officer,
            "head_after": head,
            "office_after": office,
        }
        rules.get_or_create(code=code, defaults=values)
    # A week ahead is for whoever does the work; what stays overdue climbs to the office.
    rules.filter(code="before-7", kind="before_due", days=7).update(head_after=None)
    rules.filter(code="overdue-3", kind="overdue", days=3).update(office_after=6)


class Migration(migrations.Migration):
    dependencies = [("reminders", "0004_whole_policy_and_ledger")]

    # Backwards the rows stay: the office may have changed them.
    operations = [migrations.RunPython(add_rules, migrations.RunPython.noop)]
