from django.apps import AppConfig


class FundsConfig(AppConfig):
    name = "etrier.funds"
    verbose_name = "Enveloppe"
