"""What is not known of a place, as things to ask on the phone."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from offices.models import Office
from offices.profile import Profile
from offices.section import Ways


def things_to_ask(profile: Profile, ways: Ways, closed: Sequence[str]) -> list[str]:
    """What a visitor needs and no row says, what matters most first."""
    office = profile.office
    lacking = [
        (not office.address, _("場所")),
        (not ways.hours and not profile.has_hours, _("あいている時間")),
        (not closed, _("休みの日")),
        *(_of_a_provider(profile) if office.kind.is_provider else _of_a_body(office)),
    ]
    return [words for is_lacking, words in lacking if is_lacking]


def _of_a_provider(profile: Profile) -> list[tuple[bool, str]]:
    """Published data say nothing of what people choose by: staff ask and write it."""
    return [
        (any(not row.capacity for row in profile.active), _("定員")),
        (not profile.office.access, _("行き方")),
        *((True, kind.to_ask) for kind in profile.unknown_traits),
    ]


def _of_a_body(office: Office) -> list[tuple[bool, str]]:
    barrier_free = _("バリアフリー（車いすで行けるかなど）")
    return [(not office.access, _("行き方")), (not office.barrier_free, barrier_free)]
