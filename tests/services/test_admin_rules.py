"""Rules in staff's hands: seen whole, copied, tried, and never broken by a slip."""

import datetime as dt
from html import unescape

import pytest
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from django.urls import reverse

from services.admin.guard import UNDERSTOOD
from services.golden import check_cases
from services.models import (
    Choice,
    EligibilityCriterion,
    EligibilityRoute,
    EligibilityRule,
    GoldenCase,
    Question,
    ServiceType,
)
from tests import people, rows
from tests.staff.test_texts import form_of, linked

pytestmark = pytest.mark.django_db
SINCE, LATER = dt.date(2018, 4, 1), dt.date(2027, 4, 1)
TRY = "admin:services_eligibilityrule_try"


def choice(question: str, text: str) -> Choice:
    """The answer to a question, made where it is missing; texts are codes here."""
    asked, _ = Question.objects.get_or_create(
        code=question, defaults={"text": f"{question}は", "reason": "わけ"}
    )
    return asked.choices.get_or_create(code=text, defaults={"text": text})[0]


def questions() -> None:
    for question, texts in {"age": "young middle old", "card": "yes no"}.items():
        for text in texts.split():
            choice(question, text)


def sound_rule(*, requirements: int = 1, **given: object) -> EligibilityRule:
    """Return a rule that asks for youth, as often as wanted."""
    questions()
    rule = rows.rule(given.pop("of", None) or rows.service(), requirements=0, **given)
    for _ in range(requirements):
        add(rule, "age", "young")
    return rule


def add(rule: EligibilityRule, question: str, *accepted: str) -> EligibilityRoute:
    requirement = rule.requirements.create(
        code=rows.code(), text=f"{question}の条件", **rows.sourced()
    )
    route = requirement.routes.create(code="a", text=f"{question}の道")
    criterion = route.criteria.create(question=choice(question, accepted[0]).question)
    criterion.accepted.set([choice(question, text) for text in accepted])
    return route


def golden_case(rule: EligibilityRule, outcome: str, **answers: str) -> GoldenCase:
    case = GoldenCase.objects.create(
        code=rows.code(), title="例の人", day=rows.DAY, **rows.sourced()
    )
    case.answers.set([choice(question, text) for question, text in answers.items()])
    case.expectations.create(service=rule.service, outcome=outcome)
    return case


def only_route(rule: EligibilityRule) -> EligibilityRoute:
    return EligibilityRoute.objects.get(requirement__rule=rule)


def route_form(route: EligibilityRoute, *accepted: str, **changes: object) -> tuple:
    """The form of a route with one criterion, which then accepts `accepted`."""
    [criterion] = route.criteria.all()
    address, given = form_of(route, **changes)
    given |= linked("criteria") | {
        "criteria-TOTAL_FORMS": 1,
        "criteria-INITIAL_FORMS": 1,
        "criteria-0-id": criterion.pk,
        "criteria-0-route": route.pk,
        "criteria-0-question": criterion.question.pk,
        "criteria-0-accepted": [
            choice(criterion.question.code, text).pk for text in accepted
        ],
    }
    return address, given


def accepted_by(route: EligibilityRoute) -> set[str]:
    rows_of_route = EligibilityCriterion.objects.filter(route=route)
    return {text for text in rows_of_route.values_list("accepted__code", flat=True)}


def address(row, view: str = "change") -> str:
    return reverse(f"admin:services_{row._meta.model_name}_{view}", args=[row.pk])


def told(page) -> str:
    return unescape(page.content.decode())


@pytest.fixture
def editor() -> Client:
    return people.editor(publishes=True)


# --- the picture ---------------------------------------------------------------


def test_a_rule_opens_with_everything_it_asks(editor):
    rule = sound_rule(requirements=0)
    route = add(rule, "age", "young", "old")
    route.confirmed_by_city = True
    route.save()
    requirement = route.requirement
    requirement.way_in = rows.service(slug="sentaku")
    requirement.save()

    html = told(editor.get(address(rule)))
    picture = html[html.index("rule-picture__title") : html.index("successor-heading")]

    for words in (
        "ageの条件",
        "ageの道",
        "（市が確かめる）",
        "先に<strong>支援</strong>を使う",
        "ageは → ",
        address(requirement),
        address(route),
        "どの質問を、どこで使っているか",
    ):
        assert words in picture
    answers = picture.split("rule-picture__answer")[1:]
    assert [part.split(">")[1].split("<")[0] for part in answers] == ["young", "old"]


