"""What a black-and-white copier makes of a PDF."""

import io
import re
import subprocess
from html import unescape

from PIL import Image

# Points of a word's box become that many dots; ink is what is darker than the middle.
_DOTS, _INK = 2, 128
_PAGE = re.compile(r"<page [^>]*>(.*?)</page>", re.DOTALL)
_WORD = re.compile(
    r'<word xMin="(.*?)" yMin="(.*?)" xMax="(.*?)" yMax="(.*?)">(.*?)</word>'
)


def pale_words(pdf: bytes) -> list[str]:
    """The words that leave no ink on a sheet in shades of grey."""
    boxes = subprocess.run(
        ["pdftotext", "-bbox", "-", "-"], input=pdf, capture_output=True, check=True
    )
    pale = []
    for number, page in enumerate(_PAGE.findall(boxes.stdout.decode()), start=1):
        sheet = in_grey(pdf, number, dots=72 * _DOTS)
        for *corners, word in _WORD.findall(page):
            box = tuple(round(float(place) * _DOTS) for place in corners)
            if sheet.crop(box).getextrema()[0] > _INK:
                pale.append(unescape(word))
    return pale


def in_grey(pdf: bytes, number: int, *, dots: int) -> Image.Image:
    """One sheet as a picture; `dots` an inch."""
    made = subprocess.run(
        f"pdftoppm -gray -r {dots} -f {number} -l {number}".split(),
        input=pdf,
        capture_output=True,
        check=True,
    )
    return Image.open(io.BytesIO(made.stdout))
