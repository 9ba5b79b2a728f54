"""Addresses of what is printed."""

from django.urls import path

from paper import views
from paper.handout import views as handout

app_name = "paper"
urlpatterns = [
    path("p/<str:code>/", views.since, name="since"),
    path("sheet/<slug:kind>/<slug:key>/", views.one_sheet, name="sheet"),
    path("handout/", handout.choose, name="handout"),
    path("handout/write/", handout.write, name="handout_write"),
    path("handout/sheet/", handout.sheet, name="handout_sheet"),
    path("handout/guide.pdf", handout.guide_pdf, name="handout_guide"),
]
