from django.db import migrations

from units.text import sort_key


def write_sort_keys(apps, schema_editor):
    unit_model = apps.get_model("units", "Unit")
    for unit in unit_model.objects.order_by("pk").iterator():
        unit_model.objects.filter(pk=unit.pk).update(sort_key=sort_key(unit.name)[:400])


class Migration(migrations.Migration):
    dependencies = [("units", "0001_initial")]
    operations = [migrations.RunPython(write_sort_keys, migrations.RunPython.noop)]
