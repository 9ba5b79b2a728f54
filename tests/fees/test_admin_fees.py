"""Money in staff's hands: seen whole, changed from a day on, and without surprise."""

import datetime as dt
import json
from html import unescape

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission, User
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from django.urls import reverse

from fees.admin.words import TOLD, VALUES
from fees.amounts import NEEDED, NoLawError
from fees.estimates import estimate
from fees.fee_cases import check_fee_cases
from fees.fee_facts import Facts, read_facts
from fees.models import Audience, FeeCap, FeeCase, FeeParameter, IncomeBracket
from services.admin.guard import UNDERSTOOD
from tests import people, rows
from tests.staff.test_texts import errors_of, form_of, linked
from texts.readings import readings

pytestmark = pytest.mark.django_db
SINCE, LATER = dt.date(2012, 4, 1), dt.date(2027, 4, 1)
GRID = "admin:fees_feecap_grid"
TAXED = {
    "audience": "adult",
    "residence": "home",
    "public_assistance": False,
    "self_tax": {
        "taxed": True,
        "levy": 150_000,
        "loan_credit": 0,
        "donation_credit": 0,
    },
    "spouse_tax": {"taxed": False},
    "dependants_under_16": 0,
    "dependants_16_18": 0,
}
AMOUNTS = {
    "share-percent": (10, "percent"),
    "threshold-adult": (160_000, "yen"),
    "threshold-child": (280_000, "yen"),
    "deduction-under16": (19_800, "yen"),
    "deduction-16-18": (7_200, "yen"),
    "refund-threshold": (37_200, "yen"),
    "rent-subsidy": (10_000, "yen"),
}


def cap(audience: str, bracket: str, yen: int, **given: object) -> FeeCap:
    given = {"valid_from": SINCE, "status": "enacted"} | given
    return FeeCap.objects.create(
        audience=Audience.objects.get_or_create(
            code=audience, defaults={"name": f"{audience}の人", "household": "税"}
        )[0],
        bracket=IncomeBracket.objects.get_or_create(
            code=bracket,
            defaults={"name": f"{bracket}区分", "reading": "よみ", "plain_name": "税"},
        )[0],
        yen=yen,
        condition="条件",
        **given,
        **rows.sourced(),
    )


def parameter(code: str, value: int | None, **given: object) -> FeeParameter:
    given = {"valid_from": SINCE, "status": "enacted", "unit": "yen"} | given
    return FeeParameter.objects.create(
        code=code, name=f"{code}の名前", value=value, **given, **rows.sourced()
    )


def fee_case(**given: object) -> FeeCase:
    given = {"facts": TAXED, "expected": {"cap_min": 9_300, "cap_max": 9_300}} | given
    return FeeCase.objects.create(
        code=rows.code(),
        title="例の人",
        day=given.pop("day", rows.DAY),
        **given,
        **rows.sourced(),
    )


@pytest.fixture
def law() -> FeeCap:
    """What an estimate needs; returned is the cap of 一般1."""
    for code, (value, unit) in AMOUNTS.items():
        parameter(code, value, unit=unit)
    for bracket, yen in {"seiho": 0, "teishotoku": 0, "ippan2": 37_200}.items():
        cap("adult", bracket, yen)
    return cap("adult", "ippan1", 9_300)


@pytest.fixture
def guarded(law) -> FeeCap:
    """The same with a golden case that comes out as it must."""
    fee_case()
    assert check_fee_cases() == []
    return law


@pytest.fixture
def editor() -> Client:
    return people.editor(publishes=True)


def staff_with(*rights: str) -> Client:
    user = User.objects.create_user("taro", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=rights))
    client = Client()
    client.force_login(user)
    return client


def address(row, view: str = "change") -> str:
    return reverse(f"admin:fees_{row._meta.model_name}_{view}", args=[row.pk])


def begun_from(row) -> str:
    add = reverse(f"admin:fees_{row._meta.model_name}_add")
    return f"{add}?from={row.pk}"


def told(page) -> str:
    return unescape(page.content.decode())


