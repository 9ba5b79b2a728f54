"""The staff themselves: who signs in, and what her groups let her do."""

from __future__ import annotations

from typing import Any

from axes.utils import reset
from django import forms
from django.contrib import admin, messages
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.forms import UserChangeForm
from django.contrib.auth.models import Group, User
from django.db.models import Exists, ManyToManyField, OuterRef, QuerySet
from django.http import HttpRequest
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from staff.roles import ROLES
from staff.sender import sender_of
from staff.signing_in import take_away_phone
from staff.typed import OffersTyped

# Of a second factor nobody sees the secret: it is set up by its person, or taken away.
for _of_others in (User, Group, TOTPDevice, StaticDevice):
    admin.site.unregister(_of_others)
_HOW = (
    "「有効」と「スタッフ権限」に印をつけて、グループに入れてください。"
    "編集者は内容を書き、承認者はほかの人の変更を公開し、管理者はユーザーと職場の決まりを"
    "変えます。2つのグループに入ることもできます。やめた人は、「有効」の印をはずします。"
    "アカウントは消しません。その人がしたことの記録が残ります。"
)


class StaffUserForm(UserChangeForm):
    """Nobody shuts herself out by a slip."""

    by: User | None = None

    def clean(self) -> dict[str, Any] | None:
        given = super().clean()
        if self.by is not None and self.by.pk == self.instance.pk:
            for name in ("is_active", "is_staff"):
                if name in self.fields and not self.cleaned_data.get(name):
                    self.add_error(
                        name,
                        "自分のアカウントは止められません。ほかの管理者にたのんでください。",
                    )
        return given


@admin.register(User)
class StaffUserAdmin(OffersTyped, UserAdmin):
    """Staff accounts; whoever is locked out can be let in again."""

    actions = ["unlock", "take_phone_away"]
    form = StaffUserForm
    list_display = [
        "username",
        "last_name",
        "first_name",
        "roles",
        "phone",
        "is_active",
    ]
    list_filter = ["is_active", "groups", "is_superuser"]
    formfield_overrides = {ManyToManyField: {"widget": forms.CheckboxSelectMultiple}}
    filter_horizontal = []
    readonly_fields = ["last_login", "date_joined"]
    fieldsets = [
        ("ログイン", {"fields": ["username", "password"]}),
        ("本人", {"fields": ["last_name", "first_name", "email"]}),
        (
            "できること",
            {
                "fields": ["is_active", "is_staff", "groups", "is_superuser"],
                "description": _HOW,
            },
        ),
        ("記録", {"fields": ["last_login", "date_joined"]}),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        phone = TOTPDevice.objects.filter(user=OuterRef("pk"), confirmed=True)
        users = super().get_queryset(request).prefetch_related("groups")
        return users.annotate(has_phone=Exists(phone))

    def get_readonly_fields(
        self, request: HttpRequest, obj: User | None = None
    ) -> list[str]:
        """Only who may do everything gives that to others."""
        all_rights = [] if sender_of(request).is_superuser else ["is_superuser"]
        return [*super().get_readonly_fields(request, obj), *all_rights]

    def get_form(
        self,
        request: HttpRequest,
        obj: User | None = None,
        change: bool = False,
        **kwargs: Any,
    ) -> type[forms.ModelForm[User]]:
        form = super().get_form(request, obj, change=change, **kwargs)
        return type(form.__name__, (form,), {"by": sender_of(request)})

    def has_change_permission(
        self, request: HttpRequest, obj: User | None = None
    ) -> bool:
        """Whoever sets another's password can sign in as her."""
        if obj and obj.is_superuser and not sender_of(request).is_superuser:
            return False
        return super().has_change_permission(request, obj)

    def has_delete_permission(
        self, request: HttpRequest, obj: User | None = None
    ) -> bool:
        return False

    @admin.display(description="グループ")
    def roles(self, user: User) -> str:
        names = [group.name for group in user.groups.all()]
        return "・".join([*names, *(["すべての権限"] if user.is_superuser else [])])

    @admin.display(description="二段階の確認", boolean=True)
    def phone(self, user: User) -> bool:
        return bool(getattr(user, "has_phone", False))

    @admin.action(description="二段階の確認を取り消す", permissions=["change"])
    def take_phone_away(self, request: HttpRequest, users: QuerySet[User]) -> None:
        me = sender_of(request)
        for user in users:
            if user.pk == me.pk or not self.has_change_permission(request, user):
                told = f"「{user}」は取り消せません。ほかの管理者にたのんでください。"
                messages.error(request, told)
                continue
            take_away_phone(user, by=me)
            told = f"「{user}」は、次にログインするときに、登録し直します。"
            messages.success(request, told)

    @admin.action(description="ログインの停止を解く", permissions=["change"])
    def unlock(self, request: HttpRequest, users: QuerySet[User]) -> None:
        for user in users:
            reset(username=user.get_username())
        messages.success(request, "選んだ人は、すぐにログインできます。")


@admin.register(Group)
class StaffGroupAdmin(OffersTyped, GroupAdmin):
    """Groups of rights; the three that the program makes keep their names."""

    formfield_overrides = {ManyToManyField: {"widget": forms.CheckboxSelectMultiple}}
    filter_horizontal = []

    def get_readonly_fields(
        self, request: HttpRequest, obj: Group | None = None
    ) -> list[str]:
        """What `make_roles` sets is not set here; a group of the office's own is."""
        is_ours = obj is not None and obj.name in ROLES
        return ["name", "permissions"] if is_ours else []

    def has_delete_permission(
        self, request: HttpRequest, obj: Group | None = None
    ) -> bool:
        if obj is not None and obj.name in ROLES:
            return False
        return super().has_delete_permission(request, obj)
