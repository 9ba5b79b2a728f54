"""Addresses of the pages on services."""

from django.urls import path

from services import views

app_name = "services"
urlpatterns = [
    path("services/", views.service_list, name="list"),
    path("services/<slug:slug>/", views.detail, name="detail"),
    path("compare/", views.comparison, name="compare"),
    path("conditions/", views.conditions, name="conditions"),
]
