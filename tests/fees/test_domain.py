"""Money as the law has it: tables of cases, and what always holds."""

from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from fees.domain.bracket import UNTAXED, Household, Tax, brackets, tax_year
from fees.domain.copayment import Bill, Law, ServiceUse, month, payable
from fees.domain.refund import (
    Certificate,
    child_refund,
    household_refund,
    rent_subsidy,
)
from fees.domain.yen_span import ANYTHING, NOTHING, YenSpan
from services.domain.verdict import Verdict

YES, NO, UNKNOWN = Verdict.YES, Verdict.NO, Verdict.UNKNOWN
TENTH = Law(share_percent=10)
ADULT, CHILD = 160_000, 280_000


def levied(yen: int, credits: int = 0) -> Tax:
    return Tax(YES, YenSpan.exactly(yen), YenSpan.exactly(credits))


def bill(share: int, service: str = "", office: str = "") -> Bill:
    return Bill(office, service, units=0, cost=share * 10, share=share)


def bracket(*taxes: Tax, threshold: int = ADULT, has_ippan1: bool = True, off: int = 0):
    household = Household(NO, taxes or (UNTAXED,), YenSpan.exactly(off))
    return set(brackets(household, threshold=threshold, has_ippan1=has_ippan1))


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        pytest.param(bracket(UNTAXED, UNTAXED), {"teishotoku"}, id="nobody is taxed"),
        pytest.param(bracket(levied(0)), {"ippan1"}, id="均等割 alone counts as taxed"),
        pytest.param(bracket(levied(159_999)), {"ippan1"}, id="just below"),
        pytest.param(bracket(levied(160_000)), {"ippan2"}, id="未満: exactly is above"),
        pytest.param(
            bracket(levied(90_000), levied(70_000)), {"ippan2"}, id="both are added"
        ),
        pytest.param(
            bracket(UNTAXED, levied(0)), {"ippan1"}, id="the spouse alone is taxed"
        ),
        pytest.param(
            bracket(levied(150_000, 10_000)), {"ippan2"}, id="credits are added back"
        ),
        pytest.param(
            bracket(levied(170_000), off=19_800),
            {"ippan1"},
            id="dependants are taken off",
        ),
        pytest.param(
            bracket(levied(279_999), threshold=CHILD),
            {"ippan1"},
            id="child, just below",
        ),
        pytest.param(
            bracket(levied(280_000), threshold=CHILD), {"ippan2"}, id="child, exactly"
        ),
        pytest.param(
            bracket(levied(1), has_ippan1=False), {"ippan2"}, id="group home: no 一般1"
        ),
        pytest.param(
            bracket(UNTAXED, has_ippan1=False), {"teishotoku"}, id="group home, untaxed"
        ),
        pytest.param(
            bracket(Tax(YES, YenSpan.exactly(155_000))),
            {"ippan1", "ippan2"},
            id="credits not known, below the threshold",
        ),
        pytest.param(
            bracket(Tax(YES, YenSpan.exactly(0))),
            {"ippan1", "ippan2"},
            id="credits not known may be the whole levy",
        ),
        pytest.param(
            bracket(Tax(YES, YenSpan.exactly(160_000))),
            {"ippan2"},
            id="credits not known, at the threshold: they only add",
        ),
        pytest.param(
            bracket(Tax(YES, ANYTHING)), {"ippan1", "ippan2"}, id="levy not known"
        ),
        pytest.param(
            bracket(Tax(UNKNOWN, ANYTHING)),
            {"teishotoku", "ippan1", "ippan2"},
            id="nothing known of the tax",
        ),
    ],
)
def test_the_bracket_follows_the_tax(found, expected):
    assert found == expected


@pytest.mark.parametrize(
    ("assistance", "expected"),
    [
        (YES, {"seiho"}),
        (NO, {"ippan1"}),
        (UNKNOWN, {"seiho", "ippan1"}),
    ],
)
def test_public_assistance_decides_before_the_tax(assistance, expected):
    household = Household(assistance, (levied(1),), NOTHING)
    assert brackets(household, threshold=ADULT, has_ippan1=True) == expected


@pytest.mark.parametrize(
    ("year", "month_of_use", "counted"),
    [
        pytest.param(2026, 4, 2025, id="April: the year before"),
        pytest.param(2026, 6, 2025, id="June: the year before"),
        pytest.param(2026, 7, 2026, id="July: the new year"),
        pytest.param(2026, 12, 2026, id="December"),
        pytest.param(2027, 1, 2026, id="January: last April's year"),
        pytest.param(2027, 3, 2026, id="March: last April's year"),
    ],
)
def test_the_tax_year_changes_in_july(year, month_of_use, counted):
    assert tax_year(year, month_of_use) == counted


