"""Draws page descriptions as pixels, with the same metrics as the PDF.

Glyphs are placed one by one where the PDF has them, on a canvas of three times the
resolution, which is then reduced: rounded advance widths would close the word spaces.
"""

import io

from PIL import Image, ImageDraw

import fonts


FINER = 3


def render(page, dpi, mode="L"):
    k = dpi * FINER / 72
    size = [round(edge * dpi / 72) * FINER for edge in (page.width, page.height)]
    image = Image.new("RGB", size, (255, 255, 255))
    d = ImageDraw.Draw(image)
    for op in page.ops:
        kind = op[0]
        if kind == "text":
            _, x, y, s, font, points, color, invisible, _ = op
            if invisible:
                continue
            face = fonts.raster(font, points * k)
            for c in s:
                if not c.isspace():
                    d.text((x * k, y * k), c, color, face, anchor="ls")
                x += fonts.width(c, font, points)
        elif kind == "line":
            _, x1, y1, x2, y2, width, color, dash = op
            pixels = max(1, round(width * k))
            if dash and y1 == y2:
                x = x1
                while x < x2:
                    d.line([x * k, y1 * k, min(x + 2, x2) * k, y1 * k], color, pixels)
                    x += 4
            else:
                d.line([x1 * k, y1 * k, x2 * k, y2 * k], color, pixels)
        elif kind in ("rect", "ellipse"):
            _, x, y, w, h, fill, stroke, width = op
            draw = d.rectangle if kind == "rect" else d.ellipse
            draw([x * k, y * k, (x + w) * k, (y + h) * k], fill, stroke,
                 max(1, round(width * k)) if stroke is not None else 0)
        elif kind == "image":
            _, x, y, w, h, data = op
            picture = Image.open(io.BytesIO(data)).convert("RGB")
            picture = picture.resize((round(w * k), round(h * k)))
            image.paste(picture, (round(x * k), round(y * k)))
    image = image.reduce(FINER)
    return image if mode == "RGB" else image.convert(mode)


def encode(image, format, **options):
    buffer = io.BytesIO()
    image.save(buffer, format, **options)
    return buffer.getvalue()
