"""Makes the group 「編集者」: rights to the content, none to people."""

from django.contrib.auth.models import Group, Permission
from django.core.management.base import BaseCommand

NAME = "編集者"
# What a change of rules and amounts is measured by is not taken away by the way.
KEPT_FROM_EDITORS = (
    "delete_goldencase",
    "delete_goldenexpectation",
    "delete_feecase",
)
CONTENT = ("texts", "facts", "services", "fees", "offices", "guide")


class Command(BaseCommand):
    """`manage.py make_editors`: the group has exactly these rights afterwards."""

    help = "サイトの内容を直せるグループ「編集者」を作ります。何度でも実行できます。"

    def handle(self, *args: object, **options: object) -> None:
        editors, _created = Group.objects.get_or_create(name=NAME)
        rights = Permission.objects.filter(content_type__app_label__in=CONTENT)
        editors.permissions.set(rights.exclude(codename__in=KEPT_FROM_EDITORS))
        self.stdout.write(
            f"グループ「{NAME}」があります。管理画面の「ユーザー」で「スタッフ権限」に印をつけ、"
            "このグループに入れると、その人はサイトの内容を直せます。"
        )
