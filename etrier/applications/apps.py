from django.apps import AppConfig


class ApplicationsConfig(AppConfig):
    name = "etrier.applications"
    verbose_name = "Demandes"
