"""Every list asks the database equally often, however many rows it shows."""

from collections.abc import Callable

import pytest
from django.test import Client

from tests import rows

pytestmark = pytest.mark.django_db

# Two queries are the frame's: the city, and the words of the pages. What the code on
# paper stands for is asked for once more, as it is when the code is checked.
LISTS = [
    pytest.param("/", rows.full_service, 6, id="home"),
    pytest.param("/", rows.full_situation, 6, id="doors"),
    pytest.param("/services/", rows.full_service, 6, id="services"),
    pytest.param("/conditions/", rows.full_service, 11, id="conditions"),
    pytest.param("/fees/", rows.cap, 13, id="caps"),
    pytest.param("/fees/", rows.topic, 12, id="topics"),
    pytest.param("/steps/", rows.step, 4, id="steps"),
    pytest.param("/faq/", rows.faq, 6, id="questions"),
    pytest.param("/glossary/", rows.term, 4, id="all words"),
    pytest.param("/glossary/ka/", rows.term, 4, id="words of a row"),
    pytest.param("/sources/", rows.full_service, 4, id="sources"),
    pytest.param("/changes/", rows.change, 15, id="changes"),
    pytest.param("/sitemap/", rows.listed_service, 10, id="site map"),
    pytest.param("/sitemap/", rows.listed_situation, 10, id="site map, situations"),
]


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize(("address", "make", "queries"), LISTS)
def test_a_list_of_one_and_of_three_costs_the_same(
    address: str,
    make: Callable[[], object],
    queries: int,
    number: int,
    django_assert_num_queries,
):
    for _ in range(number):
        make()
    with django_assert_num_queries(queries):
        assert Client().get(address).status_code == 200


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize(
    ("page", "queries"),
    [("", 13), ("conditions/", 15), ("money/", 9), ("details/", 16)],
)
def test_a_service_page_costs_the_same_however_much_it_says(
    page, queries, number, django_assert_num_queries
):
    service = rows.service()
    rows.rule(service, requirements=number)
    for place in range(number):
        rows.fact(service, kind=f"kind-{place}")
        rows.deed(service)
        rows.contrast(service, rows.service())
        rows.term().services.add(service)
        rows.faq().services.add(service)
        rows.office_kind().services.add(service)
    with django_assert_num_queries(queries):
        assert Client().get(f"/services/{service.slug}/{page}").status_code == 200


@pytest.mark.parametrize("number", [1, 3])
def test_the_picture_of_all_services_costs_the_same_however_many_arrows(
    number, django_assert_num_queries
):
    first = rows.service()
    for _ in range(number):
        rows.passage(first, rows.service())
    with django_assert_num_queries(6):
        assert Client().get("/services/").status_code == 200


@pytest.mark.parametrize(("number", "queries"), [(2, 10), (4, 9)])
def test_a_comparison_costs_the_same_however_many_services(
    number, queries, django_assert_num_queries
):
    services = [rows.full_service() for _ in range(number)]
    query = "&".join(f"s={service.slug}" for service in services)
    with django_assert_num_queries(queries):
        response = Client().get(f"/compare/?{query}")
    assert len(response.context["table"].services) == number


@pytest.mark.parametrize("number", [1, 3])
def test_a_kind_of_office_costs_the_same_however_many_offices(
    number, django_assert_num_queries
):
    kind = rows.office_kind()
    for _ in range(number):
        rows.office(kind)
    Client().get("/offices/")
    with django_assert_num_queries(7):
        html = Client().get(kind.get_absolute_url()).content.decode()
    assert html.count('class="office card"') == number


@pytest.mark.parametrize("number", [1, 3])
def test_the_door_to_offices_costs_the_same_however_many_kinds(
    number, django_assert_num_queries
):
    for _ in range(number):
        rows.office(rows.office_kind())
    # What can be chosen is held until something is changed.
    Client().get("/offices/")
    with django_assert_num_queries(5):
        assert Client().get("/offices/").status_code == 200


