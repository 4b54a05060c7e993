from django.apps import AppConfig
from django.conf import settings
from django.db.backends.signals import connection_created

from etrier.database.instants import InstantLoader
from etrier.database.isolation import refuse_privileged


def guard_connection(sender, connection, **kwargs):
    """Refuse every connection of the site whose role is too powerful."""
    if settings.DATABASE_ROLE == "site":
        with connection.cursor() as cursor:
            refuse_privileged(cursor)


PLANS = 400
"""Statements whose plan a connection keeps: those of all pages, where psycopg would keep a hundred."""


def keep_plans(sender, connection, **kwargs):
    """Where statements are prepared, keep those of every page rather than of the last few."""
    connection.connection.prepared_max = PLANS


def read_instants(sender, connection, **kwargs):
    """Give the connection our reader of instants."""
    connection.connection.adapters.register_loader("timestamptz", InstantLoader)


class AccountsConfig(AppConfig):
    name = "etrier.accounts"
    verbose_name = "Comptes"

    def ready(self) -> None:
        connection_created.connect(guard_connection, dispatch_uid="etrier_guard_connection")
        connection_created.connect(keep_plans, dispatch_uid="etrier_keep_plans")
        connection_created.connect(read_instants, dispatch_uid="etrier_read_instants")