def text_of(html: str) -> str:
    """The words between the tags, without spaces."""
    words = "".join(part.split(">", 1)[-1] for part in html.split("<"))
    return "".join(words.split())


# --- the table -------------------------------------------------------------------


def test_the_table_shows_what_holds_what_comes_and_the_way_to_each(law, editor):
    coming = cap("adult", "ippan1", 9_900, valid_from=LATER, status="planned")
    ending = parameter(
        "meal", None, valid_from=LATER, status="planned", is_end=True, unit="yen"
    )
    cap("child", "seiho", 0)

    html = told(editor.get(reverse(GRID)))

    line = html[html.index("adultの人") : html.index("childの人")]
    assert "9,300円2012年4月1日から" in text_of(line)
    assert "2027年4月1日から9,900円（予定）" in text_of(line)
    for link in (address(law), address(coming), begun_from(law)):
        assert f'href="{link}"' in line
    assert "2027年4月1日から終わり（予定）" in text_of(html)
    assert f'href="{begun_from(ending)}"' in html
    bracket = IncomeBracket.objects.get(code="ippan2")
    child = Audience.objects.get(code="child")
    missing = f"{reverse('admin:fees_feecap_add')}?audience={child.pk}"
    assert f'href="{missing}&bracket={bracket.pk}"' in html


def test_a_number_that_estimates_need_and_that_is_missing_is_named(law, editor):
    assert "めやすを計算できません" not in told(editor.get(reverse(GRID)))
    FeeParameter.objects.get(code="rent-subsidy").delete()

    html = told(editor.get(reverse(GRID)))

    assert html.count("いまの数がありません。めやすを計算できません。") == 1
    assert f'{reverse("admin:fees_feeparameter_add")}?code=rent-subsidy"' in html


def test_estimates_count_with_what_the_table_lists_first(law):
    assert set(AMOUNTS) == set(NEEDED)
    for code in NEEDED:
        row = FeeParameter.objects.get(code=code)
        row.delete()
        with pytest.raises(NoLawError):
            estimate(Facts(), on=rows.DAY)
        row.save()


@pytest.mark.parametrize("number", [1, 3])
def test_the_table_costs_the_same_however_many_rows(
    number, law, admin_client, django_assert_num_queries
):
    for place in range(number):
        cap(f"audience-{place}", "ippan1", 100)
        cap(f"audience-{place}", "ippan1", 200, valid_from=LATER)
        parameter(f"number-{place}", 3, valid_from=LATER)
    with django_assert_num_queries(8):
        assert admin_client.get(reverse(GRID)).status_code == 200


def test_the_table_is_one_click_away(law, editor):
    link = f'href="{reverse(GRID)}"'
    lists = [
        reverse(f"admin:fees_{model}_changelist")
        for model in ("feecap", "feeparameter")
    ]
    for page in (reverse("admin:index"), *lists, address(law)):
        assert link in told(editor.get(page))


def test_who_may_not_see_amounts_does_not_see_the_table(law, client):
    assert "/login/" in client.get(reverse(GRID)).url
    plain = staff_with("view_feecap")
    assert plain.get(reverse(GRID)).status_code == 403
    assert reverse(GRID) not in told(plain.get(reverse("admin:index")))


def test_who_may_only_look_is_offered_no_change(law):
    client = staff_with("view_feecap", "view_feeparameter")
    assert "?from=" not in told(client.get(reverse(GRID)))
    assert "?from=" not in told(client.get(address(law)))
    assert client.get(begun_from(law)).status_code == 403


# --- 「この日から変える」 ------------------------------------------------------------


def test_a_later_row_begins_with_what_the_old_one_says(law, editor):
    form = editor.get(begun_from(law)).context["adminform"].form

    assert form["yen"].value() == 9_300
    assert form["condition_ja"].value() == "条件"
    assert form["source"].value() == law.source_id
    assert form["status"].value() == "planned"
    assert form["valid_from"].value() is form["checked_on"].value() is None
    assert form.fields["audience"].disabled
    assert form.fields["bracket"].disabled


def later_form(row, **changes: object) -> tuple[str, dict[str, object]]:
    _, given = form_of(row, valid_from=LATER, status="planned", **changes)
    return begun_from(row), given


