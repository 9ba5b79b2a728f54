"""The handbook's pictures: taken of the running site, and true to it.

Pixels are not the same on two machines, words are. So each PNG carries the words that
stood in it when it was taken (numbers and days aside), and the test compares those with
what stands there now. `make pictures` takes those anew whose words have changed.
"""

import io
import os
import re
from collections.abc import Callable
from dataclasses import dataclass, field

import pypdf
import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo
from playwright.sync_api import Locator, Page

from tests.browser.site import ROOT, STAFF, Site, manage
from tests.browser.walk import press

IS_TAKEN = os.environ.get("PICTURES") == "1"
PAGES = ROOT / "docs" / "staff"
PICTURES = PAGES / "pictures"
DATA = ROOT / "fixtures/cities/yamaguchi/wam/yamaguchi_62_202503.csv"
_COLOURS = 48
_SIDES = ("top", "right", "bottom", "left")
_WORDS = "words"
_NUMBER = re.compile(r"[0-9０-９]+(?:[,.:][0-9]+)*")
_WEEKDAY = re.compile(r"([（(])[月火水木金土日]([)）])")
# Hanako edits, Taro approves; the daily run has been, as on every site in use.
_PEOPLE = f"""
from django.contrib.auth.models import Group, User
from django.utils import timezone
from staff.models import DailyRun, StaffRules
StaffRules.objects.update(who_gives_codes="approvers")
for name, group in (("hanako", "編集者"), ("taro", "承認者")):
    user = User.objects.create_user(name, password={STAFF["password"]!r}, is_staff=True)
    user.groups.add(Group.objects.get(name=group))
now = timezone.now()
DailyRun.objects.create(began_at=now, ended_at=now, is_running=False)
"""
# What stands in blocks whose middle is within the frame, in the order of the document.
_READ = """frame => {
    const words = [], skipped = "script, style, option, textarea, .visually-hidden";
    const walker = document.createTreeWalker(document.body, 5);
    const isWithin = box => box.width > 0
        && Math.abs(box.x + box.width / 2 - frame.x - frame.width / 2) < frame.width / 2
        && Math.abs(box.y + box.height / 2 - frame.y - frame.height / 2)
            < frame.height / 2;
    const blockOf = node => getComputedStyle(node).display.startsWith("inline")
        ? blockOf(node.parentElement) : node;
    let last = null;
    while (walker.nextNode()) {
        const node = walker.currentNode, parent = node.parentElement;
        const range = document.createRange();
        range.selectNode(node);
        if (parent.closest(skipped) || !parent.checkVisibility()
            || !isWithin(range.getBoundingClientRect())) continue;
        let word = "";
        if (node.nodeType === 3) word = node.data;
        else if (node.matches("select")) word = node.selectedOptions[0].text;
        else if (node.matches("[type=checkbox]")) word = node.checked ? "☑" : "☐";
        else if (node.matches("input, textarea")) word = node.value || node.placeholder;
        const block = blockOf(parent);
        if (block === last) words.push(words.pop() + word);
        else words.push(word);
        last = block;
    }
    return words;
}"""
_OUTLINE = """element => {
    element.style.outline = "4px solid #c00000";
    element.style.outlineOffset = "2px";
}"""

_UNSEEN = """[...document.querySelectorAll("#content img")]
    .filter(image => image.naturalWidth === 0 || !image.alt).map(image => image.src)"""


@dataclass
class Album:
    """Frames of the site: the words in each, and on demand its picture."""

    words: dict[str, str] = field(default_factory=dict)

    def take(self, name: str, *shown: Locator, pressed: Locator | None = None) -> None:
        """The frame around what is shown; what is pressed there gets an outline."""
        page = shown[0].page
        page.evaluate("scrollTo(0, 0)")
        boxes = [box for one in shown for box in map(Locator.bounding_box, one.all())]
        left, top = (min(box[side] for box in boxes) for side in "xy")
        right = max(box["x"] + box["width"] for box in boxes)
        bottom = max(box["y"] + box["height"] for box in boxes)
        frame = {"x": left, "y": top, "width": right - left, "height": bottom - top}
        found = [" ".join(word.split()) for word in page.evaluate(_READ, frame)]
        words = _NUMBER.sub("0", "\n".join(filter(None, found)))
        self.words[name] = _WEEKDAY.sub(r"\1日\2", words)
        if IS_TAKEN and self.words[name] != kept_words(name):
            if pressed:
                pressed.evaluate(_OUTLINE)
            keep(name, page.screenshot(clip=frame, full_page=True), self.words[name])


def keep(name: str, taken: bytes, words: str) -> None:
    """The picture, small: of few colours, with its words in it."""
    info = PngInfo()
    info.add_itxt(_WORDS, words, lang="ja", zip=True)
    few = Image.open(io.BytesIO(taken)).convert("RGB").quantize(_COLOURS)
    few.save(PICTURES / f"{name}.png", optimize=True, pnginfo=info)


def kept_words(name: str) -> str | None:
    """The words in the picture; None where there is none."""
    if not (path := PICTURES / f"{name}.png").exists():
        return None
    with Image.open(path) as picture:
        return str(picture.info[_WORDS])


@pytest.fixture(scope="module")
def office(site: Site, changing_content: None) -> None:
    """Staff, in an office whose approvers give a code, which lasts for one picture."""
    manage(["shell", "-c", _PEOPLE], site.environment)


@pytest.fixture
def signed_in(office: None, new_visitor: Callable[..., Page]) -> Callable[..., Page]:
    """Opens the desk of a person, who has signed in on a screen of that width."""

    def sign_in(name: str, *, width: int = 900) -> Page:
        page = new_visitor(
            viewport={"width": width, "height": 900},
            locale="ja-JP",
            timezone_id="Asia/Tokyo",
        )
        page.goto("/admin/")
        page.fill("[name=username]", name)
        page.fill("[name=password]", STAFF["password"])
        press(page, "ログイン")
        return page

    return sign_in


