from django.urls import path

from etrier.domain.lifecycle import Act
from etrier.instance.views import banks, organisations, people

app_name = "instance"
TOWN = "organisations/<uuid:organisation>/"
BANK = "banques/<uuid:bank>/"
PERSON = "comptes/<uuid:membership>/"
INVITED = "invitations/<uuid:invitation>/"
ASKED = "demandes/<uuid:account_request>/"

urlpatterns = [
    path("organisations/", organisations.organisations, name="organisations"),
    path("organisations/ouvrir/", organisations.set_up_organisation, name="set_up_organisation"),
    path(TOWN, organisations.organisation, name="organisation"),
    path(f"{TOWN}inviter/", organisations.invite_administrator, name="invite_administrator"),
    path(f"{TOWN}{INVITED}renvoyer/", organisations.renew_administrator, name="renew_administrator"),
    path(f"{TOWN}{INVITED}annuler/", organisations.revoke_administrator, name="revoke_administrator"),
    path("banques/", banks.banks, name="banks"),
    path("banques/enregistrer/", banks.register_bank, name="register_bank"),
    path(BANK, banks.bank, name="bank"),
    path(f"{BANK}modifier/", banks.update_bank, name="update_bank"),
    path(f"{BANK}inviter/", banks.invite_adviser, name="invite_adviser"),
    path(f"{ASKED}inviter/", banks.grant_account, name="grant_account"),
    path(f"{ASKED}refuser/", banks.decline_account, name="decline_account"),
    path("exploitants/", people.operators, name="operators"),
    path("exploitants/inviter/", people.invite_operator, name="invite_operator"),
    path(f"{PERSON}suspendre/", people.change_member, {"act": Act.SUSPEND_MEMBER}, name="suspend"),
    path(f"{PERSON}retablir/", people.change_member, {"act": Act.RESTORE_MEMBER}, name="restore"),
    path(f"{PERSON}terminer/", people.change_member, {"act": Act.END_MEMBERSHIP}, name="end"),
    path(f"{INVITED}renvoyer/", people.change_invitation, {"act": Act.RENEW_INVITATION}, name="renew"),
    path(f"{INVITED}annuler/", people.change_invitation, {"act": Act.REVOKE_INVITATION}, name="revoke"),
    path("rejoindre/<str:token>/", people.accept_invitation, name="accept_invitation"),
]