def test_a_later_row_is_stored_beside_the_old_one_whatever_key_is_sent(law, editor):
    other = cap("child", "seiho", 0)
    where, given = later_form(law, yen=9_900, audience=other.audience_id)

    assert editor.post(where, given).status_code == 302

    assert list(
        FeeCap.objects.filter(audience=law.audience, bracket=law.bracket)
        .order_by("valid_from")
        .values_list("valid_from", "yen", "status")
    ) == [(SINCE, 9_300, "enacted"), (LATER, 9_900, "planned")]


def test_a_later_parameter_keeps_its_code(law, editor):
    row = FeeParameter.objects.get(code="share-percent")
    where, given = later_form(row, value=20, code="another")

    editor.post(where, given)

    new = FeeParameter.objects.get(valid_from=LATER)
    assert (new.code, new.value, new.unit) == ("share-percent", 20, "percent")


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        pytest.param(SINCE, "もとの行が始まる日（2012年4月1日）より", id="its own"),
        pytest.param(dt.date(2010, 1, 1), "よりあとの日を", id="before"),
        pytest.param("", "このフィールドは必須です。", id="none"),
        pytest.param("らいねん", "日付として読めません。", id="a word"),
    ],
)
def test_a_row_that_is_not_later_is_refused_with_a_sentence(day, sentence, law, editor):
    where, given = later_form(law, yen=9_900)

    page = editor.post(where, given | {"valid_from": day})

    assert sentence in "".join(errors_of(page)["valid_from"])
    assert 'value="9900"' in told(page)
    assert FeeCap.objects.filter(yen=9_900).count() == 0


@pytest.mark.parametrize("sent", ["999999", "x", str(10**30)])
def test_a_row_later_than_none_is_not_found(sent, law, editor):
    add = reverse("admin:fees_feecap_add")
    assert editor.get(f"{add}?from={sent}").status_code == 404


def test_a_later_row_that_moves_a_case_waits_for_a_yes(guarded, editor):
    where, given = later_form(guarded, yen=9_400)
    given |= {"valid_from": dt.date(2026, 4, 1), "status": "enacted"}

    page = editor.post(where, given)

    assert "この例の結果が変わります（1件）" in told(page)
    assert FeeCap.objects.filter(yen=9_400).count() == 0
    editor.post(where, given | {UNDERSTOOD: page.context["held"].token})
    assert FeeCap.objects.get(yen=9_400).audience == guarded.audience


# --- golden cases: no surprise -----------------------------------------------------


def test_a_change_of_a_case_is_shown_and_nothing_is_stored(guarded, editor):
    where, given = form_of(guarded, yen=9_400, condition_ja="新しい条件")

    html = told(editor.post(where, given))

    assert "この例の結果が変わります（1件）" in html
    table = html[html.index("case-changes-heading") : html.index("understood")]
    [case] = FeeCase.objects.all()
    assert f'href="{address(case)}"' in table
    assert text_of(table).count("9,300円9,400円") == 2
    for words in ("例の人", "上限月額（いちばん低いとき）"):
        assert words in table
    assert "新しい条件" in html
    assert 'value="9400"' in html
    guarded.refresh_from_db()
    assert (guarded.yen, guarded.condition_ja) == (9_300, "条件")
    assert not LogEntry.objects.exists()


def test_a_yes_to_just_that_change_stores_it(guarded, editor):
    where, given = form_of(guarded, yen=9_400)
    token = editor.post(where, given).context["held"].token

    page = editor.post(where, given | {UNDERSTOOD: token}, follow=True)

    guarded.refresh_from_db()
    assert guarded.yen == 9_400
    assert "例題1件の結果が変わりました。「お金の例題」の" in told(page)


