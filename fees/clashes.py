"""What cannot be together on the papers: told kindly, at the field to mend."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeAlias

from django.utils.translation import gettext_lazy as _

from fees.domain.copayment import REDUCING
from fees.fee_fields import Words

Clash: TypeAlias = tuple[str, Words]
_UNTAXED = {"no", "none"}
_MAY_RENT = {"group-home", "age-15-17", "unknown"}
_IN_SERVICE = {"", "unknown", REDUCING}


def contradictions(found: Mapping[str, object]) -> Iterator[Clash]:
    """Each field that another answer rules out, and a sentence on both.

    `found` is what the form of the papers could read; 0 and nothing rule out nothing.
    """
    for name in ("self", "spouse"):
        yield from _tax(found, name)
    yield from _assistance(found)
    if found.get("spouse_taxed") == "none" and found.get("spouse_copayment"):
        yield (
            "spouse_copayment",
            _(
                "夫や妻は「いない」となっています。"
                "「いない」を直すか、この額を消してください。"
            ),
        )
    if found.get("rent") and found.get("audience") not in _MAY_RENT:
        yield (
            "rent",
            _(
                "家賃を書くのは、グループホームでくらす人だけです。"
                "「だれのことですか」で「グループホーム」をえらぶか、"
                "家賃を消してください。"
            ),
        )
    yield from _service(found)


def _tax(found: Mapping[str, object], name: str) -> Iterator[Clash]:
    """A tax that is not charged has no amount, and nothing is taken off it."""
    if found.get(f"{name}_taxed") not in _UNTAXED:
        return
    if found.get(f"{name}_levy"):
        yield (
            f"{name}_levy",
            _("かかっていない人の所得割は 0 です。どちらかを直してください。"),
        )
    if found.get(f"{name}_credits"):
        yield (
            f"{name}_credits",
            _("かかっていない人の控除は 0 です。どちらかを直してください。"),
        )


def _assistance(found: Mapping[str, object]) -> Iterator[Clash]:
    """Who is on 生活保護 is as a rule not taxed."""
    if found.get("assistance") != "yes":
        return
    for name in ("self", "spouse"):
        field = f"{name}_levy" if found.get(f"{name}_levy") else f"{name}_taxed"
        if found.get(f"{name}_taxed") == "yes" or found.get(f"{name}_levy"):
            yield (
                field,
                _(
                    "生活保護を受けている人には、ふつう住民税がかかりません。"
                    "生活保護か住民税の、どちらかを直してください。"
                    "わからないほうは「わからない」をえらんでください。"
                ),
            )


def _service(found: Mapping[str, object]) -> Iterator[Clash]:
    """Only A型 takes something off; children's services are not among those here."""
    service = found.get("service")
    if found.get("office_reduction") and service not in _IN_SERVICE:
        yield (
            "office_reduction",
            _(
                "利用料を減らすことがあるのは、A型の事業所だけです。"
                "サービスを直すか、この額を消してください。"
            ),
        )
    if found.get("audience") == "child" and service not in {"", "unknown"}:
        yield (
            "service",
            _(
                "このサービスは、子どものサービスではありません。"
                "「だれのことですか」か、サービスを直してください。"
            ),
        )
