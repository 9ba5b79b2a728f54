"""Published lists as the whole country would fill them, made up but of real shape.

Each row is after a real one of 山口県 and takes its name, organisation, municipality
and position from what is common: few words make most names, cities have more offices
than villages, and a third of them stand around Tokyo.
"""

from __future__ import annotations

import csv
import random
from collections import defaultdict
from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path
from statistics import mean

from offices.domain.normalise import check_digit

ROOT = Path(__file__).resolve().parent.parent
SEEDS = ROOT / "fixtures/cities/yamaguchi/wam"
# Code, shipped rows to take after, rows of the country (directory.md 1.1).
FILES = [
    ("46", "yamaguchi_46_202603.csv", 20_783),
    ("45", "yamaguchi_45_202603.csv", 4_650),
    ("60", "yamaguchi_60_202603.csv", 3_396),
    ("62", "yamaguchi_62_202503.csv", 1_859),
    ("53", "yamaguchi_53_202503.csv", 3_680),
    ("54", "yamaguchi_54_202503.csv", 3_546),
    ("52", "yamaguchi_53_202503.csv", 12_797),
]
_WORDS = (
    "ひまわり わかば さくら あおぞら にじ つばさ ほほえみ ゆめ きぼう たんぽぽ すみれ "
    "コスモス オリーブ クローバー ハーモニー スマイル ステップ ジョイ かがやき みらい "
    "なのはな もみじ こすもす いずみ やまびこ はばたき ともに あゆみ どんぐり たけのこ"
)
WORDS = _WORDS.split()
FORMS = {
    "{}作業所": "さぎょうしょ",
    "{}福祉作業所": "ふくしさぎょうしょ",
    "就労支援事業所{}": "しゅうろうしえんじぎょうしょ",
    "ワークス{}": "わーくす",
    "{}就労支援センター": "しゅうろうしえんせんたー",
    "{}工房": "こうぼう",
    "障害福祉サービス事業所{}": "しょうがいふくしさーびすじぎょうしょ",
    "{}の家": "のいえ",
}
OWNERS = [
    "社会福祉法人{}会",
    "株式会社{}",
    "特定非営利活動法人{}",
    "一般社団法人{}福祉会",
]
TOKYO, NEAR_TOKYO = (35.69, 139.69), ("埼玉県", "千葉県", "東京都", "神奈川県")


def make_files(folder: Path, scale: float) -> list[Path]:
    """Lists of the whole country; `scale` 1 is what there is today, 50,000 rows."""
    country = _Country(random.Random(46))
    made = []
    for code, seed, rows in FILES:
        with (SEEDS / seed).open(encoding="utf-8-sig", newline="") as lines:
            header, *seeds = list(csv.reader(lines))
        path = folder / f"sfkopendata_202609_{code}.csv"
        with path.open("w", encoding="utf-8-sig", newline="") as out:
            writer = csv.writer(out, lineterminator="\r\n")
            writer.writerow(header)
            writer.writerows(country.rows(code, seeds, int(rows * scale)))
        made.append(path)
    return made


class _Country:
    """Where the offices are, and what they are called."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        with (ROOT / "fixtures/geo/municipalities.csv").open(encoding="utf-8") as lines:
            found = [(row["prefecture"], row["city"]) for row in csv.DictReader(lines)]
        self.places = chance.sample(found, len(found))
        near = [place[0] in NEAR_TOKYO for place in self.places]
        # The nth largest has an nth part of the largest, thrice that near Tokyo.
        sizes = ((3 if is_near else 1) / (20 + n) for n, is_near in enumerate(near))
        self.weights = list(accumulate(sizes))
        self.centres = _centres(self.places, chance)

    def rows(self, code: str, seeds: list, number: int) -> Iterator[list[str]]:
        return (self._row(self.chance.choice(seeds), n, code) for n in range(number))

    def _row(self, seed: list[str], number: int, code: str) -> list[str]:
        """`seed` as an office of its own somewhere in the country.

        One in ten shares its 事業所番号 and position with a row of another file.
        """
        cells = list(seed)
        shared = number % 10 == 0 and code in ("45", "46", "60")
        of = random.Random(number) if shared else self.chance
        [place] = of.choices(range(len(self.places)), cum_weights=self.weights)
        prefecture, city = self.places[place]
        tens = "1" if code in ("45", "46", "60", "62") else "3"
        base = 0 if shared else int(code)
        cells[1] = f"B{code}{number:08}"
        organization = of.randrange(30_000)
        owner = random.Random(organization)
        cells[3] = owner.choice(OWNERS).format(owner.choice(WORDS)) + str(organization)
        cells[6] = "".join(self.places[organization % len(self.places)])
        register = f"{organization:012}"
        cells[5] = check_digit(register) + register if number % 20 else ""
        if number % 5:
            word, form = of.choice(WORDS), of.choice(list(FORMS))
            cells[12], cells[13] = form.format(word), word + FORMS[form]
        if code == "52":
            cells[11] = "計画相談支援"
        cells[14] = f"{place % 47 + 1:02}{tens}{(base * 90_000 + number) % 10**7:07}"
        cells[15] = prefecture + city
        cells[16] = f"{of.randrange(9) + 1}丁目{of.randrange(30) + 1}番{number}号"
        cells[17] = (
            f"0{of.randrange(10, 99)}-{of.randrange(200, 999)}-{number % 10**4:04}"
        )
        lat, lon = self.centres[place]
        cells[20] = f"{lat + of.gauss(0, 0.02):.8f}"
        cells[21] = f"{lon + of.gauss(0, 0.02):.8f}"
        return cells


def _centres(places: list, chance: random.Random) -> list[tuple[float, float]]:
    """The middle of each: known for 山口県, and for others somewhere likely."""
    known = defaultdict(list)
    with (ROOT / "fixtures/cities/yamaguchi/towns.csv").open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            if row["lat"]:
                known[row["pref"], row["city"]].append(row)
    found = []
    for place in places:
        if place in known:
            towns = known[place]
            lat, lon = (mean(float(t[name]) for t in towns) for name in ("lat", "lng"))
            found.append((lat, lon))
        elif place[0] in NEAR_TOKYO:
            lat, lon = (middle + chance.gauss(0, 0.25) for middle in TOKYO)
            found.append((lat, lon))
        else:
            along = chance.random()
            found.append((31.5 + along * 12, 130.5 + along * 12 + chance.gauss(0, 0.7)))
    return found
