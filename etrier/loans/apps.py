from django.apps import AppConfig


class LoansConfig(AppConfig):
    name = "etrier.loans"
    verbose_name = "Prêts"
