from django.urls import path

from etrier.partners import views

app_name = "partners"
ONE = "<uuid:partner>/"
CONTACT = f"{ONE}personnes/<uuid:contact>/"

urlpatterns = [
    path("", views.partners, name="partners"),
    path("ajouter/", views.add_partner, name="add_partner"),
    path("banque/<uuid:bank>/", views.bank, name="bank"),
    path(ONE, views.partner, name="partner"),
    path(f"{ONE}modifier/", views.update_partner, name="update_partner"),
    path(f"{ONE}retirer/", views.retire_partner, name="retire_partner"),
    path(f"{ONE}retablir/", views.restore_partner, name="restore_partner"),
    path(f"{ONE}personnes/ajouter/", views.add_contact, name="add_contact"),
    path(f"{CONTACT}modifier/", views.edit_contact, name="edit_contact"),
    path(f"{CONTACT}retirer/", views.remove_contact, name="remove_contact"),
    path(f"{ONE}compte/", views.ask_account, name="ask_account"),
    path(
        "demandes/<uuid:account_request>/annuler/",
        views.cancel_account_request,
        name="cancel_account_request",
    ),
]
