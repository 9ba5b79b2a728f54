"""Whom to ask: one place or desk."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar, Self, Unpack, cast

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from facts.provenance import Sourced
from facts.quoting import check_codes
from offices.domain.distance import Point
from offices.domain.normalise import is_url_key, phone_digits, url_key
from offices.domain.place_text import numbered_key
from offices.domain.search_words import text_key
from offices.models.contact import callable_number, postal_code
from offices.models.correction import KeepsCorrections
from offices.models.holding import HoldingIndex
from offices.models.office_kind import OfficeKind
from offices.models.organization import Organization
from offices.models.place import OUTSIDE_JAPAN, Municipality, inside_japan
from texts.domain.fold import search_key
from texts.domain.romaji import romaji, spell
from texts.has_reading import HasReading, kana_reading
from texts.known_addresses import address_of
from texts.natural_keys import NaturalKeyManager, NaturallyKeyed
from texts.saving import SaveOptions

if TYPE_CHECKING:
    from offices.models.listing import OfficeService
    from offices.models.opening_hours import OfficeArea, OpeningHours

# What an import writes; a field that staff changed by hand is locked against it.
IMPORTED_FIELDS = {
    "kind": "種類",
    "name": "名前",
    "reading": "よみがな",
    "organization": "運営する法人・機関",
    "municipality": "市区町村",
    "postal_code": "郵便番号",
    "address": "住所",
    "position": "位置（緯度・経度）",
    "phone": "電話",
    "fax": "FAX",
    "url": "ホームページ",
    "areas": "受けもつ地域",
    "status": "いまのようす",
}


class OfficeStatus(models.TextChoices):
    """What is known of whether a place still works. Only people say 廃止."""

    ACTIVE = "active", _("やっている")
    NOT_LISTED = "not_listed", _("公表データに掲載がなくなりました")
    SUSPENDED = "suspended", _("休んでいる（職員が確かめた）")
    CLOSED = "closed", _("廃止（職員が確かめた）")


# The others are known to be closed, for a time or for good.
FOUND = (OfficeStatus.ACTIVE, OfficeStatus.NOT_LISTED)


class GeoSource(models.TextChoices):
    """Where a position comes from."""

    DATA = "data", "公表データ"
    MANUAL = "manual", "職員が入れた"
    TOWN = "town", "町のまん中（おおよその位置）"
    NONE = "none", "わからない"


# What the site says of its section in charge: not written a second time.
SAID_BY_SITE = ("postal_code", "phone", "fax", "email", "hours", "closed")
# What is made of other fields and rows, for searches.
FOLDED = ("name_norm", "sort_key", "search_text", "is_found")
_CHUNK = 500


class OfficeQuerySet(models.QuerySet):
    """Speaks in adjectives and prepositions."""

    def published(self) -> Self:
        return self.filter(is_published=True)

    def written_by_staff(self) -> Self:
        """Those that no import made."""
        return self.filter(imported_from=None)

    def listed(self) -> Self:
        """Published, and not known to have ended.

        What left the published data stays until people say that it ended.
        """
        return self.published().filter(is_found=True)

    def to_confirm(self) -> Self:
        """Those that left the published data, and nobody has looked yet."""
        return self.published().filter(status=OfficeStatus.NOT_LISTED)

    def in_municipality(self, code: str) -> Self:
        return self.filter(municipality=code)

    def refold(self) -> int:
        """Fold anew what searches look into; how many offices were found otherwise.

        What it is made of lies in other rows too: a municipality, the numbers of
        services. Whoever saves those calls this; so does an update, whose folds may be
        others.
        """
        rows = self.select_related("municipality").prefetch_related("services")
        changed: list[Office] = []
        # mypy knows the rows of a query set without brackets as any model's.
        for office in cast("Iterable[Office]", rows.iterator(chunk_size=_CHUNK)):
            before = [getattr(office, name) for name in FOLDED]
            office.fold(found_by_services(office.services.all()))
            if before != [getattr(office, name) for name in FOLDED]:
                changed.append(office)
        Office._base_manager.bulk_update(changed, FOLDED, batch_size=_CHUNK)
        return len(changed)


OfficeManager = NaturalKeyManager.from_queryset(OfficeQuerySet)


class Office(KeepsCorrections, NaturallyKeyed, HasReading, Sourced):
    """One place or desk. An empty field means: not known. Never guess a number.

    Its code, and so its address, never changes, and no import joins two offices:
    there are no old addresses to keep a table of.
    """

    natural_key_fields = ("code",)
    reading_rank = 5
    LOCKED_WITH = {"operator": "organization", "geo_source": "position"}

    code = models.SlugField(
        "コード",
        unique=True,
        help_text="半角の英数字。ページのアドレスに入ります。あとから変えないでください。",
    )

    kind = models.ForeignKey(
        OfficeKind,
        on_delete=models.PROTECT,
        related_name="offices",
        verbose_name="種類",
        help_text="どの種類の相談先か。",
    )
    name = models.CharField("名前", max_length=200, help_text="正式な名前。")
    reading = models.CharField(
        "よみがな",
        max_length=160,
        blank=True,
        default="",
        validators=[kana_reading],
        help_text="ひらがなで。",
    )
    organization = models.CharField(
        "運営する法人・機関",
        max_length=200,
        blank=True,
        default="",
        help_text="わからないときは空のまま。",
    )
    operator = models.ForeignKey(
        Organization,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="offices",
        verbose_name="法人（一覧から）",
        help_text="法人の一覧にあるとき。同じ法人のほかの場所が見つかるようになります。",
    )
    municipality = models.ForeignKey(
        Municipality,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="offices",
        verbose_name="市区町村",
        help_text="場所のある市区町村。市区町村でさがすときに使います。",
    )
    postal_code = models.CharField(
        "郵便番号",
        max_length=8,
        blank=True,
        default="",
        validators=[postal_code],
        help_text="例：753-8650。わからないときは空のまま。",
    )
    address = models.CharField(
        "住所",
        max_length=200,
        blank=True,
        default="",
        help_text="わからないときは空のまま。",
    )
    lat = models.DecimalField(
        "緯度",
        max_digits=9,
        decimal_places=6,
        null=True,
        blank=True,
        help_text="わからないときは空のまま。例：34.178100",
    )
    lon = models.DecimalField(
        "経度",
        max_digits=9,
        decimal_places=6,
        null=True,
        blank=True,
        help_text="わからないときは空のまま。例：131.474000",
    )
    geo_source = models.CharField(
        "位置のもと",
        max_length=6,
        choices=GeoSource,
        default=GeoSource.NONE,
        help_text="「町のまん中」のときは、ページに「おおよその位置」と出ます。",
    )
    phone = models.CharField(
        "電話",
        max_length=13,
        blank=True,
        default="",
        validators=[callable_number],
        help_text="公式のページで確かめた番号だけ。空のときは市の代表番号を案内します。",
    )
    fax = models.CharField(
        "FAX",
        max_length=13,
        blank=True,
        default="",
        validators=[callable_number],
        help_text="公式のページで確かめた番号だけ。",
    )
    email = models.EmailField(
        "メール", blank=True, default="", help_text="わからないときは空のまま。"
    )
    form_url = models.URLField(
        "問い合わせフォーム",
        max_length=300,
        blank=True,
        default="",
        help_text="わからないときは空のまま。",
    )
    url = models.URLField(
        "ホームページ",
        max_length=300,
        blank=True,
        default="",
        help_text="わからないときは空のまま。",
    )
    hours = models.CharField(
        "あいている時間",
        max_length=200,
        blank=True,
        default="",
        help_text="例：月曜日から金曜日 午前8時30分〜午後5時15分",
    )
    closed = models.CharField(
        "休みの日", max_length=240, blank=True, default="", help_text="例：土日・祝日"
    )
    access = models.TextField(
        "行き方", blank=True, default="", help_text="駅やバス停から。"
    )
    barrier_free = models.TextField(
        "バリアフリー",
        blank=True,
        default="",
        help_text="車いす、手話、筆談、駐車場など、わかっていること。",
    )
    note = models.TextField(
        "そのほか",
        blank=True,
        default="",
        validators=[check_codes],
        help_text="1〜3文。",
    )
    order = models.PositiveSmallIntegerField(
        "順番", default=0, help_text="小さい数が先に出ます。"
    )
    is_section = models.BooleanField(
        "担当する課そのもの",
        default=False,
        help_text="印をつけると、電話・FAX・メール・時間は「サイトと市の情報」のものが"
        "出ます。ここには書かないでください。",
    )
    is_published = models.BooleanField(
        "公開する", default=True, help_text="はずすと、サイトのどこにも出ません。"
    )

    status = models.CharField(
        "いまのようす",
        max_length=12,
        choices=OfficeStatus,
        default=OfficeStatus.ACTIVE,
        help_text="「廃止」は、電話などで確かめたときだけ。",
    )
    status_on = models.DateField(
        "ようすが変わった日",
        null=True,
        blank=True,
        help_text="「廃止」のときは、かならず書いてください。",
    )
    imported_from = models.ForeignKey(
        "offices.ImportSource",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="offices",
        verbose_name="取り込み元",
    )
    name_norm = models.CharField(
        "くらべるための名前", max_length=200, default="", editable=False, db_index=True
    )
    search_text = models.TextField("さがすための文", default="", editable=False)
    is_found = models.BooleanField(
        "さがすと出る",
        default=True,
        editable=False,
        help_text="いまのようすから、ひとりでに決まります。",
    )
    sort_key = models.CharField(
        "あいうえお順にならべるための文", max_length=201, default="", editable=False
    )
    created_at = models.DateTimeField("作った時", default=timezone.now, editable=False)
    updated_at = models.DateTimeField("変えた時", default=timezone.now, editable=False)

    # Columns that modeltranslation adds.
    name_ja: str | None
    name_en: str | None
    organization_ja: str | None
    address_ja: str | None
    # What comes with an office only where `offices.profile` or `offices.directory`
    # fetched it for a page.
    all_services: list[OfficeService]
    all_hours: list[OpeningHours]
    all_areas: list[OfficeArea]
    known_services: list[OfficeService]
    spans: str | None

    objects: ClassVar[OfficeManager[Self]] = OfficeManager()

    class Meta:
        ordering = ["kind__order", "order", "name"]
        verbose_name = "相談先・事業所"
        verbose_name_plural = "相談先・事業所"
        constraints = [
            models.CheckConstraint(
                condition=inside_japan(),
                name="office_inside_japan",
                violation_error_message=OUTSIDE_JAPAN,
            ),
            models.CheckConstraint(
                condition=~models.Q(status="closed")
                | models.Q(status_on__isnull=False),
                name="a_closed_office_has_a_day",
                violation_error_message="「廃止」にするときは、「ようすが変わった日」も書いてください。"
                "日がわからないときは、「廃止」にしないでください。",
            ),
        ]
        indexes = [
            models.Index(
                fields=["is_found", "municipality", "sort_key", "id"],
                name="office_in_order_by_place",
            ),
            models.Index(fields=["lat", "lon"], name="office_position"),
            # The few that staff wrote stand on the first page of all.
            models.Index(
                fields=["kind"],
                condition=models.Q(imported_from=None),
                name="office_of_staff",
            ),
            HoldingIndex(
                fields=["is_found", "sort_key", "id"],
                holds=["is_published", "status", "search_text"],
                name="office_in_order",
            ),
        ]

    @classmethod
    def reading_pairs(cls) -> Iterable[tuple[str, str]]:
        """Only of what readers see."""
        return cls.objects.listed().values_list("name", "reading")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return address_of("offices:office", self.code)

    def save(self, **options: Unpack[SaveOptions]) -> None:
        self.refresh(found_by_services(self.services.all()) if self.pk else ())
        super().save(**options)

    def clean(self) -> None:
        super().clean()
        if self.is_section:
            self._refuse_what_the_site_says()

    def _refuse_what_the_site_says(self) -> None:
        """A second number would be shown nowhere, and nobody would know."""
        columns = [
            column
            for column in self._meta.concrete_fields
            if getattr(column, "translated_field", column).name in SAID_BY_SITE
        ]
        translated = {getattr(column, "translated_field", None) for column in columns}
        written = [
            column.name
            for column in columns
            if column not in translated and getattr(self, column.name)
        ]
        sentence = (
            "「担当する課そのもの」のときは、ここには書けません。ここを空にして、"
            "「サイトと市の情報」に書いてください。"
        )
        if written:
            raise ValidationError(dict.fromkeys(written, sentence))

    def refresh(self, of_services: Iterable[str] = ()) -> None:
        """Mark as changed now, and fold anew; `of_services` find its services."""
        self.updated_at = timezone.now()
        self.fold(of_services)

    def fold(self, of_services: Iterable[str] = ()) -> None:
        """What a search looks into, made of the other fields."""
        self.is_found = self.status in FOUND
        self.name_norm = search_key(self.name or "")[:200]
        # Names without a reading come last, not first.
        reading = search_key(self.reading)[:200]
        self.sort_key = f"0{reading}" if reading else f"1{self.name_norm}"
        address = self._address_to_find()
        parts = [
            self.name,
            self.name_en,
            self.reading,
            # 「ほうふ」 is looked for as hofu and as houfu.
            romaji(self.reading),
            spell(self.reading),
            self.organization,
            address,
            self.municipality.reading if self.municipality else "",
            romaji(self.municipality.reading) if self.municipality else "",
            self.phone,
            phone_digits(self.phone),
            self.fax,
            phone_digits(self.fax),
        ]
        keys = [*map(text_key, filter(None, parts)), numbered_key(address)]
        said = " ".join(filter(None, [*keys, url_key(self.url)]))
        others = {word if is_url_key(word) else text_key(word) for word in of_services}
        own = sorted(word for word in others if word and word not in said)
        self.search_text = " ".join(filter(None, [said, *own]))

    def _address_to_find(self) -> str:
        """From the prefecture on, so that whoever types a whole address finds it."""
        place, address = self.municipality, self.address or ""
        if place is None or address.startswith(place.prefecture):
            return address
        return f"{place.full_name}{address.removeprefix(place.name)}"

    @classmethod
    def checked_one_by_one(cls) -> models.Q:
        """Imported ones are due together, with the next import of their source."""
        return models.Q(imported_from=None)

    @property
    def is_imported(self) -> bool:
        return self.imported_from_id is not None

    @property
    def is_from_data(self) -> bool:
        return self.is_imported

    def imported_values(self) -> dict[str, str]:
        position = ("" if part is None else str(part) for part in (self.lat, self.lon))
        return {
            "kind": str(self.kind_id),
            "name": self.name_ja or "",
            "reading": self.reading,
            "organization": self.organization_ja or "",
            "operator": str(self.operator_id or ""),
            "municipality": self.municipality_id or "",
            "postal_code": self.postal_code,
            "address": self.address_ja or "",
            "position": ",".join(position),
            "geo_source": str(self.geo_source),
            "phone": self.phone,
            "fax": self.fax,
            "url": self.url,
            "status": str(self.status),
        }

    def let_data_return(self) -> None:
        self.services.update(content_hash="")

    @property
    def point(self) -> Point | None:
        """The position, for distances."""
        if self.lat is None or self.lon is None:
            return None
        return Point(float(self.lat), float(self.lon))

    @property
    def is_position_rough(self) -> bool:
        return self.geo_source == GeoSource.TOWN

    @property
    def full_address(self) -> str:
        """The address with its municipality, which imported rows keep apart."""
        return self.with_municipality(self.address)

    def with_municipality(self, address: str) -> str:
        """The same for the address as another language has it."""
        if not self.is_imported or self.municipality is None:
            return address
        return f"{self.municipality.full_name}{address}"


def found_by_services(services: Iterable[OfficeService]) -> set[str]:
    """What a search for a place may name of the services there."""
    return {word for service in services for word in service.found_by}