def test_a_yes_to_another_change_is_no_yes(guarded, editor):
    where, given = form_of(guarded, yen=9_400)
    token = editor.post(where, given).context["held"].token

    for sent in ({"yen": 9_500, UNDERSTOOD: token}, {UNDERSTOOD: "on"}):
        assert "まだ保存していません" in told(editor.post(where, given | sent))

    guarded.refresh_from_db()
    assert guarded.yen == 9_300


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"condition_ja": "ほかの条件"}, id="words"),
        pytest.param({"yen": 9_300}, id="nothing"),
    ],
)
def test_without_a_change_of_a_case_it_is_stored_at_once(changes, guarded, editor):
    where, given = form_of(guarded, **changes)
    assert editor.post(where, given).status_code == 302


def test_a_case_that_was_wrong_before_asks_for_no_yes(law, editor):
    fee_case(expected={"cap_max": 1})
    where, given = form_of(law, condition_ja="ほかの条件")
    assert editor.post(where, given).status_code == 302


def test_a_plan_is_stored_at_once_and_enacting_it_asks(guarded, editor):
    plan = cap(
        "adult",
        "ippan1",
        9_400,
        valid_from=dt.date(2026, 4, 1),
        status="planned",
    )
    where, given = form_of(plan, yen=9_500)
    assert editor.post(where, given).status_code == 302

    where, given = form_of(plan, yen=9_500, status="enacted")
    page = editor.post(where, given)

    assert "この例の結果が変わります（1件）" in told(page)
    plan.refresh_from_db()
    assert plan.status == "planned"
    editor.post(where, given | {UNDERSTOOD: page.context["held"].token})
    plan.refresh_from_db()
    assert (plan.status, plan.yen) == ("enacted", 9_500)


def test_a_threshold_that_moves_a_case_to_another_bracket_asks(guarded, editor):
    fee_case(expected={"bracket": "ippan1"})
    row = FeeParameter.objects.get(code="threshold-adult")
    where, given = form_of(row, value=150_000)

    page = editor.post(where, given)

    assert "この例の結果が変わります（2件）" in told(page)
    assert "所得区分ippan1区分ippan2区分" in text_of(told(page))
    row.refresh_from_db()
    assert row.value == 160_000


@pytest.mark.parametrize("model", [Audience, IncomeBracket])
def test_a_code_that_caps_stand_on_asks_before_it_is_changed(model, guarded, editor):
    row = guarded.audience if model is Audience else guarded.bracket
    where, given = form_of(row, code="renamed")
    given |= linked("caps")

    page = editor.post(where, given)

    assert "この例の結果が変わります（1件）" in told(page)
    assert not model.objects.filter(code="renamed").exists()
    editor.post(where, given | {UNDERSTOOD: page.context["held"].token})
    assert model.objects.filter(code="renamed").exists()


def test_a_deletion_that_moves_a_case_waits_for_a_yes_to_just_that(guarded, editor):
    newer = cap("adult", "ippan1", 9_300, valid_from=dt.date(2020, 4, 1))
    FeeCap.objects.filter(pk=guarded.pk).update(yen=9_200)
    where = address(newer, "delete")

    page = editor.get(where)
    assert "消すと、この例の結果が変わります（1件）" in told(page)
    assert "9,300円9,200円" in text_of(told(page))

    again = editor.post(where, {"post": "yes", UNDERSTOOD: "on"})
    assert "まだ消していません。" in told(again)
    assert FeeCap.objects.filter(pk=newer.pk).exists()
    assert not LogEntry.objects.exists()

    token = page.context["held"].token
    editor.post(where, {"post": "yes", UNDERSTOOD: token})
    assert not FeeCap.objects.filter(pk=newer.pk).exists()


def test_what_moves_no_case_is_deleted_as_ever(guarded, editor):
    row = parameter("another", 5)
    editor.post(address(row, "delete"), {"post": "yes"})
    assert not FeeParameter.objects.filter(pk=row.pk).exists()


@pytest.mark.parametrize("model", ["feecap", "feeparameter"])
def test_amounts_are_deleted_one_at_a_time(model, guarded, editor):
    page = editor.get(reverse(f"admin:fees_{model}_changelist"))
    assert 'value="delete_selected"' not in told(page)


