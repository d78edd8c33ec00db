"""One short text in each picture format and pixel layout."""

import numpy as np
from PIL import Image

import degrade
import raster
from page import Page


def card(title, code):
    p = Page((250, 110))
    p.rect(8, 8, 234, 94, stroke=(0, 0, 0), width=1)
    p.text(22, 34, title, "sans-b", 14)
    p.text(22, 58, f"Reference {code}", "sans", 12)
    p.text(22, 80, "Handle with care.", "sans", 12)
    return p


def samples():
    """Yields (id, pages, ending, media type, bytes, tags)."""

    def one(name, title, code, ending, media, make, tags=()):
        p = card(title, code)
        rgb = raster.render(p, 150, "RGB")
        return f"format-{name}", [p], ending, media, make(rgb), ["format", *tags]

    def save(format, mode="RGB", **options):
        return lambda image: raster.encode(image.convert(mode), format, **options)

    def palette(image):
        return raster.encode(image.quantize(16, dither=Image.Dither.NONE), "PNG")

    def alpha(image):
        grey = image.convert("L")
        black = Image.new("RGBA", image.size, (0, 0, 0, 0))
        black.putalpha(grey.point([255 - v for v in range(256)]))
        return raster.encode(black, "PNG")

    def sixteen(image):
        wide = np.asarray(image.convert("L"), dtype=np.uint16) * 257
        return raster.encode(Image.fromarray(wide), "PNG")

    dpi = {"dpi": (150, 150)}
    yield one("png", "Plain Picture", "PN-1021", "png", "image/png", save("PNG", **dpi))
    yield one("palette-png", "Sixteen Colours", "PA-2032", "png", "image/png", palette, ["palette"])
    yield one("alpha-png", "Clear Background", "AL-3043", "png", "image/png", alpha, ["alpha"])
    yield one("grey16-png", "Deep Grey", "GR-4054", "png", "image/png", sixteen, ["16-bit"])
    yield one("jpeg", "Everyday Photo", "JP-5065", "jpg", "image/jpeg",
              save("JPEG", quality=85, **dpi))
    yield one("progressive-jpeg", "Step by Step", "PR-5565", "jpg", "image/jpeg",
              save("JPEG", quality=85, progressive=True, **dpi), ["progressive"])
    yield one("cmyk-jpeg", "Four Inks", "CM-6076", "jpg", "image/jpeg",
              save("JPEG", "CMYK", quality=90, **dpi), ["cmyk"])
    yield one("webp", "Small Parcel", "WE-7087", "webp", "image/webp", save("WEBP", lossless=True))
    yield one("bmp", "Old Friend", "BM-8098", "bmp", "image/bmp", save("BMP", "L"))
    yield one("gif", "Still Life", "GI-9009", "gif", "image/gif", save("GIF", "L"))
    two = [card("First Frame", "TF-0001"), card("Second Frame", "TF-0002")]
    frames = [degrade.bilevel(raster.render(p, 150)) for p in two]
    yield ("format-bilevel-tiff", two, "tiff", "image/tiff",
           raster.encode(frames[0], "TIFF", save_all=True, append_images=frames[1:],
                         compression="group4", dpi=(150, 150)),
           ["format", "bilevel", "multi-frame"])