@pytest.mark.parametrize("requirements", [1, 3])
def test_the_picture_costs_the_same_whatever_the_rule_asks(
    requirements, admin_client, django_assert_num_queries
):
    rule = sound_rule(requirements=requirements)
    ContentType.objects.clear_cache()
    with django_assert_num_queries(17):
        page = admin_client.get(address(rule))
    assert told(page).count('rule-picture__route"') == requirements


def test_a_planned_rule_shows_what_is_still_to_mend_and_can_be_saved(editor):
    rule = sound_rule(requirements=0, status="planned")
    route = add(rule, "age", "young")
    add(rule, "age", "old")
    rule.requirements.create(code="new", text="新しい条件", **rows.sourced())

    html = told(editor.get(address(rule)))
    assert "条件「新しい条件」に、満たす道がありません。" in html

    where, given = route_form(route, "young", "middle", "old")
    assert editor.post(where, given).status_code == 302
    assert "条件「ageの条件」の道「ageの道」の質問「ageは」は、どの答えでも" in told(
        editor.get(address(rule))
    )


# --- 「この日から変える」 --------------------------------------------------------


def parts(rule: EligibilityRule) -> list:
    return [
        (
            (item.code, item.text_ja, item.source_id, item.order),
            [
                (
                    (route.code, route.text_ja, route.confirmed_by_city),
                    [
                        (row.question.code, {c.code for c in row.accepted.all()})
                        for row in route.criteria.all()
                    ],
                )
                for route in item.routes.all()
            ],
        )
        for item in rule.requirements.order_by("pk")
    ]


@pytest.mark.parametrize("requirements", [1, 3])
def test_a_rule_is_copied_to_another_day_with_everything_in_it(
    requirements, editor, django_assert_max_num_queries
):
    rule = sound_rule(requirements=requirements, summary="前とのちがい")
    add(rule, "card", "yes")
    before = parts(rule)

    with django_assert_max_num_queries(47):
        page = editor.post(address(rule, "copy"), {"valid_from": "2027-04-01"})

    new = EligibilityRule.objects.get(valid_from=LATER)
    assert page.url == address(new)
    assert (new.status, new.service, new.summary) == ("planned", rule.service, "")
    assert parts(new) == before == parts(rule)
    assert not {item.pk for item in new.requirements.all()} & {
        item.pk for item in rule.requirements.all()
    }


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        pytest.param("", "いつから変わるかを入れてください。", id="none"),
        pytest.param("2027-13-45", "日付として読めません。", id="nonsense"),
        pytest.param("らいねん", "日付として読めません。", id="a word"),
        pytest.param("2027-04-01", "から始まる決まりが、もうあります", id="taken"),
        pytest.param("2018-04-01", "よりあとの日を入れてください。", id="its own"),
        pytest.param("2006-04-01", "よりあとの日を入れてください。", id="before"),
        pytest.param("9999-12-31", "2099年12月31日までの", id="too far"),
    ],
)
def test_a_copy_to_an_impossible_day_is_refused_with_a_sentence(day, sentence, editor):
    rule = sound_rule()
    sound_rule(of=rule.service, valid_from=LATER, status="planned")

    page = editor.post(address(rule, "copy"), {"valid_from": day})

    assert sentence in told(page)
    assert f'value="{day}"' in told(page) or not day
    assert EligibilityRule.objects.count() == 2


@pytest.mark.parametrize("pk", [999_999, 10**30])
def test_a_copy_of_no_rule_is_not_found(pk, editor):
    page = editor.post(
        reverse("admin:services_eligibilityrule_copy", args=[pk]), {"valid_from": ""}
    )
    assert page.status_code == 404


# --- 「ためす」 ------------------------------------------------------------------


def trial(client: Client, *answers: Choice, **days: str):
    given = {"day": "2026-11-21", "second_day": "2027-04-01"} | days
    return client.post(
        reverse(TRY), given | {"answers": ["", *(answer.pk for answer in answers)]}
    )


def outcomes(page) -> list[list[str]]:
    return [[c.in_words for c in item.columns] for item in page.context["trials"]]


def test_a_trial_shows_two_days_side_by_side_and_keeps_nothing(editor):
    rule = sound_rule()
    sound_rule(of=rule.service, valid_from=LATER, requirements=0)
    add(EligibilityRule.objects.get(valid_from=LATER), "age", "old")

    page = trial(editor, choice("age", "young"))

    assert outcomes(page) == [
        ["使える可能性があります", "いまの答えではむずかしそうです"]
    ]
    assert "結果がちがいます" in told(page)
    assert "no-store" in page.headers["Cache-Control"]
    assert "○ 満たす" in told(page)
    assert "× 満たさない" in told(page)


