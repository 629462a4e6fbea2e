from django.db import migrations

from units.watched import watched


class Migration(migrations.Migration):
    dependencies = [("directives", "0010_figure_policy_and_locked_reports"), ("units", "0005_register_token")]
    operations = [watched("directives_delegation")]
