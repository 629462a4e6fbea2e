"""What reports, meetings and files are found by: their words in lower case without marks."""

from django.db import migrations, models

from units.text import fold


def fill(apps, schema_editor):
    reports = apps.get_model("directives", "ProgressReport")
    for row in reports.objects.only("text", "difficulties", "proposals").iterator():
        words = fold(f"{row.text} {row.difficulties} {row.proposals}")
        reports.objects.filter(pk=row.pk).update(search_text=words)
    for name in ("ReportFile", "ExtensionFile"):
        files = apps.get_model("directives", name)
        for row in files.objects.only("name").iterator():
            files.objects.filter(pk=row.pk).update(search_text=fold(row.name))


class Migration(migrations.Migration):

    dependencies = [
        ('directives', '0003_deadlines_are_append_only'),
    ]

    operations = [
        migrations.AddField(
            model_name='extensionfile',
            name='search_text',
            field=models.TextField(default='', editable=False),
        ),
        migrations.AddField(
            model_name='progressreport',
            name='search_text',
            field=models.TextField(default='', editable=False),
        ),
        migrations.AddField(
            model_name='reportfile',
            name='search_text',
            field=models.TextField(default='', editable=False),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
