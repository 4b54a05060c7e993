"""Where each loan stands, beside it; those already there are read at the next sweep."""

from datetime import date
from decimal import Decimal

from django.db import migrations, models

import etrier.database.fields
from etrier.database.migration import AtOnce

LONG_AGO = date(2000, 1, 1)


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0002_operators_and_banks'),
        ('files', '0001_files_and_search_words'),
        ('funds', '0001_envelopes_and_commitments'),
        ('loans', '0001_offers_loans_schedules_movements_measures'),
        ('schemes', '0001_dispositifs_and_agreements'),
    ]

    operations = [
        AtOnce(
            migrations.AddField(
                model_name='loan',
                name='arrears',
                field=etrier.database.fields.MoneyField(default=Decimal('0.00'), verbose_name='impayé'),
            ),
            migrations.AddField(
                model_name='loan',
                name='known_on',
                field=models.DateField(default=LONG_AGO, verbose_name='situation au'),
                preserve_default=False,
            ),
            migrations.AddField(
                model_name='loan',
                name='look_on',
                field=models.DateField(default=LONG_AGO, null=True, verbose_name='à revoir le'),
                preserve_default=False,
            ),
            migrations.AddField(
                model_name='loan',
                name='silent_since',
                field=models.DateField(null=True, verbose_name='sans nouvelle depuis l’échéance du'),
            ),
            migrations.AddField(
                model_name='loan',
                name='unpaid_since',
                field=models.DateField(null=True, verbose_name='impayé depuis l’échéance du'),
            ),
            migrations.AddIndex(
                model_name='loan',
                index=models.Index(fields=['organisation', 'look_on'], name='loans_loan_to_look_at'),
            ),
            migrations.AddIndex(
                model_name='loan',
                index=models.Index(condition=models.Q(('unpaid_since__isnull', False)), fields=['organisation', '-disbursed_on', '-id'], name='loans_loan_unpaid'),
            ),
            migrations.AddIndex(
                model_name='loan',
                index=models.Index(condition=models.Q(('silent_since__isnull', False)), fields=['organisation', 'silent_since'], name='loans_loan_silent'),
            ),
        ),
    ]
