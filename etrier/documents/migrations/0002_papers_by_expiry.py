from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('documents', '0001_papers_and_letters'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='document',
            index=models.Index(fields=['organisation', 'expires_on'], name='documents_by_expiry'),
        ),
    ]
