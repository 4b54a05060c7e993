from django.urls import path

from etrier.desk import views

app_name = "desk"
urlpatterns = [
    path("", views.day, name="day"),
    path("dossiers/", views.files, name="files"),
    path("chercher/", views.search, name="search"),
    path("dossiers/<uuid:file>/", views.file, name="file"),
    path("dossiers/<uuid:file>/histoire/", views.history, name="history"),
]
