"""What an import did or would do: as data, as text, and the rows it left out."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field

from offices.importing.coverage import Coverage
from offices.importing.gates import Gate
from offices.importing.issues import MESSAGES, REJECTS, Issue
from offices.importing.list_columns import LABELS
from offices.importing.plan import KeptCorrection, Plan
from offices.importing.reader import SourceFile
from offices.importing.rejected_rows import Rejection
from offices.importing.stored_rows import Key
from offices.models import IMPORTED_FIELDS, OfficeService, Organization

SHOWN = 200
COUNTS = {
    "new": "新規",
    "updated": "更新",
    "unchanged": "変更なし",
    "vanished": "掲載なし",
    "relisted": "再掲載",
    "rejected": "却下",
    "warned": "注意",
}


@dataclass
class FileReport:
    """One file, what it comes to, and whether it may be applied."""

    file: SourceFile | None
    name: str
    period: str = ""
    plan: Plan = field(default_factory=Plan)
    issues: list[Issue] = field(default_factory=list)
    rejections: list[Rejection] = field(default_factory=list)
    gates: list[Gate] = field(default_factory=list)
    # What is asked before it is applied; a look is well with it.
    questions: list[Gate] = field(default_factory=list)
    covers: Coverage = field(default_factory=Coverage)
    names: Mapping[Key, str] = field(default_factory=dict)
    # What staff have to know of how the file was read.
    notes: list[str] = field(default_factory=list)
    skipped: int = 0
    is_same_file: bool = False
    is_applied: bool = False
    # Counted at once: writing a plan gives its new places a number.
    new_places: int = 0

    @property
    def is_refused(self) -> bool:
        return bool(self.gates)

    @property
    def services(self) -> list[str]:
        return sorted(self.counts_by_service())

    def counts(self) -> dict[str, int]:
        """Totals; `updated` leaves out rows that are only listed again."""
        plan = self.plan
        return {
            "new": len(plan.new),
            "updated": sum(not u.is_relisted for u in plan.updates),
            "unchanged": plan.unchanged.total(),
            "vanished": len(plan.vanished),
            "relisted": sum(u.is_relisted for u in plan.updates),
            "rejected": plan.rejected,
            "warned": len({i.record for i in self.issues if i.level == "warn"}),
            "places": self.new_places,
            "organizations": sum(bool(u.changes) for u in plan.organizations.updates),
            "kept": len(plan.kept),
            "known": len(plan.known),
        }

    def counts_by_service(self) -> dict[str, dict[str, int]]:
        plan = self.plan
        table: dict[str, Counter] = defaultdict(Counter)
        for row in plan.new:
            table[row.type]["new"] += 1
        for update in plan.updates:
            kind = "relisted" if update.is_relisted else "updated"
            table[update.row.type][kind] += 1
        for slug, number in plan.unchanged.items():
            table[slug]["unchanged"] += number
        for key, _listing in plan.vanished:
            table[key[0]]["vanished"] += 1
        return {
            slug: {name: counts[name] for name in COUNTS if name in counts}
            for slug, counts in table.items()
        }

    def changed_fields(self) -> dict[str, int]:
        found = Counter(c.field for u in self.plan.updates for c in u.changes)
        return dict(found.most_common())


def as_data(report: FileReport, *, limit: int | None = None) -> dict:
    """Everything, ready for JSON; `limit` cuts the long lists (None: nothing cut)."""
    plan, file = report.plan, report.file
    grouped: dict[str, list[Issue]] = defaultdict(list)
    for issue in report.issues:
        grouped[issue.code].append(issue)
    return {
        "file": {
            "name": report.name,
            "sha256": file.sha256 if file else "",
            "bytes": file.size if file else 0,
            "encoding": file.encoding if file else "",
            "period": report.period,
            "rows": plan.rows + plan.rejected,
            "skipped": report.skipped,
            "is_partial": bool(file and file.is_partial),
            "notes": report.notes,
            "unknown_columns": list(file.unknown_columns) if file else [],
        },
        "state": _state(report),
        "gates": [asdict(gate) for gate in report.gates],
        "questions": [asdict(gate) for gate in report.questions],
        "covers": sorted(report.covers.services or report.services),
        "counts": report.counts(),
        "by_service": report.counts_by_service(),
        "changed_fields": [
            {"field": name, "label": _label(name), "count": number}
            for name, number in report.changed_fields().items()
        ],
        "updates": [
            {
                "key": list(update.row.key),
                "name": update.row["name"],
                "relisted": update.is_relisted,
                "changes": [
                    {
                        "field": c.field,
                        "label": _label(c.field),
                        "old": c.old,
                        "new": c.new,
                    }
                    for c in update.changes
                ],
            }
            for update in plan.updates[:limit]
        ],
        "organizations": [
            {
                "code": update.code,
                "name": update.name,
                "changes": [
                    {**asdict(change), "label": _organization_label(change.field)}
                    for change in update.changes
                ],
            }
            for update in plan.organizations.updates[:limit]
            if update.changes
        ],
        "kept": [
            {**asdict(kept), "key": list(kept.key), "label": _kept_label(kept)}
            for kept in plan.kept[:limit]
        ],
        "new": [
            {"key": list(row.key), "name": row["name"]} for row in plan.new[:limit]
        ],
        "vanished": [
            {
                "key": list(key),
                "name": report.names.get(key, ""),
                "last_period": listing.last_period,
            }
            for key, listing in plan.vanished[:limit]
        ],
        "issues": [
            {
                "code": code,
                "level": issues[0].level,
                "message": MESSAGES[code],
                "count": len(issues),
                "examples": [_as_example(issue) for issue in issues[:limit]],
            }
            for code, issues in sorted(
                grouped.items(), key=lambda item: (item[0] not in REJECTS, item[0])
            )
        ],
    }


def as_text(report: FileReport) -> str:
    """The report for a console: facts, numbers, reasons; details are in the JSON."""
    data = as_data(report, limit=SHOWN)
    facts, counts = data["file"], data["counts"]
    lines = [
        f"■ {facts['name']}",
        f"  時点 {facts['period'] or '—'}　文字コード {facts['encoding'] or '—'}"
        f"　{facts['rows']:,}行　地域の外 {facts['skipped']:,}行",
        f"  SHA-256 {facts['sha256']}",
        "  " + "　".join(f"{word} {counts[name]:,}" for name, word in COUNTS.items()),
        f"  新しい場所 {counts['places']:,}　変わる法人 {counts['organizations']:,}"
        f"　職員の内容を残す項目 {counts['kept']:,}",
        *(f"  {note}" for note in facts["notes"]),
    ]
    if counts["known"]:
        lines.append(f"  ほかのデータにもうあるので、使わない行 {counts['known']:,}")
    lines += [
        f"  {slug}: " + "　".join(f"{COUNTS[n]} {v:,}" for n, v in numbers.items())
        for slug, numbers in sorted(data["by_service"].items())
    ]
    if facts["unknown_columns"]:
        lines.append("  使わない列：" + "、".join(facts["unknown_columns"]))
    if data["changed_fields"]:
        told = (f"{c['label']} {c['count']:,}" for c in data["changed_fields"])
        lines.append("  変わる項目：" + "　".join(told))
    for update in data["updates"][:20]:
        lines.append(f"  更新 {' '.join(update['key'])} {update['name']}")
        lines += [
            f"    {c['label']}：「{c['old']}」→「{c['new']}」"
            for c in update["changes"]
        ]
    lines += [
        f"  法人 {one['code']} {one['name']}"
        f" {c['label']}：「{c['old']}」→「{c['new']}」"
        for one in data["organizations"][:20]
        for c in one["changes"]
    ]
    lines += [
        f"  残す {one['name']} {one['label']}：職員「{one['kept']}」"
        f"　公表データ「{one['given']}」"
        for one in data["kept"][:20]
    ]
    lines += [
        f"  掲載なし {' '.join(v['key'])} {v['name']}（さいごは {v['last_period']}）"
        for v in data["vanished"][:20]
    ]
    for issue in data["issues"]:
        word = "却下" if issue["level"] == "reject" else "注意"
        lines.append(
            f"  {word} {issue['code']} {issue['count']:,}件：{issue['message']}"
        )
        lines += [
            f"    {e['line']}行目 {e['column']} {e['value'][:60]}"
            for e in issue["examples"][:3]
        ]
    lines += [f"  止めました（{g['code']}）：{g['message']}"
              + (f" それでもよいときは {g['option']}" if g["option"] else "")
              for g in data["gates"]]  # fmt: skip
    if not report.gates:
        lines += [
            f"  確かめてください（{q['code']}）：{q['message']}"
            f" 反映するときは {q['option']}"
            for q in data["questions"]
        ]
    lines.append(f"  結果：{STATES[data['state']]}")
    return "\n".join(lines)


STATES = {
    "applied": "反映しました。",
    "unchanged": "変更なし。このファイルは、もう反映してあります。",
    "refused": "反映できません。何も変えていません。",
    "ready": "確認だけです。何も変えていません（反映は --apply）。",
}


def template_csv(columns: Mapping[str, str], required: Sequence[str]) -> str:
    """An empty list for a city to fill in."""
    cells = [f"{c}*" if name in required else c for name, c in columns.items()]
    return "\ufeff" + ",".join(cells) + "\r\n"


def _state(report: FileReport) -> str:
    if report.is_refused:
        return "refused"
    if report.is_same_file:
        return "unchanged"
    return "applied" if report.is_applied else "ready"


def _as_example(issue: Issue) -> dict:
    return {
        "record": issue.record,
        "line": issue.line,
        "column": issue.column,
        "value": issue.value[:200],
    }


def _label(name: str) -> str:
    return LABELS.get(name) or IMPORTED_FIELDS.get(name, name)


def _organization_label(name: str) -> str:
    return Organization.lock_labels().get(name, name)


def _kept_label(kept: KeptCorrection) -> str:
    """The field as its row names it; those of organisations have no service."""
    if not kept.key[0]:
        return f"法人の{_organization_label(kept.field)}"
    return OfficeService.lock_labels().get(kept.field) or _label(kept.field)
