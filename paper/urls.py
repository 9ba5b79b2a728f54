"""Addresses of what is printed."""

from django.urls import path

from paper import views
from paper.handout import views as handout
from paper.one import views as one

app_name = "paper"
urlpatterns = [
    path("p/<str:code>/", views.since, name="since"),
    path("sheet/<slug:kind>/<slug:key>/", one.sheet, name="sheet"),
    path("sheet/<slug:kind>/<slug:key>.pdf", one.sheet_pdf, name="sheet_pdf"),
    path("handout/", handout.choose, name="handout"),
    path("handout/write/", handout.write, name="handout_write"),
    path("handout/sheet/", handout.sheet, name="handout_sheet"),
    path("handout/guide.pdf", handout.guide_pdf, name="handout_guide"),
]
