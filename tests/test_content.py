"""The shipped content: complete, valid and well written on every day that matters."""

import datetime as dt
from collections.abc import Iterator

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db.models import Field, ForeignKey, Model
from modeltranslation.translator import translator

from facts import text_checks
from facts.effective import EffectiveDated
from facts.quoting import Quotes, named_codes
from fees.models import Audience, FeeCap, FeeParameter
from guide.models import Page, SiteIdentity, Step
from guide.terms import faults_of_terms
from offices.models import OfficeKind
from services.domain.verdict import Verdict
from services.models import (
    Choice,
    EligibilityCriterion,
    EligibilityRule,
    FactKind,
    Question,
    ServiceFact,
    ServiceType,
)
from services.rulebook import rules_as_values
from texts.domain.lint import LIMITS, Known

pytestmark = pytest.mark.usefixtures("content")

APPS = ("services", "fees", "offices", "guide")
TODAY = dt.date(2026, 11, 21)
# The days on which a rule switches (and the day before), from the law's history.
SWITCH_DAYS = [
    dt.date(2025, 9, 30),
    dt.date(2025, 10, 1),
    dt.date(2026, 5, 31),
    dt.date(2026, 6, 1),
    TODAY,
    dt.date(2027, 3, 31),
    dt.date(2027, 4, 1),
]
SERVICES = ["ikou", "a-gata", "b-gata", "teichaku", "sentaku"]


def rows() -> Iterator:
    for app in APPS:
        for model in apps.get_app_config(app).get_models():
            yield from model._default_manager.all()


def texts() -> Iterator[tuple[object, str, str]]:
    """Every Japanese text that we wrote, with its row and field."""
    for row in rows():
        # Names and addresses of published lists are not ours to word.
        if getattr(row, "is_imported", False):
            continue
        if type(row) in translator.get_registered_models():
            for name in translator.get_options_for_model(type(row)).fields:
                yield row, name, getattr(row, f"{name}_ja") or ""


def known_targets(row: Model, known: dict[Field, set]) -> set[str]:
    """The fields of `row` that name a row as they may; what they may is asked once."""
    named = set()
    for field in row._meta.concrete_fields:
        if isinstance(field, ForeignKey):
            if field not in known:
                rows = field.related_model._base_manager
                allowed = rows.complex_filter(field.get_limit_choices_to())
                target = field.target_field.attname
                known[field] = {*allowed.values_list(target, flat=True)}
            if getattr(row, field.attname) in known[field]:
                named.add(field.name)
    return named


def test_every_row_is_valid():
    """What the database itself refuses, a value twice, is not asked for each row."""
    faults, known = {}, {}
    for row in rows():
        try:
            row.full_clean(
                exclude=known_targets(row, known),
                validate_unique=False,
                validate_constraints=False,
            )
        except ValidationError as error:
            faults[f"{type(row).__name__} {row}"] = error.message_dict
    assert faults == {}


def test_loading_again_changes_nothing(capsys):
    SiteIdentity.objects.update(title_ja="職員が直した名前")
    call_command("load_content", city="yamaguchi")
    assert SiteIdentity.objects.get().title_ja == "職員が直した名前"


def test_every_text_is_there_in_japanese():
    required = {
        (type(row).__name__, name)
        for row, name, text in texts()
        if not text and not type(row)._meta.get_field(name).blank
    }
    assert required == set()


def test_the_five_services_are_there():
    published = ServiceType.objects.published().values_list("slug", flat=True)
    assert sorted(published) == sorted(SERVICES)


@pytest.mark.parametrize("day", SWITCH_DAYS, ids=str)
def test_every_existing_service_has_a_rule_and_all_facts(day):
    existing = [row for row in ServiceType.objects.all() if row.exists_on(day)]
    ruled = EligibilityRule.objects.on(day).values_list("service__slug", flat=True)
    facts = ServiceFact.objects.on(day).values_list("service__slug", "kind__code")

    assert sorted(ruled) == sorted(row.slug for row in existing)
    if day >= dt.date(2025, 10, 1):
        kinds = FactKind.objects.values_list("code", flat=True)
        expected = {(row.slug, kind) for row in existing for kind in kinds}
        assert expected - set(facts) == set()


@pytest.mark.parametrize("day", SWITCH_DAYS, ids=str)
def test_the_caps_are_those_of_the_decree(day):
    """施行令 第17条, in force since 2012-04-01."""
    caps = {
        (cap.audience.code, cap.bracket.code): cap.yen
        for cap in FeeCap.objects.on(day).select_related("audience", "bracket")
    }
    assert caps == {
        ("adult", "seiho"): 0,
        ("adult", "teishotoku"): 0,
        ("adult", "ippan1"): 9_300,
        ("adult", "ippan2"): 37_200,
        ("adult-resident", "seiho"): 0,
        ("adult-resident", "teishotoku"): 0,
        ("adult-resident", "ippan2"): 37_200,
        ("child", "seiho"): 0,
        ("child", "teishotoku"): 0,
        ("child", "ippan1"): 4_600,
        ("child", "ippan2"): 37_200,
        ("resident-under20", "seiho"): 0,
        ("resident-under20", "teishotoku"): 0,
        ("resident-under20", "ippan1"): 9_300,
        ("resident-under20", "ippan2"): 37_200,
    }


