"""What stands on a sheet, by the kind of thing that it is about."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from fees.caps import caps_table
from fees.shares import free_share
from guide.models import LifeSituation, SiteIdentity
from offices.models import Office, TraitKind
from offices.profile import Profile, profile_of
from offices.section import ways_to
from offices.traits import KnownTrait
from paper.sheets import Printout
from services.catalogue import one_service
from texts.requests import Request


@dataclass(frozen=True)
class OneSheet:
    """A sheet: whose code it bears, the template, and what that shows.

    `printout` is the page that it is made from: what changes there makes it old.
    """

    printout: Printout
    shown: dict[str, object] = field(default_factory=dict)

    @property
    def address(self) -> str:
        """The page that says all of it."""
        return self.printout.address


@dataclass(frozen=True, slots=True)
class ToSee:
    """A row to fill in on a visit."""

    sign: str
    word: str
    unit: str = ""
    is_yes_no: bool = False
    # What is known already, and need not be asked.
    known: KnownTrait | None = None


def _service(slug: str, request: Request, site: SiteIdentity) -> OneSheet:
    service = one_service(slug, on=request.day)
    facts = [fact for fact in service.facts_today if fact.kind.is_on_first]
    musts = [fact for fact in service.facts_today if fact.kind.is_must and fact.gist]
    shown = {"service": service, "facts": facts, **_call(site)}
    shown["before"] = musts[0].gist if musts else ""
    shown["questions"] = _lines(service.asks)
    return OneSheet(Printout("services:detail", (slug,)), shown)


def _situation(code: str, request: Request, site: SiteIdentity) -> OneSheet:
    rows = LifeSituation.objects.published().prefetch_related("services__service")
    situation = get_object_or_404(rows, code=code)
    shown = {"situation": situation, **_call(site)}
    shown |= {"title": situation.next_step, "say": situation.say}
    shown["questions"] = _lines(situation.asks)
    return OneSheet(Printout("guide:situation", (code,)), shown)


def _office(code: str, request: Request, site: SiteIdentity) -> OneSheet:
    profile = profile_of(code, on=request.day)
    if profile is None:
        raise Http404
    office: Office = profile.office
    ways = ways_to(office, site)
    shown: dict[str, object] = {
        "office": office,
        "profile": profile,
        "sign": _sign(profile),
        "step": _("電話して見学をたのむ") if profile.active else _("電話する"),
        "say": _("「見学をしたいです。いつ行けますか。」")
        if profile.active
        else office.kind.phrase,
        "fax": _("FAX %(fax)s") % {"fax": ways.fax} if ways.fax else "",
        "asked": _to_see(profile),
    }
    return OneSheet(Printout("offices:office", (code,)), shown)


def _fees(key: str, request: Request, site: SiteIdentity) -> OneSheet:
    if key != "all":
        raise Http404
    shown: dict[str, object] = {
        "table": caps_table(on=request.day),
        "share": free_share(),
        **_call(site),
        "questions": [
            _("わたしは、どの区分ですか。月にいくらですか。"),
            _("昼ごはんなど、ほかにはらうお金はありますか。"),
            _("軽くなるしくみや、あとでもどるお金はありますか。"),
        ],
    }
    return OneSheet(Printout("fees:caps"), shown)


_KINDS: dict[str, Callable[[str, Request, SiteIdentity], OneSheet]] = {
    "services": _service,
    "situations": _situation,
    "offices": _office,
    "fees": _fees,
}


def sheet_on(kind: str, key: str, request: Request, site: SiteIdentity) -> OneSheet:
    """The sheet on one thing; raises Http404 where there is no such thing."""
    if kind not in _KINDS:
        raise Http404
    return _KINDS[kind](key, request, site)


def _sign(profile: Profile) -> str:
    """The picture of the first service that we tell of."""
    known = [row.type.service for row in profile.active if row.type.service]
    return known[0].pictogram if known else "messages-square"


def _call(site: SiteIdentity) -> dict[str, object]:
    """The next step that is the same for most: to phone the city."""
    return {
        "title": _("市に電話する"),
        "phone": site.phone,
        "hours": site.hours_short or site.hours,
        "is_main": bool(site.main_phone) and not site.section_phone,
        "say": _said(
            site,
            _("はたらくための障害福祉サービスを使いたいです。手続きを教えてください。"),
        ),
    }


def _said(site: SiteIdentity, words: str) -> str:
    """What to say on the phone, after whom to ask for."""
    said = {"section": site.section_here, "words": words}
    return _("「%(section)sをお願いします。%(words)s」") % said


def _lines(text: str) -> list[str]:
    return [line.strip("- ").strip() for line in text.splitlines() if line.strip()]


def _to_see(profile: Profile) -> tuple[ToSee, ...]:
    """What people choose a place by: what is known, and room for the rest."""
    known = {one.kind.pk: one for one in profile.traits}
    asked = {kind.pk for kind in profile.unknown_traits}
    rows = [kind for kind in profile.kinds if kind.on_sheet]
    return tuple(
        ToSee(one.pictogram, one.label, one.to_fill, _is_ticked(one), known.get(one.pk))
        for one in rows
        if one.pk in known or one.pk in asked
    )


def _is_ticked(kind: TraitKind) -> bool:
    """Whether yes or no is all there is to write; blanks within words tell more."""
    has_blanks = any(blank in kind.to_fill for blank in ("\u3000", "  "))
    return kind.is_yes_no and not has_blanks
