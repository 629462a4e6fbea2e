import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from journal.append_only import append_only_again


class Migration(migrations.Migration):

    dependencies = [
        ('directives', '0007_unsent_forms'),
        ('units', '0003_working_hours'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='assignment',
            name='continues',
            field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='continued_by', to='directives.assignment', verbose_name='continues'),
        ),
        migrations.AddField(
            model_name='assignment',
            name='recurrence',
            field=models.CharField(blank=True, max_length=200, verbose_name='recurs'),
        ),
        migrations.AddField(
            model_name='deadline',
            name='recurrence',
            field=models.CharField(blank=True, max_length=200, verbose_name='recurs'),
        ),
        append_only_again('directives_deadline'),
        migrations.AddIndex(
            model_name='assignment',
            index=models.Index(condition=models.Q(('recurrence', ''), _negated=True), fields=['id'], name='assignment_recurring'),
        ),
    ]
