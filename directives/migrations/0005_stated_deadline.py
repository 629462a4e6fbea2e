from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('directives', '0004_search_text'),
    ]

    operations = [
        migrations.AddField(
            model_name='directive',
            name='stated_due_on',
            field=models.DateField(blank=True, editable=False, null=True, verbose_name='deadline in the source'),
        ),
    ]
