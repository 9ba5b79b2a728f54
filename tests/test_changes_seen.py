"""Whatever readers see is seen changed: each model saved, its page asked again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models
from django.utils import timezone

from offices.models import (
    Municipality,
    Office,
    OfficeArea,
    OfficeService,
    TraitKind,
)
from tests.kept_site import KeptSite
from tests.rows import trait

MARK = "しるし"


@dataclass(frozen=True)
class Shown:
    """A row, the field that is changed, and a page that shows it.

    `path` is filled in from the row. A text gets a mark that is looked for; of all
    else, the page must be another. `new`: what the field becomes instead.
    """

    path: str
    changed: str
    only: dict[str, Any] = field(default_factory=dict)
    new: Any = None
    order: str = "pk"


# Rows that no kept page shows: what is made for each who asks, and what is for staff.
_MADE_EACH_TIME = {
    "services.Situation": "the check",
    "services.Question": "the check",
    "services.Choice": "the check",
    "services.EligibilityCriterion": "the check",
    "services.Contradiction": "the check",
    "services.GoldenCase": "proof of the check",
    "services.GoldenExpectation": "proof of the check",
    "fees.FeeCase": "proof of the estimate",
    "offices.ImportRun": "of an import",
    "offices.ImportIssue": "of an import",
    "offices.ImportTrace": "of an import",
    "offices.OfficeChange": "of an import",
    "guide.ShippedRow": "of an update",
    "staff.FormerAddress": "a page that is gone",
}
_B = {"service__slug": "b-gata"}
_OFFICE = "/offices/office/3515200149-3/"
_LISTED = {"is_published": True, "status": "active", "services__isnull": False}
SHOWN = {
    "texts.Reading": Shown("/easy/steps/", "reading", {"surface": "相談"}, MARK),
    "texts.Translation": Shown(
        "/en/faq/",
        "is_outdated",
        {"content_type__model": "faq", "language": "en", "field": "question"},
        True,
    ),
    "facts.Source": Shown("/steps/", "title_ja"),
    "facts.Statistic": Shown("/services/b-gata/money/", "value_ja"),
    "services.ServiceType": Shown("/services/{0.slug}/", "name_ja"),
    "services.EligibilityRule": Shown(
        "/conditions/", "summary_ja", {"status": "planned"}
    ),
    "services.EligibilityRequirement": Shown(
        "/conditions/",
        "text_ja",
        {"rule__service__slug": "b-gata"},
        order="-rule__valid_from",
    ),
    "services.EligibilityRoute": Shown(
        "/conditions/",
        "text_ja",
        {"requirement__rule__service__slug": "b-gata"},
        order="-requirement__rule__valid_from",
    ),
    "services.Deed": Shown("/services/{0.service.slug}/", "text_ja"),
    "services.FactKind": Shown("/services/b-gata/conditions/", "question_ja"),
    "services.ServiceFact": Shown("/services/b-gata/conditions/", "answer_ja", _B),
    "services.WageFigure": Shown("/services/{0.service.slug}/money/", "monthly_yen"),
    "services.Passage": Shown("/services/", "words_ja"),
    "services.Contrast": Shown(
        "/compare/?s={0.one.slug}&s={0.other.slug}&compare=1", "words_ja"
    ),
    "fees.Audience": Shown("/fees/", "name_ja"),
    "fees.IncomeBracket": Shown("/fees/", "name_ja"),
    "fees.FeeCap": Shown("/fees/", "yen"),
    "fees.FeeTopic": Shown("/fees/{0.code}/", "title_ja"),
    "fees.FeeParameter": Shown("/fees/", "value"),
    "offices.ImportSource": Shown(_OFFICE, "publisher", {"slug__contains": "wam"}),
    "offices.OfficeKind": Shown("/offices/{0.code}/", "name_ja"),
    "offices.Municipality": Shown("/offices/search/", "name", {"is_own": True}),
    "offices.Town": Shown("/offices/search/?near={0.municipality_id}{0.name}", "lat"),
    "offices.Organization": Shown(_OFFICE, "name", {"offices__code": "3515200149-3"}),
    "offices.Office": Shown("/offices/office/{0.code}/", "name_ja", _LISTED),
    "offices.ServiceCode": Shown("/offices/search/", "name"),
    "offices.OfficeService": Shown("/offices/office/{0.office.code}/", "hours_note"),
    "offices.OpeningHours": Shown(
        "/offices/office/{0.service.office.code}/", "opens", new="05:07"
    ),
    "offices.PlaceName": Shown(
        "/offices/search/?place={0.name}",
        "name",
        {"municipality__is_own": True, "kind": "station"},
        MARK,
    ),
    "offices.TraitKind": Shown(_OFFICE, "question_ja"),
    "guide.FaqGroup": Shown("/faq/", "title_ja"),
    "guide.Faq": Shown("/faq/{0.code}/", "question_ja"),
    "guide.GlossaryTerm": Shown("/glossary/word/{0.code}/", "meaning_ja"),
    "guide.SiteIdentity": Shown("/", "city_ja"),
    "guide.Page": Shown("/about/", "title_ja", {"view": "guide:about"}),
    "guide.LawChange": Shown("/changes/{0.code}/", "title_ja"),
    "guide.Rewording": Shown("/search/?q={0.word}", "means", new="就労"),
    "guide.LifeSituation": Shown("/situations/{0.code}/", "name_ja"),
    "guide.SituationService": Shown("/situations/{0.situation.code}/", "why_ja"),
    "guide.SituationLink": Shown("/situations/{0.situation.code}/", "title_ja"),
    "guide.Step": Shown("/steps/", "title_ja"),
}


def shown_models() -> list[type[models.Model]]:
    """Every model of ours whose rows readers may see."""
    return [
        model
        for app in apps.get_app_configs()
        if Path(app.path).parent == settings.BASE_DIR
        for model in app.get_models()
        if getattr(model, "is_shown", True)
    ]


def test_of_every_model_somebody_has_said_where_it_is_seen():
    every = {model._meta.label for model in shown_models()}
    assert every == {*SHOWN, *_MADE_EACH_TIME, *ADDED}


@pytest.mark.parametrize("label", SHOWN)
def test_a_change_is_seen_at_the_next_look(label, content):
    check_seen(label)


def check_seen(label: str) -> None:
    shown = SHOWN[label]
    rows = apps.get_model(label)._default_manager.filter(**shown.only)
    if hasattr(rows, "on") and "status" not in shown.only:
        rows = rows.on(timezone.localdate())
    row = rows.order_by(shown.order)[0]
    site, path = KeptSite(), shown.path.format(row)
    before = site.ask(path)
    assert (before.status, MARK in before.text) == (200, False)
    change(row, shown)
    if "?" not in path:  # a search is kept for a minute, which may just be over
        assert site.ask(path) == before  # it comes from memory
    site.look()
    after = site.ask(path)
    assert after.status == 200
    if isinstance(getattr(row, shown.changed), str) and shown.new is None:
        assert MARK in after.text
    assert after.content != before.content


def change(row: models.Model, shown: Shown) -> None:
    value = getattr(row, shown.changed)
    if shown.new is not None:
        value = shown.new
    elif isinstance(value, str):
        value += MARK
    else:
        value = not value if isinstance(value, bool) else value + 1
    setattr(row, shown.changed, value)
    row.save()


def area() -> None:
    OfficeArea.objects.create(
        office=Office.objects.get(code="yamaguchi-kikan"),
        municipality=Municipality.objects.get(code="35202"),
    )


def known_of_an_office() -> None:
    of = OfficeService.objects.filter(office__code="3515200149-3")[0]
    trait(of, TraitKind.objects.get(code="lunch"))


# Models of which there is no row at first: what adds one, and the page that shows it.
ADDED: dict[str, tuple[str, Callable[[], object]]] = {
    "offices.OfficeArea": ("/offices/office/yamaguchi-kikan/", area),
    "offices.Trait": (_OFFICE, known_of_an_office),
}


@pytest.mark.parametrize("label", ADDED)
def test_a_row_that_is_added_is_seen_at_the_next_look(label, content):
    path, add = ADDED[label]
    site = KeptSite()
    before = site.ask(path)
    add()
    assert (before.status, site.ask(path)) == (200, before)
    site.look()
    after = site.ask(path)
    assert (after.status, after.content == before.content) == (200, False)