def test_a_trial_shows_what_a_plan_would_bring_beside_what_decides(editor):
    rule = sound_rule()
    plan = sound_rule(
        of=rule.service, valid_from=LATER, status="planned", requirements=0
    )
    add(plan, "age", "old")

    page = trial(editor, choice("age", "young"))

    assert outcomes(page) == [
        [
            "使える可能性があります",
            "使える可能性があります",
            "いまの答えではむずかしそうです",
        ]
    ]


def test_not_knowing_is_where_a_trial_begins(editor):
    sound_rule()
    assert "trial__service" not in told(editor.get(reverse(TRY)))
    assert outcomes(trial(editor, second_day="")) == [["市に確かめることがあります"]]


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        pytest.param({"day": ""}, "日付を入れてください。", id="no day"),
        pytest.param({"day": "きょう"}, "日付として読めません。", id="a word"),
        pytest.param({"second_day": "2027-99-99"}, "日付として読めません。", id="2nd"),
        pytest.param({"answers": ["x"]}, "x という答えはありません。", id="no number"),
        pytest.param({"answers": [987654]}, "987654 という答えはありません", id="none"),
        pytest.param({"answers": ["9" * 40]}, "という答えはありません", id="huge"),
    ],
)
def test_nonsense_in_a_trial_is_answered_with_a_sentence(given, sentence, editor):
    sound_rule()
    page = editor.post(reverse(TRY), {"day": "2026-11-21"} | given)
    assert page.status_code == 200
    assert sentence in told(page)


def test_two_answers_to_one_question_are_refused(editor):
    sound_rule()
    page = trial(editor, choice("age", "young"), choice("age", "old"))
    assert "「ageは」に、答えが2つあります（young、old）。" in told(page)


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_a_trial_on_the_edge_of_the_calendar_answers(day, editor):
    sound_rule()
    assert trial(editor, day=day).status_code == 200


@pytest.mark.parametrize("number", [1, 3])
def test_a_trial_costs_the_same_however_many_services(
    number, admin_client, django_assert_num_queries
):
    for _ in range(number):
        rule = sound_rule()
        sound_rule(of=rule.service, valid_from=LATER, status="planned")
    answer = choice("age", "young")
    with django_assert_num_queries(40):
        page = trial(admin_client, answer)
    assert len(page.context["trials"]) == number


# --- no unsound rule -------------------------------------------------------------


def test_a_new_rule_is_planned_until_its_rows_are_there(editor):
    page = editor.get(reverse("admin:services_eligibilityrule_add"))
    assert page.context["adminform"].form["status"].value() == "planned"


def test_an_empty_rule_cannot_be_enacted(editor):
    rule = sound_rule(requirements=0, status="planned")
    where, given = form_of(rule, status="enacted", summary_ja="書いたこと")

    page = editor.post(where, given)

    assert page.context["adminform"].form.non_field_errors() == [
        "「決まっている」決まりは、このままでは保存できません。"
        "「予定」の決まりなら、とちゅうでも保存できます。",
        "この決まりに、条件が1つもありません。"
        "このままでは、だれでも使えることになります。",
    ]
    assert "書いたこと" in told(page)
    rule.refresh_from_db()
    assert (rule.status, rule.summary_ja) == ("planned", "")


def test_an_empty_rule_cannot_be_added_as_enacted(editor):
    rule = sound_rule(status="planned")
    _, given = form_of(rule, status="enacted", valid_from=LATER)

    page = editor.post(reverse("admin:services_eligibilityrule_add"), given)

    assert "条件が1つもありません" in told(page)
    assert EligibilityRule.objects.count() == 1


def test_a_sound_rule_can_be_enacted(editor):
    rule = sound_rule(status="planned")
    case = golden_case(rule, "likely", age="young")
    GoldenCase.objects.filter(pk=case.pk).update(with_planned=True)
    where, given = form_of(rule, status="enacted")

    editor.post(where, given)

    rule.refresh_from_db()
    assert rule.status == "enacted"


def test_a_rule_that_no_case_looks_at_cannot_be_enacted(editor):
    rule = sound_rule(status="planned")
    where, given = form_of(rule, status="enacted", summary_ja="書いたこと")

    page = editor.post(where, given)

    [how, why] = page.context["adminform"].form.non_field_errors()
    assert how == "まだ保存していません。書いたものは、そのまま残っています。"
    assert why.startswith(
        "支援の2018年4月1日からの決まりを見る例題が、1つもありません。"
    )
    assert "書いたこと" in told(page)
    rule.refresh_from_db()
    assert rule.status == "planned"


