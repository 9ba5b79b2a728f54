"""`manage.py start_city`: all that was given, or nothing."""

import pytest
from django.core.management import CommandError, call_command

from guide.first_content import CITIES
from guide.models import SiteIdentity
from guide.new_city import shipped_place_names
from offices.models import Municipality, OfficeKind, Town


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("arguments", "content", "told"),
    [
        pytest.param(["99999"], "", "市区町村はありません", id="no such code"),
        pytest.param(
            ["13101", "--area", "1"], "", "市区町村はありません", id="no such neighbour"
        ),
        pytest.param(
            ["13101", "--wam", "FILE"], "a,b\n1,2\n", "何も入れません", id="no list"
        ),
        pytest.param(
            ["13101", "--towns", "FILE"],
            "pref,city\n東京都,千代田区\n",
            "列がありません",
            id="towns without positions",
        ),
        pytest.param(
            ["13101", "--towns", "FILE"],
            "pref,city,town,koaza,lat,lng\n東京都,千代田市,町,,35.6,139.7\n",
            "2 行目が読めません",
            id="towns of nowhere",
        ),
        pytest.param(
            ["13101", "--towns", "FILE"],
            "pref,city,town,koaza,lat,lng\n東京都,千代田区,町,,0,139.7\n",
            "2 行目が読めません",
            id="towns outside of Japan",
        ),
        pytest.param(["13101", "--wam", "nowhere.csv"], "", "ありません", id="no file"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_leaves_the_database_empty(
    arguments, content, told, tmp_path
):
    path = tmp_path / "sfkopendata_202603_46.csv"
    path.write_text(content)
    with pytest.raises(CommandError, match=told):
        call_command(
            "start_city", *(str(path) if a == "FILE" else a for a in arguments)
        )
    assert not SiteIdentity.objects.exists()
    assert not OfficeKind.objects.exists()


def test_names_of_places_come_from_the_list_that_has_the_prefecture():
    lists = [shipped_place_names(name) for name in ("山口県", "東京都")]
    assert lists == [[CITIES / "yamaguchi" / "place_names.csv"], []]


@pytest.mark.django_db
def test_towns_and_neighbours_come_with_the_city(tmp_path):
    path = tmp_path / "towns.csv"
    path.write_text(
        "pref,city,town,koaza,lat,lng\n東京都,千代田区,神田司町,二丁目,35.69,139.76\n"
    )
    call_command("start_city", "13101", area="13102,13103", towns=path, verbosity=0)
    site = SiteIdentity.objects.get()
    assert site.area_ja == "千代田区と中央区と港区"
    assert site.area_en == "Chiyoda Ward, Chuo Ward and Minato Ward"
    assert [str(town) for town in Town.objects.all()] == ["神田司町二丁目"]
    assert [row.name for row in Municipality.objects.filter(is_own=True)] == [
        "千代田区"
    ]
