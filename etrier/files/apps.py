from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "etrier.files"
    verbose_name = "Dossiers"
