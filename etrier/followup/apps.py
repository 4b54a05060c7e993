from django.apps import AppConfig


class FollowupConfig(AppConfig):
    name = "etrier.followup"
    verbose_name = "Suivi"
