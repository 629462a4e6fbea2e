from django.db import migrations, models

from units.watched import watched


class Migration(migrations.Migration):
    dependencies = [("units", "0004_missing_swap_of_january_2026")]
    operations = [
        migrations.CreateModel(
            name="RegisterToken",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("token", models.CharField(max_length=40)),
            ],
            options={
                "constraints": [models.CheckConstraint(condition=models.Q(("pk", 1)), name="one_register_token")],
            },
        ),
        watched(
            "units_unit",
            "units_unitname",
            "units_succession",
            "units_leader",
            "units_leaderterm",
            "units_portfolio",
            "units_field",
            "units_calendarday",
        ),
    ]
