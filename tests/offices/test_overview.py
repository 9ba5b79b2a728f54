"""The numbered map: a pure function from points to a drawing."""

from itertools import combinations
from math import hypot

from hypothesis import given
from hypothesis import strategies as st

from offices.domain.distance import Point
from offices.domain.overview import RADIUS, SIZE, draw_overview

POINTS = st.lists(
    st.builds(Point, st.floats(33.8, 34.8), st.floats(130.8, 132.3)),
    min_size=1,
    max_size=20,
)


@given(POINTS)
def test_every_number_is_in_the_frame_and_its_point_too(points):
    drawing = draw_overview(dict(enumerate(points, 1)))
    assert [mark.label for mark in drawing.marks] == list(range(1, len(points) + 1))
    for mark in drawing.marks:
        for place in (mark.x, mark.y, mark.at_x, mark.at_y):
            assert 0 <= place <= SIZE


def test_twenty_in_one_building_do_not_cover_each_other():
    here = Point(34.1, 131.4)
    drawing = draw_overview(dict.fromkeys(range(1, 21), here), origin=here)
    gaps = [hypot(a.x - b.x, a.y - b.y) for a, b in combinations(drawing.marks, 2)]
    assert min(gaps) > 2 * RADIUS - 1
    assert all(mark.is_moved for mark in drawing.marks)


def test_north_is_up_and_the_scale_is_a_round_number():
    drawing = draw_overview({1: Point(34.0, 131.4), 2: Point(34.1, 131.5)})
    south, north = drawing.marks
    assert north.y < south.y
    assert north.x > south.x
    assert drawing.scale_text == "2km"
    kilometre = drawing.scale_length / drawing.scale_km
    assert round((south.at_y - north.at_y) / kilometre, 1) == 11.1


def test_names_and_dots_outside_of_the_frame_are_left_out():
    drawing = draw_overview(
        {1: Point(34.0, 131.4), 2: Point(34.1, 131.5)},
        backdrop=[Point(34.05, 131.45), Point(35.0, 131.4)],
        names={"ここ": Point(34.05, 131.45), "遠く": Point(36.0, 131.4)},
    )
    assert len(drawing.dots) == 1
    assert [label.text for label in drawing.labels] == ["ここ"]


def test_a_name_steps_aside_of_numbers_and_of_other_names():
    here = Point(34.05, 131.45)
    drawing = draw_overview(
        {1: Point(34.0, 131.4), 2: Point(34.1, 131.5), 3: here},
        names={"山口市": here, "防府市": here},
    )
    first, second = drawing.labels
    middle = drawing.marks[2]
    assert abs(first.y - second.y) > 14
    assert min(abs(one.y - middle.y) for one in drawing.labels) > RADIUS


def test_many_dots_are_thinned_out():
    drawing = draw_overview(
        {1: Point(34.0, 131.4), 2: Point(34.1, 131.5)},
        backdrop=[Point(34.0 + n / 10_000, 131.45) for n in range(1_000)],
    )
    assert len(drawing.dots) == 125


def test_without_positions_there_is_no_map():
    assert draw_overview({}) is None
