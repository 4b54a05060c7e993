from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "etrier.ui"
    label = "ui"
    verbose_name = "Apparence"