@pytest.mark.parametrize("number", [1, 3])
def test_a_held_form_costs_the_same_however_many_cases(
    number, law, admin_client, django_assert_num_queries
):
    for _ in range(number):
        fee_case()
    where, given = form_of(law, yen=9_400)
    ContentType.objects.clear_cache()
    readings()
    # Three of them ask whether it goes out at once: then its author is asked.
    with django_assert_num_queries(71):
        page = admin_client.post(where, given)
    assert f"（{number}件）" in told(page)


def test_an_amount_that_has_ended_is_quoted_as_nothing():
    assert parameter("ended", None, is_end=True).as_quote() == ""


def test_a_fraction_of_nothing_breaks_no_estimate(guarded, editor):
    uses = [{"units": 10, "count": 1, "unit_price": "10"}]
    fee_case(facts=TAXED | {"uses": uses}, expected={"share": 10})
    row = parameter("fraction-cost", 1)
    where, given = form_of(row, value=0)
    assert editor.post(where, given).status_code == 302


# --- golden cases as rows ------------------------------------------------------------


def case_form(case: FeeCase, **changes: object) -> tuple[str, dict[str, object]]:
    where, given = form_of(case)
    given |= {name: json.dumps(given[name]) for name in ("facts", "expected")}
    return where, given | changes


def test_a_case_is_shown_line_by_line_beside_what_comes_out(law, editor):
    case = fee_case(expected={"cap_max": 9_200, "bracket": "ippan1"})

    html = told(editor.get(address(case)))

    assert '{\n  "audience": "adult",' in html
    outcome = text_of(html[html.index("outcome-heading") :])
    assert "2026年11月21日の金額で計算しました。" in outcome
    assert "「正しい結果」とちがいます。" in outcome
    assert "cap_max9,200円ちがいます9,300円" in outcome
    assert "bracketippan1区分ippan1区分" in outcome
    assert "cap_min—9,300円" in outcome


def test_a_case_on_a_day_without_amounts_says_so(law, editor):
    case = fee_case(day=dt.date(2001, 1, 1))
    assert "この日の金額がそろっていません。" in told(editor.get(address(case)))


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        pytest.param(
            "facts",
            '{"audiense": "adult"}',
            "「audiense」：この名前の項目はありません。「audience」のことですか。",
            id="no such fact",
        ),
        pytest.param(
            "facts", '{"rent": "x"}', "「rent」：整数で書いてください。", id="no number"
        ),
        pytest.param(
            "facts",
            '{"self_tax": {"lewy": 1}}',
            "「self_tax.lewy」：この名前の項目はありません。",
            id="no such part",
        ),
        pytest.param("facts", "[]", "{ } で始めて終わる形で", id="a list of facts"),
        pytest.param("facts", "{\n 'a': 1}", "2行目の2文字目から、JSON", id="no JSON"),
        pytest.param(
            "facts", '{"rent": 1, "rent": 2}', "「rent」が2回書かれています", id="twice"
        ),
        pytest.param("facts", '{"rent": NaN}', "NaN は使えません", id="not a number"),
        pytest.param("facts", '{"rent": 1e999}', "大きすぎる数", id="without end"),
        pytest.param("facts", '{"rent": ' + "9" * 5000 + "}", "大きすぎる", id="huge"),
        pytest.param(
            "facts", '{"month": "\\u0000"}', "使えない文字があります。", id="null"
        ),
        pytest.param("facts", '{"month": "\\ud800"}', "使えない文字", id="half a sign"),
        pytest.param("facts", "[" * 100_000, "JSON|大きすぎる", id="deep"),
        pytest.param("expected", "", "1つは書いてください。", id="nothing"),
        pytest.param("expected", "{}", "1つは書いてください。", id="an empty object"),
        pytest.param(
            "expected",
            '{"payable": 1}',
            "「payable」という項目はありません。「payable_m",
            id="no such value",
        ),
        pytest.param(
            "expected", '{"zzz": 1}', "書けるのは bracket、cap_min", id="nonsense"
        ),
        pytest.param(
            "expected", '{"cap_min": "9300"}', "「cap_min」：0 か、それより", id="text"
        ),
        pytest.param("expected", '{"cap_min": -1}', "「cap_min」：0 か", id="negative"),
        pytest.param("expected", '{"cap_min": true}', "「cap_min」：0 か", id="truth"),
        pytest.param("expected", '{"cap_min": 1.5}', "「cap_min」：0 か", id="half"),
        pytest.param(
            "expected", '{"bracket": "ippan3"}', " のどれかか、null", id="bracket"
        ),
        pytest.param("expected", '{"bracket": []}', "のどれかか、null", id="brackets"),
        pytest.param(
            "expected", '{"notes": "meals"}', "コードをならべて", id="no list"
        ),
        pytest.param("expected", '{"ask": [1]}', "コードをならべて", id="no codes"),
        pytest.param(
            "expected", '{"refund_parts": [1, -2]}', "円をならべて", id="no yen"
        ),
    ],
)
def test_a_slip_in_a_case_is_answered_at_its_field(field, typed, sentence, law, editor):
    case = fee_case()
    where, given = case_form(case, **{field: typed})

    page = editor.post(where, given)

    assert list(errors_of(page)) == [field]
    said = "".join(errors_of(page)[field])
    assert any(words in said for words in sentence.split("|"))
    assert page.context["adminform"].form[field].value() == (typed or "")
    case.refresh_from_db()
    assert (case.facts, case.expected) == (TAXED, {"cap_min": 9_300, "cap_max": 9_300})