def test_a_rule_that_only_says_that_the_service_ends_asks_nothing(editor):
    rule = sound_rule(requirements=0, status="planned")
    where, given = form_of(rule, status="enacted", is_end="on")
    assert editor.post(where, given).status_code == 302


@pytest.mark.parametrize(
    ("accepted", "second", "sentence"),
    [
        pytest.param(
            "young middle old", None, "は、どの答えでも満たします。", id="every answer"
        ),
        pytest.param(
            "young",
            "old",
            "条件「ageの条件」と条件「ageの条件」を、両方満たせる人がいません。",
            id="two requirements exclude each other",
        ),
    ],
)
def test_a_part_that_would_break_an_enacted_rule_is_refused(
    accepted, second, sentence, editor
):
    rule = sound_rule(requirements=0)
    route = add(rule, "age", "middle")
    if second:
        add(rule, "age", second, "middle")
    where, given = route_form(route, *accepted.split(), text_ja="新しい文")

    page = editor.post(where, given)

    assert sentence in told(page)
    assert 'value="新しい文"' in told(page)
    assert accepted_by(route) == {"middle"}
    route.refresh_from_db()
    assert route.text == "ageの道"


def test_a_requirement_without_a_route_is_not_added_to_an_enacted_rule(editor):
    rule = sound_rule()
    _, given = form_of(rule.requirements.get(), code="another", text_ja="もう1つ")
    given |= linked("routes")

    page = editor.post(reverse("admin:services_eligibilityrequirement_add"), given)

    assert "条件「もう1つ」に、満たす道がありません。" in told(page)
    assert rule.requirements.count() == 1


def test_the_last_criterion_of_an_enacted_rule_stays(editor):
    route = only_route(sound_rule())
    where, given = route_form(route, "young")

    page = editor.post(where, given | {"criteria-0-DELETE": "on"})

    assert "に、質問がありません。" in told(page)
    assert route.criteria.count() == 1


@pytest.mark.parametrize("sent", ["²", "٣", "1" * 30, "-1", "abc", ""])
def test_a_question_that_is_no_question_is_asked_for_again(sent, editor):
    route = only_route(sound_rule())
    where, given = route_form(route, "young")

    page = editor.post(where, given | {"criteria-0-question": sent})

    assert page.status_code == 200
    assert accepted_by(route) == {"young"}


def test_what_was_wrong_before_may_be_mended_step_by_step(editor):
    rule = sound_rule()
    for code in ("empty-1", "empty-2"):
        rule.requirements.create(code=code, text=code, **rows.sourced())
    where, given = form_of(rule, summary_ja="はじめの一歩")

    assert editor.post(where, given).status_code == 302

    gone = rule.requirements.get(code="empty-1")
    editor.post(address(gone, "delete"), {"post": "yes"})
    assert rule.requirements.count() == 2


@pytest.mark.parametrize("of", ["requirement", "route", "criterion"])
def test_a_part_that_an_enacted_rule_stands_on_cannot_be_deleted(of, editor):
    route = only_route(sound_rule())
    found = {
        "requirement": route.requirement,
        "route": route,
        "criterion": route.criteria.get(),
    }
    page = editor.post(address(found[of], "delete"), {"post": "yes"})

    assert "決まりが成り立たなくなるので、消せません" in told(page)
    found[of].refresh_from_db()


def test_parts_of_rules_are_deleted_one_at_a_time(editor):
    route = only_route(sound_rule())
    page = editor.get(reverse("admin:services_eligibilityroute_changelist"))
    assert 'value="delete_selected"' not in told(page)
    assert EligibilityRoute.objects.filter(pk=route.pk).exists()


# --- golden cases ---------------------------------------------------------------


@pytest.fixture
def guarded() -> EligibilityRoute:
    """The one route of a rule, with a case that comes out as it must."""
    rule = sound_rule()
    golden_case(rule, "likely", age="young")
    assert check_cases() == []
    return only_route(rule)


def test_a_change_of_a_golden_case_is_shown_and_nothing_is_stored(guarded, editor):
    where, given = route_form(guarded, "old", text_ja="新しい文")

    html = told(editor.post(where, given))

    assert "この例の結果が変わります（1件）" in html
    table = html[html.index("case-changes-heading") : html.index("understood")]
    for words in ("例の人", "支援", "使える可能性", "いまの答えではむずかしそうです"):
        assert words in table
    assert 'value="新しい文"' in html
    assert accepted_by(guarded) == {"young"}


