"""Worked in exchange in January 2026: known late, and missing in the package of holidays."""

from datetime import date

from django.db import migrations

BASIS = "Công văn 12729/VPCP-KGVX ngày 25/12/2025"
DAYS = [
    (date(2026, 1, 2), False, "Nghỉ hoán đổi ngày làm việc dịp Tết Dương lịch"),
    (date(2026, 1, 10), True, "Làm bù cho ngày 02/01/2026"),
]


def add_days(apps, schema_editor):
    rows = apps.get_model("units", "CalendarDay").objects
    for on, is_working, name in DAYS:
        # Where the office has entered the day itself, its row stands.
        rows.get_or_create(on=on, defaults={"is_working": is_working, "name": name, "basis": BASIS})


class Migration(migrations.Migration):
    dependencies = [("units", "0003_working_hours")]

    operations = [migrations.RunPython(add_days, migrations.RunPython.noop)]