def test_every_slip_in_what_must_come_out_is_named_at_once(law, editor):
    where, given = case_form(fee_case(), expected='{"zzz": 1, "cost": "x"}')
    assert len(errors_of(editor.post(where, given))["expected"]) == 2


def test_a_case_may_tell_nothing(law, editor):
    case = fee_case()
    where, given = case_form(case, facts="", expected='{"cap_max": 37200}')
    assert editor.post(where, given).status_code == 302
    case.refresh_from_db()
    assert (case.facts, case.expected) == ({}, {"cap_max": 37_200})


def test_a_case_that_does_not_come_out_is_stored_with_a_word(law, editor):
    where, given = case_form(fee_case(), expected='{"cap_max": 1}')
    page = editor.post(where, given, follow=True)
    assert "いまの金額では、「正しい結果」と ちがう結果が出ます。" in told(page)


def test_a_case_is_added(law, editor):
    _, given = case_form(fee_case(), code="another")
    assert editor.post(reverse("admin:fees_feecase_add"), given).status_code == 302
    assert FeeCase.objects.get(code="another").facts == TAXED


@pytest.mark.parametrize("number", [1, 3])
def test_the_form_and_the_list_of_cases_cost_the_same_however_many(
    number, law, admin_client, django_assert_num_queries
):
    for _ in range(number):
        case = fee_case()
    ContentType.objects.clear_cache()
    with django_assert_num_queries(9):
        admin_client.get(address(case))
    with django_assert_num_queries(7):
        admin_client.get(reverse("admin:fees_feecase_changelist"))


def test_every_value_and_every_fact_has_its_words(law):
    assert set(estimate(Facts(), on=rows.DAY).as_values()) == set(VALUES)
    assert read_facts(dict.fromkeys(TOLD), on=rows.DAY)


@pytest.mark.usefixtures("content")
def test_every_shipped_case_can_be_saved_as_it_is(admin_client):
    told_somewhere = set()
    for case in FeeCase.objects.all():
        form = admin_client.get(address(case)).context["adminform"].form
        fields = {name: form.fields[name] for name in ("facts", "expected")}
        written = {name: form[name].value() for name in fields}
        for name, field in fields.items():
            assert field.clean(written[name]) == getattr(case, name)
        told_somewhere |= set(case.facts)
    assert told_somewhere <= set(TOLD)


def test_nothing_inline_stands_on_these_pages(guarded, editor):
    where, given = form_of(guarded, yen=9_400)
    pages = [editor.get(reverse(GRID)), editor.get(begun_from(guarded))]
    pages += [editor.post(where, given), editor.get(address(FeeCase.objects.get()))]
    for page in pages:
        assert "<style" not in told(page)
        assert " style=" not in told(page)
        assert " onclick=" not in told(page)
