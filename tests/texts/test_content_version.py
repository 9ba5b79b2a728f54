"""The version of the content is another one after any change, and only then."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import User
from django.db import OperationalError, connection, models, transaction
from django.test import Client
from django.utils import timezone

from facts.models import Source
from guide.models import Faq, Page, SearchMiss, Step
from offices.models import OfficeReport
from services.models import ServiceType
from staff.models import (
    Change,
    DailyRun,
    LinkCheck,
    RowChange,
    ServerError,
    StaffRules,
)
from tests import rows
from texts.content_version import _VERSION, _WRITES, content_version, tidy_marks
from texts.models import ContentChange

OWN = [
    model
    for app in apps.get_app_configs()
    if app.path.startswith(str(settings.BASE_DIR)) and ".venv" not in app.path
    for model in app.get_models(include_auto_created=True)
]
# What only staff see, said in the models and once more here.
NOT_SHOWN = {
    Change,
    ContentChange,
    DailyRun,
    LinkCheck,
    OfficeReport,
    RowChange,
    SearchMiss,
    ServerError,
    StaffRules,
}


def changes(act) -> bool:
    before = content_version()
    act()
    return content_version() != before


def field_of(model: type[models.Model]) -> models.Field:
    """A column that can be written without a change."""
    return next(f for f in model._meta.concrete_fields if not f.primary_key)


@pytest.mark.django_db
@pytest.mark.parametrize("model", OWN, ids=lambda model: model.__name__)
def test_a_write_to_any_table_that_readers_see_is_a_change(model):
    field = field_of(model)

    def write() -> None:
        model._base_manager.update(**{field.attname: models.F(field.attname)})

    assert changes(write) is (model not in NOT_SHOWN)


@pytest.mark.usefixtures("content")
def test_whoever_writes_in_whatever_way_makes_a_change():
    service, step = ServiceType.objects.first(), Step.objects.first()
    source = Source.objects.first()
    assert changes(service.save)
    assert changes(lambda: Step.objects.bulk_update([step], ["order"]))
    assert changes(lambda: Page.objects.filter(pk=1).update(order=3))
    assert changes(lambda: Faq.objects.first().services.set([service]))
    assert changes(step.delete)
    assert changes(lambda: rows.fact(service, "another"))
    with connection.cursor() as cursor:
        assert changes(
            lambda: cursor.execute("UPDATE facts_source SET code = code", [])
        )
    source.pk, source.code = None, "another"
    assert changes(lambda: Source.objects.bulk_create([source]))


@pytest.mark.usefixtures("content")
def test_reading_pages_and_staff_logging_in_are_no_change():
    def look() -> None:
        for path in ("/", "/easy/faq/", "/services/b-gata/", "/sitemap/"):
            assert Client().get(path).status_code == 200
        Client().force_login(User.objects.create_superuser("hanako"))

    assert not changes(look)


@pytest.mark.usefixtures("content")
def test_many_writes_of_one_transaction_leave_one_mark():
    content_version()
    with transaction.atomic():
        before = ContentChange.objects.count()
        for page in Page.objects.all()[:3]:
            page.save()
        assert ContentChange.objects.count() == before + 1


@pytest.mark.usefixtures("content")
def test_after_a_savepoint_is_rolled_back_the_next_write_is_a_change_again():
    page = Page.objects.first()
    before = content_version()
    with transaction.atomic():
        page.save()
        transaction.set_rollback(True)
    assert content_version() == before
    with transaction.atomic():
        with transaction.atomic():
            page.save()
            transaction.set_rollback(True)
        page.save()
    assert content_version() != before


@pytest.mark.usefixtures("content")
def test_what_was_kept_within_a_savepoint_is_forgotten_when_that_is_rolled_back():
    with transaction.atomic():
        Page.objects.update(order=3)
        with transaction.atomic():
            Page.objects.update(order=4)
            within = content_version()
            transaction.set_rollback(True)
        assert content_version() != within


@pytest.mark.django_db(transaction=True)
def test_a_change_is_seen_when_its_transaction_is_over():
    rows.service()
    before = content_version()
    with transaction.atomic():
        ServiceType.objects.update(order=7)
    after = content_version()
    assert after != before
    ServiceType.objects.update(order=8)
    assert content_version() not in {before, after}


def test_the_version_is_asked_of_the_table_of_changes():
    assert _VERSION.split()[-1] == ContentChange._meta.db_table


@pytest.mark.django_db
def test_the_version_costs_one_query(django_assert_num_queries):
    with django_assert_num_queries(1):
        content_version()


@pytest.mark.django_db
def test_the_version_never_comes_back_to_what_it_was(monkeypatch):
    """Marks go when they are old; the newest stays, however long nothing changes."""
    seen = [content_version()]
    for _ in range(2):
        rows.step()
        ContentChange.objects.update(at=timezone.now() - timedelta(days=8))
        tidy_marks()
        seen.append(content_version())
    assert ContentChange.objects.count() == 1
    assert len({*seen}) == 3


@pytest.mark.django_db(transaction=True)
def test_a_change_of_its_own_has_a_mark_also_where_none_could_be_made_after_it():
    step = rows.step()
    before, made = content_version(), []

    def refuse_the_second(execute, sql, *rest):
        if sql.startswith("INSERT") and "texts_contentchange" in sql:
            made.append(sql)
            if len(made) == 2:
                raise OperationalError("the disk is full")
        return execute(sql, *rest)

    with connection.execute_wrapper(refuse_the_second), pytest.raises(OperationalError):
        Step.objects.filter(pk=step.pk).update(order=77)
    assert Step.objects.get(pk=step.pk).order == 77
    assert content_version() != before


@pytest.mark.parametrize(
    ("sql", "table"),
    [
        ('UPDATE "a" SET b = 1', "a"),
        ("update or ignore a set b = 1", "a"),
        ('INSERT OR REPLACE INTO "a" VALUES (1)', "a"),
        ("REPLACE INTO a VALUES (1)", "a"),
        ('/* why */ DELETE FROM "a"', "a"),
        ('WITH c AS (SELECT 1) UPDATE "a" SET b = 1', "a"),
        ('SELECT "a"."b" FROM "a" FOR UPDATE', None),
    ],
)
def test_a_statement_that_writes_is_known(sql, table):
    found = _WRITES.match(sql)
    assert (found and found[1]) == table
