"""What readers found is not taken away unseen, and its address says what it was."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import strip_tags

from facts.published import OwnPlace
from fees.models import FeeTopic
from guide.models import Faq
from offices.models import Office
from services.models import ServiceType
from staff.models import FormerAddress
from tests import rows
from tests.staff.test_between import address_of, errors_of, opened

pytestmark = pytest.mark.django_db


@pytest.fixture
def linked(db) -> ServiceType:
    """A service with a page, and an answer that links to it."""
    service = rows.service()
    Faq.objects.filter(pk=rows.faq().pk).update(
        answer_ja=f"[見る](/services/{service.slug}/)",
        answer_en=f"[See](/services/{service.slug}/money/)",
    )
    return service


@pytest.mark.parametrize(
    "change", [{"is_published": None}, {"slug": "other"}], ids=["hidden", "renamed"]
)
def test_the_texts_that_link_to_a_page_are_shown_before_it_goes(
    change, linked, admin_client
):
    sent = {
        k: v
        for k, v in (opened(admin_client, linked) | change).items()
        if v is not None
    }

    page = admin_client.post(address_of(linked), sent)

    leaving = page.context["adminform"].form.leaving
    assert "2か所" in errors_of(page)
    assert [one.field.name for one in leaving.links] == ["answer_ja", "answer_en"]
    assert ServiceType.objects.published().filter(slug=linked.slug).exists()

    yes = sent | {"_links_seen": leaving.token, "_seen": page.context["seen"]}
    assert admin_client.post(address_of(linked), yes).status_code == 302
    assert not ServiceType.objects.published().filter(slug=linked.slug).exists()


def test_a_yes_to_other_texts_is_no_yes_to_these(linked, admin_client):
    sent = opened(admin_client, linked) | {"slug": "other", "_links_seen": "0" * 16}
    assert "2か所" in errors_of(admin_client.post(address_of(linked), sent))


def test_nobody_is_asked_where_nothing_links(admin_client):
    service = rows.service()
    sent = opened(admin_client, service)
    del sent["is_published"]
    assert admin_client.post(address_of(service), sent).status_code == 302


def test_before_a_page_is_deleted_the_texts_that_link_to_it_are_shown(
    linked, admin_client
):
    name = "admin:services_servicetype_delete"
    page = admin_client.get(reverse(name, args=[linked.pk])).content.decode()
    assert "このページへリンクしている文章（2か所）" in page


@pytest.mark.parametrize(
    ("prefix", "told"),
    [
        ("", "「サービス」のページがありました"),
        ("/easy", "「やさしいサービス」"),
        ("/en", "The page on “A service” was here."),
    ],
)
def test_the_address_of_a_hidden_service_says_what_it_was(prefix, told, admin_client):
    service = rows.service()
    names = {"name_ja": "サービス", "name_en": "A service"}
    ServiceType.objects.filter(pk=service.pk).update(
        **names, name_ja_simple="やさしいサービス"
    )
    sent = opened(admin_client, service)
    del sent["is_published"]
    admin_client.post(address_of(service), sent)

    page = Client().get(f"{prefix}/services/{service.slug}/")

    assert page.status_code == 410
    text = strip_tags(page.content.decode())
    assert told in text
    assert f'href="{prefix}/services/"' in page.content.decode()


def test_pages_below_it_say_the_same_and_other_addresses_do_not(admin_client):
    service = rows.service()
    FormerAddress.note(f"/services/{service.slug}/", service, now_at="")
    ServiceType.objects.all().delete()
    client = Client()
    assert client.get(f"/services/{service.slug}/money/").status_code == 410
    assert client.get("/services/other/").status_code == 404


def test_a_renamed_page_is_one_link_away_from_its_first_address(admin_client):
    service = rows.service()
    first = service.get_absolute_url()
    for slug in ("second", "third"):
        sent = opened(admin_client, service) | {"slug": slug}
        assert admin_client.post(address_of(service), sent).status_code == 302

    page = Client().get(f"/en{first}")

    assert (page.status_code, page.context["now_at"]) == (410, "/en/services/third/")


def test_a_page_that_is_back_is_shown_as_ever(admin_client):
    service = rows.service()
    there = service.get_absolute_url()
    for is_published in (False, True):
        sent = opened(admin_client, service)
        sent.pop("is_published", None)
        sent |= {"is_published": "on"} if is_published else {}
        admin_client.post(address_of(service), sent)
    assert Client().get(there).status_code == 200
    assert not FormerAddress.objects.exists()


def test_a_deleted_office_is_remembered_at_its_address(admin_client):
    office = rows.office(rows.office_kind())
    address = reverse("admin:offices_office_delete", args=[office.pk])
    there = office.get_absolute_url()

    assert admin_client.post(address, {"post": "yes"}).status_code == 302

    assert not Office.objects.exists()
    assert Client().get(there).status_code == 410


@pytest.mark.parametrize("change", [{"code": "another"}, {"is_published": None}])
@pytest.mark.parametrize(
    "make",
    [rows.faq, rows.term, rows.step, rows.topic, rows.life_situation],
    ids=["answer", "term", "step", "topic", "situation"],
)
def test_before_a_row_of_any_kind_leaves_its_place_staff_see_what_links_there(
    make, change, admin_client
):
    row = make()
    linking = rows.topic()
    FeeTopic.objects.filter(pk=linking.pk).update(
        body_ja=f"[見る]({row.get_absolute_url()})"
    )
    sent = opened(admin_client, row) | change
    sent = {name: value for name, value in sent.items() if value is not None}

    page = admin_client.post(address_of(row), sent)

    assert "1か所" in errors_of(page)
    stored = type(row).objects.get(pk=row.pk)
    assert (stored.code, stored.is_published) == (row.code, True)


def test_a_topic_whose_page_stays_is_not_asked_about(admin_client):
    """Today's row is what readers see; the one before it goes unseen."""
    old, new = rows.topic(), rows.topic()
    FeeTopic.objects.filter(pk=new.pk).update(code=old.code, valid_from="2020-04-01")
    linking = rows.faq()
    Faq.objects.filter(pk=linking.pk).update(
        answer_ja=f"[見る]({old.get_absolute_url()})"
    )
    sent = opened(admin_client, old)
    del sent["is_published"]
    assert admin_client.post(address_of(old), sent).status_code == 302
    assert Client().get(old.get_absolute_url()).status_code == 200
    assert not FormerAddress.objects.exists()


