from django.urls import path

from etrier.decisions.models import AnswerKind
from etrier.portal import views

app_name = "portal"
urlpatterns = [
    path("", views.desk, name="desk"),
    path("<uuid:transmission>/", views.show_request, name="request"),
    path("<uuid:transmission>/imprimer/", views.print_request, name="print"),
    path("<uuid:transmission>/accepter/", views.answer, {"kind": AnswerKind.ACCEPTED}, name="accept"),
    path("<uuid:transmission>/proposer/", views.answer, {"kind": AnswerKind.COUNTER_OFFER}, name="propose"),
    path("<uuid:transmission>/refuser/", views.answer, {"kind": AnswerKind.REFUSED}, name="refuse"),
    path("<uuid:transmission>/demander/", views.answer, {"kind": AnswerKind.QUESTION}, name="ask"),
    path("<uuid:transmission>/vendeur/", views.reassure, name="reassure"),
    path("<uuid:transmission>/ecrire/", views.write, name="write"),
    path("<uuid:transmission>/lu/", views.read, name="read"),
]
