"""The situations that readers are in: true by the rules, whole in three languages."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from guide.models import LifeSituation, Page, SituationLink, SituationService
from services.domain.outcome import Outcome
from services.eligibility import check_eligibility
from services.models import ServiceType
from tests import rows
from texts.languages import languages
from texts.translations import text_of, translated_names

DAY = dt.date(2026, 11, 21)
SITUATIONS = ["school", "leave", "employed", "not-working", "using", "unsure"]

# Answers as somebody gives them: what all have in common, then who says what.
ADULT = {"age": "18-49", "basis": "certificate"}
IDLE = ADULT | {"work": "none", "student": "none", "using-now": "none"}
AT_SCHOOL = IDLE | {"student": "special-high", "wish-service": "yes"}
TO_A_COMPANY = {"wish-job": "yes", "outlook": "yes", "ikou-months": "under-24"}
WITH_CONTRACT = {"contract": "with-support"}
AT_OWN_PACE = {
    "contract": "difficult", "worked-before": "no", "pension": "no", "facility": "no",
    "assessed-sentaku": "no", "sentaku-near": "available",
}  # fmt: skip
ON_LEAVE = ADULT | {"work": "leave", "student": "none"} | TO_A_COMPANY
RETURNING = ON_LEAVE | {
    "leave-support": "unavailable", "leave-agreed": "yes", "work-city": "yes",
}  # fmt: skip
IN_A_JOB = ADULT | {
    "work": "other", "used-before": "yes", "new-job": "yes", "job-change": "never",
    "teichaku-months": "none",
}  # fmt: skip
NEW, SETTLED = {"job-months": "under-6"}, {"job-months": "6-to-41"}
EXTENDING = ADULT | {"work": "extend", "student": "none"} | TO_A_COMPANY
USING = IDLE | {"using-now": "b-gata"}
ASSESSED = {"assessed-sentaku": "yes"}

# What the page of a situation says of a service, and two people who show it: one as
# he is now, and the same as he is later. What is there now need not come later.
AGREED = [
    ("school", "sentaku", AT_SCHOOL, None),
    ("school", "ikou", AT_SCHOOL | TO_A_COMPANY, IDLE | TO_A_COMPANY),
    ("school", "b-gata", AT_SCHOOL | AT_OWN_PACE, IDLE | AT_OWN_PACE | ASSESSED),
    ("leave", "ikou", RETURNING, None),
    ("leave", "teichaku", IN_A_JOB | {"work": "leave"} | NEW,
     IN_A_JOB | {"new-job": "returned"} | SETTLED),
    ("employed", "ikou", EXTENDING | {"work-city": "yes"}, None),
    ("employed", "teichaku", IN_A_JOB | NEW, IN_A_JOB | SETTLED),
    ("not-working", "ikou", IDLE | TO_A_COMPANY, None),
    ("not-working", "a-gata", IDLE | WITH_CONTRACT, None),
    ("not-working", "b-gata", IDLE | AT_OWN_PACE, IDLE | AT_OWN_PACE | ASSESSED),
    ("using", "sentaku", USING, None),
    ("using", "ikou", USING | TO_A_COMPANY | {"wish-job": "no"}, USING | TO_A_COMPANY),
    ("using", "teichaku", USING | IN_A_JOB | {"work": "none"}, IN_A_JOB | SETTLED),
    ("unsure", "sentaku", IDLE | {"wish-service": "yes"}, None),
]  # fmt: skip


def outcome(service: str, answers: dict[str, str]) -> Outcome | None:
    [found] = [
        one for one in check_eligibility(answers, on=DAY) if one.service.slug == service
    ]
    return found.outcome


@pytest.mark.usefixtures("content")
@pytest.mark.parametrize(
    ("situation", "service", "now", "later"),
    [pytest.param(*row, id=f"{row[0]}: {row[1]}") for row in AGREED],
)
def test_what_a_situation_offers_is_what_the_rules_say(situation, service, now, later):
    when = SituationService.objects.get(
        situation__code=situation, service__slug=service
    ).when_ja

    is_usable = outcome(service, now) is Outcome.LIKELY
    assert is_usable == (when == "") == (later is None)
    assert later is None or outcome(service, later) is Outcome.LIKELY


@pytest.mark.usefixtures("content")
def test_every_service_of_every_situation_is_held_to_the_rules():
    offered = SituationService.objects.values_list("situation__code", "service__slug")
    assert sorted(offered) == sorted(row[:2] for row in AGREED)


@pytest.mark.usefixtures("content")
@pytest.mark.parametrize(
    ("service", "answers"),
    [
        pytest.param("ikou", ON_LEAVE | {"leave-support": "available"}, id="supported"),
        pytest.param("ikou", RETURNING | {"leave-agreed": "no"}, id="a doctor says no"),
        pytest.param("ikou", EXTENDING | {"work-city": "no"}, id="the city says no"),
        pytest.param("teichaku", IN_A_JOB | {"used-before": "no"} | SETTLED,
                     id="nothing used before the job"),
        pytest.param("ikou", IDLE | TO_A_COMPANY | {"age": "65-or-over",
                     "grant-5years": "no"}, id="not before 65"),
    ],
)  # fmt: skip
def test_the_conditions_that_a_situation_names_are_those_of_the_rules(service, answers):
    assert outcome(service, answers) is Outcome.UNLIKELY


@pytest.mark.usefixtures("content")
def test_whoever_is_50_needs_no_employment_choice_support_first():
    at_fifty = IDLE | AT_OWN_PACE | {"age": "50-64"}
    assert outcome("b-gata", at_fifty) is Outcome.LIKELY


@pytest.mark.usefixtures("content")
@pytest.mark.parametrize("language", languages(), ids=lambda one: one.code)
def test_every_situation_is_whole_in_every_language(language):
    models = (LifeSituation, SituationService, SituationLink)
    missing = [
        (str(row), name)
        for model in models
        for row in model.objects.all()
        for name in translated_names(model)
        if text_of(row, name, languages()[0]) and not text_of(row, name, language)
    ]
    assert missing == []


@pytest.mark.usefixtures("content")
def test_the_situations_stand_in_the_order_of_the_doors():
    codes = LifeSituation.objects.values_list("code", flat=True)
    assert list(codes) == SITUATIONS


@pytest.mark.usefixtures("content")
def test_every_situation_leads_on():
    leading = {
        row.code: all(link.target for link in row.links.all()) and row.links.count()
        for row in LifeSituation.objects.all()
    }
    assert leading == dict.fromkeys(SITUATIONS, 5)


@pytest.mark.django_db
def test_services_of_one_time_stand_together_and_the_unpublished_not_at_all():
    row = rows.life_situation()
    now, hidden = rows.usable(row), rows.usable(row)
    later = [rows.usable(row, "卒業したら") for _ in range(2)]
    ServiceType.objects.filter(pk=hidden.service_id).update(is_published=False)

    times = LifeSituation.objects.get().times

    assert [(time.when, time.services) for time in times] == [
        ("", [now]),
        ("卒業したら", later),
    ]


@pytest.mark.django_db
def test_a_link_is_called_as_its_target_or_in_its_own_words():
    link = rows.link(rows.life_situation())
    assert (link.text, link.target) == ("何", link.faq)
    link.title = "くわしく"
    assert link.text == "くわしく"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "targets",
    [
        pytest.param({}, id="none"),
        pytest.param({"faq": rows.faq, "service": rows.service}, id="two"),
    ],
)
def test_a_link_leads_to_exactly_one_thing(targets):
    made = {name: make() for name, make in targets.items()}
    link = SituationLink(situation=rows.life_situation(), order=1, **made)
    with pytest.raises(ValidationError, match="リンク先を、1つだけえらんでください"):
        link.full_clean(exclude=["title"])


@pytest.mark.django_db
def test_a_link_to_what_is_not_there_today_leads_nowhere():
    situation = rows.life_situation()
    hidden = rows.service(is_published=False)
    words = {"title": "題", "nav_label": "題", "summary": "文", "checked_on": rows.DAY}
    unknown = Page.objects.create(view="guide:none-such", **words)
    links = [
        SituationLink(situation=situation, order=1, service=hidden),
        SituationLink(situation=situation, order=2, page=unknown),
    ]
    assert [link.target for link in links] == [None, None]
