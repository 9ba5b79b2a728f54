"""Estimates a month's fee from facts on standard input, as JSON."""

import json
import sys
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from fees.amounts import NoLawError
from fees.estimates import estimate
from fees.fee_facts import FactError, read_facts

HELP = """\
答え（JSON）から、1か月の利用料を見積もります。
Reads facts from standard input. Every key may be missing or null: not known; who has
none of it says 0. Yen are whole numbers, people are counted, and what is not known
makes a range. The amounts are those of the month of use.

  audience            "adult" (18+), "adult-resident" (20+ in a facility or a group
                      home), "child" (under 18, the guardian's household counts),
                      "resident-under20", "age-15-17" (only the city can tell)
  residence           "home", "group-home", "facility", "lodging" (宿泊型自立訓練);
                      an adult who is not at home is an "adult-resident". What the
                      audience rules out (a child in a group home) is an error.
  public_assistance   true, false, or "borderline" (境界層: the city decides)
  self_tax            {"taxed": true, "levy": 150000, "loan_credit": 0,
                      "donation_credit": 0}: municipal tax; levy is the 所得割 in yen,
                      credits are added back; missing or null: not known, 0: none;
                      or by fiscal year {"2025": {...}, "2026": {...}}
  spouse_tax          the same for the spouse in the same household; who has none:
                      {"taxed": false}. For a child: the rest of the household.
  dependants_under_16 people, e.g. 1
  dependants_16_18    people, e.g. 0
  month               the month of use, "2026-11"; default: the month of --on. Until
                      June the tax of the fiscal year before counts. Caps and
                      thresholds are those of this month, too.
  service             slug of the service used ("a-gata", "b-gata", "ikou" ...), for
                      all uses that name none
  uses                [{"units": 1210, "count": 15, "unit_price": "10.00",
                      "office": "A", "service": "b-gata"}]: units each time, how
                      often, yen for one unit. The units of one service at one
                      office are added before the price is applied.
  office_reduction    yen a month that an A型 office takes off its own bill, e.g. 9300;
                      null, or missing where "a-gata" is used: not known
  spouse_copayment    yen a month that the spouse pays, e.g. 37200
  child_certificates  [{"cap": 4600, "paid": 4600}, ...]: yen, one for each 受給者証
  rent                yen a month in a group home, e.g. 35000

Prints bracket (code, null while open), cap_min, cap_max, cost and share (null without
uses), payable_min, payable_max, refund (yen for the household, null when not told),
refund_parts, rent_subsidy (null while open), rent_subsidy_min, rent_subsidy_max,
notes and ask (codes).

  echo '{"audience": "adult", "residence": "home", "public_assistance": false,
         "self_tax": {"taxed": true, "levy": 150000, "loan_credit": 0,
         "donation_credit": 0}, "spouse_tax": {"taxed": false},
         "dependants_under_16": 0, "dependants_16_18": 0,
         "uses": [{"units": 1210, "count": 15, "unit_price": "10.00"}]}' \\
    | manage.py estimate_fee --on 2026-11-21
"""


class Command(BaseCommand):
    """`manage.py estimate_fee --on 2026-11-21 < facts.json`."""

    help = HELP

    def create_parser(
        self, prog_name: str, subcommand: str, **kwargs: Any
    ) -> CommandParser:
        parser = super().create_parser(prog_name, subcommand, **kwargs)
        parser.formatter_class = RawDescriptionHelpFormatter
        return parser

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--on",
            type=date.fromisoformat,
            default=None,
            metavar="YYYY-MM-DD",
            help="the day whose amounts count; default: today",
        )

    def handle(self, *args: object, on: date | None, **options: object) -> None:
        day = on or timezone.localdate()
        try:
            told = json.load(sys.stdin)
            if not isinstance(told, dict):
                raise FactError("facts", "{…} のように書いてください。")
            found = estimate(read_facts(told, on=day), on=day)
        except FactError as error:
            raise CommandError(str(error)) from error
        except ValueError as error:
            raise CommandError(f"JSON として読めません: {error}") from error
        except NoLawError as error:
            raise CommandError(f"{error} の金額は、このサイトにありません。") from error
        self.stdout.write(json.dumps(found.as_values(), ensure_ascii=False, indent=2))
