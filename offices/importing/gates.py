"""The gates of an import: what looks wrong is not applied without being asked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from offices.importing.lookups import Lookups
from offices.importing.plan import Plan
from offices.importing.stored_rows import StoredRows

# Of the places in a town a half may go; one or two may, while others stay.
TOWN_SHARE = 0.5
TOWN_LEAST = 3
# So many rows of a prefecture that was not there before are no slip of an address.
NEW_AREA_ROWS = 20
GROWTH_LEAST = 50
OWN_LIST_SHARE = 0.5
NAMED = 10


@dataclass(frozen=True, slots=True)
class Gate:
    """A reason not to apply, and the option that opens it."""

    code: str
    message: str
    option: str = ""


@dataclass(frozen=True, slots=True)
class ImportLimits:
    """What an import may do without being asked again."""

    vanish_share: float = 0.2
    may_close_many: bool = False
    may_empty_towns: bool = False
    may_grow: bool = False
    may_be_older: bool = False
    reject_share: float = 0.05


@dataclass(frozen=True, slots=True)
class Guard:
    """Judges what one file comes to, by service and by municipality."""

    plan: Plan
    table: StoredRows
    limits: ImportLimits
    lookups: Lookups

    def gates(self, *, period: str, is_partial: bool) -> list[Gate]:
        """The reasons not to apply the plan."""
        found = [*self._rows(is_partial=is_partial)]
        if not self.limits.may_close_many:
            found += self._services()
            found += self._towns_that_shrink()
            found += [] if self.limits.may_empty_towns else self._emptied_towns()
        found += [] if self.limits.may_grow else self._growth()
        if period < self.table.newest_period and not self.limits.may_be_older:
            found.append(
                Gate(
                    "older_period",
                    f"いま入っているデータ（{self.table.newest_period}）より古いデータです"
                    f"（{period}）。",
                    "--allow-older",
                )
            )
        return found

    def questions(self) -> list[Gate]:
        """What is likely enough to be true, and is asked before it is applied."""
        if self.limits.may_close_many or self.limits.may_empty_towns:
            return []
        last = [town for town, number in self._emptied() if number == 1]
        if not last:
            return []
        return [
            Gate(
                "town_last",
                "このサービスの事業所が、1つもなくなる市区町村があります："
                f"{self._towns(last)}。"
                "本当になくなったのか、電話などで確かめてください。",
                "--allow-town-close",
            )
        ]

    # --- the file as a whole ------------------------------------------------------

    def _rows(self, *, is_partial: bool) -> Iterable[Gate]:
        plan = self.plan
        total = plan.rows + plan.rejected
        if plan.rows == 0:
            yield Gate("zero_rows", "取り込める行が1つもありません。")
        damaged = plan.rejected - plan.of_other_services
        # Of a short list one row in ten is no sign of damage: it is told, and held.
        share = self.limits.reject_share if self.table.is_wam else OWN_LIST_SHARE
        if not is_partial and damaged > total * share:
            yield Gate(
                "too_many_rejected",
                f"取り込めない行が多すぎます（{total}行のうち{plan.rejected}行）。"
                "取り込まない理由を見て、もとの表を直してください。",
            )

    # --- what vanishes ------------------------------------------------------------

    def _services(self) -> Iterable[Gate]:
        active = self._by_service(self.plan.at_stake)
        for slug, gone in sorted(self._by_service(self.plan.gone).items()):
            if gone > active[slug] * self.limits.vanish_share:
                yield Gate(
                    "mass_vanish",
                    f"{self._title(slug)}：掲載がなくなる行が多すぎます"
                    f"（{active[slug]}行のうち{gone}行）。"
                    "ファイルがとちゅうで切れているか、地域がちがうかもしれません。",
                    "--allow-mass-close",
                )

    def _towns_that_shrink(self) -> Iterable[Gate]:
        shrunk = [
            town
            for town, gone in self.plan.gone.items()
            if gone >= TOWN_LEAST
            and gone > self.plan.at_stake[town] * TOWN_SHARE
            and self.plan.listed[town]
        ]
        if shrunk:
            yield Gate(
                "town_vanish",
                "半分より多くの事業所がなくなる市区町村があります："
                f"{self._towns(shrunk)}。"
                "ファイルがとちゅうで切れているかもしれません。",
                "--allow-mass-close",
            )

    def _emptied_towns(self) -> Iterable[Gate]:
        emptied = [town for town, number in self._emptied() if number > 1]
        if emptied:
            yield Gate(
                "town_emptied",
                "このサービスの事業所が、全部なくなる市区町村があります："
                f"{self._towns(emptied)}。",
                "--allow-town-close",
            )

    def _emptied(self) -> list[tuple[tuple[str, str], int]]:
        """Towns that lose their last office of a service, and how many they lose."""
        plan = self.plan
        return [
            (town, gone)
            for town, gone in plan.gone.items()
            if gone == plan.at_stake[town] and not plan.listed[town]
        ]

    # --- what comes ---------------------------------------------------------------

    def _growth(self) -> Iterable[Gate]:
        known = self.table.prefectures
        areas = Counter(row["municipality"][:2] for row in self.plan.new)
        new = {area: number for area, number in areas.items() if area not in known}
        if known and sum(new.values()) > NEW_AREA_ROWS:
            yield Gate(
                "new_area",
                f"いままでなかった都道府県の行が{sum(new.values()):,}行あります。"
                "自分の県だけを取り込むときは、地域（--pref）をえらんでください。",
                "--allow-growth",
            )
        active = self._by_service(self.plan.at_stake)
        for slug, number in sorted(Counter(row.type for row in self.plan.new).items()):
            if active[slug] and number > max(GROWTH_LEAST, active[slug]):
                yield Gate(
                    "mass_growth",
                    f"{self._title(slug)}：新しい行が多すぎます"
                    f"（いま{active[slug]:,}行、新しく{number:,}行）。"
                    "地域がちがうかもしれません。",
                    "--allow-growth",
                )

    # --- in words -----------------------------------------------------------------

    @staticmethod
    def _by_service(towns: Counter[tuple[str, str]]) -> Counter[str]:
        found: Counter[str] = Counter()
        for (slug, _town), number in towns.items():
            found[slug] += number
        return found

    def _title(self, slug: str) -> str:
        return self.lookups.titles.get(slug, slug)

    def _towns(self, towns: list[tuple[str, str]]) -> str:
        told = [
            f"{self.lookups.names.get(code, '市区町村がわからない場所')}の"
            f"{self._title(slug)}（{self.plan.at_stake[slug, code]}"
            f"→{self.plan.listed[slug, code]}）"
            for slug, code in sorted(towns)
        ]
        more = f"、ほか{len(told) - NAMED}" if len(told) > NAMED else ""
        return "、".join(told[:NAMED]) + more
