"""The short way asks little, and says nothing that the long way would deny."""

import datetime as dt
import random
from functools import cache
from itertools import product

import pytest

from services.domain.interview import MOST_ASKED
from services.domain.outcome import Outcome, judge
from services.domain.rule import Rule
from services.domain.verdict import Verdict
from services.domain.walk import Path, lengths, paths
from services.eligibility import interviewer
from services.models import Choice, EligibilityCriterion, GoldenCase, Question
from services.rulebook import (
    all_choices,
    questions_for_everyone,
    rules_as_values,
    rules_in_force,
    what_questions_need,
)
from tests import rows

pytestmark = pytest.mark.usefixtures("content")
# What the short way may say where the long way says this; the first is the same.
ALLOWED = {
    Outcome.LIKELY: {Outcome.LIKELY, Outcome.ASK},
    Outcome.UNLIKELY: {Outcome.UNLIKELY, Outcome.ASK, Outcome.FIRST},
    Outcome.FIRST: {Outcome.FIRST, Outcome.ASK},
    Outcome.ASK: {Outcome.ASK},
}
DAYS = [
    pytest.param(dt.date(2020, 1, 1), id="2020"),
    pytest.param(dt.date(2025, 1, 1), id="before there was 就労選択支援"),
    pytest.param(rows.DAY, id="today"),
]


def choices() -> dict[str, list[str]]:
    return {code: sorted(offered) for code, offered in all_choices().items()}


@cache
def rulebook(on: dt.date) -> dict[str, Rule]:
    keys = rules_in_force(on)
    values = rules_as_values(keys.values())
    return {slug: values[pk] for slug, pk in keys.items()}


def judged(answers, *, on=rows.DAY) -> dict[str, Outcome]:
    return {slug: judge(rule, answers).outcome for slug, rule in rulebook(on).items()}


@pytest.fixture(autouse=True, scope="module")
def _shipped_rules_only():
    yield
    rulebook.cache_clear()
    short_paths.cache_clear()


@cache
def short_paths() -> tuple[Path, ...]:
    """Every path of today's short way: walked once for all that is asked of them."""
    return tuple(paths(interviewer(on=rows.DAY), choices()))


def stand_ins(asker) -> tuple[str, ...]:
    return tuple(asker.calendar.implications.by_choice)


# --- how much it asks -------------------------------------------------------------


def test_every_path_asks_at_most_eight_questions_and_half_of_them_at_most_six():
    measured = lengths(short_paths())
    assert (measured.most, measured.median) == (7, 6)
    assert measured.most < MOST_ASKED
    assert measured.paths > 5_000


def test_nothing_is_asked_that_only_the_city_a_board_or_an_office_tells():
    assert questions_for_everyone().isdisjoint(
        {"notice", "work-city", "study-city", "facility-city", "ikou-board"}
        | {"leave-agreed", "leave-support", "study-support", "sentaku-near"}
        | {"ikou-course", "outlook"}
    )


def test_the_situation_is_one_question():
    asked = [{*path.told, *path.unknown} for path in short_paths()]
    assert not any({"student"} & codes for codes in asked)
    for codes in asked:
        assert not {"work", "using-now"} <= codes
        assert "now" in codes or not {"work", "using-now"} & codes


def test_no_question_comes_before_what_it_presupposes_on_any_path():
    needs = what_questions_need()
    asker = interviewer(on=rows.DAY)
    for path in short_paths():
        told: dict[str, str] = {}
        for question, choice in path.told.items():
            known = asker.calendar.implications.close(told)
            for need in needs[question]:
                limits = asker.calendar.implications.limits(told)
                left = {known.get(need.question)} - {None}
                left = left or limits.get(need.question, set())
                assert left & need.accepted, (question, path)
            told[question] = choice


def test_who_knows_nothing_is_asked_little_and_nothing_twice():
    [path] = [path for path in short_paths() if not path.told]
    assert len(set(path.unknown)) == path.length <= 6
    assert set(judged({}).values()) == {Outcome.ASK}


# --- never less true -----------------------------------------------------------------


def person(drawn: random.Random, asker, needs, offered) -> dict[str, str]:
    """Somebody who answered everything that concerns him, but no stand-in."""
    told: dict[str, str] = {}
    open_codes = [code for code in offered if code not in stand_ins(asker)]
    while open_codes:
        code = next(
            code
            for code in open_codes
            if all(need.question not in open_codes for need in needs[code])
        )
        open_codes.remove(code)
        if all(need.glance(told) is Verdict.YES for need in needs[code]):
            told[code] = drawn.choice(offered[code])
    return told


