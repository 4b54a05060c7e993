from django.apps import AppConfig


class OutcomesConfig(AppConfig):
    name = "etrier.outcomes"
    verbose_name = "Fin de prêt"
