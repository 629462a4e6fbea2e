from django.db import migrations

from units.watched import watched


class Migration(migrations.Migration):
    """What is kept until something happens may depend on who holds a post, whether his account is in use,
    and by which name an address means him."""

    dependencies = [("units", "0006_aliases_and_groups_are_watched")]
    operations = [watched("units_post"), watched("units_user", columns="is_active, username")]
