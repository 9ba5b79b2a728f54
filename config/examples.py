"""Small values for the page of components: made up, never stored, never true."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import count
from typing import Any, TypeVar

from django import forms
from django.db import models

from facts.effective import Status
from facts.models import Source
from facts.provenance import Certainty, Sourced
from guide.context import Frame
from guide.models import LawChange, Page, SiteIdentity
from offices.models import Office, OfficeKind
from services.comparison import Comparison, ComparisonRow
from services.domain.moments import Moment
from services.domain.outcome import Outcome
from services.domain.rule import Requirement
from services.domain.verdict import Verdict
from services.eligibility import Finding, RequirementFinding
from services.models import (
    EligibilityRequirement,
    EligibilityRoute,
    EligibilityRule,
    FactKind,
    Question,
    ServiceFact,
    ServiceType,
)
from services.prospects import Prospect, Reach
from services.told import Answered, Contradicting
from texts.requests import Request

_Made = TypeVar("_Made", bound=models.Model)
BEGAN = date(2018, 4, 1)
CHECKED = date(2026, 11, 21)
LONG_AGO = date(2020, 1, 1)
_numbers = count(1)
SOURCE = Source(pk=1, code="example", kind="law", organisation="見本", title="見本の法")
OTHER_SOURCE = Source(
    pk=2, code="other", kind="law", organisation="見本", title="見本の通知"
)


# --- the city and the frame ---------------------------------------------------


def site(**known: object) -> SiteIdentity:
    """A city of which little is known, but for what is given."""
    given = {"main_phone": "000-000-0000", "address": "○○市○○1番1号"} | known
    return SiteIdentity(
        title="見本のサイト",
        city="○○市",
        section="○○課",
        hours="平日 午前9時〜午後5時",
        closed="土・日",
        **given,
    )


def frame(
    request: Request, *, here: str = "guide:home", day: date | None = None
) -> Frame:
    """The frame of a page of the made up city, which asks the database for nothing."""
    made = Frame(request)
    made.site = site()
    made.here = Page(view=here, title="見本のページ", checked_on=CHECKED)
    made.pages = {}
    made.day = day or made.today
    made.is_other_day = made.day != made.today
    return made


def page() -> Page:
    return Page(view="offices:list", title="相談する", nav_label="相談する")


def tomorrow(of: Frame) -> date:
    return of.today + timedelta(days=1)


# --- facts and rules ----------------------------------------------------------


def sourced(**given: object) -> dict[str, object]:
    """Where a made up fact comes from: checked, official, in time, unless `given`."""
    return {"source": SOURCE, "checked_on": CHECKED} | given


def fact(**given: object) -> ServiceFact:
    kind = FactKind(code="pay", question="お金をもらえますか", label="お金")
    rest = {"answer": "もらえます。", "valid_from": BEGAN, **sourced(), "kind": kind}
    # A row that is noted as shown is known by its number.
    return ServiceFact(pk=next(_numbers), **(rest | given))


def facts() -> list[ServiceFact]:
    other = FactKind(code="other", question="ほかには", label="ほか")
    told = fact(kind=other, answer="工賃です。", note="くわしい**説明**です。")
    return [fact(), told]


def guide_fact() -> Sourced:
    return fact(certainty=Certainty.GUIDE, article="第1条")


def overdue_fact() -> Sourced:
    return fact(checked_on=LONG_AGO, check_due=LONG_AGO)


def other_fact() -> Sourced:
    return fact(source=OTHER_SOURCE, article="第2条")


def service(**given: object) -> ServiceType:
    rest: dict[str, Any] = {
        "slug": "example",
        "name": "見本の支援",
        "reading": "みほんのしえん",
    }
    rest |= {"purpose": "はたらくことを手つだいます。", "exists_from": BEGAN} | given
    made = ServiceType(pk=1, **rest)
    made.rules_today, made.rules_coming = [], []
    return made


def requirement(*routes: str, **given: object) -> EligibilityRequirement:
    made = EligibilityRequirement(pk=1, text="18歳以上の人", **sourced(), **given)
    ways = [EligibilityRoute(pk=n, text=text) for n, text in enumerate(routes, 1)]
    return _with_rows(made, routes=ways)


def rule(*requirements: EligibilityRequirement, **given: object) -> EligibilityRule:
    """A rule as rows; its requirements are in memory, as if fetched before."""
    rest = {"valid_from": BEGAN, **sourced(), **given}
    return _with_rows(EligibilityRule(pk=1, **rest), requirements=[*requirements])


def _with_rows(made: _Made, **rows: Sequence[models.Model]) -> _Made:
    # What `prefetch_related` leaves behind: a row that is nowhere has no relations.
    vars(made)["_prefetched_objects_cache"] = rows
    return made


def service_with_rule() -> ServiceType:
    made = service()
    made.rules_today = [
        rule(
            requirement(),
            requirement("会社ではたらくことが、むずかしい人", "50歳以上の人"),
            requirement(
                confirmed_by_city=True,
                reason="市が話を聞いて決めます。",
                way_in=service(name="先の支援"),
            ),
        )
    ]
    return made


def service_with_coming_rules(of: Frame) -> ServiceType:
    made, day = service_with_rule(), tomorrow(of)
    made.rules_coming = [
        rule(valid_from=day, summary="条件が変わります。"),
        rule(valid_from=day, status=Status.PLANNED),
    ]
    return made


def comparison(number: int) -> Comparison:
    kinds = [
        ("お金をもらえますか", "もらえます。"),
        ("いつまでですか", "3年までです。"),
    ]
    rows = tuple(
        ComparisonRow(
            FactKind(code=f"kind-{place}", question=question),
            (None, *[fact(answer=answer, note="説明です。")] * (number - 1)),
        )
        for place, (question, answer) in enumerate(kinds)
    )
    services = (service(slug=f"s-{n}", name=f"支援{n}") for n in range(1, number + 1))
    return Comparison(tuple(services), rows, ())


# --- the check ----------------------------------------------------------------


def prospect(reach: Reach, **given: object) -> Prospect:
    """One line of the result, with a requirement of each verdict."""
    found: dict[str, Any] = {"first": None, "confirm": False, "coming": None} | given
    finding = Finding(
        service=service(slug=f"r-{reach.code}"),
        outcome=Outcome.ASK,
        requirements=tuple(_requirement_finding(verdict) for verdict in Verdict),
        **found,
    )
    decisive = requirement(opening="18歳になると使えます。")
    return Prospect(Moment((), {}, {}), finding, reach, decisive)


def _requirement_finding(verdict: Verdict) -> RequirementFinding:
    row = requirement(confirmed_by_city=True)
    is_met = verdict is Verdict.YES
    value = Requirement("card", ())
    return RequirementFinding(row, value, verdict, (), ("card",), (), is_met)


def told() -> list[Answered]:
    card, age = Question(code="card"), Question(code="age")
    return [Answered(age, "何歳ですか", "20歳", 1), Answered(card, "手帳は", None, 2)]


def contradicting() -> list[Contradicting]:
    """Answers that do not go together, with words of their own and without."""
    card, age = Question(code="card"), Question(code="age")
    answered = (
        Answered(card, "手帳は", "ない", 1),
        Answered(age, "何歳ですか", None, 2),
    )
    return [
        Contradicting("手帳は、ないはずです。", answered),
        Contradicting("", answered),
    ]


class ExampleChoice(forms.Form):
    choice = forms.ChoiceField(
        choices=[("yes", "はい"), ("no", "いいえ"), ("unknown", "わからない")],
        widget=forms.RadioSelect,
        error_messages={"required": "どれか1つを、えらんでください。"},
    )


class ExamplePapers(forms.Form):
    kind = forms.ChoiceField(
        label="住んでいるところ",
        choices=[("home", "家"), ("other", "ほか")],
        widget=forms.RadioSelect,
    )
    days = forms.IntegerField(label="日数", help_text="1か月に使う日数です。")
    town = forms.ChoiceField(label="地域", choices=[("a", "○○市"), ("b", "△△市")])


# --- offices and changes ------------------------------------------------------


def office(**known: object) -> Office:
    rest = {"code": "example", "name": "見本の窓口", "reading": "みほんのまどぐち"}
    made = Office(pk=1, kind=OfficeKind(code="k", name="窓口"), **sourced(), **rest)
    for name, value in known.items():
        setattr(made, name, value)
    made.known_services, made.all_services, made.all_hours = [], [], []
    made.spans = "weekday 09:00:00 16:00:00 0"
    return made


def known_office() -> Office:
    return office(
        phone="000-000-0000",
        fax="000-000-0000",
        email="example@example.org",
        url="https://example.org/",
        postal_code="000-0000",
        address="○○市○○1番1号",
        hours="午前9時〜午後5時",
        closed="土・日",
        access="駅から歩いて5分です。",
        note="くわしい説明です。",
    )


def change(**given: object) -> LawChange:
    rest: dict[str, Any] = {
        "code": "example",
        "title": "決まりが変わります",
        "body": "説明です。",
        "for_whom": "サービスを使う人",
    }
    rest |= {"starts_on": BEGAN} | given
    made = LawChange(pk=1, **rest, **sourced())
    return _with_rows(made, services=[service()])