@pytest.mark.parametrize(
    ("uses", "cost", "share"),
    [
        pytest.param([(1210, 15, "10.00")], 181_500, 18_150, id="K1, K2"),
        pytest.param([(223, 5, "11.08")], 12_354, 1_235, id="K4: the official example"),
        pytest.param([(92_999, 1, "1")], 92_999, 9_299, id="K5 below"),
        pytest.param([(93_000, 1, "1")], 93_000, 9_300, id="K5 exactly"),
        pytest.param([(400_000, 1, "1")], 400_000, 40_000, id="K6"),
        pytest.param([], 0, 0, id="no use at all"),
    ],
)
def test_a_month_costs_units_times_price_and_a_tenth_without_fractions(
    uses, cost, share
):
    found = month([ServiceUse(u, c, Decimal(price)) for u, c, price in uses], TENTH)
    assert (found.cost, found.share) == (cost, share)


@pytest.mark.parametrize(
    ("share", "cap", "reduction", "due"),
    [
        pytest.param(18_150, 9_300, 0, 9_300, id="K1: above the cap"),
        pytest.param(18_150, 37_200, 0, 18_150, id="K2: below the cap"),
        pytest.param(18_150, 0, 0, 0, id="K3: pays nothing"),
        pytest.param(1_235, 9_300, 0, 1_235, id="K4"),
        pytest.param(9_300, 9_300, 0, 9_300, id="K5: exactly the cap"),
        pytest.param(40_000, 37_200, 0, 37_200, id="K6"),
        pytest.param(18_150, 9_300, 9_300, 0, id="the A型 office takes all off"),
        pytest.param(18_150, 9_300, 99_999, 0, id="never below nothing"),
    ],
)
def test_who_pays_pays_the_lesser_of_share_and_cap(share, cap, reduction, due):
    found = payable(
        [bill(share)],
        caps=YenSpan.exactly(cap),
        reduction=YenSpan.exactly(reduction),
    )
    assert found == YenSpan.exactly(due)


@pytest.mark.parametrize(
    ("uses", "cost", "share"),
    [
        pytest.param(
            [(995, 3, "A", "b-gata"), (995, 4, "A", "b-gata")],
            72_157,
            7_215,
            id="one service at one office: units are added first",
        ),
        pytest.param(
            [(995, 7, "A", "b-gata")], 72_157, 7_215, id="the same in one line"
        ),
        pytest.param(
            [(995, 3, "A", "b-gata"), (995, 4, "A", "ikou")],
            72_156,
            7_215,
            id="two services",
        ),
        pytest.param(
            [(995, 3, "A", "b-gata"), (995, 4, "B", "b-gata")],
            72_156,
            7_215,
            id="two offices",
        ),
        pytest.param(
            [(1, 1, "A", "ikou")] * 3, 31, 3, id="three lines of one unit: 31.08 yen"
        ),
    ],
)
def test_units_are_added_before_the_price_for_each_service_and_office(
    uses, cost, share
):
    price = Decimal("10.36")
    found = month([ServiceUse(u, c, price, o, s) for u, c, o, s in uses], TENTH)
    assert (found.cost, found.share) == (cost, share)


@pytest.mark.parametrize(
    ("bills", "due"),
    [
        pytest.param([bill(8_000, "a-gata")], 3_000, id="A型"),
        pytest.param([bill(8_000)], 3_000, id="a service not told: the A型 one"),
        pytest.param([bill(8_000, "b-gata")], 8_000, id="B型 keeps its own"),
        pytest.param([bill(8_000, "ikou")], 8_000, id="移行支援 keeps its own"),
        pytest.param(
            [bill(3_000, "a-gata"), bill(4_000, "b-gata")], 4_000, id="never more"
        ),
        pytest.param(
            [bill(8_000, "a-gata"), bill(9_000, "b-gata")], 9_300, id="then one cap"
        ),
        pytest.param(
            [bill(20_000, "a-gata"), bill(1_000, "b-gata")],
            5_300,
            id="first each under the cap",
        ),
    ],
)
def test_a_reduction_of_5000_belongs_to_a_gata_only(bills, due):
    found = payable(
        bills, caps=YenSpan.exactly(9_300), reduction=YenSpan.exactly(5_000)
    )
    assert found == YenSpan.exactly(due)


def test_which_of_two_services_is_the_reduced_one_may_be_open():
    found = payable(
        [bill(1_000), bill(7_000)],
        caps=YenSpan.exactly(9_300),
        reduction=YenSpan.exactly(5_000),
    )
    assert found == YenSpan(3_000, 7_000)


@pytest.mark.parametrize(
    ("paid", "base", "total", "parts"),
    [
        pytest.param([9_300, 9_300], 37_200, 0, (0, 0), id="K7"),
        pytest.param([37_200, 37_200], 37_200, 37_200, (18_600, 18_600), id="K8"),
        pytest.param([100, 200], 0, 300, (100, 200), id="untaxed: all comes back"),
        pytest.param([0, 0], 0, 0, (0, 0), id="nothing was paid"),
    ],
)
def test_a_household_gets_back_what_is_above_the_base(paid, base, total, parts):
    refund = household_refund(paid, base=base)
    assert (refund.total, refund.parts) == (total, parts)


