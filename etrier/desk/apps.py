from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "etrier.desk"
    verbose_name = "Bureau"
