"""The lists that a fresh site comes with."""

from offices.models import Municipality, Office, OfficeService, Town


def test_the_shipped_site_has_the_rows_of_the_prefecture(content):
    listed = OfficeService.objects.filter(status="active")
    assert listed.count() == 385
    assert listed.filter(office__municipality="35203").count() == 57
    assert Municipality.objects.filter(valid_to=None).count() == 1_892
    assert Town.objects.filter(municipality="35203").count() > 300


def test_every_shipped_office_can_be_searched_and_is_of_its_source(content):
    assert not Office.objects.filter(search_text="").exists()
    imported = Office.objects.exclude(imported_from=None)
    assert set(imported.values_list("source__code", flat=True)) == {"wam"}
    kinds = set(imported.values_list("kind__code", flat=True))
    assert kinds == {"jigyosho", "ippan-soudan"}
