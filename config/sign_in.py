"""From where somebody tries to log in, and how often that may go wrong."""

from __future__ import annotations

from ipaddress import IPv6Address, ip_address, ip_network

from axes.attempts import get_cool_off_threshold
from axes.handlers.database import AxesDatabaseHandler
from axes.models import AccessAttempt
from django.conf import settings
from django.db.models import Sum
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str:
    """The address that the outermost of our own proxies saw.

    Each proxy writes at the end of X-Forwarded-For whom it saw; what stands before
    that, anybody may have written. An IPv6 line is one client under all its addresses.
    """
    seen = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    count = settings.TRUSTED_PROXIES
    told = seen[-count] if 0 < count <= len(seen) else ""
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
        return str(ip_network((int(address), 64), strict=False).network_address)
    return str(address)


class _Seen(HttpRequest):
    """A request of which axes knows where it comes from."""

    axes_ip_address: str | None


class SignInHandler(AxesDatabaseHandler):
    """Counts by name and address, as axes does, and all that one address gets wrong.

    Whoever tries many names from one address is stopped as well; whoever tries one
    name from elsewhere does not lock the person out.
    """

    def get_failures(
        self, request: _Seen, credentials: dict[str, str] | None = None
    ) -> int:
        failures = super().get_failures(request, credentials)
        of_address = AccessAttempt.objects.filter(
            ip_address=request.axes_ip_address,
            attempt_time__gte=get_cool_off_threshold(request),
        ).aggregate(sum=Sum("failures_since_start"))["sum"]
        # In the measure of the other limit, which is the one axes knows.
        share = settings.AXES_FAILURE_LIMIT / settings.SIGN_IN_ADDRESS_LIMIT
        return max(failures, int((of_address or 0) * share))
