"""Addresses of the pages on services, and of the eligibility check."""

from django.urls import path

from services.views import check, check_result, pages, service

app_name = "services"
urlpatterns = [
    path("services/", pages.service_list, name="list"),
    path("services/<slug:slug>/", service.detail, name="detail"),
    path("services/<slug:slug>/conditions/", service.conditions, name="who"),
    path("services/<slug:slug>/money/", service.money, name="money"),
    path("services/<slug:slug>/details/", service.details, name="details"),
    path("compare/", pages.comparison, name="compare"),
    path("conditions/", pages.conditions, name="conditions"),
    path("check/", check.start, name="check"),
    path("check/sheet/", check.sheet, name="check_sheet"),
    path("check/who/", check.who, name="check_who"),
    path("check/next/", check.next_question, name="check_next"),
    path("check/question/<int:number>/", check.question, name="check_question"),
    path("check/answers/", check.answers, name="check_answers"),
    path("check/further/", check.further, name="check_further"),
    path("check/again/", check.again, name="check_again"),
    path("check/result/", check_result.result, name="check_result"),
    path(
        "check/result/print/",
        check_result.result,
        {"on_paper": True},
        name="check_result_print",
    ),
    path(
        "check/result/<slug:slug>/",
        check_result.service_result,
        name="check_service",
    ),
    path("check/forget/", check.forget, name="check_forget"),
    path("check/forgotten/", check.forgotten, name="check_forgotten"),
]
