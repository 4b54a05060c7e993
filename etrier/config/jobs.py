"""The daily sweep as a job: every organisation, in the morning of its own day."""

from django.utils import timezone
from procrastinate.contrib.django import app

from etrier.accounts.models import Organisation
from etrier.config.sweep import sweep


@app.periodic(cron="5 * * * *")
@app.task(name="etrier.sweep", queue="sweep", queueing_lock="etrier.sweep")
def hourly(timestamp: int) -> None:
    """Cron counts in UTC and towns do not: each hour, those where it is five in the morning are swept."""
    now = timezone.now()
    for organisation in Organisation.objects.order_by("pk"):
        if now.astimezone(organisation.zone).hour == 5:
            sweep(organisation, organisation.today(now))
