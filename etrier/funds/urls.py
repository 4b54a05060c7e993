from django.urls import path

from etrier.funds import views

app_name = "funds"
urlpatterns = [
    path("", views.current, name="envelope"),
    path("voter/", views.vote_envelope, name="vote_envelope"),
    path("<uuid:envelope>/", views.one, name="one"),
    path("<uuid:envelope>/modifier/", views.amend_envelope, name="amend_envelope"),
    path("<uuid:envelope>/clore/", views.close_envelope, name="close_envelope"),
]
