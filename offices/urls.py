"""Addresses of the pages on whom to ask and where services are."""

from django.urls import path

from offices.views import lists, office, report

app_name = "offices"
urlpatterns = [
    path("offices/", lists.office_list, name="list"),
    path("offices/search/", lists.search, name="search"),
    path("offices/search.csv", lists.search_csv, name="search_csv"),
    path("offices/compare/", office.comparison, name="compare"),
    path("offices/visit/", office.visit, name="visit"),
    path("offices/office/<slug:code>/", office.office, name="office"),
    path("offices/office/<slug:code>.jsonld", office.office_data, name="data"),
    path("offices/office/<slug:code>/report/", report.report, name="report"),
    path("offices/office/<slug:code>/thanks/", report.reported, name="reported"),
    path("offices/<slug:code>/", lists.kind, name="kind"),
]
