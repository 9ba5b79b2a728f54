"""What staff do most often, in their words, and where it begins."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.models import User
from django.urls import reverse


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to do, the name of its address, and the right that it takes."""

    title: str
    where: str
    right: str
    note: str = ""
    query: str = ""

    @property
    def address(self) -> str:
        return reverse(f"admin:{self.where}") + self.query


TASKS = (
    Task(
        "市の電話・受付時間を変える",
        "guide_siteidentity_changelist",
        "guide.change_siteidentity",
    ),
    Task(
        "相談先の電話を変える",
        "offices_office_changelist",
        "offices.change_office",
        query="?made=staff",
    ),
    Task(
        "文を直す",
        "look",
        "guide.change_page",
        note="サイトのページを見ながら、直すところを選びます。",
    ),
    Task("金額を変える", "fees_feecap_grid", "fees.change_feecap"),
    Task("予定の改正を見る", "planned", "guide.change_lawchange"),
    Task(
        "事業所を直す",
        "offices_office_changelist",
        "offices.change_office",
        note="名前・よみ・電話・事業所番号でさがせます。",
        query="?made=import",
    ),
    Task("公表データを取り込む", "offices_importrun_add", "offices.add_importrun"),
    Task("よくある質問を足す", "guide_faq_add", "guide.add_faq"),
)


def tasks_of(user: User) -> list[Task]:
    """The tasks that `user` has the right to."""
    return [task for task in TASKS if user.has_perm(task.right)]
