from django.urls import URLPattern, path

from etrier.applications.views import contact, household, person, situation

app_name = "applications"
urlpatterns: list[URLPattern] = [
    path("nouveau/", contact.record_contact, name="record_contact"),
    path("simulation/", contact.simulator, name="simulator"),
    path("contacts/", contact.contacts, name="contacts"),
    path("<uuid:file>/contact/", contact.contact, name="contact"),
    path("<uuid:file>/contact/expliquer/", contact.explain_microcredit, name="explain_microcredit"),
    path("<uuid:file>/co-emprunteur/ajouter/", person.add_co_borrower, name="add_co_borrower"),
    path("<uuid:file>/co-emprunteur/retirer/", person.remove_co_borrower, name="remove_co_borrower"),
    path("<uuid:file>/personne/", person.persons, name="person"),
    path("<uuid:file>/personne/<uuid:person>/", person.person, name="person"),
    path("<uuid:file>/personne/<uuid:person>/identite/", person.update_identity, name="update_identity"),
    path(
        "<uuid:file>/personne/<uuid:person>/consignes/",
        person.update_contact_rules,
        name="update_contact_rules",
    ),
    path(
        "<uuid:file>/personne/<uuid:person>/protection/", person.update_protection, name="update_protection"
    ),
    path("<uuid:file>/personne/<uuid:person>/reunir/", person.merge_person, name="merge_person"),
    path("<uuid:file>/foyer/decrire/", household.household, name="record_household"),
    path("<uuid:file>/foyer/", household.household, name="update_household"),
    path("<uuid:file>/etude/ouvrir/", situation.open_study, name="open_study"),
    path("<uuid:file>/situation/", situation.update_situation, name="update_situation"),
    path("<uuid:file>/accompagnement/besoin/", situation.assess_support, name="assess_support"),
    path("<uuid:file>/confier/", situation.assign_file, name="assign_file"),
    path("<uuid:file>/clore/", situation.close_application, name="close_application"),
    path("<uuid:file>/rouvrir/", situation.reopen_application, name="reopen_application"),
]
