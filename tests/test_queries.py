"""Every page asks the database equally often, however many rows it shows.

Twice: when everything is new to the process, and when it holds what pages share. The
second is what a reader's page costs: the version of the content, and its own rows.
"""

from collections.abc import Callable

import pytest
from django.http import HttpResponse
from django.test import Client

from tests import rows

pytestmark = pytest.mark.django_db


@pytest.fixture
def costs(django_assert_num_queries):
    """Looks at a page twice, and says whether it asked as often as it may."""

    def look(address: str, first: int, again: int) -> HttpResponse:
        with django_assert_num_queries(first):
            assert Client().get(address).status_code == 200
        with django_assert_num_queries(again):
            return Client().get(address)

    return look


# How often when everything is new, and how often again: the version of the content.
LISTS = [
    pytest.param("/", rows.full_service, 14, 1, id="home"),
    pytest.param("/", rows.full_situation, 14, 1, id="doors"),
    pytest.param("/services/", rows.full_service, 15, 1, id="services"),
    pytest.param("/conditions/", rows.full_service, 15, 1, id="conditions"),
    pytest.param("/fees/", rows.cap, 17, 1, id="caps"),
    pytest.param("/fees/", rows.topic, 16, 1, id="topics"),
    pytest.param("/steps/", rows.step, 5, 1, id="steps"),
    pytest.param("/faq/", rows.faq, 7, 1, id="questions"),
    pytest.param("/glossary/", rows.term, 5, 1, id="all words"),
    pytest.param("/glossary/ka/", rows.term, 6, 1, id="words of a row"),
    pytest.param("/sources/", rows.full_service, 5, 1, id="sources"),
    pytest.param("/changes/", rows.change, 16, 1, id="changes"),
    pytest.param("/sitemap/", rows.listed_service, 15, 1, id="site map"),
    pytest.param("/sitemap/", rows.listed_situation, 12, 1, id="site map, situations"),
]


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize(("address", "make", "first", "again"), LISTS)
def test_a_list_of_one_and_of_three_costs_the_same(
    address: str,
    make: Callable[[], object],
    first: int,
    again: int,
    number: int,
    costs,
):
    for _ in range(number):
        make()
    costs(address, first, again)


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize(
    ("page", "first", "again"),
    [("", 20, 1), ("conditions/", 19, 1), ("money/", 16, 1), ("details/", 22, 1)],
)
def test_a_service_page_costs_the_same_however_much_it_says(
    page, first, again, number, costs
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
    costs(f"/services/{service.slug}/{page}", first, again)


@pytest.mark.parametrize("number", [1, 3])
def test_the_picture_of_all_services_costs_the_same_however_many_arrows(number, costs):
    first = rows.service()
    for _ in range(number):
        rows.passage(first, rows.service())
    costs("/services/", 13, 1)


@pytest.mark.parametrize(("number", "first"), [(2, 18), (4, 17)])
def test_a_comparison_costs_the_same_however_many_services(number, first, costs):
    services = [rows.full_service() for _ in range(number)]
    query = "&".join(f"s={service.slug}" for service in services)
    response = costs(f"/compare/?{query}", first, 1)
    assert len(response.context["table"].services) == number


@pytest.mark.parametrize("number", [1, 3])
def test_a_kind_of_office_costs_the_same_however_many_offices(number, costs):
    kind = rows.office_kind()
    for _ in range(number):
        rows.office(kind)
    html = costs(kind.get_absolute_url(), 17, 3).content.decode()
    assert html.count('class="office card"') == number


@pytest.mark.parametrize("number", [1, 3])
def test_the_door_to_offices_costs_the_same_however_many_kinds(number, costs):
    for _ in range(number):
        rows.office(rows.office_kind())
    costs("/offices/", 14, 2)


# The version of what is held, the rows of the page, their services.
@pytest.mark.parametrize("number", [1, 3, 25])
@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("", 21),
        ("q=%E3%81%B2%E3%81%BE", 21),
        ("area=35203&service=b-gata&sat=1&sort=area", 24),
        ("area=35203&near=35203%E7%94%BA", 21),
        ("near=35203%E7%94%BA&sat=1", 23),
        ("near=35203%E7%94%BA&sort=name", 21),
    ],
)
def test_a_search_costs_the_same_however_much_it_finds(query, first, number, costs):
    rows.town("町", 34.17, 131.47)
    for _ in range(number):
        rows.full_place(lat=34.18, lon=131.47)
    response = costs(f"/offices/search/?{query}", first, 3)
    assert response.context["found"].total == number


def test_the_second_page_costs_the_same(django_assert_num_queries):
    for _ in range(25):
        rows.full_place()
    Client().get("/offices/search/")
    with django_assert_num_queries(3):
        response = Client().get("/offices/search/?page=2")
    assert [result.number for result in response.context["found"].results] == [
        11, 12, 13, 14, 15, 16, 17, 18, 19, 20
    ]  # fmt: skip


@pytest.mark.parametrize("number", [1, 3])
def test_an_office_costs_the_same_however_many_others_there_are(number, costs):
    office = rows.full_place(lat=34.18, lon=131.47)
    for _ in range(number):
        rows.full_place(lat=34.18, lon=131.47)
        rows.place(operator=office.operator)
    html = costs(office.get_absolute_url(), 23, 6).content.decode()
    assert html.count('<li><a href="/offices/office/') == 2 * number


@pytest.mark.parametrize("page", ["compare", "visit"])
@pytest.mark.parametrize("number", [1, 3])
def test_chosen_offices_cost_the_same(page, number, costs):
    chosen = [rows.full_place() for _ in range(number)]
    query = "&".join(f"o={office.code}" for office in chosen)
    response = costs(f"/offices/{page}/?{query}", 20, 5)
    assert len(response.context["chosen"].profiles) == number


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize(
    ("address", "first", "again"),
    [
        pytest.param("search/?", 22, 3, id="found"),
        pytest.param("compare/?o={codes}", 27, 5, id="compared"),
        pytest.param("visit/?o={codes}", 27, 5, id="to take on a visit"),
    ],
)
def test_latin_letters_cost_no_query_for_each_office(
    address, first, again, number, costs
):
    found = [
        rows.full_place(reading="ひまわり", address=f"町{count}")
        for count in range(number)
    ]
    codes = "&o=".join(office.code for office in found)
    path = f"/en/offices/{address.format(codes=codes)}"
    html = costs(path, first, again).content.decode()
    assert html.count("Himawari") >= number


@pytest.mark.parametrize("number", [1, 3])
def test_a_situation_costs_the_same_however_much_it_says(number, costs):
    situation = rows.life_situation()
    for _ in range(number):
        rows.usable(situation)
        rows.usable(situation, f"{number}日たったら")
        rows.link(situation)
    costs(situation.get_absolute_url(), 12, 1)


@pytest.mark.parametrize("number", [1, 3])
def test_a_change_costs_the_same_however_many_services_it_concerns(number, costs):
    change = rows.change()
    change.services.add(*(rows.service() for _ in range(number)))
    costs(change.get_absolute_url(), 7, 1)
