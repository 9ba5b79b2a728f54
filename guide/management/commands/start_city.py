"""Begins the site of another city on an empty database; the rest is for its staff."""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone, translation

from guide.first_content import is_filled, note_as_shipped, uploads_of
from guide.new_city import NoSuchMunicipalityError, begin_city
from offices.importing.shipped_lists import ShippedDataError
from offices.models import PlaceName


class Command(BaseCommand):
    """`manage.py start_city 13101`: all or nothing."""

    help = (
        "空のデータベースで、新しい市のサイトを始めます。"
        "わからないことは「わかりません」のままにします。"
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("code", help="市区町村コード（5けた）。例：13101")
        parser.add_argument(
            "--area",
            default="",
            metavar="CODES",
            help="相談の地域が同じ、ほかの市区町村。例：13102,13103",
        )
        parser.add_argument(
            "--towns",
            type=Path,
            metavar="FILE",
            help="町の位置の CSV（pref,city,town,koaza,lat,lng の列）。",
        )
        parser.add_argument(
            "--wam",
            type=Path,
            nargs="+",
            default=[],
            metavar="FILE",
            help="WAM NET の事業所の一覧。この都道府県の行だけを使います。",
        )

    def handle(
        self,
        *args: object,
        code: str,
        area: str,
        towns: Path | None,
        wam: list[Path],
        **options: object,
    ) -> None:
        if is_filled():
            raise CommandError(
                "このデータベースには、もう内容が入っています。何も変えませんでした。"
                "新しい市は、空のデータベースで始めてください。"
            )
        for path in [*([towns] if towns else []), *wam]:
            if not path.is_file():
                raise CommandError(f"{path} というファイルがありません。")
        call_command("make_roles", stdout=self.stdout)
        try:
            with translation.override("ja"), transaction.atomic():
                city, listed = begin_city(
                    code,
                    neighbours=[one for one in area.split(",") if one],
                    towns=towns,
                    lists=uploads_of(wam),
                    on=timezone.localdate(),
                )
                note_as_shipped()
        except (NoSuchMunicipalityError, ShippedDataError) as error:
            raise CommandError(f"{error} 何も入れませんでした。") from error
        self.stdout.write(
            f"{city.prefecture}{city.name}のサイトを始めました。"
            f"公表データから {listed} 件のサービスを取り込みました。"
        )
        self.stdout.write(self._of_places(city.prefecture))
        self.stdout.write(
            "まだ入れていないものは、編集のはじめのページに一覧があります。"
        )

    def _of_places(self, prefecture: str) -> str:
        """What the directory can be searched by, beside names of municipalities."""
        if number := PlaceName.objects.count():
            return f"{prefecture}の町・駅・郵便番号の名前を {number} 件入れました。"
        return (
            f"{prefecture}の町・駅・郵便番号の名前は、このソフトにはありません。"
            "市区町村の名前ではさがせます。町や駅の名前は、"
            "編集の「場所の名前」で足してください。"
        )
