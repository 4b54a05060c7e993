from django.urls import path

from etrier.schemes import views

app_name = "schemes"
urlpatterns = [
    path("", views.current, name="scheme"),
    path("comparer/", views.compare, name="compare"),
    path("preparer/", views.draft_scheme, name="draft_scheme"),
    path("conventions/signer/", views.sign_agreement, name="sign_agreement"),
    path("conventions/<uuid:agreement>/terminer/", views.end_agreement, name="end_agreement"),
    path("versions/<uuid:dispositif>/", views.one, name="version"),
    path("versions/<uuid:dispositif>/modele.toml", views.text, name="text"),
    path("versions/<uuid:dispositif>/modifier/", views.edit_scheme, name="edit_scheme"),
    path(
        "versions/<uuid:dispositif>/mettre-en-vigueur/", views.put_scheme_in_force, name="put_scheme_in_force"
    ),
    path("versions/<uuid:dispositif>/abandonner/", views.drop_scheme, name="drop_scheme"),
]
