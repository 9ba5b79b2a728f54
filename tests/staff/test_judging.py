"""A change waits for a yes to just what it does to golden cases, until it is out."""

import datetime as dt

import pytest
from django.contrib.auth.models import User
from django.contrib.messages import get_messages

from fees.models import FeeCap, FeeCase
from services.models import GoldenCase, GoldenExpectation
from staff.applying import NotAppliedError
from staff.judging import ChangeJudgement, ComesOutOtherwise, judgement_of
from staff.models import Change, ChangeState, RowChange
from staff.publishing import RefusedStepError, approve, ask, publish_due
from tests import people, rows
from tests.fees.test_admin_fees import AMOUNTS, cap, fee_case, parameter
from tests.staff.test_texts import form_of

pytestmark = pytest.mark.django_db
APRIL = dt.date(2027, 4, 1)


@pytest.fixture
def chief() -> User:
    return User.objects.create_superuser("chief")


@pytest.fixture
def law() -> FeeCap:
    """What an estimate needs and a case of it; returned is the cap of 一般1."""
    for code, (value, unit) in AMOUNTS.items():
        parameter(code, value, unit=unit)
    for bracket, yen in {"seiho": 0, "teishotoku": 0, "ippan2": 37_200}.items():
        cap("adult", bracket, yen)
    fee_case()
    return cap("adult", "ippan1", 9_300)


def waiting(*altered: tuple[object, dict[str, object]], **given: object) -> Change:
    """A change that waits, by another: `altered` are rows and their new columns."""
    author = User.objects.create(username=rows.code())
    change = Change.objects.create(title="改正", author=author, **given)
    for row, after in altered:
        RowChange.objects.create(
            change=change,
            kind="altered" if after else "deleted",
            table=row._meta.label_lower,
            key=str(row.pk),
            name=str(row),
            before={name: getattr(row, name) for name in after},
            after=after,
        )
    ask(change)
    return change


def test_in_a_draft_the_author_is_told_and_not_asked(law):
    client = people.editor()
    where, given = form_of(law, yen=9_400)

    response = client.post(where, given)

    assert response.status_code == 302
    told, *_, kept = [str(one) for one in get_messages(response.wsgi_request)]
    assert told.startswith("この下書きで、例題1件の結果が変わります。")
    assert "まだ公開していません。" in kept
    [row] = RowChange.objects.filter(table="fees.feecap")
    assert row.after == {"yen": 9_400}
    law.refresh_from_db()
    assert law.yen == 9_300


def test_the_differences_are_told_in_words_and_nothing_is_written(law):
    [case] = FeeCase.objects.all()
    change = waiting((law, {"yen": 9_400}))

    judged = judgement_of(change)

    address = f"/{form_of(case)[0].strip('/')}/"
    expected = [
        ComesOutOtherwise(address, "例の人", part, "9,300円", "9,400円")
        for part in ("上限月額（いちばん低いとき）", "上限月額（いちばん高いとき）")
    ]
    assert sorted(judged.differences, key=lambda one: one.part) == sorted(
        expected, key=lambda one: one.part
    )
    assert (judged.faults, judged.number_of_cases, len(judged.token)) == ((), 1, 16)
    law.refresh_from_db()
    assert law.yen == 9_300


def test_a_change_is_approved_by_a_yes_to_just_its_differences(law, chief):
    change = waiting((law, {"yen": 9_400}))
    other = judgement_of(waiting((law, {"yen": 9_500}))).token

    for accepted in ("", other):
        with pytest.raises(RefusedStepError, match="例題1件の結果が変わります"):
            approve(change, chief, accepted=accepted)
    change.refresh_from_db()
    assert change.state == ChangeState.WAITING

    approve(change, chief, accepted=judgement_of(change).token)

    law.refresh_from_db()
    change.refresh_from_db()
    assert (law.yen, change.state) == (9_400, ChangeState.PUBLISHED)


def test_a_change_that_mends_its_cases_too_needs_no_yes(law, chief):
    [case] = FeeCase.objects.all()
    mended = {"expected": {"cap_min": 9_400, "cap_max": 9_400}}
    change = waiting((law, {"yen": 9_400}), (case, mended))

    assert judgement_of(change) == ChangeJudgement()
    approve(change, chief)

    law.refresh_from_db()
    assert law.yen == 9_400


def test_on_its_day_it_stays_if_the_cases_come_out_otherwise(law, chief):
    change = waiting((law, {"yen": 9_400}), publish_on=APRIL)
    approve(change, chief, accepted=judgement_of(change).token)
    fee_case()

    [(held, [sentence])] = publish_due(APRIL)

    assert held == change
    assert sentence.startswith("例題2件の結果が、承認したときに見た結果とちがいます。")
    law.refresh_from_db()
    assert law.yen == 9_300

    FeeCase.objects.last().delete()
    assert publish_due(APRIL) == [(change, [])]
    law.refresh_from_db()
    assert law.yen == 9_400


def test_a_fault_stops_a_change_with_its_sentence(chief):
    service = rows.service()
    rows.rule(service)
    case = GoldenCase.objects.create(
        code="one", title="例の人", day=dt.date(2026, 4, 1), **rows.sourced()
    )
    expected = GoldenExpectation.objects.create(
        case=case, service=service, outcome="likely"
    )
    change = waiting((expected, {}))

    with pytest.raises(NotAppliedError) as refused:
        approve(change, chief)

    [sentence] = refused.value.sentences
    assert "の決まりを見る例題が、1つもありません" in sentence
    assert GoldenExpectation.objects.filter(pk=expected.pk).exists()


def test_a_change_of_what_no_case_stands_on_costs_one_query(
    django_assert_num_queries,
):
    faq = rows.faq()
    change = waiting((faq, {"order": 8}))

    with django_assert_num_queries(1):
        assert judgement_of(change) == ChangeJudgement()
