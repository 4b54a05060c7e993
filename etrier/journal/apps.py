from django.apps import AppConfig


class JournalConfig(AppConfig):
    name = "etrier.journal"
    verbose_name = "Journal"
