from django.db import migrations

from journal.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("directives", "0002_initial"), ("journal", "0003_events_are_append_only")]
    operations = [append_only("directives_deadline")]
