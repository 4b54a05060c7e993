"""The request as the middleware completes it: who asks, what day it is there."""

from datetime import date, datetime

from django.http import HttpRequest

from etrier.accounts.actor import Actor
from etrier.accounts.models import Membership


class Asked(HttpRequest):
    """A request whose author, day and instant are known (`accounts.middleware`)."""

    actor: Actor
    on: date
    now: datetime
    membership: Membership | None
    memberships: list[Membership]
