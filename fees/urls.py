"""Addresses of the pages on money. What is told lives under `/check/` only."""

from django.urls import path

from fees.views import caps_table, estimator, fee_result, topic_pages

app_name = "fees"
_PAPER = {"on_paper": True}
urlpatterns = [
    path("fees/", caps_table.caps, name="caps"),
    path("fees/<slug:code>/", topic_pages.topic, name="topic"),
    path("check/fee/", estimator.start, name="estimate"),
    path("check/fee/next/", estimator.next_question, name="next"),
    # A step's number says nothing of what was answered before it.
    path("check/fee/<int:number>/", estimator.question, name="question"),
    path("check/fee/question/<slug:step>/", estimator.old_question),
    path("check/fee/result/", fee_result.result, name="result"),
    path("check/fee/result/print/", fee_result.result, _PAPER, name="result_print"),
    path("check/fee/papers/", estimator.papers, name="papers"),
    path("check/fee/papers/result/", fee_result.papers_result, name="papers_result"),
    path(
        "check/fee/papers/result/print/",
        fee_result.papers_result,
        _PAPER,
        name="papers_result_print",
    ),
]
