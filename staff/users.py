"""The staff themselves."""

from axes.utils import reset
from django import forms
from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import User
from django.db.models import ManyToManyField, QuerySet
from django.http import HttpRequest

admin.site.unregister(User)


@admin.register(User)
class StaffUserAdmin(UserAdmin):
    """Staff accounts; whoever is locked out can be let in again."""

    actions = ["unlock"]
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
                "description": "サイトの内容を直す人は、「スタッフ権限」に印をつけて、"
                "グループ「編集者」に入れてください。ほかの権限は要りません。",
            },
        ),
        ("記録", {"fields": ["last_login", "date_joined"]}),
    ]

    @admin.action(description="ログインの停止を解く", permissions=["change"])
    def unlock(self, request: HttpRequest, users: QuerySet[User]) -> None:
        for user in users:
            reset(username=user.get_username())
        messages.success(request, "選んだ人は、すぐにログインできます。")
