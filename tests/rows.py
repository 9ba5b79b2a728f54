"""Rows for tests: each function makes one, with only what matters left to say."""

import datetime as dt
from itertools import count

from facts.models import Source
from fees.models import Audience, FeeCap, FeeTopic, IncomeBracket
from guide.models import (
    Faq,
    FaqGroup,
    GlossaryTerm,
    LawChange,
    LifeSituation,
    Page,
    SituationLink,
    SituationService,
    Step,
)
from offices.models import (
    ImportSource,
    Municipality,
    Office,
    OfficeKind,
    OfficeService,
    OpeningHours,
    Organization,
    ServiceCode,
    Town,
    Trait,
    TraitKind,
)
from services.models import (
    Contrast,
    Deed,
    EligibilityRule,
    FactKind,
    Passage,
    ServiceFact,
    ServiceType,
    Situation,
)
from texts.models import Reading

DAY = dt.date(2026, 11, 21)
_number = count(1)


def code() -> str:
    return f"row-{next(_number)}"


def source() -> Source:
    """Return a source of its own, so that shared ones hide no query."""
    return Source.objects.create(
        code=code(), kind="law", organisation="国", title="施行令"
    )


def sourced() -> dict[str, object]:
    return {"source": source(), "checked_on": DAY}


def situation() -> Situation:
    return Situation.objects.get_or_create(code="job", name="はたらきたい")[0]


def service(**given: object) -> ServiceType:
    given.setdefault("slug", code())
    return ServiceType.objects.create(
        name=given["slug"],
        reading="しえん",
        short_name="支援",
        plain_name="はたらく",
        purpose="支えます。",
        suits="- 人",
        activities="- こと",
        legal_basis="法",
        exists_from=dt.date(2006, 10, 1),
        situation=situation(),
        **given,
        **sourced(),
    )


def fact_kind(name: str) -> FactKind:
    return FactKind.objects.get_or_create(
        code=name,
        defaults={"question": name, "label": name, "page": "money", "on_first": "fact"},
    )[0]


def fact(of: ServiceType, kind: str = "pay", answer: str = "工賃") -> ServiceFact:
    return ServiceFact.objects.create(
        service=of,
        kind=fact_kind(kind),
        answer=answer,
        valid_from=dt.date(2018, 4, 1),
        **sourced(),
    )


def deed(of: ServiceType) -> Deed:
    return Deed.objects.create(
        service=of, code=code(), pictogram="package", text="はる"
    )


def passage(before: ServiceType, after: ServiceType, words: str = "つぎ") -> Passage:
    return Passage.objects.create(before=before, after=after, words=words, **sourced())


def contrast(one: ServiceType, other: ServiceType) -> Contrast:
    return Contrast.objects.create(one=one, other=other, words="ちがう", **sourced())


def rule(of: ServiceType, *, requirements: int = 1, **given: object) -> EligibilityRule:
    given.setdefault("valid_from", dt.date(2018, 4, 1))
    row = EligibilityRule.objects.create(service=of, **given, **sourced())
    for _ in range(requirements):
        requirement = row.requirements.create(
            code=code(), text="条件", way_in=of, **sourced()
        )
        requirement.routes.create(code="a", text="道1")
        requirement.routes.create(code="b", text="道2")
    return row


def full_service() -> ServiceType:
    """Return a service with a fact, a rule in force and one to come."""
    row = service()
    fact(row)
    rule(row)
    rule(row, valid_from=dt.date(2099, 4, 1), status="planned")
    return row


def cap() -> FeeCap:
    return FeeCap.objects.create(
        audience=Audience.objects.create(code=code(), name="人", household="税"),
        bracket=IncomeBracket.objects.create(
            code=code(), name="一般1", reading="いっぱん", plain_name="課税"
        ),
        yen=9_300,
        condition="条件",
        valid_from=dt.date(2012, 4, 1),
        **sourced(),
    )


def topic() -> FeeTopic:
    return FeeTopic.objects.create(
        code=code(),
        title="話",
        body="本文",
        valid_from=dt.date(2012, 4, 1),
        **sourced(),
    )


def office_kind() -> OfficeKind:
    return OfficeKind.objects.create(
        code=code(),
        name="窓口",
        reading="まどぐち",
        when_to_go="とき",
        role="役割",
        run_by="市",
        area="市",
        cost="無料です。",
        **sourced(),
    )


def office(of: OfficeKind) -> Office:
    return Office.objects.create(code=code(), kind=of, name="窓口", **sourced())


def municipality(number: str = "35203", name: str = "山口市") -> Municipality:
    return Municipality.objects.get_or_create(
        code=number,
        defaults={
            "code6": f"{number}9",
            "prefecture": "山口県",
            "name": name,
            "reading": "し",
        },
    )[0]


def town(name: str, lat: float, lon: float, number: str = "35203") -> Town:
    return Town.objects.create(
        municipality=municipality(number), name=name, lat=lat, lon=lon
    )


def import_source() -> ImportSource:
    return ImportSource.objects.get_or_create(
        slug="wam",
        defaults={
            "name": "公表データ",
            "publisher": "機構",
            "attribution": "出典：公表データを加工して作成",
            "source": source(),
        },
    )[0]


