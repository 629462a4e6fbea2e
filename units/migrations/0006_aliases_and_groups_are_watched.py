from django.db import migrations

from units.watched import watched


class Migration(migrations.Migration):
    dependencies = [("units", "0005_register_token")]
    operations = [watched("units_unitalias", "units_unitgroup")]
