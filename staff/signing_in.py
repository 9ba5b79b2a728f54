"""The pages on which staff sign in: password, code, and setting up a phone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from django import forms
from django.conf import settings
from django.contrib import admin
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import User
from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.debug import sensitive_post_parameters

from staff import second_factor
from staff.letting_in import (
    LOST_PHONE,
    SigningIn,
    leads_to,
    let_in,
    on_the_way,
    put_on_the_way,
)
from staff.roles import gives_codes
from staff.typed import TYPED, Typed, packed, typed_in, unpacked

_KEY = "new_key"
Context = dict[str, Any]


class CodeForm(forms.Form):
    """A code of six figures, or one of the sheet; full width is taken as well."""

    code = forms.CharField(
        label="番号",
        max_length=40,
        error_messages={"required": "番号を入れてください。"},
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "autofocus": True, "size": 12}
        ),
    )


class PhoneForm(CodeForm):
    """Sets up a phone anew: whoever found an open browser must not."""

    password = forms.CharField(
        label="パスワード",
        error_messages={"required": "パスワードを入れてください。"},
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    field_order = ["password", "code"]


class SignInView(LoginView):
    """Name and password; a code comes after them, where one is asked for."""

    template_name = "admin/login.html"
    authentication_form = AdminAuthenticationForm

    def get_context_data(self, **kwargs: Any) -> Context:
        typed = self.request.POST.get(TYPED, "")
        given = {"typed": typed, "has_typed": bool(typed)}
        return super().get_context_data(**kwargs) | given

    def get_default_redirect_url(self) -> str:
        return reverse("admin:index")

    def form_valid(self, form: Any) -> HttpResponse:
        user, after = form.get_user(), self.get_success_url()
        request = cast(SigningIn, self.request)
        _carry_on(request)
        if not gives_codes(user):
            return let_in(request, user, after=after, has_given_code=False)
        put_on_the_way(request, user, after=after)
        page = "admin:code" if second_factor.has_phone(user) else "admin:phone"
        return redirect(page)


def _carry_on(request: HttpRequest) -> None:
    """Keep what was typed before, if it is what we gave out."""
    request.session.pop(TYPED, None)
    typed = request.POST.get(TYPED, "")
    if typed and unpacked(typed):
        request.session[TYPED] = typed


def ask_to_sign_in(request: HttpRequest, context: Context) -> HttpResponse:
    """The sign-in page in answer to a form that came without a session."""
    typed = typed_in(request)
    carried = packed(typed)
    here = request.get_full_path()
    given = context | {
        "form": AdminAuthenticationForm(request),
        "app_path": reverse("admin:login"),
        "next": here,
        "typed": carried,
        "has_typed": bool(carried),
        "is_too_long": bool(typed.fields) and not carried,
    }
    return render(request, "admin/login.html", given, status=403)


_Page = Callable[[HttpRequest, Context], HttpResponse]


def _guarded(page: _Page) -> _Page:
    """For pages that take a secret: never kept, never told, never from elsewhere."""

    def guarded(request: HttpRequest, context: Context) -> HttpResponse:
        def view(asked: HttpRequest) -> HttpResponse:
            return page(asked, context)

        secret = sensitive_post_parameters()(view)
        return never_cache(csrf_protect(secret))(request)

    return guarded


@_guarded
def code_page(request: HttpRequest, context: Context) -> HttpResponse:
    """Asks for the code after the password."""
    user = on_the_way(request)
    if user is None:
        return redirect("admin:login")
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = second_factor.give(user, form.cleaned_data["code"])
        if given.is_right:
            return _with_code(cast(SigningIn, request), user, given)
        form.add_error("code", _why_not(given))
    return render(request, "admin/staff/code.html", context | {"form": form})


def _with_code(
    request: SigningIn, user: User, given: second_factor.Given
) -> HttpResponse:
    response = let_in(request, user, after=leads_to(request), has_given_code=True)
    if not given.is_backup:
        return response
    _note(user, user, "紙の番号でログインしました。")
    request.session[LOST_PHONE] = response["Location"]
    response["Location"] = reverse("admin:phone")
    return response


def _why_not(given: second_factor.Given) -> str:
    if given.wait_seconds:
        return (
            f"番号がつづけてちがいました。{given.wait_seconds}秒 待ってから、"
            "もう一度入れてください。"
        )
    if given.is_backup:
        return (
            "番号がちがいます。アプリに出ている6つの数字か、紙の番号を入れてください。"
            "紙の番号は、1つを1回だけ使えます。"
        )
    return (
        "番号がちがいます。アプリに いま出ている6つの数字を入れてください。"
        "1回使った番号は使えません。次の番号が出るのを待ってください。"
    )


@_guarded
def phone_page(request: HttpRequest, context: Context) -> HttpResponse:
    """Sets up a phone: at the first sign-in, or anew when it is lost."""
    newcomer = on_the_way(request)
    user = newcomer or context["signed_in"]
    if user is None:
        return redirect("admin:login")
    if newcomer and second_factor.has_phone(newcomer):
        return redirect("admin:code")
    is_lost = LOST_PHONE in request.session
    asks_password = newcomer is None and not is_lost
    form = (PhoneForm if asks_password else CodeForm)(request.POST or None)
    key = request.session.setdefault(_KEY, second_factor.new_key())
    is_sent = request.method == "POST" and form.is_valid()
    if is_sent and _confirmed(form, user, key):
        return _set_up(request, user, key, context, is_new=newcomer is not None)
    given = {
        "form": form,
        "person": user,
        "picture": second_factor.picture_of(key, user),
        "secret": second_factor.secret_of(key),
        "is_new": newcomer is not None,
        "is_lost": is_lost,
        "left": second_factor.backup_codes_left(user),
        "after": request.session.get(LOST_PHONE) or reverse("admin:index"),
    }
    return render(request, "admin/staff/phone.html", context | given)


def _confirmed(form: forms.Form, user: User, key: str) -> bool:
    password = form.cleaned_data.get("password")
    if password is not None and not user.check_password(password):
        form.add_error("password", "パスワードがちがいます。もう一度入れてください。")
    if not second_factor.fits(key, form.cleaned_data["code"]):
        form.add_error(
            "code",
            "番号がちがいます。アプリに いま出ている6つの数字を入れてください。"
            "スマートフォンの時計も確かめてください。",
        )
    return form.is_valid()


def _set_up(
    request: HttpRequest, user: User, key: str, context: Context, *, is_new: bool
) -> HttpResponse:
    """The codes of the sheet, which are shown this once."""
    del request.session[_KEY]
    codes = second_factor.set_up(user, key)
    _note(user, user, "二段階の確認を登録しました。")
    after = request.session.pop(LOST_PHONE, reverse("admin:index"))
    entry: HttpResponse | None = None
    if is_new:
        entry = let_in(
            cast(SigningIn, request), user, after=leads_to(request), has_given_code=True
        )
        after = entry["Location"]
    given = {"codes": codes, "after": after, "person": user, "has_permission": True}
    page = render(request, "admin/staff/backup_codes.html", context | given)
    if entry is not None:
        page.cookies.update(entry.cookies)
    return page


def _note(by: User, about: User, what: str) -> None:
    """Write into the history of an account what was done to its second factor."""
    LogEntry.objects.log_actions(
        user_id=by.pk,
        queryset=[about],
        action_flag=CHANGE,
        change_message=what,
        single_object=True,
    )


def take_away_phone(user: User, *, by: User) -> None:
    """Let `user` set up another phone when she signs in next; the history says so."""
    second_factor.take_away(user)
    _note(by, user, "二段階の確認を取り消しました。")


def typed_page(request: HttpRequest, context: Context) -> HttpResponse:
    """Offers what was typed before the session had ended; a POST throws it away."""
    if request.method == "POST":
        request.session.pop(TYPED, None)
        return redirect("admin:index")
    typed = unpacked(request.session.get(TYPED, ""))
    return _offer(request, context, typed) if typed else redirect("admin:index")


def _offer(request: HttpRequest, context: Context, typed: Typed) -> HttpResponse:
    is_own = typed.is_of(request.user.get_username())
    if not is_own:
        request.session.pop(TYPED, None)
    given = {"typed": typed, "is_own": is_own}
    return render(request, "admin/staff/typed_again.html", context | given)


def is_own_form_of_staff(request: HttpRequest) -> bool:
    """Whether a form without a good token comes from a page of the staff's own site.

    A browser says from where it sends; that of another site is never offered.
    """
    home = f"{request.scheme}://{request.get_host()}"
    within = request.path.startswith(f"/{settings.ADMIN_PATH}")
    is_entry = request.path.startswith(reverse("admin:login"))
    return within and not is_entry and request.META.get("HTTP_ORIGIN") == home


def offer_again(request: HttpRequest) -> HttpResponse:
    """Answers a form whose token is old: somebody has signed in anew in between."""
    context = admin.site.each_context(request) | {"title": "まだ保存していません"}
    if not context["has_permission"]:
        return ask_to_sign_in(request, context)
    response = _offer(request, context, typed_in(request))
    response.status_code = 403
    return response
