"""Addresses of the guide's own pages."""

from django.urls import path

from guide import feeds, views

app_name = "guide"
urlpatterns = [
    path("", views.home, name="home"),
    path("situations/", views.situations, name="situations"),
    path("situations/<slug:code>/", views.situation, name="situation"),
    path("steps/", views.steps, name="steps"),
    path("faq/", views.faq, name="faq"),
    path("faq/<slug:code>/", views.answer, name="answer"),
    path("search/", views.find, name="search"),
    path("glossary/", views.glossary, name="glossary"),
    path("glossary/<slug:row>/", views.words, name="words"),
    path("glossary/word/<slug:code>/", views.word, name="word"),
    path("sources/", views.sources, name="sources"),
    path("changes/", views.changes, name="changes"),
    path("changes/feed/", feeds.all_changes, name="feed"),
    path("changes/<slug:code>/", views.change, name="change"),
    path("changes/<slug:kind>/feed/", feeds.of_fact, name="kind_feed"),
    path("changes/<slug:kind>/<path:key>/feed/", feeds.of_fact, name="fact_feed"),
    path("services/<slug:slug>/feed/", feeds.of_service, name="service_feed"),
    path("about/", views.text_page, name="about"),
    path("privacy/", views.text_page, name="privacy"),
    path("accessibility/", views.text_page, name="accessibility"),
    path("furigana/", views.furigana, name="furigana"),
    path("sitemap/", views.site_map, name="sitemap"),
]
