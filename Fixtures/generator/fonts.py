"""The typefaces of the fixtures: DejaVu and Liberation, found once, embedded as subsets."""

import functools
import os

from PIL import ImageFont
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

FILES = {
    "sans": "LiberationSans-Regular.ttf",
    "sans-b": "LiberationSans-Bold.ttf",
    "sans-i": "LiberationSans-Italic.ttf",
    "serif": "LiberationSerif-Regular.ttf",
    "serif-b": "LiberationSerif-Bold.ttf",
    "serif-i": "LiberationSerif-Italic.ttf",
    "mono": "LiberationMono-Regular.ttf",
    "mono-b": "LiberationMono-Bold.ttf",
    "dv": "DejaVuSans.ttf",
    "dv-b": "DejaVuSans-Bold.ttf",
    "dvmono": "DejaVuSansMono.ttf",
    "dvmono-b": "DejaVuSansMono-Bold.ttf",
    "dvserif": "DejaVuSerif.ttf",
    "dvserif-b": "DejaVuSerif-Bold.ttf",
}

# Liberation Sans under a second name, whose text layer is made unreadable (see pdf.py).
GARBLED = "garbled"

FOLDERS = [
    os.environ.get("FIXTURE_FONTS", ""),
    "/usr/share/fonts/truetype/liberation2",
    "/usr/share/fonts/truetype/liberation",
    "/usr/share/fonts/truetype/dejavu",
]

# Liberation 1 has other outlines and another licence (GPL), so only version 2 will do.
VERSIONS = {"Liberation": "Version 2.1", "DejaVu": "Version 2.37"}


@functools.lru_cache(maxsize=None)
def path(name):
    file = FILES["sans" if name == GARBLED else name]
    version = next(v for family, v in VERSIONS.items() if file.startswith(family))
    for folder in FOLDERS:
        candidate = os.path.join(folder, file)
        if folder and os.path.exists(candidate):
            with open(candidate, "rb") as opened:
                data = opened.read()
            if version.encode("utf-16-be") in data or version.encode() in data:
                return candidate
    raise SystemExit(
        f"font {file}, {version}, not found; install fonts-liberation2 (from Debian 13 on: "
        "fonts-liberation) and fonts-dejavu-core, or name their folder in FIXTURE_FONTS"
    )


def register():
    for name in FILES:
        pdfmetrics.registerFont(TTFont(name, path(name)))


def width(text, font, size):
    """The advance width in points; the PDF's metrics rule the drawn images too."""
    return pdfmetrics.stringWidth(text, font, size)


@functools.lru_cache(maxsize=None)
def raster(font, pixels):
    return ImageFont.truetype(path(font), pixels, layout_engine=ImageFont.Layout.BASIC)
