# 

import django.core.validators
import django.db.models.deletion
import meetings.files
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('meetings', '0004_search_text'),
        ('units', '0002_sort_keys'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Report',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('conclusion', 'Conclusion notice'), ('period', 'Period report'), ('urging', 'Urging letter'), ('briefing', 'Briefing table')], max_length=12, verbose_name='kind')),
                ('edition', models.CharField(choices=[('leaders', "leaders' edition, without officers' names"), ('internal', 'internal edition')], default='leaders', max_length=10, verbose_name='edition')),
                ('code', models.CharField(max_length=40, unique=True, verbose_name='code')),
                ('title', models.CharField(max_length=400, verbose_name='title')),
                ('as_of', models.DateField(verbose_name='figures up to')),
                ('starts_on', models.DateField(blank=True, null=True, verbose_name='period from')),
                ('state', models.CharField(choices=[('prepared', 'prepared'), ('frozen', 'frozen'), ('discarded', 'discarded')], default='prepared', max_length=10, verbose_name='state')),
                ('data', models.JSONField(verbose_name='content')),
                ('newest_event', models.BigIntegerField(default=0)),
                ('missing_events', models.JSONField(default=list)),
                ('occasion', models.CharField(blank=True, editable=False, max_length=60, null=True, unique=True)),
                ('made_at', models.DateTimeField(auto_now_add=True, verbose_name='made at')),
                ('frozen_at', models.DateTimeField(blank=True, null=True, verbose_name='frozen at')),
                ('frozen_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='frozen by')),
                ('made_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='made by')),
                ('meeting', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='meetings.meeting', verbose_name='meeting')),
                ('unit', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.unit', verbose_name='unit')),
            ],
            options={
                'verbose_name': 'document sent',
                'verbose_name_plural': 'documents sent',
                'ordering': ['-made_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='ReportFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('file', models.FileField(upload_to=meetings.files.random_path, validators=[meetings.files.validate_file], verbose_name='file')),
                ('name', models.CharField(max_length=255, verbose_name='file name')),
                ('media_type', models.CharField(max_length=100, verbose_name='type')),
                ('size', models.PositiveBigIntegerField(verbose_name='size in bytes')),
                ('sha256', models.CharField(max_length=64)),
                ('uploaded_at', models.DateTimeField(auto_now_add=True, verbose_name='uploaded at')),
                ('search_text', models.TextField(default='', editable=False)),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='files', to='reports.report', verbose_name='document sent')),
                ('uploaded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='uploaded by')),
            ],
            options={
                'verbose_name': 'file of a document',
                'verbose_name_plural': 'files of documents',
                'ordering': ['pk'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ReportPolicy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('organ', models.CharField(blank=True, help_text='Empty: the ministry.', max_length=200, verbose_name='issuing organ')),
                ('symbol', models.CharField(blank=True, help_text='As in TB-BTTTT. Empty: the code.', max_length=40, verbose_name='symbol of the organ')),
                ('office_symbol', models.CharField(default='VP', max_length=40, verbose_name='symbol of the office')),
                ('place', models.CharField(default='Hà Nội', max_length=60, verbose_name='place')),
                ('signed_as', models.TextField(default='TL. BỘ TRƯỞNG\nCHÁNH VĂN PHÒNG', help_text='One line each, such as KT. BỘ TRƯỞNG and THỨ TRƯỞNG.', verbose_name='signed as')),
                ('signer', models.CharField(blank=True, max_length=120, verbose_name='name of who signs')),
                ('recipients', models.TextField(default='- Như trên;\n- Lãnh đạo Bộ (để báo cáo);\n- Lưu: VT, VP.', help_text='Under “Nơi nhận”, one line each.', verbose_name='recipients')),
                ('month_day', models.PositiveSmallIntegerField(blank=True, help_text='Empty: not by itself.', null=True, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(28)], verbose_name='day on which the monthly report is made')),
                ('quarter_day', models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(28)], verbose_name='day of the last month on which the quarterly report is made')),
                ('is_mailed', models.BooleanField(default=False, verbose_name='sent to the office by mail as well')),
            ],
            options={
                'verbose_name': 'policy of reports',
                'verbose_name_plural': 'policy of reports',
                'constraints': [models.CheckConstraint(condition=models.Q(('pk', 1)), name='one_report_policy')],
            },
        ),
        migrations.CreateModel(
            name='ReportTemplate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('file', models.FileField(upload_to=meetings.files.random_path, validators=[meetings.files.validate_file], verbose_name='file')),
                ('name', models.CharField(max_length=255, verbose_name='file name')),
                ('media_type', models.CharField(max_length=100, verbose_name='type')),
                ('size', models.PositiveBigIntegerField(verbose_name='size in bytes')),
                ('sha256', models.CharField(max_length=64)),
                ('uploaded_at', models.DateTimeField(auto_now_add=True, verbose_name='uploaded at')),
                ('search_text', models.TextField(default='', editable=False)),
                ('kind', models.CharField(choices=[('conclusion', 'Conclusion notice'), ('period', 'Period report'), ('urging', 'Urging letter'), ('briefing', 'Briefing table')], max_length=12, verbose_name='kind')),
                ('uploaded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='uploaded by')),
            ],
            options={
                'verbose_name': 'template',
                'verbose_name_plural': 'templates',
                'ordering': ['kind', '-pk'],
                'abstract': False,
            },
        ),
        migrations.AddConstraint(
            model_name='report',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('frozen_at', None), ('frozen_by', None), ('state__in', ['prepared', 'discarded'])), models.Q(('frozen_at__isnull', False), ('frozen_by__isnull', False), ('state', 'frozen')), _connector='OR'), name='frozen_report_says_when_and_by_whom'),
        ),
    ]
