from django.urls import path

from etrier.reporting import views

app_name = "reporting"
urlpatterns = [
    path("", views.year, name="year"),
    path("<int:year>/", views.year, name="year_of"),
    path("<int:year>/chiffres.csv", views.year_file, name="year_file"),
    path("<int:year>/totaux/", views.year_totals, name="record_year_totals"),
    path("<int:year>/totaux/corriger/", views.year_totals, name="correct_year_totals"),
]