def test_a_yes_to_just_that_change_stores_it(guarded, editor):
    where, given = route_form(guarded, "old")
    token = editor.post(where, given).context["held"].token

    page = editor.post(where, given | {UNDERSTOOD: token}, follow=True)

    assert accepted_by(guarded) == {"old"}
    assert "例題1件の結果が変わりました。" in told(page)


def test_a_yes_to_another_change_is_no_yes(guarded, editor):
    where, given = route_form(guarded, "old")

    page = editor.post(where, given | {UNDERSTOOD: "on"})

    assert "この例の結果が変わります" in told(page)
    assert accepted_by(guarded) == {"young"}


def test_a_yes_does_not_make_an_unsound_rule_sound(guarded, editor):
    where, given = route_form(guarded, "old")
    token = editor.post(where, given).context["held"].token
    where, given = route_form(guarded, "young", "middle", "old")

    editor.post(where, given | {UNDERSTOOD: token})

    assert accepted_by(guarded) == {"young"}


def test_without_a_change_of_a_case_it_is_stored_at_once(guarded, editor):
    where, given = route_form(guarded, "young", "middle")
    assert editor.post(where, given).status_code == 302
    assert accepted_by(guarded) == {"young", "middle"}


def test_a_case_that_was_wrong_before_asks_for_no_yes(guarded, editor):
    golden_case(guarded.requirement.rule, "likely", age="old")
    where, given = route_form(guarded, "young", text_ja="新しい文")
    assert editor.post(where, given).status_code == 302


def test_enacting_a_plan_shows_the_cases_that_change(guarded, editor):
    service = guarded.requirement.rule.service
    plan = sound_rule(
        of=service, status="planned", requirements=0, valid_from=dt.date(2026, 1, 1)
    )
    add(plan, "age", "old")
    where, given = form_of(plan, status="enacted")

    page = editor.post(where, given)

    assert "この例の結果が変わります（1件）" in told(page)
    plan.refresh_from_db()
    assert plan.status == "planned"
    editor.post(where, given | {UNDERSTOOD: page.context["held"].token})
    plan.refresh_from_db()
    assert plan.status == "enacted"


def test_deleting_a_rule_shows_the_cases_that_change(guarded, editor):
    rule = guarded.requirement.rule

    page = editor.get(address(rule, "delete"))

    assert "消すと、この例の結果が変わります（1件）" in told(page)
    assert "この日の決まりがありません" in told(page)
    assert EligibilityRule.objects.filter(pk=rule.pk).exists()


# --- golden cases as rows --------------------------------------------------------


def case_form(case: GoldenCase, *answers: Choice) -> tuple:
    where, given = form_of(case)
    given = {name: value for name, value in given.items() if name != "answers"}
    return where, given | linked("expectations") | {
        "answers": ["", *(answer.pk for answer in answers)]
    }


def test_the_answers_of_a_case_are_chosen_question_by_question(editor):
    case = golden_case(sound_rule(), "likely", age="young")

    assert told(editor.get(address(case))).count('<select name="answers"') == 2
    where, given = case_form(case, choice("age", "old"), choice("card", "no"))
    # Another person, and so another result: that is shown before it is stored.
    token = editor.post(where, given).context["held"].token
    assert case.as_answers() == {"age": "young"}
    assert editor.post(where, given | {UNDERSTOOD: token}).status_code == 302

    assert case.as_answers() == {"age": "old", "card": "no"}


def test_a_case_refuses_two_answers_to_one_question(editor):
    case = golden_case(sound_rule(), "likely", age="young")
    where, given = case_form(case, choice("age", "old"), choice("age", "middle"))

    page = editor.post(where, given)

    assert "「ageは」に、答えが2つあります（" in told(page)
    assert case.as_answers() == {"age": "young"}


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize("model", ["goldencase", "goldenexpectation"])
def test_lists_of_cases_cost_the_same_however_many(
    model, number, admin_client, django_assert_num_queries
):
    rule = sound_rule()
    for _ in range(number):
        golden_case(rule, "likely", age="young")
    queries = {"goldencase": 8, "goldenexpectation": 6}[model]
    with django_assert_num_queries(queries):
        admin_client.get(reverse(f"admin:services_{model}_changelist"))


