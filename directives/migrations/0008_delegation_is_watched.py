from django.db import migrations

from units.watched import watched


class Migration(migrations.Migration):
    dependencies = [("directives", "0007_unsent_forms"), ("units", "0003_register_token")]
    operations = [watched("directives_delegation")]
