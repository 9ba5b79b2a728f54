"""Where bars stand."""

from hypothesis import given
from hypothesis import strategies as st

from services.domain.barchart import bar_chart

SERIES = st.lists(
    st.lists(st.tuples(st.just("2022"), st.integers(1, 10**6)), max_size=5), max_size=3
)


def test_the_longest_bar_fills_the_drawing_and_others_are_in_proportion():
    chart = bar_chart([[("2021", 50), ("2022", 200)]])

    assert [(bar.label, bar.width) for bar in chart.bars] == [
        ("2021", 25.0),
        ("2022", 100.0),
    ]


def test_nothing_to_draw_is_an_empty_chart():
    chart = bar_chart([])

    assert (chart.bars, chart.breaks, chart.height) == ((), (), 0.0)


@given(series=SERIES)
def test_bars_never_overlap_and_a_break_stands_between_series(series):
    chart = bar_chart(series)
    tops = [bar.text_y for bar in chart.bars]
    filled = [rows for rows in series if rows]

    assert tops == sorted(tops)
    assert len(set(tops)) == len(tops)
    assert len(chart.breaks) == max(len(filled) - 1, 0)
    assert all(bar.bar_y + 1.25 <= chart.height for bar in chart.bars)
