from django.db import migrations

from units.watched import watched


class Migration(migrations.Migration):
    dependencies = [("directives", "0008_recurring_periods"), ("units", "0005_register_token")]
    operations = [watched("directives_delegation")]
