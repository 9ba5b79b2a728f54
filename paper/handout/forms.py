"""What is typed onto a handout, and how it is to look; nothing of it is kept."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from texts.languages import Language, current, languages

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

SIZES = [("12", _("ふつう（12ポイント）")), ("14", _("大きい（14ポイント）")),
         ("18", _("とても大きい（18ポイント）"))]  # fmt: skip
_HONORIFIC = re.compile(r"\s*(?:さん|様|さま)(?:\s*へ)?$")
_LONGEST = _("%(limit_value)s字までにしてください。いまは%(show_value)s字です。")


def _text(
    label: StrOrPromise, most: int, *, hint: StrOrPromise = "", rows: int = 1
) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows}) if rows > 1 else forms.TextInput()
    widget.attrs["autocomplete"] = "off"
    return forms.CharField(
        label=label,
        help_text=hint,
        max_length=most,
        required=False,
        widget=widget,
        error_messages={"max_length": _LONGEST},
    )


class HandoutForm(forms.Form):
    """One or two languages, ふりがな, size; and the texts of this one sheet."""

    languages = forms.ChoiceField(
        label=pgettext_lazy("language", "ことば"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("ことばをえらんでください。"),
            "invalid_choice": _("ことばをもう一度えらんでください。"),
        },
    )
    furigana = forms.BooleanField(label=_("ふりがなをつける"), required=False)
    size = forms.ChoiceField(
        label=_("字の大きさ"),
        choices=SIZES,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("字の大きさをえらんでください。"),
            "invalid_choice": _("字の大きさをもう一度えらんでください。"),
        },
    )
    name = _text(
        _("だれにわたすか"),
        40,
        hint=_("ニックネームでもよいです。「さん」はいりません。"),
    )
    message = _text(_("ひとこと"), 200, hint=_("200字まで。"), rows=4)
    day = _text(_("日と時間"), 60, hint=_("例：12月3日（木）午前10時"))
    place = _text(_("場所"), 80)
    bring = _text(_("もって行く物"), 120)
    person = _text(_("会う人"), 60)
    phone = _text(_("電話"), 40)
    questions = _text(_("市役所で聞くこと"), 900, hint=_("1行に1つ。"), rows=5)

    PERSONAL = ("name", "message")
    APPOINTMENT = ("day", "place", "bring", "person", "phone")
    TYPED = (*PERSONAL, *APPOINTMENT, "questions")

    def __init__(
        self,
        data: Mapping[str, object] | None = None,
        *,
        initial: dict[str, object] | None = None,
    ) -> None:
        super().__init__(data, initial=initial)
        cast(forms.ChoiceField, self.fields["languages"]).choices = language_choices()

    @property
    def texts(self) -> Texts:
        """What was typed, tidied up."""
        given: dict[str, str] = {
            name: self.cleaned_data.get(name, "").strip() for name in self.TYPED
        }
        given["name"] = _HONORIFIC.sub("", given["name"])
        questions = map(str.strip, given.pop("questions").splitlines())
        return Texts(**given, questions=tuple(filter(None, questions)))

    @property
    def look(self) -> Look:
        given = self.cleaned_data
        return Look(
            languages=tuple(_by_code(code) for code in given["languages"].split("+")),
            furigana=given["furigana"],
            size=int(given["size"]),
        )


@dataclass(frozen=True, slots=True)
class Texts:
    """The free text of one sheet; it lives as long as the response."""

    name: str = ""
    message: str = ""
    day: str = ""
    place: str = ""
    bring: str = ""
    person: str = ""
    phone: str = ""
    questions: tuple[str, ...] = ()

    @property
    def all(self) -> tuple[str, ...]:
        """Everything that was typed, in its order."""
        texts = (self.name, self.message, self.day, self.place, self.bring)
        return (*texts, self.person, self.phone, *self.questions)

    @property
    def has_appointment(self) -> bool:
        return any((self.day, self.place, self.bring, self.person, self.phone))


@dataclass(frozen=True, slots=True)
class Look:
    """How a sheet is written: its languages, readings over kanji, its size."""

    languages: tuple[Language, ...]
    furigana: bool = False
    size: int = 12

    @property
    def query(self) -> str:
        """The same for the address of a template."""
        codes = "+".join(language.code for language in self.languages)
        return f"l={codes}&f={int(self.furigana)}&z={self.size}".replace("+", "%2B")


def usual(
    request_languages: str = "", furigana: str = "", size: str = ""
) -> dict[str, object]:
    """First choices: what an address says, else the language being read."""
    known = {code for code, _words in language_choices()}
    language = request_languages.replace(" ", "+")
    if language not in known:
        here, source = current(), languages()[0]
        language = here.code if here.is_japanese else f"{source.code}+{here.code}"
    return {
        "languages": language,
        "furigana": furigana == "1" if furigana else current().is_easy,
        "size": size if size in {code for code, _words in SIZES} else "12",
    }


def language_choices() -> list[tuple[str, str]]:
    """Each language alone, then each beside Japanese."""
    source, *others = languages()
    alone = [(language.code, language.name) for language in languages()]
    pairs = [
        (f"{source.code}+{other.code}", f"{source.name} ＋ {other.name}")
        for other in others
    ]
    return alone + pairs


def _by_code(code: str) -> Language:
    return next(language for language in languages() if language.code == code)
