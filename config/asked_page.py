"""What of a request decides which page it gets, and the request that makes that page.

Nothing else of a reader reaches the page that is kept: it is made for a request that
says the host, the address and ふりがな, so that nobody's page can be another's. Only
the client's address goes along, by which those are counted who ask for much.
"""

from __future__ import annotations

from io import BytesIO
from typing import NamedTuple
from urllib.parse import urlsplit

from django.conf import settings
from django.http.cookie import parse_cookie
from django.http.request import split_domain_port

from config.environ import Scope, environ_of
from config.kept_views import kept_view, understood_query
from texts.languages import split
from texts.middleware import COOKIE

_LONGEST = 400  # characters of an address that is kept


class AskedPage(NamedTuple):
    """A page that may be kept, as it is asked for; equal for whoever gets the same."""

    is_secure: bool
    host: str
    path: str
    query: str
    furigana: str  # "0" or "1" where the reader has said other than is usual
    is_many: bool  # one of more addresses than can be kept

    def environ(self, scope: Scope) -> dict[str, object]:
        """The request that makes it, with nothing of the reader who happened to ask."""
        environ = {
            name: value
            for name, value in environ_of(scope, BytesIO()).items()
            if not name.startswith("HTTP_") or name in _TOLD
        }
        environ["HTTP_HOST"] = self.host  # whatever other line there is
        if self.furigana:
            environ["HTTP_COOKIE"] = f"{COOKIE}={self.furigana}"
        return environ | {"QUERY_STRING": self.query, "REQUEST_METHOD": "GET"}


def asked_page(scope: Scope) -> AskedPage | None:
    """Which page is asked for; None where it must not come from what is kept.

    Staff go by: whoever has just changed something sees it. So does every host that is
    not named in full in ALLOWED_HOSTS or SITE_URL; Django says which of them it knows.
    """
    host, path = scope.headers.get("host") or "", scope.path
    if scope.method not in ("GET", "HEAD") or host not in _hosts(scope.server):
        return None
    if len(path) + len(scope.query_string) > _LONGEST:
        return None
    furigana = ""
    if "cookie" in scope.headers:
        cookies = parse_cookie("; ".join(scope.headers.get_all("cookie")))
        if settings.SESSION_COOKIE_NAME in cookies:
            return None
        furigana = _furigana(path, cookies.get(COOKIE))
    view = kept_view(path)
    if view is None:
        return None
    query = scope.query_string and understood_query(scope.query_string, view)
    if query is None:
        return None
    is_many = bool(query) or view.is_many
    return AskedPage(_is_secure(scope), host, path, query, furigana, is_many)


def _furigana(path: str, said: str | None) -> str:
    """What the reader has said of readings, where it is not what the page has anyway.

    As `texts.middleware.wants_furigana` reads it: on, off, or as is usual.
    """
    language, _rest = split(path)
    if said is None or not language.is_japanese:
        return ""
    wanted = "1" if said == "1" else "0"
    return "" if wanted == ("0" if language.is_source else "1") else wanted


# Who asks is counted where a page is dear; no page says it.
_TOLD = {"HTTP_HOST", "HTTP_X_FORWARDED_FOR"}
_SECURE_HEADER, _SECURE_VALUE = settings.SECURE_PROXY_SSL_HEADER or ("", "")
if _SECURE_HEADER:
    _TOLD.add(_SECURE_HEADER)
_SECURE_NAME = _SECURE_HEADER.removeprefix("HTTP_").replace("_", "-").lower()


def _is_secure(scope: Scope) -> bool:
    """As `HttpRequest.scheme` has it."""
    told = scope.headers.get(_SECURE_NAME) if _SECURE_NAME else None
    if told is None:
        return scope.scheme == "https"
    return told.split(",", 1)[0].strip() == _SECURE_VALUE


_known: dict[str, frozenset[str]] = {}


def _hosts(server: str) -> frozenset[str]:
    """Every way in which a browser names this site, with a port and without."""
    if server not in _known:
        if len(_known) > 16:
            _known.clear()
        own = urlsplit(settings.SITE_URL).netloc
        names = {name for name in settings.ALLOWED_HOSTS if name[:1] not in ".*"}
        names |= {split_domain_port(own)[0]} - {""}
        ports = {"", ":80", ":443", f":{server.rpartition(':')[2]}"}
        named = {name + port for name in names for port in ports} | {own} - {""}
        _known[server] = frozenset(named)
    return _known[server]