@pytest.mark.parametrize(
    ("address", "link", "is_meant"),
    [
        pytest.param("/services/b/", "/services/b/", True, id="the page"),
        pytest.param("/services/b/", "/services/b/?on=2027-04-01", True, id="a day"),
        pytest.param("/services/b/", "/services/b/money/", True, id="a page below"),
        pytest.param("/services/b/", "/services/b-gata/", False, id="another page"),
        pytest.param("/faq/b/", "/faq/#b", True, id="its former anchor"),
        pytest.param("/faq/#b", "/faq/#b", True, id="a place on a page"),
        pytest.param("/faq/#b", "/faq/", False, id="the page of a place"),
        pytest.param("/faq/#b", "/glossary/#b", False, id="a place on another page"),
    ],
)
def test_a_link_is_known_by_where_it_leads(address, link, is_meant):
    assert OwnPlace(address, "b").is_meant_by(link) is is_meant


@pytest.mark.usefixtures("content")
def test_all_offices_at_once_are_asked_about_before_they_go(admin_client):
    """Three hundred: more conditions than SQLite takes in one question."""
    first = Office.objects.first()
    row = Faq.objects.first()
    row.answer_ja = f"[ここ]({first.get_absolute_url()})へ。"
    row.save()
    sent = {"action": "delete_selected", "select_across": "1"}
    page = admin_client.post(
        reverse("admin:offices_office_changelist"),
        sent | {"_selected_action": [first.pk]},
    )
    assert page.status_code == 200
    [link] = page.wsgi_request.links_lost
    assert str(row) in link


@pytest.mark.usefixtures("content")
def test_both_questions_about_a_service_are_answered_in_one_form(admin_client):
    """Texts link to Type B, and golden cases come out otherwise without it."""
    service = ServiceType.objects.get(slug="b-gata")
    sent = opened(admin_client, service)
    del sent["is_published"]

    page = admin_client.post(address_of(service), sent)
    sent["_links_seen"] = page.context["adminform"].form.leaving.token
    page = admin_client.post(address_of(service), sent)
    sent["_understood"] = page.context["held"].token

    assert f'value="{sent["_links_seen"]}" id="links-seen" checked' in (
        page.content.decode()
    )
    assert admin_client.post(address_of(service), sent).status_code == 302
    assert Client().get("/services/b-gata/").status_code == 410
