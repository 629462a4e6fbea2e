import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('directives', '0008_recurring_periods'),
        ('reminders', '0003_progress_links'),
        ('units', '0003_working_hours'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Delivery',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('channel', models.CharField(max_length=12, verbose_name='channel')),
                ('state', models.CharField(choices=[('planned', 'planned'), ('sending', 'being sent'), ('sent', 'sent'), ('failed', 'failed'), ('superseded', 'nothing left to say')], default='planned', max_length=10, verbose_name='state')),
                ('claimed_until', models.DateTimeField(blank=True, null=True, verbose_name='claimed until')),
                ('owner', models.CharField(blank=True, max_length=64)),
                ('attempts', models.PositiveSmallIntegerField(default=0, verbose_name='attempts')),
                ('sent_at', models.DateTimeField(blank=True, null=True, verbose_name='sent at')),
                ('last_error', models.TextField(blank=True, verbose_name='last error')),
            ],
            options={
                'verbose_name': 'delivery on another channel',
                'verbose_name_plural': 'deliveries on other channels',
            },
        ),
        migrations.CreateModel(
            name='NoticeChoice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest_hour', models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MaxValueValidator(23)], verbose_name='hour of the daily letter')),
                ('mails_reminders', models.BooleanField(default=True, verbose_name='reminders of deadlines by mail')),
                ('mails_notices', models.BooleanField(default=True, verbose_name='notices by mail')),
                ('other_channel', models.CharField(blank=True, max_length=300, verbose_name='another channel')),
            ],
            options={
                'verbose_name': 'choice of notices',
                'verbose_name_plural': 'choices of notices',
            },
        ),
        migrations.CreateModel(
            name='Pulse',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('part', models.CharField(choices=[('sweep', 'planning and writing letters'), ('deliver', 'sending letters'), ('periods', 'opening new periods')], max_length=12, unique=True, verbose_name='part')),
                ('began_at', models.DateTimeField(verbose_name='began at')),
                ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='ended at')),
                ('last_error', models.TextField(blank=True, verbose_name='last error')),
            ],
            options={
                'verbose_name': 'pulse',
                'verbose_name_plural': 'pulses',
                'ordering': ['part'],
            },
        ),
        migrations.RemoveConstraint(
            model_name='reminderrule',
            name='reminder_rule_has_days',
        ),
        migrations.RemoveIndex(
            model_name='reminder',
            name='reminder_to_send',
        ),
        migrations.AddField(
            model_name='digest',
            name='more',
            field=models.PositiveIntegerField(default=0, verbose_name='further lines'),
        ),
        migrations.AddField(
            model_name='letterpolicy',
            name='digest_hour',
            field=models.PositiveSmallIntegerField(default=7, validators=[django.core.validators.MaxValueValidator(23)], verbose_name='hour of the daily letter'),
        ),
        migrations.AddField(
            model_name='letterpolicy',
            name='forces_notices',
            field=models.BooleanField(default=False, verbose_name='notices go by mail whatever a person chose'),
        ),
        migrations.AddField(
            model_name='letterpolicy',
            name='forces_reminders',
            field=models.BooleanField(default=True, verbose_name='reminders of deadlines go by mail whatever a person chose'),
        ),
        migrations.AddField(
            model_name='letterpolicy',
            name='has_office_letter',
            field=models.BooleanField(default=True, verbose_name='the ministry office gets a daily letter'),
        ),
        migrations.AddField(
            model_name='letterpolicy',
            name='has_weekly_letter',
            field=models.BooleanField(default=True, verbose_name='leaders get a weekly letter'),
        ),
        migrations.AddField(
            model_name='letterpolicy',
            name='most_lines',
            field=models.PositiveSmallIntegerField(default=60, help_text='Nothing is left out beyond it; the person is named among the difficulties.', verbose_name='new lines a person and working day at most'),
        ),
        migrations.AddField(
            model_name='letterpolicy',
            name='most_mails',
            field=models.PositiveSmallIntegerField(default=6, help_text='What would go at once beyond it waits for the next daily letter.', verbose_name='mails a person and working day at most'),
        ),
        migrations.AddField(
            model_name='letterpolicy',
            name='office_channel',
            field=models.CharField(blank=True, help_text='Such as a Teams or Telegram room; its daily letter goes there too.', max_length=300, verbose_name='address of a channel of the office'),
        ),
        migrations.AddField(
            model_name='reminder',
            name='answered_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='answered at'),
        ),
        migrations.AddField(
            model_name='reminder',
            name='is_escalation',
            field=models.BooleanField(default=False, verbose_name='escalated'),
        ),
        migrations.AddField(
            model_name='reminder',
            name='rung',
            field=models.CharField(blank=True, choices=[('officer', 'officer'), ('head', 'head of the unit'), ('office', 'ministry office')], max_length=8, verbose_name='told as'),
        ),
        migrations.AddField(
            model_name='reminder',
            name='seen_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='seen at'),
        ),
        migrations.AddField(
            model_name='reminderrule',
            name='field',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.field', verbose_name='only for the field'),
        ),
        migrations.AddField(
            model_name='reminderrule',
            name='head_after',
            field=models.PositiveSmallIntegerField(blank=True, default=0, null=True, validators=[django.core.validators.MaxValueValidator(365)], verbose_name='head of the unit after'),
        ),
        migrations.AddField(
            model_name='reminderrule',
            name='hours',
            field=models.PositiveSmallIntegerField(default=0, help_text='Only where the acceptance is missing.', validators=[django.core.validators.MaxValueValidator(400)], verbose_name='working hours'),
        ),
        migrations.AddField(
            model_name='reminderrule',
            name='meeting_kind',
            field=models.CharField(blank=True, choices=[('month', 'Monthly briefing'), ('quarter', 'Quarterly briefing'), ('half_year', 'Half-year review'), ('year', 'Year-end review'), ('thematic', 'Thematic meeting'), ('written', 'Written instruction')], max_length=12, verbose_name='only for meetings of the kind'),
        ),
        migrations.AddField(
            model_name='reminderrule',
            name='office_after',
            field=models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MaxValueValidator(365)], verbose_name='ministry office after'),
        ),
        migrations.AddField(
            model_name='reminderrule',
            name='officer_after',
            field=models.PositiveSmallIntegerField(blank=True, default=0, null=True, validators=[django.core.validators.MaxValueValidator(365)], verbose_name='officer after'),
        ),
        migrations.AddField(
            model_name='reminderrule',
            name='urgency',
            field=models.CharField(blank=True, choices=[('normal', 'normal'), ('urgent', 'urgent'), ('very_urgent', 'very urgent'), ('flash', 'flash')], max_length=12, verbose_name='only for the urgency'),
        ),
        migrations.AddField(
            model_name='sweep',
            name='is_day_off',
            field=models.BooleanField(default=False, verbose_name='day off'),
        ),
        migrations.AddField(
            model_name='sweep',
            name='planned_by',
            field=models.CharField(blank=True, editable=False, max_length=64),
        ),
        migrations.AlterField(
            model_name='digest',
            name='state',
            field=models.CharField(choices=[('planned', 'planned'), ('sending', 'being sent'), ('sent', 'sent'), ('failed', 'failed'), ('bounced', "returned by the recipient's server"), ('answered', 'answered'), ('superseded', 'nothing left to say')], default='planned', max_length=10, verbose_name='state'),
        ),
        migrations.AlterField(
            model_name='reminder',
            name='assignment',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='reminders', to='directives.assignment', verbose_name='assignment'),
        ),
        migrations.AlterField(
            model_name='reminder',
            name='recipient',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='reminders', to=settings.AUTH_USER_MODEL, verbose_name='recipient'),
        ),
        migrations.AlterField(
            model_name='reminder',
            name='state',
            field=models.CharField(choices=[('planned', 'planned'), ('sent', 'sent'), ('failed', 'failed'), ('bounced', "returned by the recipient's server"), ('answered', 'answered'), ('superseded', 'superseded')], default='planned', max_length=12, verbose_name='state'),
        ),
        migrations.AlterField(
            model_name='reminder',
            name='sweep',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='reminders.sweep', verbose_name='sweep'),
        ),
        migrations.AlterField(
            model_name='reminderrule',
            name='days',
            field=models.PositiveSmallIntegerField(default=0, help_text='Working days; calendar days where a report is missing.', validators=[django.core.validators.MaxValueValidator(365)], verbose_name='days'),
        ),
        migrations.AlterField(
            model_name='reminderrule',
            name='kind',
            field=models.CharField(choices=[('before_due', 'working days before the due date'), ('on_due', 'on the due date'), ('overdue', 'every so many working days after the due date'), ('stale', 'every so many days without a progress report'), ('unaccepted', 'not accepted after so many working hours'), ('urged_before', 'working days before an urging must be answered'), ('urged_overdue', 'every so many working days without the answer to an urging'), ('waiting_extension', 'every so many working days an extension request waits'), ('waiting_declined', 'every so many working days a proposed reassignment waits'), ('waiting_reported', 'every so many working days a completed work waits')], max_length=20, verbose_name='when'),
        ),
        migrations.AddIndex(
            model_name='reminder',
            index=models.Index(fields=['recipient', '-id'], name='reminder_of_person'),
        ),
        migrations.AddIndex(
            model_name='reminder',
            index=models.Index(condition=models.Q(('digest', None), ('state', 'planned')), fields=['recipient', 'occurrence_on'], name='reminder_to_write'),
        ),
        migrations.AddIndex(
            model_name='reminder',
            index=models.Index(condition=models.Q(('seen_at', None), models.Q(('state', 'superseded'), _negated=True)), fields=['recipient'], name='reminder_unseen'),
        ),
        migrations.AddIndex(
            model_name='sweep',
            index=models.Index(fields=['day', 'planned_by', 'started_at'], name='sweep_of_day'),
        ),
        migrations.AddConstraint(
            model_name='reminderrule',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('days', 0), ('hours', 0), ('kind', 'on_due')), models.Q(('days', 0), ('hours__gt', 0), ('kind', 'unaccepted')), models.Q(models.Q(('kind__in', ['on_due', 'unaccepted']), _negated=True), ('days__gt', 0), ('hours', 0)), _connector='OR'), name='reminder_rule_has_days', violation_error_message='“On the due date” takes no days, “not accepted” takes hours; the other rules take at least one day.'),
        ),
        migrations.AddField(
            model_name='delivery',
            name='digest',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='deliveries', to='reminders.digest', verbose_name='digest'),
        ),
        migrations.AddField(
            model_name='noticechoice',
            name='user',
            field=models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='notice_choice', to=settings.AUTH_USER_MODEL, verbose_name='account'),
        ),
        migrations.AddIndex(
            model_name='delivery',
            index=models.Index(condition=models.Q(('state__in', ['planned', 'sending'])), fields=['id'], name='delivery_to_send'),
        ),
        migrations.AddConstraint(
            model_name='delivery',
            constraint=models.UniqueConstraint(fields=('digest', 'channel'), name='one_delivery_a_digest_and_channel'),
        ),
    ]
