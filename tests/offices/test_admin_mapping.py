"""The columns of a city's own list: shown, chosen, and then read so."""

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from offices.importing.run import Upload
from offices.models import ImportSource, Office
from tests import people
from tests.offices.conftest import do
from tests.offices.test_admin_import import as_opened

pytestmark = pytest.mark.usefixtures("register")

LIST = (
    "山口市の事業所の一覧,,,\r\n"
    "施設名,所在地の市町,所在地,電話番号\r\n"
    "もも作業所,山口県山口市,阿知須1番地,083-922-4111\r\n"
)


@pytest.fixture
def staff() -> Client:
    client = Client()
    people.alone()
    client.force_login(User.objects.create_superuser("hanako"))
    return client


def address(slug: str = "generic") -> str:
    source = ImportSource.objects.get(slug=slug)
    return reverse("admin:offices_importsource_columns", args=[source.pk])


def show(staff: Client, content: bytes = LIST.encode("cp932"), line: int = 2):
    sent = {"file": SimpleUploadedFile("市.csv", content), "line": line}
    return staff.post(address(), sent)


def choose(staff: Client, **chosen: str):
    form = show(staff).context["form"]
    sent = {name: form[name].value() for name in form.fields}
    return staff.post(address(), sent | chosen, follow=True)


def test_staff_choose_columns_and_the_list_is_read_so(staff):
    form = show(staff).context["form"]
    # What has the name of ours is proposed; the rest is for people to choose.
    assert (form["phone"].value(), form["name"].value()) == ("電話番号", "")
    assert [name for name, _label in form.fields["name"].choices] == [
        "", "施設名", "所在地の市町", "所在地", "電話番号"
    ]  # fmt: skip

    page = choose(
        staff,
        name="施設名",
        municipality="所在地の市町",
        address="所在地",
        the_service="b-gata",
    )

    html = page.content.decode()
    assert "列の読み方を決めました" in html
    assert "名称 ← 施設名" in html
    assert ImportSource.objects.get(slug="generic").mapping == {
        "header_line": 2,
        "columns": {
            "name": "施設名",
            "municipality": "所在地の市町",
            "address": "所在地",
            "phone": "電話番号",
        },
        "constants": {"type": "b-gata"},
    }
    do(Upload("市.csv", LIST.encode("cp932")), source="generic")
    office = Office.objects.get()
    assert (office.name, office.address, office.phone) == (
        "もも作業所",
        "阿知須1番地",
        "083-922-4111",
    )

    # The next time, what was chosen is proposed.
    assert show(staff).context["form"]["name"].value() == "施設名"


def test_one_column_may_be_all_of_an_address_and_no_other(staff):
    both = {"name": "施設名", "the_service": "b-gata"}
    page = choose(staff, **both, municipality="所在地", address="所在地")
    assert "列の読み方を決めました" in page.content.decode()
    do(
        Upload("市.csv", LIST.replace("阿知須", "山口市阿知須").encode()),
        source="generic",
    )
    office = Office.objects.get()
    assert (office.municipality_id, office.address) == ("35203", "阿知須1番地")


@pytest.mark.parametrize(
    ("chosen", "told"),
    [
        ({"name": ""}, "必須"),
        ({"name": "ない列"}, "ない列"),
        ({"the_service": ""}, "サービスがわかりません"),
        ({"address": "施設名"}, "同じ列を2回えらんでいます：施設名"),
    ],
)
def test_what_cannot_be_read_is_told_and_kept(staff, chosen, told):
    fitting = {
        "name": "施設名",
        "municipality": "所在地の市町",
        "address": "所在地",
        "the_service": "b-gata",
    }
    page = choose(staff, **(fitting | chosen))
    assert told in page.content.decode()
    assert page.context["form"]["municipality"].value() == "所在地の市町"
    assert ImportSource.objects.get(slug="generic").mapping == {}


@pytest.mark.parametrize(
    ("content", "line", "told"),
    [
        (b"<html>404</html>", 1, "ホームページ（エラーの画面など）"),
        (LIST.encode(), 1, "その行には、列の名前がありません"),
        (LIST.encode(), 9, "列の名前がありません"),
        (b"", 1, "空です"),
    ],
)
def test_a_file_without_columns_is_told(staff, content, line, told):
    assert told in show(staff, content, line).content.decode()


@pytest.mark.parametrize("header", ["x", "{}", "[1]"])
def test_columns_that_no_browser_sends_begin_anew(staff, header):
    page = staff.post(address(), {"header": header, "line": "1"})
    assert page.status_code == 200
    assert ImportSource.objects.get(slug="generic").mapping == {}


def test_the_columns_of_published_data_are_not_for_choosing(staff):
    assert staff.get(address("wam")).status_code == 403
    source = ImportSource.objects.get(slug="wam")
    change = reverse("admin:offices_importsource_change", args=[source.pk])
    html = staff.get(change).content.decode()
    assert "公表データの列は、決まっています" in html


def test_who_may_not_change_sources_may_not_choose(client):
    client.force_login(User.objects.create_user("taro", is_staff=True))
    assert client.get(address()).status_code == 403


@pytest.mark.parametrize("typed", ["[1]", '{"columns": ["a"]}', '"x"'])
def test_a_source_that_is_refused_is_shown_with_whatever_was_typed(staff, typed):
    source = ImportSource.objects.get(slug="generic")
    form = reverse("admin:offices_importsource_change", args=[source.pk])
    sent = as_opened(staff, form) | {"mapping": typed, "name": ""}
    page = staff.post(form, sent)
    assert page.status_code == 200
    assert "空の表（CSV）の列の名前のとおりに読みます。" in page.content.decode()
