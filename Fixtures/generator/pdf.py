"""Draws page descriptions as PDF."""

import io

from reportlab import rl_config

rl_config.invariant = 1
rl_config.useA85 = 0

from reportlab.lib.utils import ImageReader  # noqa: E402
from reportlab.pdfbase import pdfmetrics, ttfonts  # noqa: E402
from reportlab.pdfgen import canvas  # noqa: E402

import fonts  # noqa: E402


class GarbledFont(ttfonts.TTFont):
    """A font whose characters map to what is 29 places below, as seen in the wild where
    glyph numbers were taken for characters: it looks right and reads wrong."""

    def __init__(self, name, path):
        super().__init__(name, path)
        self.face.name = b"GarbledSans"  # one name is one font to the library

    def addObjects(self, doc):
        right = ttfonts.makeToUnicodeCMap
        ttfonts.makeToUnicodeCMap = lambda name, subset: right(
            name, [max(1, c - 29) for c in subset])
        try:
            super().addObjects(doc)
        finally:
            ttfonts.makeToUnicodeCMap = right


def render(pages, title="", encrypt=None):
    buffer = io.BytesIO()
    # The library names a font on every page, even unused: let it be one that is embedded.
    used = [op[4] for page in pages for op in page.ops if op[0] == "text"]
    c = canvas.Canvas(buffer, pagesize=(pages[0].width, pages[0].height), invariant=1,
                      pageCompression=1, encrypt=encrypt,
                      initialFontName=used[0] if used else None)
    c.setTitle(title)
    c.setAuthor("")
    c.setCreator("ExtractionKit fixtures")
    c.setProducer("ExtractionKit fixtures")
    for page in pages:
        _page(c, page)
        c.showPage()
    c.save()
    return buffer.getvalue()


def _page(c, page):
    w, h = page.width, page.height
    c.setPageRotation(page.rotate)
    c.setPageSize((w, h))  # as it is shown; the library swaps the edges of a turned page
    if page.rotate == 90:
        c.transform(0, 1, -1, 0, h, 0)
    for op in page.ops:
        kind = op[0]
        if kind == "text":
            _, x, y, s, font, size, color, invisible, _ = op
            t = c.beginText(x, h - y)
            t.setFont(font, size)
            t.setFillColorRGB(*_rgb(color))
            t.setTextRenderMode(3 if invisible else 0)
            t.textOut(s)
            if invisible:
                t.setTextRenderMode(0)
            c.drawText(t)
        elif kind == "line":
            _, x1, y1, x2, y2, width, color, dash = op
            c.setLineWidth(width)
            c.setStrokeColorRGB(*_rgb(color))
            c.setDash([2, 2] if dash else [])
            c.line(x1, h - y1, x2, h - y2)
        elif kind in ("rect", "ellipse"):
            _, x, y, rw, rh, fill, stroke, width = op
            c.setDash([])
            if fill is not None:
                c.setFillColorRGB(*_rgb(fill))
            if stroke is not None:
                c.setStrokeColorRGB(*_rgb(stroke))
                c.setLineWidth(width)
            flags = {"fill": int(fill is not None), "stroke": int(stroke is not None)}
            if kind == "rect":
                c.rect(x, h - y - rh, rw, rh, **flags)
            else:
                c.ellipse(x, h - y - rh, x + rw, h - y, **flags)
        elif kind == "image":
            _, x, y, iw, ih, data = op
            c.drawImage(ImageReader(io.BytesIO(data)), x, h - y - ih, iw, ih)


def _rgb(color):
    return tuple(v / 255 for v in color)


fonts.register()
pdfmetrics.registerFont(GarbledFont(fonts.GARBLED, fonts.path(fonts.GARBLED)))
