"""Makes the groups 「編集者」「承認者」「管理者」, each with exactly its rights."""

from django.contrib.auth.models import Group, Permission
from django.core.management.base import BaseCommand
from django.db.models import Q

from staff.roles import ADMINISTRATORS, APPROVERS, EDITORS

CONTENT = ("texts", "facts", "services", "fees", "offices", "guide")
# What a change of rules and amounts is measured by is not taken away by the way.
GOLDEN = ("delete_goldencase", "delete_goldenexpectation", "delete_feecase")
# What writes thousands of rows at once, and how its columns are read.
IMPORTS = tuple(
    f"{action}_{model}"
    for model in ("importrun", "importsource", "importissue", "importtrace")
    for action in ("add", "change", "delete")
)
KEPT_FROM_EDITORS = (*GOLDEN, *IMPORTS)
# What is written, approved and published stays: nobody changes the history.
DRAFTS = ("add_change", "view_change", "view_rowchange")
APPROVALS = (*DRAFTS, "approve_change")
# Nobody deletes a person: accounts are switched off, and what they did stays.
PEOPLE = ("add_user", "change_user", "view_user", "change_group", "view_group")
SETTINGS = (
    *("add_staffrules", "change_staffrules", "view_staffrules"),
    *("view_servererror", "delete_servererror", "view_dailyrun"),
    *("view_change", "view_rowchange"),
)
_ABOUT = {
    EDITORS: "サイトの内容を書いて、承認をたのむ人",
    APPROVERS: "ほかの人が書いた変更を見て、公開する人。取り込みもします",
    ADMINISTRATORS: "ユーザーと、職場の決まりを変える人",
}


class Command(BaseCommand):
    """`manage.py make_roles`: the groups have exactly these rights afterwards."""

    help = "グループ「編集者」「承認者」「管理者」を作ります。何度でも実行できます。"

    def handle(self, *args: object, **options: object) -> None:
        for role, rights in rights_of_roles().items():
            group, _created = Group.objects.get_or_create(name=role)
            group.permissions.set(Permission.objects.filter(rights).distinct())
        if not options.get("verbosity", 1):
            return
        told = "\n".join(f"・{role}：{about}。" for role, about in _ABOUT.items())
        self.stdout.write(
            "3つのグループがあります。管理画面の「ユーザー」で「スタッフ権限」に印を"
            f"つけて、グループに入れてください。\n{told}"
        )


def rights_of_roles() -> dict[str, Q]:
    """Which rights each role has; a right that no model declares yet is passed over."""
    content = Q(content_type__app_label__in=CONTENT)
    looking = content & Q(codename__startswith="view_")
    return {
        EDITORS: content & ~Q(codename__in=KEPT_FROM_EDITORS) | _of("staff", DRAFTS),
        APPROVERS: content | _of("staff", APPROVALS),
        ADMINISTRATORS: looking | _of("auth", PEOPLE) | _of("staff", SETTINGS),
    }


def _of(app: str, names: tuple[str, ...]) -> Q:
    return Q(content_type__app_label=app, codename__in=names)
