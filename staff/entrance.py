"""The part of the staff's site that lets people in, and keeps what they typed."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial, wraps
from typing import Any, TypeVar, cast

from django.contrib import admin
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import URLPattern, URLResolver, path

from staff import signing_in
from staff.letting_in import may_stay
from staff.typed import OFFERED, TYPED

_View = TypeVar("_View", bound=Callable[..., HttpResponseBase])


class Entrance(admin.AdminSite):
    """Signs in by password and code, and loses nothing of what was typed."""

    def has_permission(self, request: HttpRequest) -> bool:
        return super().has_permission(request) and may_stay(request)

    def login(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if request.method == "GET" and self.has_permission(request):
            return redirect("admin:index")
        context = self._around(request, "ログイン") | (extra_context or {})
        context["app_path"] = request.get_full_path()
        view = signing_in.SignInView.as_view(extra_context=context)
        return cast(HttpResponse, view(request))

    def admin_view(self, view: _View, cacheable: bool = False) -> _View:
        """A form without a session is kept; what is sent again is no longer."""
        inner = super().admin_view(view, cacheable)

        @wraps(inner)
        def outer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if request.method == "POST":
                if not request.user.is_authenticated and _has_fields(request):
                    around = self._around(request, "ログイン")
                    return signing_in.ask_to_sign_in(request, around)
                if OFFERED in request.POST:
                    request.session.pop(TYPED, None)
            return inner(request, *args, **kwargs)

        return cast(_View, outer)

    def get_urls(self) -> list[URLPattern | URLResolver]:
        pages = {"login/code/": "code", "login/phone/": "phone"}
        own = [
            path(address, partial(self._before, name), name=name)
            for address, name in pages.items()
        ]
        typed = self.admin_view(self._typed)
        return [*own, path("typed/", typed, name="typed"), *super().get_urls()]

    def _before(self, name: str, request: HttpRequest) -> HttpResponse:
        """A page on the way in, or of one's own second factor."""
        is_in = self.has_permission(request)
        user = request.user if is_in and isinstance(request.user, User) else None
        context = self._around(request, "二段階の確認") | {"signed_in": user}
        page = {"code": signing_in.code_page, "phone": signing_in.phone_page}[name]
        return page(request, context)

    def _typed(self, request: HttpRequest) -> HttpResponse:
        return signing_in.typed_page(request, self._around(request, "書きかけのもの"))

    def _around(self, request: HttpRequest, title: str) -> dict[str, Any]:
        return self.each_context(request) | {"title": title, "subtitle": None}


def _has_fields(request: HttpRequest) -> bool:
    """Whether more came than a token."""
    return any(name != "csrfmiddlewaretoken" for name in request.POST)
