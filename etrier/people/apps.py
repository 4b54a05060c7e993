from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "etrier.people"
    verbose_name = "Personnes"
