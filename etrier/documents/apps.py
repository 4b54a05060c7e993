from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "etrier.documents"
    verbose_name = "Documents"
