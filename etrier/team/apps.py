from django.apps import AppConfig


class TeamConfig(AppConfig):
    name = "etrier.team"
    verbose_name = "Équipe"
