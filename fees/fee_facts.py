"""What somebody tells about money, read from JSON; what is not told is not known.

Every key may be missing or null. A fact that cannot be read is an error that names
its key and says what to write.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation

from fees.domain.bracket import UNTAXED, Tax, tax_year
from fees.domain.copayment import REDUCING, ServiceUse
from fees.domain.refund import Certificate
from fees.domain.yen_span import ANYTHING, NOTHING, YenSpan
from services.domain.verdict import Verdict

AUDIENCES = ("adult", "adult-resident", "child", "resident-under20", "age-15-17")
RESIDENCES = ("home", "group-home", "facility", "lodging")
# Where somebody of an audience can live; an audience that is not here, anywhere.
_AT_HOME = {
    "adult-resident": ("group-home", "facility", "lodging"),
    "child": ("home",),
    "resident-under20": ("facility",),
}
_MOST_DEPENDANTS = 30
MOST_YEN = 100_000_000
_KEYS = {
    "audience",
    "residence",
    "public_assistance",
    "self_tax",
    "spouse_tax",
    "dependants_under_16",
    "dependants_16_18",
    "month",
    "service",
    "uses",
    "office_reduction",
    "spouse_copayment",
    "child_certificates",
    "rent",
}


class FactError(ValueError):
    """A fact that cannot be read; the message names the key and says what to write."""

    def __init__(self, key: str, sentence: str) -> None:
        super().__init__(f"{key}: {sentence}")
        self.key, self.sentence = key, sentence


@dataclass(frozen=True)
class Facts:
    """What is known of one person and one month; yen and whole numbers."""

    audience: str = ""
    residence: str = ""
    assistance: Verdict = Verdict.UNKNOWN
    is_borderline: bool = False
    self_tax: Tax = field(default_factory=Tax)
    spouse_tax: Tax = field(default_factory=Tax)
    dependants_under_16: YenSpan = ANYTHING
    dependants_16_18: YenSpan = ANYTHING
    month: date | None = None
    service: str = ""
    uses: tuple[ServiceUse, ...] | None = None
    reduction: YenSpan = NOTHING
    spouse_copayment: int | None = None
    certificates: tuple[Certificate, ...] = ()
    rent: int | None = None


def read_facts(told: Mapping[str, object], *, on: date) -> Facts:
    """Read a mapping as `manage.py estimate_fee --help` describes it.

    The month of use (default: that of `on`) says which year's tax counts.
    """
    strangers = sorted(set(told) - _KEYS)
    if strangers:
        raise FactError(strangers[0], "この名前の項目はありません。")
    month = _month(told.get("month"), on)
    year = tax_year(month.year, month.month)
    audience = _one_of(told, "audience", AUDIENCES)
    service = _word(told.get("service"), "service")
    uses = _uses(told.get("uses"), service)
    return Facts(
        audience=audience,
        residence=_residence(told, audience),
        assistance=_yes_no(told.get("public_assistance"), "public_assistance"),
        is_borderline=told.get("public_assistance") == "borderline",
        self_tax=_tax(told.get("self_tax"), "self_tax", year),
        spouse_tax=_tax(told.get("spouse_tax"), "spouse_tax", year),
        dependants_under_16=_count(told, "dependants_under_16"),
        dependants_16_18=_count(told, "dependants_16_18"),
        month=month,
        service=service,
        uses=uses,
        reduction=_reduction(told, service, uses),
        spouse_copayment=_number(told.get("spouse_copayment"), "spouse_copayment"),
        certificates=_certificates(told.get("child_certificates")),
        rent=_number(told.get("rent"), "rent"),
    )


def _month(told: object, on: date) -> date:
    if told is None:
        return on.replace(day=1)
    try:
        return date.fromisoformat(f"{told}-01")
    except ValueError:
        raise FactError("month", '"2026-11" のように書いてください。') from None


def _one_of(told: Mapping[str, object], key: str, allowed: tuple[str, ...]) -> str:
    value = told.get(key)
    if value is None:
        return ""
    if value not in allowed:
        raise FactError(key, f"{'、'.join(allowed)} のどれかを書いてください。")
    return str(value)


def _residence(told: Mapping[str, object], audience: str) -> str:
    """Where somebody lives; what the audience rules out is told, not guessed."""
    residence = _one_of(told, "residence", RESIDENCES)
    allowed = _AT_HOME.get(audience, RESIDENCES)
    if residence and residence not in allowed:
        raise FactError(
            "residence",
            f"audience が {audience} のときは {'、'.join(allowed)} です。"
            "どちらかを直してください。",
        )
    return residence


def _yes_no(told: object, key: str) -> Verdict:
    if told is None or told == "borderline":
        return Verdict.UNKNOWN
    if not isinstance(told, bool):
        raise FactError(key, "true か false か null を書いてください。")
    return Verdict.YES if told else Verdict.NO


def _number(told: object, key: str, *, most: int = MOST_YEN) -> int | None:
    if told is None:
        return None
    if isinstance(told, bool) or not isinstance(told, int):
        raise FactError(key, "整数で書いてください。")
    if not 0 <= told <= most:
        raise FactError(key, f"0 から {most:,} までの数を書いてください。")
    return told


def _count(told: Mapping[str, object], key: str) -> YenSpan:
    """So many people; not told, as many as can be told."""
    number = _number(told.get(key), key, most=_MOST_DEPENDANTS)
    return YenSpan(0, _MOST_DEPENDANTS) if number is None else YenSpan.exactly(number)


def _yen(told: object, key: str) -> YenSpan:
    """An amount; not told, any."""
    number = _number(told, key)
    return ANYTHING if number is None else YenSpan.exactly(number)


def _reduction(
    told: Mapping[str, object], service: str, uses: tuple[ServiceUse, ...] | None
) -> YenSpan:
    """What an A型 office takes off; not known where A型 is used and nothing is told."""
    services = {service, *(use.service for use in uses or ())}
    if "office_reduction" not in told and REDUCING not in services:
        return NOTHING
    return _yen(told.get("office_reduction"), "office_reduction")


def _word(told: object, key: str) -> str:
    if told is None:
        return ""
    if not isinstance(told, str):
        raise FactError(key, '"b-gata" のように書いてください。')
    return told


def _tax(told: object, key: str, year: int) -> Tax:
    """One person's tax; by fiscal year ({"2026": {…}}) or for the year that counts."""
    if told is None:
        return Tax()
    if not isinstance(told, Mapping):
        raise FactError(key, '{"taxed": true, "levy": 150000} のように書いてください。')
    if told and all(str(name).isdigit() for name in told):
        return _tax(told.get(str(year), told.get(year)), key, year)
    strangers = sorted(set(told) - {"taxed", "levy", "loan_credit", "donation_credit"})
    if strangers:
        raise FactError(f"{key}.{strangers[0]}", "この名前の項目はありません。")
    taxed = _yes_no(told.get("taxed"), f"{key}.taxed")
    if taxed is Verdict.NO:
        return _untaxed(told, key)
    credits = NOTHING
    for name in ("loan_credit", "donation_credit"):
        credits = credits.plus(_yen(told.get(name), f"{key}.{name}"))
    return Tax(taxed, _yen(told.get("levy"), f"{key}.levy"), credits)


