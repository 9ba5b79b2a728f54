"""Addresses of the pages on money."""

from django.urls import path

from fees import views

app_name = "fees"
urlpatterns = [path("fees/", views.caps, name="caps")]
