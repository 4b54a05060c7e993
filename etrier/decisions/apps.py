from django.apps import AppConfig


class DecisionsConfig(AppConfig):
    name = "etrier.decisions"
    verbose_name = "Décisions"
