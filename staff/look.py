"""「ページを見て直す」: a public page as readers get it, with ways to its fields."""

from __future__ import annotations

import re
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.views.decorators.http import require_safe

from staff.own_answer import own_answer
from staff.page_rows import PageText, form_of, numbers_in, own_rows, texts_on
from staff.placing import with_links
from staff.sender import sender_of
from texts.domain.addresses import is_own
from texts.domain.markup import tokens, with_value
from texts.languages import split

_NO_PAGE = (
    "「{}」というページは ありません。サイトのページを開いて、そのアドレスを入れて"
    "ください。例：/services/b-gata/"
)
_HEAD, _BODY = re.compile("</head>"), re.compile("<body[^>]*>")


@require_safe
def look(request: HttpRequest) -> HttpResponse:
    """Ask for an address of a page; whoever gives one is led to the page."""
    given = request.GET.get("at", "").strip()
    if not given:
        return _ask(request)
    path, query = read_address(given)
    if not path.startswith("/") or path.startswith(f"/{settings.ADMIN_PATH}"):
        return _ask(request, given)
    return redirect(_looked_at(path, query))


@require_safe
def look_at(request: HttpRequest, path: str) -> HttpResponse:
    """The page at `path` with a bar on top, and a link beside each of its texts."""
    path, query = f"/{path}", request.META.get("QUERY_STRING", "")
    if path.startswith(f"/{settings.ADMIN_PATH}"):
        return _ask(request, path)
    answer = own_answer(path, query=query, host=request.get_host())
    response = answer.response
    if 300 <= response.status_code < 400 and is_own(response["Location"]):
        return redirect(_looked_at(*read_address(response["Location"])))
    kind = response.headers.get("Content-Type", "")
    if response.status_code != 200 or not kind.startswith("text/html"):
        return _ask(request, path)
    user = sender_of(request)
    texts = texts_on(answer.notes, split(path)[0], user)
    page, others = with_links(response.content.decode(), texts, _link)
    bar = render_to_string(
        "admin/staff/look_bar.html",
        {
            "address": f"{path}?{query}" if query else path,
            "own": [(row, form_of(row)) for row in own_rows(path, user)],
            "numbers": [
                (row, form_of(row))
                for row in numbers_in(texts, user, on=timezone.localdate())
            ],
            "others": others,
            "number": len(texts) - len(others),
        },
    )
    done = HttpResponse(_with_bar(_led_on(page), bar))
    done["X-Robots-Tag"] = "noindex"
    return done


def _ask(request: HttpRequest, given: str = "") -> HttpResponse:
    context = {
        **admin.site.each_context(request),
        "title": "ページを見て直す",
        "given": given,
        "error": _NO_PAGE.format(given) if given else "",
        "home": _looked_at("/"),
    }
    status = 404 if given else 200
    return TemplateResponse(request, "admin/staff/look.html", context, status=status)


def read_address(address: str) -> tuple[str, str]:
    """The path and the query of an address as it was pasted, with or without a host."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return "", ""
    return unquote(parts.path) or ("/" if parts.netloc else ""), parts.query


def _looked_at(path: str, query: str = "") -> str:
    home = reverse("admin:look_home")
    address = reverse("admin:look_at", args=[path[1:]]) if path[1:] else home
    return f"{address}?{query}" if query else address


def _link(text: PageText) -> str:
    return format_html(
        '<a class="look__link" href="{}" title="{}を直す"><span class="look__what">'
        "{}</span>を直す</a>",
        text.address,
        text.told,
        text.label,
    )


def _led_on(page: str) -> str:
    """The page whose links to pages of ours lead to them as they are looked at here."""
    admin_path = f"/{settings.ADMIN_PATH}"
    apart = (settings.STATIC_URL, admin_path)

    def led(address: str) -> str:
        if not address.startswith("/") or not is_own(address, apart=apart):
            return address
        path, mark, place = address.partition("#")
        return _looked_at(*read_address(path)) + mark + place

    return "".join(
        with_value(token.html, "href", led)
        if token.name == "a" and not token.is_end
        else token.html
        for token in tokens(page)
    )


def _with_bar(page: str, bar: str) -> str:
    style = format_html(
        '<link rel="stylesheet" href="{}">', static("css/admin/look.css")
    )
    page = _HEAD.sub(lambda found: style + found[0], page, count=1)
    return _BODY.sub(lambda found: found[0] + bar, page, count=1)