def row(page: Page, *names: str) -> Locator:
    """The line of a form for each of these fields."""
    return page.locator(", ".join(f".form-row.field-{name}" for name in names))


def of_tasks(album: Album, page: Page) -> None:
    """What Hanako does most often, from the desk on."""
    album.take("tasks", page.locator("section:has(#tasks-heading)").locator("h2, li"))
    page.goto("/admin/guide/siteidentity/")
    album.take("phone", row(page, "section_phone", "main_phone"))
    page.goto("/admin/look/at/services/b-gata/")
    link = page.locator("main .look__link", has_text="ひとことで").first
    album.take("look", page.locator(".look p:nth-child(2), .hero"), pressed=link)
    page.goto("/admin/offices/office/?made=import&q=0839290543")
    found = page.locator("#result_list tbody th a").first
    names = "#toolbar, .actions, .column-name, .column-phone, .field-phone"
    album.take("office", page.locator(names), pressed=found)
    follow(found)
    page.goto("/admin/guide/faq/add/")
    album.take("faq", row(page, "group", "question_ja", "short_answer_ja"))
    page.goto("/admin/guide/faq/1/change/")
    album.take("tools", page.locator(".object-tools a, .object-tools button"))
    album.take("read", row(page, "is_small_change", "read_ja_simple"))


def of_an_amount(album: Album, page: Page) -> None:
    """The table of amounts, and the form that begins from a day on."""
    page.goto("/admin/fees/feecap/grid/")
    caps = page.locator(".amounts__caps")
    new = caps.locator("tbody tr:first-child td:last-child .amount__change a")
    shown = caps.locator("thead tr, tbody tr:first-child")
    album.take("amounts", shown, pressed=new)
    follow(new)
    album.take("amount", row(page, "valid_from", "status"))


def of_languages(album: Album, page: Page) -> None:
    """A text in its three languages, on a screen that has room for them."""
    page.goto("/admin/guide/faq/1/change/")
    album.take("languages", row(page, "short_answer_ja"))


def of_a_change(album: Album, writer: Page, approver: Page) -> None:
    """A change is written, asked for, seen on the desk, and dropped again."""
    writer.goto("/admin/guide/faq/1/change/")
    answer = writer.locator("#id_short_answer_ja")
    answer.fill(answer.input_value().replace("は、", "は、市の担当課か、"))
    press(writer, "保存して編集を続ける")
    album.take("working", writer.locator(".working-bar"))
    follow(writer.locator(".working-bar p a"))
    album.take("change", writer.locator("section.told"))
    with writer.expect_navigation():
        writer.locator(".steps").get_by_role("button", name="確認をたのむ").click()
    approver.goto("/admin/")
    todo = approver.locator("section:has(#to-do-heading)")
    album.take("todo", todo.locator("h2, li:first-child"))
    follow(todo.get_by_role("link").first)
    follow(approver.locator("#result_list tbody th a").first)
    album.take("approve", approver.locator(".steps"))
    press(approver, "取りやめる")


def of_a_record(album: Album, page: Page) -> None:
    """What was published of a fact, and the way back."""
    page.goto("/admin/guide/faq/1/change/")
    press(page, "まちがいなし")
    page.goto("/admin/guide/faq/1/change/")
    follow(page.get_by_role("link", name="変更の記録"))
    album.take("record", page.locator(".history").first)


def of_signing_in(album: Album, page: Page) -> None:
    """What an approver sees the first time, in an office that gives codes."""
    album.take("code", page.locator("h1, .sign-in__picture"))


def of_an_import(album: Album, page: Page) -> None:
    """The report on a file that has been read, and has changed nothing yet."""
    data = DATA.read_bytes().replace("0号".encode(), "1号".encode())
    page.goto("/admin/offices/importrun/add/")
    page.set_input_files(
        "#id_file", {"name": DATA.name, "mimeType": "", "buffer": data}
    )
    press(page, "確認する")
    shown = page.locator("#content-main > p:first-child, #content-main form")
    album.take("report", shown, pressed=page.get_by_role("button", name="反映する"))


def follow(link: Locator) -> None:
    with link.page.expect_navigation():
        link.click()


def test_the_pictures_of_the_handbook_show_what_stands_on_the_site(signed_in, site):
    album = Album()
    try:
        of_signing_in(album, signed_in("taro"))
    finally:
        manage(["second_factor", "--who", "nobody"], site.environment)
    hanako, taro = signed_in("hanako"), signed_in("taro")
    of_tasks(album, hanako)
    of_an_amount(album, hanako)
    of_languages(album, signed_in("hanako", width=1000))
    of_a_change(album, hanako, taro)
    of_a_record(album, hanako)
    of_an_import(album, taro)
    names = [path.stem for path in PICTURES.glob("*.png")]
    assert album.words == {name: kept_words(name) for name in names}


def test_each_page_of_the_handbook_is_one_sheet_with_its_pictures(signed_in):
    page = signed_in("hanako")
    names = [path.stem for path in PAGES.glob("*.md")]
    sheets, unseen = {}, {}
    for name in names:
        page.goto(f"/admin/handbook/{name}/")
        unseen[name] = page.evaluate(_UNSEEN)
        printed = page.pdf(format="A4", margin=dict.fromkeys(_SIDES, "10mm"))
        sheets[name] = len(pypdf.PdfReader(io.BytesIO(printed)).pages)
    assert sheets == dict.fromkeys(names, 1)
    assert unseen == {name: [] for name in names}
