from django.urls import path

from etrier.team import views

app_name = "team"
urlpatterns = [
    path("", views.members, name="members"),
    path("inviter/", views.invite_member, name="invite_member"),
    path("invitations/<uuid:invitation>/renvoyer/", views.renew_invitation, name="renew_invitation"),
    path("invitations/<uuid:invitation>/annuler/", views.revoke_invitation, name="revoke_invitation"),
    path("membres/<uuid:membership>/roles/", views.change_roles, name="change_roles"),
    path("membres/<uuid:membership>/suspendre/", views.suspend_member, name="suspend_member"),
    path("membres/<uuid:membership>/retablir/", views.restore_member, name="restore_member"),
    path("membres/<uuid:membership>/terminer/", views.end_membership, name="end_membership"),
    path("rejoindre/<uuid:organisation>/<str:token>/", views.accept_invitation, name="accept_invitation"),
]
