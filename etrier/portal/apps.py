from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "etrier.portal"
    verbose_name = "Espace banque"