def service_code(slug: str = "b-gata", name: str = "就労継続支援B型") -> ServiceCode:
    return ServiceCode.objects.get_or_create(
        slug=slug, defaults={"name": name, "kind": office_kind()}
    )[0]


def place(name: str = "ひまわり", **given: object) -> Office:
    """Return an imported office of 山口市, with whatever is `given`."""
    given.setdefault("municipality", municipality())
    if "kind" not in given:
        given["kind"] = office_kind()
    return Office.objects.create(
        code=code(), name=name, imported_from=import_source(), **given, **sourced()
    )


def full_place(**given: object) -> Office:
    """Return a place with an operator, two services and hours."""
    operator = Organization.objects.create(code=code(), name="法人")
    row = place(operator=operator, phone="083-922-4111", **given)
    for slug, name in [("b-gata", "就労継続支援B型"), ("ikou", "就労移行支援")]:
        listing = offer(row, service_code(slug, name), capacity=20)
        open_on(listing, "weekday")
        open_on(listing, "sat")
    return row


def offer(of: Office, what: ServiceCode, **given: object) -> OfficeService:
    """Return one service at `of`, and fold the office's texts anew."""
    row = OfficeService.objects.create(
        office=of,
        type=what,
        office_number="3510100000",
        source=import_source(),
        source_no=code(),
        name=of.name,
        **({"first_period": "202503", "last_period": "202603"} | given),
    )
    of.save()
    return row


def trait_kind(
    what: str = "lift", label: str = "送り迎え", **given: object
) -> TraitKind:
    """Return something that people choose by; made once."""
    rest = {"yes_words": f"{label}あり", "no_words": f"{label}なし", "to_ask": label}
    rest |= {"question": f"{label}はありますか。", "pictogram": "bus", "column": label}
    row, _ = TraitKind.objects.get_or_create(
        code=what, defaults={"label": label, "order": next(_number)} | rest | given
    )
    return row


def trait(
    of: OfficeService, kind: TraitKind, answer: str = "yes", **given: object
) -> Trait:
    """Return what is known of `kind` at a service, as said on 1 April 2026."""
    rest = {"said_on": dt.date(2026, 4, 1), "said_by": "office"} | given
    return Trait.objects.create(listing=of, kind=kind, answer=answer, **rest)


def open_on(
    listing: OfficeService, day: str, opens: str = "09:00", closes: str = "16:00"
) -> OpeningHours:
    return OpeningHours.objects.create(
        office=listing.office, service=listing, day=day, opens=opens, closes=closes
    )


def step() -> Step:
    return Step.objects.create(
        code=code(),
        order=next(_number),
        pictogram="phone",
        title="する",
        body="する",
        who="人",
        cost="なし",
        **sourced(),
    )


def life_situation() -> LifeSituation:
    return LifeSituation.objects.create(
        code=code(),
        name="卒業する",
        pictogram="phone",
        lead="使えます。",
        next_step="電話する",
        say="教えてください。",
        order=next(_number),
        **sourced(),
    )


def usable(of: LifeSituation, when: str = "") -> SituationService:
    """Return a service that one may use in the situation of `of`."""
    return SituationService.objects.create(
        situation=of,
        service=service(),
        when=when,
        why="使えます。",
        order=next(_number),
        **sourced(),
    )


def link(of: LifeSituation, **given: object) -> SituationLink:
    return SituationLink.objects.create(
        situation=of, order=next(_number), faq=faq(), **given
    )


def full_situation() -> LifeSituation:
    """Return a situation with what one can use now and later, and what else."""
    row = life_situation()
    usable(row)
    usable(row, "卒業したら")
    link(row)
    return row


def faq() -> Faq:
    group = FaqGroup.objects.create(code=code(), title="お金")
    return Faq.objects.create(
        code=code(),
        group=group,
        question="何",
        short_answer="はい。",
        answer="これ",
        **sourced(),
    )


def term() -> GlossaryTerm:
    row = GlossaryTerm.objects.create(
        code=code(), name="工賃", reading="こうちん", meaning="お金", **sourced()
    )
    other = GlossaryTerm.objects.create(
        code=code(), name="賃金", reading="ちんぎん", meaning="お金", **sourced()
    )
    row.related.add(other)
    return row


def change() -> LawChange:
    row = LawChange.objects.create(
        code=code(),
        starts_on=dt.date(2099, 4, 1),
        status="planned",
        title="変わる",
        for_whom="人",
        body="変わる",
        **sourced(),
    )
    row.services.add(service())
    return row


def listed_situation() -> LifeSituation:
    """Return a situation that the site map names under the first page."""
    Page.objects.get_or_create(
        view="guide:home",
        defaults={
            "title": "トップ",
            "nav_label": "トップ",
            "summary": "トップ",
            "checked_on": DAY,
        },
    )
    return life_situation()


def listed_service() -> ServiceType:
    """Return a service that the site map names under the services list."""
    Page.objects.get_or_create(
        view="services:list",
        defaults={
            "title": "サービス",
            "nav_label": "サービス",
            "summary": "サービス",
            "checked_on": DAY,
        },
    )
    return service()


def reading(surface: str, kana: str, **given: object) -> Reading:
    return Reading.objects.create(surface=surface, reading=kana, **given)
