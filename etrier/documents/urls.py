from django.urls import path

from etrier.documents import views

app_name = "documents"
PAPER = "<uuid:file>/pieces/<uuid:document>/"
LETTER = "<uuid:file>/courriers/<uuid:letter>/"
urlpatterns = [
    path("<uuid:file>/pieces/", views.papers, name="papers"),
    path("<uuid:file>/pieces/ajouter/", views.receive_document, name="receive_document"),
    path(PAPER, views.document, name="document"),
    path(PAPER + "accepter/", views.accept_document, name="accept_document"),
    path(PAPER + "rejeter/", views.reject_document, name="reject_document"),
    path(PAPER + "retirer/", views.remove_document, name="remove_document"),
    path(LETTER + "envoyer/", views.send_letter, name="send_letter"),
    path(LETTER + "relancer/", views.retry_letter, name="retry_letter"),
    path(LETTER + "annuler/", views.cancel_letter, name="cancel_letter"),
]
