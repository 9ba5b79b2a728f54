"""所得区分: which bracket somebody is in, as far as it is known.

Source: 障害者総合支援法施行令 第17条, 施行規則 第26条の2・第26条の3. What counts is the
municipal tax, never the income: of the person and the spouse in the same household
(never of an adult's parents); for a child, of the guardian's household.
"""

from __future__ import annotations

from dataclasses import dataclass

from fees.domain.yen_span import ANYTHING, NOTHING, YenSpan
from services.domain.verdict import Verdict, any_of

SEIHO, TEISHOTOKU, IPPAN1, IPPAN2 = "seiho", "teishotoku", "ippan1", "ippan2"
_FIRST_MONTH_OF_A_NEW_TAX_YEAR = 7


@dataclass(frozen=True, slots=True)
class Tax:
    """The municipal tax of one person in the fiscal year that counts.

    `taxed` is about both parts: who pays only the 均等割 is taxed. `levy` is the 所得割
    on the notice; `credits` are 住宅ローン and 寄附金 credits, which are added back and
    which the 所得割 does not show: not told, they may be anything.
    """

    taxed: Verdict = Verdict.UNKNOWN
    levy: YenSpan = ANYTHING
    credits: YenSpan = ANYTHING

    @property
    def is_taxed(self) -> Verdict:
        """YES as soon as there is a levy, whatever was said."""
        return Verdict.YES if self.levy.low > 0 else self.taxed

    @property
    def counted(self) -> YenSpan:
        """The levy before the credits were taken off; nothing for who is not taxed."""
        if self.is_taxed is Verdict.NO:
            return NOTHING
        counted = self.levy.plus(self.credits)
        return counted if self.is_taxed is Verdict.YES else YenSpan(0, counted.high)


UNTAXED = Tax(Verdict.NO, NOTHING, NOTHING)


@dataclass(frozen=True, slots=True)
class Household:
    """What decides the bracket.

    `assistance` is 生活保護; `deduction` what dependants take off the levy (yen).
    """

    assistance: Verdict = Verdict.UNKNOWN
    taxes: tuple[Tax, ...] = (Tax(), Tax())
    deduction: YenSpan = ANYTHING

    @property
    def is_taxed(self) -> Verdict:
        return any_of(tax.is_taxed for tax in self.taxes)

    @property
    def levy(self) -> YenSpan:
        """The sum that is held against the threshold."""
        total = NOTHING
        for tax in self.taxes:
            total = total.plus(tax.counted)
        most_off = self.deduction.high
        low = 0 if most_off is None else max(total.low - most_off, 0)
        high = None if total.high is None else max(total.high - self.deduction.low, 0)
        return YenSpan(low, high)


def brackets(
    household: Household, *, threshold: int, has_ippan1: bool
) -> frozenset[str]:
    """The brackets that are possible by what is known; one when it is decided.

    `threshold` is in yen: below it (未満) is 一般1, at it 一般2. Residents of a
    facility from 20 on and of a group home have no 一般1.
    """
    possible = set()
    if household.assistance is not Verdict.NO:
        possible.add(SEIHO)
    if household.assistance is Verdict.YES:
        return frozenset(possible)
    if household.is_taxed is not Verdict.YES:
        possible.add(TEISHOTOKU)
    if household.is_taxed is not Verdict.NO:
        possible |= _taxed_brackets(household.levy, threshold, has_ippan1=has_ippan1)
    return frozenset(possible)


def _taxed_brackets(levy: YenSpan, threshold: int, *, has_ippan1: bool) -> set[str]:
    if not has_ippan1:
        return {IPPAN2}
    possible = set()
    if levy.low < threshold:
        possible.add(IPPAN1)
    if levy.high is None or levy.high >= threshold:
        possible.add(IPPAN2)
    return possible


def tax_year(year: int, month: int) -> int:
    """The fiscal year whose tax counts for a month of use.

    From July on it is the year's own; until June the one before (令 第17条: 4月から
    6月は前年度; January to March belong to the fiscal year that began last April).
    """
    return year if month >= _FIRST_MONTH_OF_A_NEW_TAX_YEAR else year - 1