# --- who may ----------------------------------------------------------------------


def test_only_staff_with_rights_copy_and_try(client):
    rule = sound_rule()
    plain = Client()
    plain.force_login(User.objects.create_user("taro", is_staff=True))
    for asked in (reverse(TRY), address(rule, "copy")):
        assert "/login/" in client.post(asked).url
        assert plain.post(asked).status_code == 403
    assert EligibilityRule.objects.count() == 1


def test_nothing_inline_stands_on_these_pages(editor):
    rule = sound_rule()
    assert ServiceType.objects.exists()
    for asked in (address(rule), reverse(TRY), address(rule, "copy")):
        html = told(editor.get(asked))
        assert "<style" not in html
        assert " style=" not in html
        assert " onclick=" not in html


# --- what golden cases stand on is guarded, too -----------------------------------


def answer_form(question: Question, **new: object) -> tuple[str, dict[str, object]]:
    """The form of a question, with one more answer under those that it has."""
    where, given = form_of(question)
    answers = list(question.choices.all())
    given |= {"choices-TOTAL_FORMS": len(answers) + 1}
    given |= {"choices-INITIAL_FORMS": len(answers)}
    for number, one in enumerate(answers):
        fields = {
            "id": one.pk,
            "code": one.code,
            "text_ja": one.text,
            "order": one.order,
        }
        given |= {f"choices-{number}-{name}": value for name, value in fields.items()}
    fields = {"code": "older", "text_ja": "75さい以上", "order": 9} | new
    return where, given | {
        f"choices-{len(answers)}-{name}": value for name, value in fields.items()
    }


@pytest.fixture
def asked() -> Question:
    """A question of an enacted rule, each of whose answers some condition accepts."""
    rule = sound_rule(requirements=0)
    for answer in ("young", "middle", "old"):
        add(rule, "age", answer, "young")
    golden_case(rule, "unlikely", age="old")
    return Question.objects.get(code="age")


def test_an_answer_that_no_condition_mentions_is_refused(asked, editor):
    where, given = answer_form(asked)

    page = editor.post(where, given)

    assert "答え「75さい以上」を、どの条件も満たす答えにしていません。" in told(page)
    assert 'value="75さい以上"' in told(page)
    assert not asked.choices.filter(code="older").exists()


def test_an_answer_is_treated_like_another_in_every_condition(asked, editor):
    old = choice("age", "old")
    before = old.criteria.count()
    where, given = answer_form(asked, like=old.pk)

    assert editor.post(where, given).status_code == 302

    assert asked.choices.get(code="older").criteria.count() == before > 0


def test_an_answer_may_be_meant_to_meet_nothing(asked, editor):
    where, given = answer_form(asked, meets_nothing="on")
    assert editor.post(where, given).status_code == 302
    assert asked.choices.get(code="older").meets_nothing


def test_taking_a_service_off_shows_the_cases_that_change(guarded, editor):
    service = guarded.requirement.rule.service
    where, given = form_of(service, is_published="")
    given.pop("is_published")
    for prefix in ("deeds", "facts", "rules", "wages"):
        given |= linked(prefix)

    page = editor.post(where, given)

    assert "この例の結果が変わります（1件）" in told(page)
    assert "この日の決まりがありません" in told(page)
    service.refresh_from_db()
    assert service.is_published


def test_editors_do_not_delete_golden_cases(guarded, editor):
    case = GoldenCase.objects.get()
    page = editor.post(address(case, "delete"), {"post": "yes"})
    assert page.status_code == 403
    page = editor.post(
        reverse("admin:services_goldencase_changelist"),
        {"action": "delete_selected", "_selected_action": [case.pk], "post": "yes"},
    )
    assert GoldenCase.objects.filter(pk=case.pk).exists()


def test_the_last_case_of_a_rule_stays_whoever_deletes_it(guarded, admin_client):
    case = GoldenCase.objects.get()
    page = admin_client.get(address(case, "delete"))
    assert "からの決まりを見る例題が、1つもありません" in told(page)
    admin_client.post(address(case, "delete"), {"post": "yes"})
    assert GoldenCase.objects.filter(pk=case.pk).exists()


def test_a_case_is_not_moved_away_from_the_only_rule_it_looks_at(guarded, editor):
    case = GoldenCase.objects.get()
    where, given = case_form(case, choice("age", "young"))
    page = editor.post(where, given | {"day": "2010-04-01"})
    assert page.status_code == 200
    case.refresh_from_db()
    assert case.day == rows.DAY
