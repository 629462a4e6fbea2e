import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('directives', '0003_deadlines_are_append_only'),
        ('reminders', '0002_default_policy'),
    ]

    operations = [
        migrations.CreateModel(
            name='LetterPolicy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('has_progress_links', models.BooleanField(default=True, help_text='Switched off, the links of letters already sent are refused too.', verbose_name='letters carry a link for one progress report without signing in')),
            ],
            options={
                'verbose_name': 'policy of letters',
                'verbose_name_plural': 'policy of letters',
                'constraints': [models.CheckConstraint(condition=models.Q(('pk', 1)), name='one_letter_policy')],
            },
        ),
        migrations.CreateModel(
            name='ProgressLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('token_hash', models.CharField(max_length=64, unique=True)),
                ('expires_at', models.DateTimeField(verbose_name='valid until')),
                ('used_at', models.DateTimeField(blank=True, null=True, verbose_name='used at')),
                ('assignment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directives.assignment', verbose_name='assignment')),
                ('digest', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='links', to='reminders.digest', verbose_name='digest')),
                ('report', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directives.progressreport', verbose_name='progress report')),
            ],
            options={
                'verbose_name': 'link of a letter',
                'verbose_name_plural': 'links of letters',
                'constraints': [models.UniqueConstraint(fields=('digest', 'assignment'), name='one_link_a_letter_and_assignment')],
            },
        ),
    ]
