from django.apps import AppConfig


class SchemesConfig(AppConfig):
    name = "etrier.schemes"
    verbose_name = "Dispositif"
