"""Writes the site: ten sections of six pages with pictures, one also in German."""

from datetime import date
from io import BytesIO
from itertools import cycle

from blog.models import Author, Authorship, Elsewhere, FooterText, Home, Post, Section
from django.core.files.images import ImageFile
from django.core.management import BaseCommand
from PIL import Image as Pixels
from wagtail.images.models import Image
from wagtail.models import Locale, Page, Site

SENTENCE = "Bread is made of flour, water and salt, and of the time that it is given. "
TEXT = f"<p>{SENTENCE * 3}<b>Slowly</b>, then: <i>{SENTENCE}</i></p>" * 2
SECTIONS = ["Blog", "Breads", "Places", "People", "Recipes", "Events", "Gallery"]
SECTIONS += ["Courses", "Contact", "About"]


class Command(BaseCommand):
    def handle(self, **options: object) -> None:
        Page.objects.filter(depth__gt=1).delete()
        Elsewhere.objects.create(
            code="https://example.org/code", organisation="https://example.org/"
        )
        FooterText.objects.create(body=TEXT)
        pictures = cycle([picture(f"Picture {number}") for number in range(6)])
        authors = [
            Author.objects.create(name=name, portrait=next(pictures))
            for name in ("Aki Sato", "Bo Lind")
        ]
        home = Home(
            title="Home", slug="home", image=next(pictures), introduction=SENTENCE,
            call="Read on", lead_image=next(pictures), lead=TEXT,
            body=body(next(pictures)), locale=Locale.objects.get(language_code="en"),
        )  # fmt: skip
        Page.objects.get(depth=1).add_child(instance=home)
        Site.objects.update_or_create(
            is_default_site=True, defaults={"hostname": "testserver", "root_page": home}
        )
        sections = [section(home, name, pictures, authors) for name in SECTIONS]
        home.call_to = home.first = sections[0]
        home.second, home.third = sections[1:3]
        home.save()
        german, _ = Locale.objects.get_or_create(language_code="de")
        copies = [home, sections[0], sections[0].children()[0]]
        for page in copies:
            page.copy_for_translation(german).save_revision().publish()


def section(home, title, pictures, authors) -> Section:
    made = Section(
        title=title, introduction=SENTENCE, image=next(pictures), show_in_menus=True
    )
    home.add_child(instance=made)
    for number in range(6):
        post = Post(
            title=f"{title} {number}", introduction=SENTENCE, image=next(pictures),
            body=body(next(pictures)), published_on=date(2026, 1, 1 + number),
        )  # fmt: skip
        made.add_child(instance=post)
        post.authorships = [Authorship(author=author) for author in authors]
        post.tags.add("bread", "salt", "time")
        post.save()
    return made


def body(image: Image) -> list[tuple[str, object]]:
    """About as many blocks as a post of the demo has, of every kind."""
    return [
        ("heading", {"text": "Of bread", "level": "h2"}),
        ("paragraph", TEXT),
        ("picture", {"image": image, "caption": SENTENCE}),
        ("heading", {"text": "Of time", "level": "h3"}),
        ("paragraph", TEXT),
        ("quote", {"text": SENTENCE, "said_by": "A baker"}),
        ("list", ["Flour", "Water", "Salt", "Time"]),
        ("paragraph", TEXT),
    ]


def picture(title: str) -> Image:
    held = BytesIO()
    Pixels.effect_noise((2000, 1200), 40).convert("RGB").save(held, "JPEG")
    return Image.objects.create(title=title, file=ImageFile(held, f"{title}.jpg"))
