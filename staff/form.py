"""The form that every row is edited in: it answers mistakes with a sentence."""

from __future__ import annotations

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils import timezone
from modeltranslation.settings import DEFAULT_LANGUAGE
from modeltranslation.utils import build_localized_fieldname

from facts.quoting import Quotable
from staff.between import SeenForm
from staff.leaving import AsksBeforeLeaving
from staff.proposing import ProposesCode
from staff.quoted import codes_built_on, codes_without, places_naming
from texts.languages import Language
from texts.translations import column_of, required_but_missing

_KEYS = ("code", "slug", "audience", "bracket", "service", "fiscal_year", "area")


class StaffForm(AsksBeforeLeaving, ProposesCode, SeenForm):
    """Shows a model's errors where staff can mend them, and guards quoted codes."""

    class Meta:
        error_messages = {
            NON_FIELD_ERRORS: {
                "unique_together": "「%(field_labels)s」が同じ行が、もうあります。"
                "その行を直すか、ちがう値を入れてください。"
            }
        }

    def _update_errors(self, errors: ValidationError) -> None:
        """Move what `clean()` says of a text to the text's Japanese column."""
        if hasattr(errors, "error_dict"):
            errors = ValidationError(
                {self._shown(name): told for name, told in errors.error_dict.items()}
            )
        super()._update_errors(errors)

    def _shown(self, name: str) -> str:
        column = build_localized_fieldname(name, DEFAULT_LANGUAGE)
        return column if name not in self.fields and column in self.fields else name

    def _post_clean(self) -> None:
        super()._post_clean()
        self._ask_for_translations()
        changed = [name for name in _KEYS if name in self.changed_data]
        if self.instance.pk and changed and not self.errors:
            self._refuse_to_rename(changed[0])
        if self.instance.pk:
            self._ask_about_links()

    def _ask_for_translations(self) -> None:
        """What readers see is there in every language that the city requires."""
        for name, language in required_but_missing(self.instance):
            column = column_of(name, language)
            if column in self.fields and column not in self.errors:
                self.add_error(column, self._how_to_go_on(language))

    def _how_to_go_on(self, language: Language) -> str:
        told = (
            f"日本語の文があるので、「{language.name}」の文も要ります。"
            "日本語の文を見て、ここに書いてください。"
        )
        if "is_published" in self.fields:
            told += "あとで書くときは、「公開する」の印をはずすと保存できます。"
        return told

    def _refuse_to_rename(self, field: str) -> None:
        """A code that texts name keeps its name."""
        model = type(self.instance)
        stored = model._default_manager.select_related().get(pk=self.instance.pk)
        codes = codes_built_on(stored)
        renamed = self.instance
        if isinstance(stored, Quotable) and stored.quote_code != renamed.quote_code:
            codes |= codes_without([stored], on=timezone.localdate())
        places = places_naming(codes)
        if places:
            self.add_error(
                field,
                f"文章の中で使われているので、変えられません（{len(places)}か所）。"
                f"例：{places[0].row._meta.verbose_name}「{places[0].row}」。"
                "先に、その文章の [[…]] を直してください。",
            )
