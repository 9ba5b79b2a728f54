"""Addresses of the pages on whom to ask."""

from django.urls import path

from offices import views

app_name = "offices"
urlpatterns = [
    path("offices/", views.office_list, name="list"),
    path("offices/<slug:code>/", views.kind, name="kind"),
]
