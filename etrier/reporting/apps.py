from django.apps import AppConfig


class ReportingConfig(AppConfig):
    name = "etrier.reporting"
    verbose_name = "Pilotage"
