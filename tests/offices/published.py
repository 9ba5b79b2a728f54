"""Rows of one's own making in the shape that WAM NET publishes."""

import csv
import io
from collections.abc import Iterable

from offices.importing.list_columns import WAM
from offices.importing.run import Upload

NAME = "sfkopendata_202603_46.csv"


def row(number: int = 1, **given: str) -> dict[str, str]:
    """A row of our names; only what matters is left to say."""
    cells = {
        "authority_code": "35000",
        "source_no": f"A{number:010}",
        "designated_by": "山口県",
        "organization": f"社会福祉法人{number}",
        "organization_reading": "しゃかいふくしほうじん",
        "corporate_number": "5250003002443",
        "organization_municipality": "山口県山口市",
        "organization_address": "阿知須4746番地5",
        "organization_phone": "0836-39-5300",
        "organization_fax": "",
        "organization_url": "",
        "type": "就労継続支援Ｂ型",
        "name": f"さくら作業所{number}",
        "reading": f"さくらさぎょうしょ{number}",
        "office_number": f"35101{number:05}",
        "municipality": "山口県山口市",
        "address": f"阿知須{number}番地",
        "phone": "0836-39-5300",
        "fax": "",
        "url": "https://example.jp/",
        "lat": "34.01036571",
        "lon": "131.35823993",
        "weekday": "09:00-16:00",
        "sat": "",
        "sun": "",
        "holiday": "",
        "closed_days": "日曜日",
        "hours_note": "",
        "capacity": "20",
    }
    assert given.keys() <= cells.keys()
    return cells | given


def csv_text(
    rows: Iterable[dict[str, str]], *, columns: Iterable[str] = tuple(WAM)
) -> str:
    out = io.StringIO(newline="")
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    columns = list(columns)
    writer.writerow([WAM.get(name, name) for name in columns])
    writer.writerows([row.get(name, "") for name in columns] for row in rows)
    return out.getvalue()


def file(*rows: dict[str, str], name: str = NAME, encoding: str = "utf-8-sig", **given):
    return Upload(name, csv_text(rows, **given).encode(encoding))
