from django.db import migrations, models
from django.db.models import Max, OuterRef, Subquery


def copy_newest(apps, schema_editor):
    reports = apps.get_model("directives", "ProgressReport").objects.filter(assignment=OuterRef("pk"))
    newest = reports.order_by().values("assignment").annotate(newest=Max("on")).values("newest")
    apps.get_model("directives", "Assignment").objects.update(last_report_on=Subquery(newest))


class Migration(migrations.Migration):
    dependencies = [("directives", "0011_delegation_is_watched")]
    operations = [
        migrations.AddField(
            "assignment",
            "last_report_on",
            models.DateField(blank=True, editable=False, null=True, verbose_name="last report"),
        ),
        migrations.RunPython(copy_newest, migrations.RunPython.noop),
        migrations.AddIndex(
            "assignment",
            models.Index(fields=["last_report_on", "id"], name="assignment_silent_first"),
        ),
    ]
