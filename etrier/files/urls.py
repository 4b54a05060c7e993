from django.urls import path

from etrier.files import views

app_name = "files"
urlpatterns = [
    path("<uuid:file>/motif/", views.motive, name="motive"),
]