def with_stand_ins(drawn: random.Random, asker, told) -> dict[str, str]:
    """The same with a choice of each stand-in that is true of him, if there is one."""
    # A pension that cannot be had, and the like, is not had.
    whole = {"pension": "no", "hard-now": "no", "student": "none"} | told
    found = dict(told)
    for code in stand_ins(asker):
        true = asker.calendar.implications.consistent(code, whole)
        if true:
            found[code] = drawn.choice(sorted(true))
    return found


def known_stand_ins(asker, told) -> dict[str, str]:
    """The choices of stand-ins that what is told proves true."""
    found = {}
    for code, implied in asker.calendar.implications.by_choice.items():
        for choice, limits in implied.items():
            if all(told.get(other) in left for other, left in limits.items()):
                found.setdefault(code, choice)
    return found


@pytest.mark.parametrize("day", DAYS)
def test_for_everybody_the_short_way_says_what_the_long_one_does_or_less(day):
    asker, drawn = interviewer(on=day), random.Random(12)
    needs, offered = what_questions_need(), choices()
    for _ in range(600):
        everything = person(drawn, asker, needs, offered)
        whole = with_stand_ins(drawn, asker, everything)
        known = {name: told for name, told in whole.items() if drawn.random() > 0.1}
        answers = asker.interview(known, {*offered} - {*known}).answers
        said, true = judged(answers, on=day), judged(everything, on=day)
        for slug in true:
            assert said[slug] in ALLOWED[true[slug]], (slug, answers, everything)


def test_every_end_of_the_short_way_holds_for_whoever_goes_on():
    """Exhaustive over the short way: random ends of the long one never contradict."""
    short, drawn = interviewer(on=rows.DAY), random.Random(5)
    long_way = interviewer(on=rows.DAY, in_detail=True)
    offered = choices()
    ends = [path for path in short_paths() if not path.unknown]
    for path in drawn.sample(ends, 300):
        said = judged(short.calendar.implications.close(path.told))
        told, unknown = dict(path.told), []
        while question := long_way.next_question(told, unknown):
            limits = long_way.calendar.implications.limits(told)
            left = sorted(limits.get(question, offered[question]))
            told[question] = drawn.choice(left)
        true = judged(long_way.calendar.implications.close(told))
        for slug in true:
            assert said[slug] in ALLOWED[true[slug]], (slug, path, told)


def test_the_long_way_goes_on_from_the_same_answers():
    short = interviewer(on=rows.DAY)
    long_way = interviewer(on=rows.DAY, in_detail=True)
    told = {"now": "none", "age": "18-49", "basis": "certificate"}
    told |= {"contract": "difficult", "wish-job": "yes", "past": "none"}
    assert short.interview(told).next is None
    further = long_way.interview(told)
    assert set(further.asked) == set(told)
    assert further.next not in {None, *told}


@pytest.mark.parametrize("in_detail", [False, True], ids=["short", "long"])
def test_every_golden_case_of_today_holds_in_both_ways(in_detail):
    asker = interviewer(on=rows.DAY, in_detail=in_detail)
    offered = choices()
    cases = GoldenCase.objects.filter(day__gte="2025-10-01", with_planned=False)
    assert cases.count() > 50
    for case in cases.prefetch_related("answers__question", "expectations__service"):
        given = case.as_answers()
        known = given | known_stand_ins(asker, given)
        answers = asker.interview(known, {*offered} - {*known}).answers
        said = judged(answers, on=case.day)
        for row in case.expectations.filter(after=None):
            expected = Outcome(row.outcome)
            assert said[row.service.slug] in ALLOWED[expected], (case.code, answers)


# --- the rows ---------------------------------------------------------------------


def test_a_choice_implies_answers_of_other_questions_only():
    for choice in Choice.objects.prefetch_related("implies"):
        for other in choice.implies.all():
            assert other.question_id != choice.question_id


def test_whatever_becomes_something_has_words_for_when_and_the_other_way_round():
    for choice in Choice.objects.prefetch_related("becomes"):
        assert bool(choice.becomes.all()) is bool(choice.becomes_when)


def test_every_stand_in_is_asked_of_everyone():
    codes = Question.objects.filter(choices__implies__isnull=False)
    assert set(codes.values_list("asked_of", flat=True)) == {"all"}


def test_every_criterion_of_a_stand_in_names_all_its_choices():
    now = EligibilityCriterion.objects.filter(question__code="now")
    named = set(now.values_list("route__requirement__rule", "accepted__code"))
    for rule, code in product({rule for rule, _ in named}, choices()["now"]):
        assert (rule, code) in named
