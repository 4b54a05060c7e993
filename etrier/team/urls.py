from django.urls import path

from etrier.domain.lifecycle import Act
from etrier.team import views

app_name = "team"
MEMBER = "membres/<uuid:membership>/"

urlpatterns = [
    path("", views.members, name="members"),
    path("inviter/", views.invite_member, name="invite_member"),
    path("invitations/<uuid:invitation>/renvoyer/", views.renew_invitation, name="renew_invitation"),
    path("invitations/<uuid:invitation>/annuler/", views.revoke_invitation, name="revoke_invitation"),
    path(f"{MEMBER}roles/", views.change_roles, name="change_roles"),
    path(f"{MEMBER}suspendre/", views.change_member, {"act": Act.SUSPEND_MEMBER}, name="suspend_member"),
    path(f"{MEMBER}retablir/", views.change_member, {"act": Act.RESTORE_MEMBER}, name="restore_member"),
    path(f"{MEMBER}terminer/", views.change_member, {"act": Act.END_MEMBERSHIP}, name="end_membership"),
    path("rejoindre/<uuid:organisation>/<str:token>/", views.accept_invitation, name="accept_invitation"),
]
