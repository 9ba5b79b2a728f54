"""The page that shows every component in its states, from the real templates."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from types import SimpleNamespace

from django.http import HttpResponse
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from config import examples
from facts.provenance import Sourced
from facts.templatetags.origins import to_say
from guide.context import Frame
from offices.directory import FoundOffice
from offices.profile import Profile
from services.prospects import Reach
from texts.pictograms import PICTOGRAMS
from texts.requests import Request
from texts.translations import PageState

_NAMES = re.compile(r'\b(id|for|aria-labelledby|aria-describedby)="([^"]*)"')
_FORMS = {"folded": "長いものをたたむ", "brief": "わけのかわりに道", "lines": "1行ずつ"}
_LINKS = re.compile(r'href="#([^"]+)"')


@dataclass(frozen=True)
class ComponentState:
    """A template with values in it, and what is the case then."""

    template: str
    name: str
    context: dict[str, object]


@dataclass(frozen=True)
class Component:
    """A template in each of its states, ready to be shown."""

    template: str
    states: list[tuple[str, SafeString]] = field(default_factory=list)

    @property
    def is_in_head(self) -> bool:
        """Whether nothing of it is seen, so that its source is to be shown."""
        return self.template == "components/alternates.html"


def page(request: Request) -> HttpResponse:
    """Every component, then the parts of pages that come more than once."""
    context: dict[str, object] = {"title": "部品の見本", "pictograms": PICTOGRAMS}
    context["components"] = list(components(request))
    return TemplateResponse(request, "config/components.html", context)


def components(request: Request) -> Iterator[Component]:
    """Each template of `_states`, in that order, with the HTML of its states."""
    made: dict[str, Component] = {}
    for number, state in enumerate(_states(request), 1):
        context = {"frame": examples.frame(request), **state.context}
        html = _apart(render_to_string(state.template, context, request), number)
        component = made.setdefault(state.template, Component(state.template))
        component.states.append((state.name, mark_safe(html)))
    yield from made.values()


def _apart(html: str, number: int) -> str:
    """No two elements of the page have one name, though states of a template do."""

    def named(match: re.Match) -> str:
        names = " ".join(f"{name}-{number}" for name in match[2].split())
        return f'{match[1]}="{names}"'

    return _LINKS.sub(rf'href="#\1-{number}"', _NAMES.sub(named, html))


# --- what is shown ------------------------------------------------------------


def _states(request: Request) -> Iterator[ComponentState]:
    frame = examples.frame(request)
    for name, states in (*_of_frame(request, frame), *_of_facts(frame), *_of_pages()):
        for state, context in states.items():
            yield ComponentState(f"{name}.html", state, context)


def _of_frame(request: Request, frame: Frame) -> Iterator[tuple[str, dict[str, dict]]]:
    """What stands around every page, by template and state."""
    days = {"これからの日": examples.tomorrow(frame), "前の日": examples.LONG_AGO}
    sourced = examples.frame(request)
    sourced.note_shown([examples.fact(), examples.other_fact()])
    code = SimpleNamespace(paper_address="https://example.org/p/example/")
    phones = {
        "課の番号がある": examples.site(section_phone="000-000-0000"),
        "代表の番号だけ": examples.site(),
    }
    everything = {"section_fax": "000-000-0000", "section_email": "a@example.org"}
    everything |= {"postal_code": "000-0000", "city_url": "https://example.org/"}
    contacts = phones | {"ぜんぶわかる": examples.site(**everything)}
    yield "components/alternates", {"ページの頭": {"versions": frame.versions}}
    yield "components/languages", {"いつも": {"versions": frame.versions}}
    yield (
        "components/furigana",
        {
            name: {"request": SimpleNamespace(furigana=is_on)}
            for name, is_on in {"ついていない": False, "ついている": True}.items()
        },
    )
    yield "components/phone", {name: {"site": one} for name, one in phones.items()}
    yield "components/contact", {name: {"site": one} for name, one in contacts.items()}
    yield (
        "components/no_phone",
        {
            "市のページがある": {
                "site": examples.site(city_url="https://example.org/")
            },
            "市のページもない": {"site": examples.site(city_url="")},
        },
    )
    yield (
        "components/crumb",
        {
            "トップのすぐ下": {},
            "あいだに1つ": {"parent": examples.page()},
            "ほかのページの下": {"address": "/", "name": "見本のページ"},
        },
    )
    yield (
        "components/day_banner",
        {
            name: {"frame": examples.frame(request, day=day)}
            for name, day in days.items()
        },
    )
    yield "components/stale_note", {"いつも": {"at": timezone.localtime()}}
    states = {"一部が日本語": "is_borrowed", "もとが変わった": "is_outdated"}
    states |= {"まだ読んでいない": "is_unread"}
    yield (
        "components/translation_note",
        {name: {"state": PageState(**{state: True})} for name, state in states.items()},
    )
    yield "components/next", {"いつも": {}}
    yield "components/mast_phone", {name: {"site": one} for name, one in phones.items()}
    here = {"paper": SimpleNamespace(print_address="")}
    yield (
        "components/about",
        {"資料がない": here, "資料がある": here | {"frame": sourced}},
    )
    yield (
        "components/paper",
        {
            "紙の番号がない": {"paper": SimpleNamespace(paper_address=frame.address)},
            "紙の番号がある": {"paper": code},
        },
    )
    yield "components/sources", {"いつも": {"frame": sourced}}


def _of_facts(frame: Frame) -> Iterator[tuple[str, dict[str, dict]]]:
    """What is said of services, and where it comes from, by template and state."""
    named = {"row": examples.service(), "language": frame.language}
    foreign = SimpleNamespace(reading="みほん", name="Example", name_ja="見本")
    other = SimpleNamespace(is_japanese=False)
    yield (
        "components/reading",
        {
            "日本語": named,
            "ほかのことば": {"row": foreign, "language": other},
        },
    )
    yield "components/unknown", {"いつも": {"site": frame.site}}
    yield (
        "services/parts/fact_rows",
        {
            "説明がない・ある": {"facts": examples.facts(), "frame": frame},
            "説明をたたむ": {
                "facts": examples.facts(),
                "frame": frame,
                "is_folded": True,
            },
        },
    )
    shown: dict[str, list[Sourced]] = {
        "めやす": [examples.guide_fact()],
        "期限がすぎた": [examples.overdue_fact()],
        "出典がいくつもある": [examples.guide_fact(), examples.other_fact()],
    }
    yield (
        "components/provenance",
        {name: to_say(frame, facts) for name, facts in shown.items()},
    )
    rules = {
        "まだないサービス": (examples.service(), False),
        "決まりがない": (examples.service(), True),
        "決まりがある": (examples.service_with_rule(), True),
        "変わる・変わる予定": (examples.service_with_coming_rules(frame), True),
    }
    told = {name: (*rules["決まりがある"], form) for form, name in _FORMS.items()}
    told |= {name: (*rule, "whole") for name, rule in rules.items()}
    yield (
        "components/rule",
        {
            name: {"service": service, "exists": exists, "form": form}
            for name, (service, exists, form) in told.items()
        },
    )


def _of_pages() -> Iterator[tuple[str, dict[str, dict]]]:
    """Parts of pages that come more than once, by template and state."""
    tables = {
        f"{number}つ": {"table": examples.comparison(number)} for number in (2, 5)
    }
    yield "services/compare_table", tables
    yield "services/compare_list", {"2つ": {"table": examples.comparison(2)}}
    yield (
        "services/check/choices",
        {
            "はじめ": {"form": examples.ExampleChoice(), "text": "何歳ですか"},
            "説明がある・えらんだ": {
                "form": examples.ExampleChoice({"choice": "yes"}),
                "text": "手帳を持っていますか",
                "hint": "緑や青の手帳です。",
            },
            "えらばなかった": {
                "form": examples.ExampleChoice({}),
                "text": "何歳ですか",
            },
        },
    )
    yield (
        "services/check/contradictions",
        {"2つ": {"contradicting": examples.contradicting()}},
    )
    lines = {
        "使えそう": examples.prospect(Reach.USABLE),
        "先にほかを": examples.prospect(Reach.FIRST, first=examples.service()),
        "市が確かめる": examples.prospect(Reach.CITY),
        "むずかしそう": examples.prospect(Reach.HARD),
        "めやすではむずかしい": examples.prospect(Reach.HARD, is_guide=True),
        "決まりがない": examples.prospect(Reach.NONE),
    }
    yield "services/check/line", {name: {"line": one} for name, one in lines.items()}
    yield "services/check/told", {"2つ": {"told": examples.told()}}
    form, wrong = examples.ExamplePapers(), examples.ExamplePapers({"days": "たくさん"})
    yield (
        "fees/estimator/field",
        {
            "数": {"field": form["days"]},
            "数：まちがい": {"field": wrong["days"]},
            "ボタン": {"field": form["kind"]},
            "ボタン：まちがい": {"field": wrong["kind"]},
            "一覧": {"field": form["town"]},
        },
    )
    offices = {
        "わからない": examples.office(),
        "わかっている": examples.known_office(),
    }
    yield "offices/office", {name: {"office": one} for name, one in offices.items()}
    yield (
        "offices/result",
        {
            name: {"result": FoundOffice(number, one)}
            for number, (name, one) in enumerate(offices.items(), 1)
        },
    )
    yield (
        "offices/hours",
        {name: {"profile": Profile(one)} for name, one in offices.items()},
    )
    gone = {"のらなくなった": "not_listed", "休み": "suspended", "廃止": "closed"}
    yield (
        "offices/state",
        {
            name: {"office": examples.office(status=status, status_on=examples.CHECKED)}
            for name, status in gone.items()
        },
    )
    yield (
        "guide/change_facts",
        {
            "決まっている": {"change": examples.change()},
            "予定": {"change": examples.change(status="planned")},
        },
    )
