"""Parts that stand on every page: made once, anew after a change, and never unsaid."""

from itertools import count

import pytest
from django.template import Context, Template

from services.models import ServiceType
from tests import rows
from texts.languages import languages, speaking
from texts.translations import noting

pytestmark = pytest.mark.django_db
PART = Template('{% held "test" %}{{ one.short_name }} {{ turn }}{% endheld %}')
ENGLISH = languages()[2]


def shown(**given: object) -> str:
    return PART.render(Context(given))


def transition() -> ServiceType:
    service = rows.service()
    service.short_name_ja, service.short_name_en = "移行", ""
    service.save()
    return service


def test_a_part_is_made_once_for_each_language_until_something_changes():
    service, turn = transition(), count().__next__
    assert [shown(one=service, turn=turn) for _ in range(2)] == ["移行 0"] * 2
    with speaking(ENGLISH):
        assert shown(one=service, turn=turn) == "移行 1"
    assert shown(one=service, turn=turn) == "移行 0"
    ServiceType.objects.update(order=3)
    assert shown(one=service, turn=turn) == "移行 2"


def test_a_page_that_shows_it_again_has_read_its_texts_too():
    service = transition()
    read = []
    with speaking(ENGLISH):
        for _ in range(2):
            with noting() as notes:
                shown(one=service, turn="")
            read.append((notes.read, notes.is_borrowed))
    assert read == [({(ServiceType, service.pk, "short_name")}, True)] * 2