def test_a_child_with_two_certificates_pays_the_higher_cap_once():
    """K9."""
    assert child_refund([Certificate(4_600, 4_600)] * 2).total == 4_600
    assert child_refund(
        [Certificate(4_600, 4_600), Certificate(9_300, 9_300)]
    ).total == (4_600)


@pytest.mark.parametrize(
    ("rent", "subsidy"), [(9_999, 9_999), (10_000, 10_000), (35_000, 10_000), (0, 0)]
)
def test_the_rent_subsidy_is_the_rent_up_to_its_most(rent, subsidy):
    assert rent_subsidy(rent, most=10_000) == subsidy


YEN = st.integers(0, 500_000)
SPANS = st.builds(lambda low, more: YenSpan(low, low + more), YEN, YEN)
USES = st.lists(
    st.builds(
        ServiceUse,
        st.integers(0, 3_000),
        st.integers(0, 31),
        st.decimals("9", "12", places=2),
        st.sampled_from("AB"),
    ),
    max_size=4,
)


@given(uses=USES, cap=YEN, off=YEN)
def test_nobody_pays_more_than_the_cap_or_a_tenth(uses, cap, off):
    share = month(uses, TENTH).share
    due = payable(
        month(uses, TENTH).told_as("a-gata").bills,
        caps=YenSpan.exactly(cap),
        reduction=YenSpan.exactly(off),
    )
    assert due.low <= due.high <= min(cap, share)
    assert share * 10 <= month(uses, TENTH).cost


@given(uses=USES, more=USES, cap=YEN)
def test_more_cost_never_lowers_what_is_paid(uses, more, cap):
    caps = YenSpan.exactly(cap)
    less = payable(month(uses, TENTH).bills, caps=caps)
    full = payable(month([*uses, *more], TENTH).bills, caps=caps)
    assert less.low <= full.low


BILLS = st.lists(
    st.builds(bill, YEN, st.sampled_from(["", "a-gata", "b-gata"])), max_size=3
)


@given(bills=BILLS, caps=SPANS, off=SPANS, data=st.data())
def test_the_range_holds_every_completion(bills, caps, off, data):
    def draw(span: YenSpan) -> YenSpan:
        return YenSpan.exactly(data.draw(st.integers(span.low, span.high)))

    told = [
        bill(one.share, one.service or data.draw(st.sampled_from(["a-gata", "ikou"])))
        for one in bills
    ]
    due = payable(bills, caps=caps, reduction=off)
    one = payable(told, caps=draw(caps), reduction=draw(off))
    # Who tells a reduction uses A型.
    assume(not bills or "a-gata" in {one.service for one in told})
    assert due.low <= one.low <= one.high <= due.high


ORDER = ["seiho", "teishotoku", "ippan1", "ippan2"]


@given(levy=YEN, more=YEN, off=st.integers(0, 50_000), has_ippan1=st.booleans())
def test_a_bracket_never_falls_when_the_levy_rises(levy, more, off, has_ippan1):
    [low] = bracket(levied(levy), off=off, has_ippan1=has_ippan1)
    [high] = bracket(levied(levy + more), off=off, has_ippan1=has_ippan1)
    assert ORDER.index(low) <= ORDER.index(high)


@given(
    assistance=st.sampled_from(Verdict),
    taxed=st.sampled_from(Verdict),
    levy=SPANS,
    credits=SPANS,
    off=SPANS,
    data=st.data(),
)
def test_what_becomes_known_never_widens_the_brackets(
    assistance, taxed, levy, credits, off, data
):
    open_levy = NOTHING if taxed is NO else levy
    vague = Household(assistance, (Tax(taxed, open_levy, credits),), off)
    known_taxed = data.draw(st.sampled_from([YES, NO])) if taxed is UNKNOWN else taxed
    if open_levy.low > 0:
        known_taxed = YES
    yen = (
        0
        if known_taxed is NO
        else data.draw(st.integers(open_levy.low, open_levy.high))
    )
    open_credits = NOTHING if known_taxed is NO else credits
    added = data.draw(st.integers(open_credits.low, open_credits.high))
    known = Household(
        data.draw(st.sampled_from([YES, NO])) if assistance is UNKNOWN else assistance,
        (Tax(known_taxed, YenSpan.exactly(yen), YenSpan.exactly(added)),),
        YenSpan.exactly(data.draw(st.integers(off.low, off.high))),
    )
    few = brackets(known, threshold=ADULT, has_ippan1=True)
    assert len(few) == 1
    assert few <= brackets(vague, threshold=ADULT, has_ippan1=True)


@given(paid=st.lists(YEN, min_size=1, max_size=4), base=YEN)
def test_no_more_comes_back_than_was_paid(paid, base):
    refund = household_refund(paid, base=base)
    assert 0 <= refund.total <= sum(paid)
    assert all(part <= yen for part, yen in zip(refund.parts, paid, strict=True))
    assert refund.total - len(paid) < sum(refund.parts) <= refund.total
