from django.urls import path

from etrier.reporting.risk import page

app_name = "risk"
urlpatterns = [path("", page.risk, name="risk")]