# The frame's two, the version of what is held, the rows of the page, their services.
@pytest.mark.parametrize("number", [1, 3, 25])
@pytest.mark.parametrize(
    "query",
    [
        "",
        "q=%E3%81%B2%E3%81%BE",
        "area=35203&service=b-gata&sat=1&sort=area",
        "area=35203&near=35203%E7%94%BA",
        "near=35203%E7%94%BA&sat=1",
        "near=35203%E7%94%BA&sort=name",
    ],
)
def test_a_search_costs_the_same_however_much_it_finds(
    query, number, django_assert_num_queries
):
    rows.town("町", 34.17, 131.47)
    for _ in range(number):
        rows.full_place(lat=34.18, lon=131.47)
    # What is held is made once.
    Client().get(f"/offices/search/?{query}")
    with django_assert_num_queries(5):
        response = Client().get(f"/offices/search/?{query}")
    assert response.context["found"].total == number


def test_the_second_page_costs_the_same(django_assert_num_queries):
    for _ in range(25):
        rows.full_place()
    Client().get("/offices/search/")
    with django_assert_num_queries(5):
        response = Client().get("/offices/search/?page=2")
    assert [result.number for result in response.context["found"].results] == [
        11, 12, 13, 14, 15, 16, 17, 18, 19, 20
    ]  # fmt: skip


@pytest.mark.parametrize("number", [1, 3])
def test_an_office_costs_the_same_however_many_others_there_are(
    number, django_assert_num_queries
):
    office = rows.full_place(lat=34.18, lon=131.47)
    for _ in range(number):
        rows.full_place(lat=34.18, lon=131.47)
        rows.place(operator=office.operator)
    Client().get(office.get_absolute_url())  # what is kept of places is read once
    with django_assert_num_queries(17):
        html = Client().get(office.get_absolute_url()).content.decode()
    assert html.count('<li><a href="/offices/office/') == 2 * number


@pytest.mark.parametrize("page", ["compare", "visit"])
@pytest.mark.parametrize("number", [1, 3])
def test_chosen_offices_cost_the_same(page, number, django_assert_num_queries):
    chosen = [rows.full_place() for _ in range(number)]
    query = "&".join(f"o={office.code}" for office in chosen)
    with django_assert_num_queries(14):
        response = Client().get(f"/offices/{page}/?{query}")
    assert len(response.context["chosen"].profiles) == number


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize(
    ("address", "queries"),
    [
        pytest.param("search/?", 6, id="found"),
        pytest.param("compare/?o={codes}", 15, id="compared"),
        pytest.param("visit/?o={codes}", 15, id="to take on a visit"),
    ],
)
def test_latin_letters_cost_no_query_for_each_office(
    address, queries, number, django_assert_num_queries
):
    found = [
        rows.full_place(reading="ひまわり", address=f"町{count}")
        for count in range(number)
    ]
    codes = "&o=".join(office.code for office in found)
    path = f"/en/offices/{address.format(codes=codes)}"
    Client().get(path)  # the dictionary of readings is kept while nothing changes
    with django_assert_num_queries(queries):
        html = Client().get(path).content.decode()
    assert html.count("Himawari") >= number


@pytest.mark.parametrize("number", [1, 3])
def test_a_situation_costs_the_same_however_much_it_says(
    number, django_assert_num_queries
):
    situation = rows.life_situation()
    for _ in range(number):
        rows.usable(situation)
        rows.usable(situation, f"{number}日たったら")
        rows.link(situation)
    with django_assert_num_queries(8):
        assert Client().get(situation.get_absolute_url()).status_code == 200


@pytest.mark.parametrize("number", [1, 3])
def test_a_change_costs_the_same_however_many_services_it_concerns(
    number, django_assert_num_queries
):
    change = rows.change()
    change.services.add(*(rows.service() for _ in range(number)))
    with django_assert_num_queries(5):
        assert Client().get(change.get_absolute_url()).status_code == 200
