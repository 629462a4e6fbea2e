from django.db import migrations

from units.watched import watched


class Migration(migrations.Migration):
    """What is kept until something happens may depend on who holds a post, and whether his account is in use."""

    dependencies = [("units", "0006_aliases_and_groups_are_watched")]
    operations = [watched("units_post"), watched("units_user", column="is_active")]
