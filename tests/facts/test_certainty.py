"""One fact, one certainty, wherever it stands."""

import re
from datetime import date
from typing import Any

import pytest

from facts.models import SourceKind
from facts.provenance import Certainty
from tests.shipped_rows import named, shipped_rows, shipped_sources

_QUOTED = re.compile(r"\[\[([a-z]+):([a-z0-9-]+)\]\]")
_QUOTED_MODELS = {"statistic": "stat", "feeparameter": "fee"}


def certainty(fields: dict[str, Any]) -> str:
    return fields.get("certainty", Certainty.OFFICIAL)


def in_force(name: str) -> list[str]:
    """The certainty of each row of that name, of dated ones the newest enacted."""
    rows = [
        fields
        for model, fields in shipped_rows()
        if named(model, fields) == name and fields.get("status") != "planned"
    ]
    days = [fields.get("valid_from", date.min) for fields in rows]
    return [
        certainty(fields)
        for fields, day in zip(rows, days, strict=True)
        if day == max(days)
    ]


@pytest.mark.parametrize(
    "places",
    [
        pytest.param(
            ("faq techo", "glossaryterm techo", "eligibilityrequirement disability"),
            id="who needs a certificate",
        ),
        pytest.param(
            (
                "faq a-gata-shushoku",
                "glossaryterm ippan-shuro",
                "eligibilityrequirement employed",
            ),
            id="Type A is no job in a company",
        ),
        pytest.param(
            ("servicefact a-gata after", "servicefact b-gata after"),
            id="the effort to support after a job is found",
        ),
        pytest.param(
            ("servicefact a-gata after", "faq teichaku-wait"),
            id="the same in the questions",
        ),
        pytest.param(
            (
                *(
                    f"servicefact {service} trial"
                    for service in ("ikou", "a-gata", "b-gata", "teichaku", "sentaku")
                ),
                "glossaryterm zantei-shikyu-kettei",
            ),
            id="provisional decisions",
        ),
        pytest.param(
            ("feetopic several", "glossaryterm jogengaku-kanri"), id="cap management"
        ),
        pytest.param(
            (
                "servicefact ikou age",
                "servicefact a-gata age",
                "eligibilityrequirement under-65",
                "lawchange 2018-04-age-65",
                "faq nenrei-65",
            ),
            id="the exception from the age of 65",
        ),
        pytest.param(("feetopic pension", "faq nenkin"), id="pensions do not count"),
        pytest.param(
            ("faq hataraku-nenkin", "statistic pension-half", "statistic pension-all"),
            id="from what income a pension stops",
        ),
        pytest.param(
            (
                "faq tenshoku",
                "servicefact teichaku extension",
                "eligibilityrequirement same-job",
            ),
            id="changing jobs",
        ),
        pytest.param(
            (
                "feeparameter teichaku-wait",
                "eligibilityrequirement six-months",
                "glossaryterm teichaku",
            ),
            id="six months in a job",
        ),
        pytest.param(
            (
                "feeparameter teichaku-years",
                "servicefact teichaku period",
                "eligibilityrequirement three-years",
            ),
            id="three years of support",
        ),
        pytest.param(
            ("feeparameter ikou-extension", "servicefact ikou extension"),
            id="one year more",
        ),
        pytest.param(
            ("feeparameter koutin-floor", "faq kochin-saitei"),
            id="the least workshop pay",
        ),
        pytest.param(
            (
                "feeparameter meal-threshold",
                "feetopic meal",
                "lawchange 2027-03-shokuji",
                "glossaryterm shokuji-kasan",
            ),
            id="cheaper meals",
        ),
        pytest.param(
            ("servicefact ikou hours", "faq ikou-5-nichi"), id="five days a week"
        ),
        pytest.param(
            ("servicefact ikou contract", "servicefact ikou pay", "faq ikou-okane"),
            id="no wages while training",
        ),
        pytest.param(
            ("wagefigure a-gata", "wagefigure b-gata", "faq ikura"), id="average pay"
        ),
    ],
)
def test_one_fact_has_one_certainty_wherever_it_stands(places: tuple[str, ...]) -> None:
    found = {place: in_force(place) for place in places}
    assert all(found.values()), found
    assert len({one for every in found.values() for one in every}) == 1, found


def test_what_quotes_a_guide_is_a_guide() -> None:
    guides = {
        (_QUOTED_MODELS[model], fields["code"])
        for model, fields in shipped_rows()
        if model in _QUOTED_MODELS and certainty(fields) == Certainty.GUIDE
    }
    too_sure = [
        named(model, fields)
        for model, fields in shipped_rows()
        if "source" in fields
        and certainty(fields) != Certainty.GUIDE
        and not guides.isdisjoint(_QUOTED.findall(" ".join(map(str, fields.values()))))
    ]
    assert too_sure == []


def test_what_only_a_private_page_says_is_a_guide() -> None:
    sources = shipped_sources()
    too_sure = [
        named(model, fields)
        for model, fields in shipped_rows()
        if "source" in fields
        and sources[fields["source"][0]]["kind"] == SourceKind.PRIVATE
        and certainty(fields) != Certainty.GUIDE
    ]
    assert too_sure == []


def test_a_guide_is_called_a_guide_and_promises_no_check() -> None:
    assert Certainty.GUIDE.label == "めやす"
