"""What reports, meetings and files are found by: their words in lower case without marks."""

from django.db import migrations, models

from units.text import fold


def fill(apps, schema_editor):
    meetings, papers = apps.get_model("meetings", "Meeting"), apps.get_model("meetings", "MeetingDocument")
    for row in meetings.objects.only("code", "title").iterator():
        meetings.objects.filter(pk=row.pk).update(search_text=fold(f"{row.code} {row.title}"))
    for row in papers.objects.only("title", "name").iterator():
        papers.objects.filter(pk=row.pk).update(search_text=fold(f"{row.title} {row.name}"))


class Migration(migrations.Migration):

    dependencies = [
        ('meetings', '0003_meeting_has_a_version'),
    ]

    operations = [
        migrations.AddField(
            model_name='meeting',
            name='search_text',
            field=models.TextField(default='', editable=False),
        ),
        migrations.AddField(
            model_name='meetingdocument',
            name='search_text',
            field=models.TextField(default='', editable=False),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
