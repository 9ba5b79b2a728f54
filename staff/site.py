"""The admin's first page: what to do today, common tasks, every row by its use."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver, path
from django.utils import timezone

from staff import look, waiting
from staff.answerable import answerable
from staff.daily_steps import told_of_last_run
from staff.drafting import change_of, drafted, shown_with
from staff.entrance import Entrance
from staff.folded_search import searching_folded
from staff.handbook import handbook, picture
from staff.row_history import deleted_rows, history_of_page, history_of_row
from staff.sender import sender_of
from staff.tasks import tasks_of
from staff.to_do import to_do
from staff.unfilled import TellsUnfilled, Unfilled
from staff.written_fields import reading_as_written

# How staff think of the rows; what stands in no group is shown under its app's name.
GROUPS = {
    "ページと読みもの": "Page LifeSituation SituationService SituationLink Step Faq "
    "FaqGroup GlossaryTerm Rewording SearchMiss Reading LawChange SiteIdentity "
    "ShippedRow",
    "サービス": "ServiceType Deed ServiceFact WageFigure FactKind Passage Contrast "
    "Situation",
    "使える人の決まり": "EligibilityRule EligibilityRequirement EligibilityRoute "
    "EligibilityCriterion Question Choice Contradiction"
    " GoldenCase GoldenExpectation",
    "利用料": "FeeCap FeeParameter FeeTopic Audience IncomeBracket FeeCase",
    "相談先と事業所": "OfficeKind Office OfficeService TraitKind Trait OpeningHours "
    "OfficeArea Organization OfficeReport OfficeChange",
    "公表データの取り込み": "ImportRun ImportIssue ImportTrace ImportSource "
    "ServiceCode Municipality Town PlaceName",
    "出典と統計": "Source Statistic LinkCheck",
    "ことば": "Translation",
    "変更": "Change",
    "職員と権限": "User Group StaffRules ServerError DailyRun",
}
_GROUP_OF = {
    name: (number, group, place)
    for number, (group, names) in enumerate(GROUPS.items())
    for place, name in enumerate(names.split())
}
_View = TypeVar("_View", bound=Callable[..., Any])


class StaffSite(Entrance):
    """Django's admin, in the staff's order."""

    site_title = site_header = "就労支援ガイドの編集"
    index_title = "職員の画面"
    empty_value_display = "—"

    def admin_view(self, view: _View, cacheable: bool = False) -> _View:
        """What any view writes is recorded: published, or kept as a draft."""
        guarded = super().admin_view(cast(_View, drafted(view)), cacheable)
        return cast(_View, answerable(guarded))

    def register(
        self,
        model_or_iterable: Any,
        admin_class: type[admin.ModelAdmin[Any]] | None = None,
        **options: Any,
    ) -> None:
        """Every list folds what is searched for, every form reads as people write."""
        found = reading_as_written(searching_folded(admin_class or admin.ModelAdmin))
        super().register(model_or_iterable, found, **options)

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        """With the change that the sender works on, for the bar above every page."""
        around = super().each_context(request)
        if not request.user.is_authenticated:
            return around
        if change := change_of(request):
            around |= {"working_on": change, "working_rows": change.rows.count()}
        if asked := shown_with(request):
            around |= {"shown_with": asked}
        return around

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list:
        groups: dict[str, dict] = {}
        for app in self._build_app_dict(request, app_label).values():
            for model in app["models"]:
                _number, name, _place = _place_of(model, app)
                group = groups.setdefault(name, app | {"name": name, "models": []})
                group["models"].append(model | {"place": _place_of(model, app)})
        for group in groups.values():
            group["models"].sort(key=lambda model: model["place"])
        return sorted(groups.values(), key=lambda group: group["models"][0]["place"])

    def index(
        self, request: HttpRequest, extra_context: dict | None = None
    ) -> TemplateResponse:
        user = sender_of(request)
        models = [
            model
            for model, its_admin in self._registry.items()
            if its_admin.has_view_permission(request)
        ]
        late, told = told_of_last_run(timezone.now())
        desk = {
            "late": late,
            "told": told,
            "to_do": to_do(user, on=timezone.localdate()),
            "tasks": tasks_of(user),
            "unfilled": self._unfilled(models),
        }
        return super().index(request, desk | (extra_context or {}))

    def get_urls(self) -> list[URLPattern | URLResolver]:
        """Before the models' own: their history is that of the changes."""
        view = self.admin_view
        of_model = "<str:app_label>/<str:model_name>"
        return [
            path(f"{of_model}/<path:object_id>/history/", view(history_of_row)),
            path(f"{of_model}/deleted/", view(deleted_rows), name="deleted_rows"),
            path("history/page/", view(history_of_page), name="history_of_page"),
            path("due/", view(waiting.due), name="due"),
            path("due/checked/", view(waiting.no_mistake), name="no_mistake"),
            path("planned/", view(waiting.planned), name="planned"),
            path("look/", view(look.look), name="look"),
            path("look/at/", view(look.look_at), {"path": ""}, name="look_home"),
            path("look/at/<path:path>", view(look.look_at), name="look_at"),
            path("handbook/", view(handbook), name="handbook"),
            path("handbook/<slug:page>/", view(handbook), name="handbook_page"),
            path("handbook/pictures/<slug:name>.png", view(picture), name="picture"),
            *super().get_urls(),
        ]

    def _unfilled(self, models: list[type[Model]]) -> list[Unfilled]:
        """What the site lacks, in the order of the groups."""
        ordered = sorted(models, key=lambda model: _GROUP_OF[model.__name__])
        admins = [self._registry[model] for model in ordered]
        return [
            lack
            for one in admins
            if isinstance(one, TellsUnfilled)
            for lack in one.unfilled()
        ]


def _place_of(model: dict, app: dict) -> tuple[int, str, int]:
    last = (len(GROUPS), app["name"], 0)
    return _GROUP_OF.get(model["object_name"], last)
