"""「上へ」「下へ」: rows change places, in one order with those of their heading."""

import pytest
from django.urls import reverse

from guide.models import Faq, Step
from offices.models import OfficeKind
from staff.models import RowChange
from tests import people, rows

pytestmark = pytest.mark.django_db
STEPS = "guide_step"


def move(client, name: str, row, way: str):
    where = reverse(f"admin:{name}_move")
    return client.post(where, {"move": f"{way}-{row.pk}"}, follow=True)


def steps(number: int) -> list[Step]:
    return [rows.step() for _ in range(number)]


def told(page) -> list[str]:
    return [str(one) for one in page.context["messages"]]


@pytest.mark.parametrize(
    ("place", "way", "after"),
    [
        pytest.param(1, "up", [1, 0, 2], id="up"),
        pytest.param(1, "down", [0, 2, 1], id="down"),
        pytest.param(0, "up", [0, 1, 2], id="first"),
        pytest.param(2, "down", [0, 1, 2], id="last"),
    ],
)
def test_a_row_changes_places_though_no_two_may_have_one_number(
    place, way, after, admin_client
):
    made = steps(3)
    numbers = [one.order for one in made]
    move(admin_client, STEPS, made[place], way)
    assert [*Step.objects.all()] == [made[number] for number in after]
    assert [*Step.objects.values_list("order", flat=True)] == numbers


def test_what_was_done_is_told(admin_client):
    one, two = steps(2)
    page = move(admin_client, STEPS, two, "up")
    assert told(page) == [f"「{two}」を「{one}」の上に動かしました。"]
    two.refresh_from_db()
    assert told(move(admin_client, STEPS, two, "up")) == [
        f"「{two}」は、いちばん上です。"
    ]


@pytest.mark.parametrize(
    ("place", "to", "after", "word"),
    [
        pytest.param(3, 1, [0, 3, 1, 2], "上", id="up"),
        pytest.param(0, 2, [1, 2, 0, 3], "下", id="down"),
    ],
)
def test_a_row_takes_the_place_of_the_one_it_is_dropped_on(
    place, to, after, word, admin_client
):
    made = steps(4)
    name, other = str(made[place]), str(made[to])
    sent = {"move": f"to-{made[place].pk}-{made[to].pk}"}
    page = admin_client.post(reverse(f"admin:{STEPS}_move"), sent, follow=True)
    assert [*Step.objects.all()] == [made[number] for number in after]
    assert told(page) == [f"「{name}」を「{other}」の{word}に動かしました。"]


def test_a_row_that_is_dropped_under_another_heading_stays(admin_client):
    first, second = rows.faq(), rows.faq()
    sent = {"move": f"to-{second.pk}-{first.pk}"}
    page = admin_client.post(reverse("admin:guide_faq_move"), sent, follow=True)
    assert told(page) == [f"「{second}」は、同じ見出しの中で動かしてください。"]
    assert [*Faq.objects.filter(group=first.group)] == [first]


def test_rows_with_one_number_get_one_each(admin_client):
    kinds = [rows.office_kind() for _ in range(3)]
    move(admin_client, "offices_officekind", kinds[2], "up")
    assert [*OfficeKind.objects.all()] == [kinds[0], kinds[2], kinds[1]]


def test_a_row_stays_under_its_heading(admin_client):
    first, second = rows.faq(), rows.faq()
    page = move(admin_client, "guide_faq", second, "up")
    assert told(page) == [f"「{second}」は、いちばん上です。"]
    assert [*Faq.objects.filter(group=first.group)] == [first]


def test_a_move_of_who_may_not_publish_is_a_draft():
    made = steps(2)
    move(people.editor(), STEPS, made[1], "up")
    assert [*Step.objects.all()] == made
    assert sorted(RowChange.objects.values_list("key", flat=True)) == sorted(
        str(one.pk) for one in made
    )


@pytest.mark.parametrize(
    "sent", ["", "up-", "up-x", "left-1", "up-999999", "to-1", "to-1-x"]
)
def test_what_is_no_move_is_not_found(sent, admin_client):
    where = reverse(f"admin:{STEPS}_move")
    assert admin_client.post(where, {"move": sent}).status_code == 404


@pytest.mark.parametrize(("query", "number"), [("", 4), ("?o=1", 0), ("?q=a", 0)])
def test_the_buttons_are_there_where_the_list_is_in_order(query, number, admin_client):
    steps(2)
    page = admin_client.get(reverse("admin:guide_step_changelist") + query)
    assert page.content.decode().count('name="move"') == number
