"""Between a right password and a session: who is on her way in, and who is in.

A session of staff exists only after the second factor, where one is asked for.
"""

from __future__ import annotations

import time

from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from staff.known_device import remember
from staff.models import StaffRules
from staff.roles import gives_codes
from staff.sessions import IDLE
from staff.typed import TYPED

_ON_THE_WAY = "on_the_way"
_WAY_SECONDS = 15 * 60
_CODE_GIVEN = "code_given"
_SEEN = "seen"
_SEEN_EVERY = 60
LOST_PHONE = "lost_phone"


class SigningIn(HttpRequest):
    """A request of which it is known as whom somebody signs in."""

    signing_in_as: str


def put_on_the_way(request: HttpRequest, user: User, *, after: str) -> None:
    """Remember that `user` gave her password, until she gives her code."""
    request.session.cycle_key()
    request.session[_ON_THE_WAY] = {
        "user": user.pk,
        # A password that is changed meanwhile ends the way.
        "hash": user.get_session_auth_hash(),
        "after": after,
        "at": int(time.time()),
    }


def on_the_way(request: HttpRequest) -> User | None:
    """Who gave her password a quarter of an hour ago at most."""
    way = request.session.get(_ON_THE_WAY)
    if way is None or time.time() - way["at"] > _WAY_SECONDS:
        return None
    user = User.objects.filter(pk=way["user"], is_active=True, is_staff=True).first()
    if user is None or user.get_session_auth_hash() != way["hash"]:
        return None
    return user


def leads_to(request: HttpRequest) -> str:
    """Where somebody wanted to go when she began to sign in."""
    way = request.session.get(_ON_THE_WAY) or {}
    return str(way.get("after") or reverse("admin:index"))


def let_in(
    request: SigningIn, user: User, *, after: str, has_given_code: bool
) -> HttpResponse:
    """Begin the session of `user`; what she had typed before is offered first."""
    request.signing_in_as = user.get_username()
    request.session.pop(_ON_THE_WAY, None)
    typed = request.session.pop(TYPED, "")
    # The password was checked by the door that counts wrong ones (settings).
    login(request, user, backend=settings.AUTHENTICATION_BACKENDS[-1])
    request.session[IDLE] = StaffRules.current().idle_minutes * 60 + _SEEN_EVERY
    request.session[_CODE_GIVEN] = has_given_code
    request.session[_SEEN] = int(time.time())
    if typed:
        request.session[TYPED] = typed
        after = reverse("admin:typed")
    response = HttpResponseRedirect(after)
    remember(request, response, user)
    return response


def may_stay(request: HttpRequest) -> bool:
    """Whether the session is still enough, now that the page is asked for.

    Who has come to more rights, or whose office asks for codes now, signs in anew.
    Each minute in which something is done begins the idle time anew.
    """
    session = request.session
    if session.get(_CODE_GIVEN) is False and gives_codes(request.user):
        return False
    now = int(time.time())
    if _SEEN in session and now - session[_SEEN] >= _SEEN_EVERY:
        session[_SEEN] = now
    return True
