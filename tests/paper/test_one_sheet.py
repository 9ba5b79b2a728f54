"""One sheet of A4 on one thing: it fits, it says what counts, and it knows its age."""

import io

import pypdf
import pytest
from django.test import Client

from guide.models import LifeSituation
from offices.models import Office
from paper import pdf
from services.models import ServiceType
from tests.readers import words_of

pytestmark = pytest.mark.usefixtures("content")

MOST = {"": 1, "/easy": 2, "/en": 1}


@pytest.fixture(autouse=True)
def _alone(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    yield
    pdf.dismiss()


def every_sheet() -> list[str]:
    services = ServiceType.objects.published().values_list("slug", flat=True)
    situations = LifeSituation.objects.values_list("code", flat=True)
    offices = Office.objects.listed().order_by("pk").values_list("code", flat=True)
    return [
        *(f"services/{slug}" for slug in services),
        *(f"situations/{code}" for code in situations),
        *(f"offices/{code}" for code in [*offices[:2], *offices.reverse()[:2]]),
        "fees/all",
    ]


@pytest.mark.parametrize("language", MOST)
def test_every_sheet_is_one_sheet(language):
    """As PDF; the same in a browser is looked at in tests/browser."""
    sheets = {}
    for one in every_sheet():
        content = Client().get(f"{language}/sheet/{one}.pdf").content
        sheets[one] = len(pypdf.PdfReader(io.BytesIO(content)).pages)
    assert {one: n for one, n in sheets.items() if n > MOST[language]} == {}


@pytest.mark.parametrize("kind", ["services/b-gata", "situations/school", "fees/all"])
def test_a_sheet_tells_the_next_step_and_leaves_room_to_write(kind):
    text = words_of(Client().get(f"/sheet/{kind}/"))
    for words in ("つぎにすること：", "083-922-4111", "つぎに会う日", "印刷した日"):
        assert text.count(words) == 1


@pytest.mark.parametrize(
    "address",
    [
        pytest.param("/sheet/services/none/", id="no-service"),
        pytest.param("/sheet/situations/none/", id="no-situation"),
        pytest.param("/sheet/offices/none/", id="no-office"),
        pytest.param("/sheet/fees/none/", id="no-fees"),
        pytest.param("/sheet/none/none.pdf", id="no-kind"),
    ],
)
def test_what_there_is_not_has_no_sheet(address):
    assert Client().get(address).status_code == 404


def test_a_sheet_bears_the_code_of_the_page_it_is_made_from():
    page = Client().get("/services/b-gata/").context["paper"].paper_address
    sheet = Client().get("/sheet/services/b-gata/").context["paper"].paper_address
    assert sheet == page


def test_a_page_leads_to_its_sheet():
    for page in ("/services/b-gata/", "/situations/school/"):
        assert f'href="/sheet{page}"' in Client().get(page).content.decode()
