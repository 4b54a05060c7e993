from django.apps import AppConfig


class InstanceConfig(AppConfig):
    name = "etrier.instance"
    verbose_name = "Exploitation de l’instance"
