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
        (not office.barrier_free, _("バリアフリー（車いすで行けるかなど）")),
    ]
    return [words for is_lacking, words in lacking if is_lacking]


def _of_a_provider(profile: Profile) -> list[tuple[bool, str]]:
    """Data that are published say nothing of free places, lunch and the like."""
    return [
        (True, _("空きがあるか")),
        (True, _("見学や体験ができるか")),
        (any(not row.capacity for row in profile.active), _("定員")),
        (True, _("送り迎えがあるか")),
        (not profile.office.access, _("行き方")),
        (True, _("昼ごはん")),
        (True, _("することの内容と、もらえるお金")),
    ]


def _of_a_body(office: Office) -> list[tuple[bool, str]]:
    return [(not office.access, _("行き方"))]
