import datetime
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('units', '0002_sort_keys'),
    ]

    operations = [
        migrations.CreateModel(
            name='WorkingHours',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('morning_from', models.TimeField(default=datetime.time(8, 0), verbose_name='morning from')),
                ('morning_to', models.TimeField(default=datetime.time(12, 0), verbose_name='morning to')),
                ('afternoon_from', models.TimeField(default=datetime.time(13, 30), verbose_name='afternoon from')),
                ('afternoon_to', models.TimeField(default=datetime.time(17, 30), verbose_name='afternoon to')),
            ],
            options={
                'verbose_name': 'working hours',
                'verbose_name_plural': 'working hours',
                'constraints': [models.CheckConstraint(condition=models.Q(('pk', 1)), name='one_row_of_working_hours')],
            },
        ),
    ]