@pytest.mark.parametrize(
    ("code", "value"),
    [
        ("share-percent", 10),
        ("threshold-adult", 160_000),
        ("threshold-child", 280_000),
        ("refund-threshold", 37_200),
        ("refund-years", 5),
        ("rent-subsidy", 10_000),
        ("koutin-floor", 3_000),
        ("sentaku-units", 1_210),
        ("ikou-years", 2),
        ("teichaku-years", 3),
        ("teichaku-wait", 6),
    ],
)
def test_the_parameters_are_those_of_the_law(code, value):
    assert FeeParameter.objects.on(TODAY).get(code=code).value == value


@pytest.mark.parametrize("day", SWITCH_DAYS, ids=str)
def test_every_code_in_a_text_has_a_value_on_the_days_it_is_shown(day):
    quotes = Quotes(on=day)
    dated = [model for model in apps.get_models() if issubclass(model, EffectiveDated)]
    in_force = {model: set(model.objects.on(day)) for model in dated}
    hidden = {
        row
        for row in rows()
        if isinstance(row, EffectiveDated)
        and (row.is_planned or row not in in_force[type(row)])
    }
    missing = {
        f"{type(row).__name__} {row}: {name}": code
        for row, name, text in texts()
        if row not in hidden
        for code in named_codes(text)
        if quotes.get(*code) is None
    }
    assert missing == {}


def test_every_service_has_offices_questions_and_terms():
    lacking = {
        service.slug: [name for name in ("office_kinds", "faqs", "terms")
                       if not getattr(service, name).exists()]
        for service in ServiceType.objects.all()
    }  # fmt: skip
    assert lacking == {slug: [] for slug in SERVICES}


def test_every_audience_has_caps_and_one_kind_of_office_is_the_first_door():
    assert not Audience.objects.filter(caps=None).exists()
    assert OfficeKind.objects.filter(is_first_door=True).count() == 1


def test_the_menu_has_six_pages_and_the_steps_are_numbered_from_one():
    assert Page.objects.filter(in_menu=True).count() == 6
    orders = list(Step.objects.values_list("order", flat=True))
    assert orders == list(range(1, len(orders) + 1))


@pytest.mark.parametrize("slug", SERVICES)
def test_a_rule_can_be_passed_and_can_be_failed(slug):
    """Nobody may be shut out by a contradiction, nor let in by emptiness."""
    rows = EligibilityRule.objects.filter(service__slug=slug)
    for row, rule in rules_as_values(rows).items():
        assert rule.judge({}) is Verdict.UNKNOWN
        for requirement in rule.requirements:
            routes = [
                {item.question: sorted(item.accepted)[0] for item in route.criteria}
                for route in requirement.routes
            ]
            assert all(requirement.judge(way) is Verdict.YES for way in routes), row


def test_a_criterion_accepts_some_but_not_all_choices_of_its_own_question():
    for criterion in EligibilityCriterion.objects.prefetch_related("accepted"):
        accepted = {choice.pk for choice in criterion.accepted.all()}
        own = set(criterion.question.choices.values_list("pk", flat=True))
        assert accepted, criterion
        assert accepted < own, criterion


def test_every_question_is_asked_by_some_rule_or_answers_one_that_is():
    """One question may stand for several: each of its choices answers them."""
    answering = Choice.objects.filter(implies__question__criteria__isnull=False)
    unasked = Question.objects.filter(criteria=None)
    assert list(unasked.exclude(choices__in=answering)) == []
    assert set(answering.filter(question__in=unasked)) == set(
        Choice.objects.filter(question__in=unasked)
    )


@pytest.fixture(scope="module")
def known(_loaded, django_db_blocker) -> dict[str, Known]:
    with django_db_blocker.unblock():
        return text_checks.known(on=TODAY)


@pytest.mark.parametrize("language", ["ja", "ja-simple", "en"])
def test_no_text_has_anything_to_mend(language, known):
    told = {
        (type(text.row).__name__, str(text.row), text.column): [
            (one.code, one.words) for one in found
        ]
        for text in text_checks.texts(language=language)
        if (found := [f for f in text_checks.findings(text, known) if f.is_error])
    }
    assert told == {}


@pytest.mark.parametrize("language", LIMITS)
def test_the_texts_of_a_language_are_easy_enough_as_a_whole(language, known):
    """Mean length and jReadability of all whole sentences (Measure says how)."""
    measure = text_checks.measure(text_checks.texts(), language, known[language])
    assert measure.jreadability is not None
    assert measure.faults == []


def test_every_row_says_where_it_is_from_and_when_it_was_checked():
    lacking = {
        f"{type(row).__name__} {row}": faults
        for row in rows()
        if (faults := text_checks.faults_of(row))
    }
    assert lacking == {}


def test_every_term_has_a_reading_and_a_short_meaning():
    assert faults_of_terms() == []


def test_every_number_has_a_source_a_year_and_a_day_of_checking(capsys):
    call_command("lint_facts")
    assert "なし" not in capsys.readouterr().out