def _untaxed(told: Mapping[str, object], key: str) -> Tax:
    """Nobody takes a credit off a tax that is not charged."""
    for name in ("levy", "loan_credit", "donation_credit"):
        if _number(told.get(name), f"{key}.{name}"):
            raise FactError(f"{key}.{name}", "taxed が false のときは 0 です。")
    return UNTAXED


def _uses(told: object, service: str) -> tuple[ServiceUse, ...] | None:
    if told is None:
        return None
    if not isinstance(told, list):
        raise FactError("uses", "[{…}, …] のように書いてください。")
    return tuple(
        _use(item, f"uses[{place}]", service) for place, item in enumerate(told)
    )


def _use(told: object, key: str, service: str) -> ServiceUse:
    if not isinstance(told, Mapping) or set(told) - {
        "units",
        "unit_price",
        "count",
        "office",
        "service",
    }:
        raise FactError(
            key, "units、unit_price、count、office、service だけを書いてください。"
        )
    units = _number(told.get("units"), f"{key}.units", most=1_000_000)
    count = _number(told.get("count", 1), f"{key}.count", most=1_000)
    if units is None or count is None:
        raise FactError(f"{key}.units", "整数で書いてください。")
    price = _price(told.get("unit_price"), f"{key}.unit_price")
    own = _word(told.get("service"), f"{key}.service") or service
    return ServiceUse(units, count, price, str(told.get("office") or ""), own)


def _price(told: object, key: str) -> Decimal:
    """Yen for one unit with its fraction, as text or number: "11.08"."""
    try:
        price = Decimal(str(told))
    except InvalidOperation:
        raise FactError(key, '"10.00" のように書いてください。') from None
    if not price.is_finite() or not 0 < price <= 100:
        raise FactError(key, "0 より大きく 100 までの数を書いてください。")
    return price


def _certificates(told: object) -> tuple[Certificate, ...]:
    if told is None:
        return ()
    if not isinstance(told, list):
        raise FactError("child_certificates", "[{…}, …] のように書いてください。")
    return tuple(
        _certificate(item, f"child_certificates[{place}]")
        for place, item in enumerate(told)
    )


def _certificate(told: object, key: str) -> Certificate:
    if not isinstance(told, Mapping) or set(told) != {"cap", "paid"}:
        raise FactError(key, '{"cap": 4600, "paid": 4600} のように書いてください。')
    cap, paid = (_number(told[name], f"{key}.{name}") for name in ("cap", "paid"))
    if cap is None or paid is None:
        raise FactError(key, "cap と paid を整数で書いてください。")
    return Certificate(cap, paid)
