from django.apps import AppConfig


class PartnersConfig(AppConfig):
    name = "etrier.partners"
    verbose_name = "Partenaires"
