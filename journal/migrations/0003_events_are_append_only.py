from django.db import migrations

from journal.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("journal", "0002_initial")]
    operations = [append_only("journal_event")]
