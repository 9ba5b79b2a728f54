"""From where somebody tries to log in, and how often that may go wrong."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from axes.attempts import get_cool_off_threshold
from axes.handlers.database import AxesDatabaseHandler
from axes.helpers import get_client_username
from axes.models import AccessAttempt, AccessLog
from django.conf import settings
from django.db.models import Sum
from django.http import HttpRequest

from staff.known_device import DEVICES, device_address

# What a home's line is given, in bits: 256 networks, any of which it may ask from.
# deploy/nginx counts the same.
IPV6_LINE = 56


def client_address(request: HttpRequest) -> str:
    """The address that the outermost of our own proxies saw.

    Each proxy writes at the end of X-Forwarded-For whom it saw; what stands before
    that, anybody may have written. An IPv6 line is one client under all its addresses.
    A browser in which the same name has signed in is a client of its own, wherever it
    is: what others get wrong beside it or under its name is not counted against it.
    """
    name = getattr(request, "signing_in_as", "") or request.POST.get("username", "")
    if device := device_address(request, name):
        return device
    return seen_address(request, proxies=settings.TRUSTED_PROXIES)


def seen_address(request: HttpRequest, *, proxies: int) -> str:
    """The address that the outermost of so many proxies saw."""
    seen = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    told = seen[-proxies] if 0 < proxies <= len(seen) else ""
    return _address(told) or _address(request.META.get("REMOTE_ADDR", "")) or "0.0.0.0"


def _address(text: str) -> str:
    """`text` as an address, without a port; nothing where it is none."""
    text = text.strip()
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        address = ip_address(text)
    except ValueError:
        return ""
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped:
            return str(address.ipv4_mapped)
        return network_of(address, IPV6_LINE)
    return str(address)


def network_of(address: IPv4Address | IPv6Address, bits: int) -> str:
    """Where the network of so many bits begins that `address` is in."""
    return str(ip_network((address, bits), strict=False).network_address)


class _Seen(HttpRequest):
    """A request of which axes knows where it comes from."""

    axes_ip_address: str | None


class SignInHandler(AxesDatabaseHandler):
    """Counts by name and address, as axes does, by address, and by name.

    Whoever tries many names from one address is stopped, and whoever tries one name
    from many. The person herself is not: she comes from a browser or an address that
    she has signed in from.
    """

    def get_failures(
        self, request: _Seen, credentials: dict[str, str] | None = None
    ) -> int:
        failures = super().get_failures(request, credentials)
        address = request.axes_ip_address
        of_address = _failures(request, ip_address=address)
        failures = max(failures, _share(of_address, settings.SIGN_IN_ADDRESS_LIMIT))
        name = get_client_username(request, credentials)
        if not name or _is_known(name, address):
            return failures
        of_name = _failures(request, username=name)
        return max(failures, _share(of_name, settings.SIGN_IN_NAME_LIMIT))


def _failures(request: _Seen, **those: str | None) -> int:
    """How often somebody of `those` was wrong in the last hour."""
    lately = AccessAttempt.objects.filter(
        attempt_time__gte=get_cool_off_threshold(request), **those
    )
    return lately.aggregate(sum=Sum("failures_since_start"))["sum"] or 0


def _share(failures: int, limit: int) -> int:
    """In the measure of the limit of a name and an address, which axes knows."""
    return int(failures * settings.AXES_FAILURE_LIMIT / limit)


def _is_known(name: str, address: str | None) -> bool:
    """Whether `name` has signed in from there before."""
    if address and ip_address(address) in DEVICES:
        return True
    return AccessLog.objects.filter(username=name, ip_address=address).exists()
