"""Pictures of the other documents, worn in one way each."""

import degrade
import pdf
import raster
from page import Page


def jpeg(image, quality, dpi, **more):
    return raster.encode(image, "JPEG", quality=quality, dpi=(dpi, dpi), **more)


def png(image, dpi):
    return raster.encode(image, "PNG", dpi=(dpi, dpi), optimize=False, compress_level=9)


def pictures(by_id):
    """Yields (id, source document, tags, file ending, media type, bytes, frames)."""

    def page(id, dpi, n=0, mode="L"):
        return raster.render(by_id[id].pages[n], dpi, mode)

    def scan(name, source, tags, data, ending="jpg", frames=1):
        media = {"jpg": "image/jpeg", "png": "image/png", "tiff": "image/tiff",
                 "pdf": "application/pdf"}[ending]
        return f"scan-{name}", by_id[source], ["scan", *tags], ending, media, data, frames

    s = "invoice-en-us-studio"
    yield scan("invoice-en-us-skew", s, ["skew"],
               jpeg(degrade.blur(degrade.skew(page(s, 150), 2), 0.4), 55, 150))
    s = "invoice-en-gb-joinery"
    yield scan("invoice-en-gb-noise", s, ["noise"],
               jpeg(degrade.noise(degrade.grey_paper(page(s, 150)), 31, 14), 40, 150))
    s = "invoice-de-de-druckluft"
    yield scan("invoice-de-de-100dpi", s, ["low-resolution"], png(page(s, 100), 100), "png")
    s = "invoice-fr-fr-imprimerie"
    yield scan("invoice-fr-fr-uneven-light", s, ["uneven-light", "colour"],
               jpeg(degrade.uneven_light(page(s, 150, mode="RGB")), 55, 150))
    s = "invoice-en-us-two-pages"
    frames = [degrade.bilevel(degrade.speckle(page(s, 200, n), 40 + n, 12)) for n in (0, 1)]
    yield scan("invoice-en-us-two-frames", s, ["bilevel", "multi-frame", "long-table"],
               raster.encode(frames[0], "TIFF", save_all=True, append_images=frames[1:],
                             compression="group4", dpi=(200, 200)), "tiff", 2)
    s = "invoice-es-es-almazara"
    picture = jpeg(degrade.noise(degrade.skew(page(s, 150), -0.7), 33, 5), 45, 150)
    p = Page((by_id[s].pages[0].width, by_id[s].pages[0].height))
    p.image(0, 0, p.width, p.height, picture)
    yield scan("invoice-es-es-image-only", s, ["image-only-pdf", "skew"],
               pdf.render([p], "scan"), "pdf")
    s = "receipt-en-us-grocery"
    yield scan("receipt-en-us-blur", s, ["blur"],
               jpeg(degrade.blur(degrade.grey_paper(page(s, 200), 240, 60), 1.6), 70, 200))
    s = "receipt-en-gb-cafe"
    yield scan("receipt-en-gb-strong-jpeg", s, ["strong-compression"],
               jpeg(page(s, 200, mode="RGB"), 9, 200))
    s = "receipt-de-de-baeckerei"
    yield scan("receipt-de-de-photo", s, ["skew", "uneven-light", "noise"],
               jpeg(degrade.noise(degrade.uneven_light(degrade.grey_paper(
                   degrade.skew(page(s, 200), -2.5), 236, 50), 120), 34, 6), 60, 200))
    s = "coa-hemp-flower-boxed"
    yield scan("coa-hemp-flower-skew-noise", s, ["skew", "noise", "small-print"],
               jpeg(degrade.noise(degrade.skew(page(s, 200), -1.2), 35, 6), 40, 200))
    s = "coa-gummies-landscape"
    image = page(s, 150, mode="RGB").transpose(2)  # stored a quarter turn to the left
    exif = image.getexif()
    exif[0x0112] = 6  # to be shown turned to the right
    yield scan("coa-gummies-exif-rotated", s, ["exif-orientation", "colour"],
               jpeg(image, 60, 150, exif=exif))
    s = "coa-isolate-leaders"
    yield scan("coa-isolate-fax", s, ["bilevel", "low-resolution"],
               png(degrade.bilevel(degrade.speckle(page(s, 130), 36, 25), 170), 130), "png")
    s = "letter-en-gb"
    yield scan("letter-uneven-light", s, ["uneven-light", "skew"],
               jpeg(degrade.uneven_light(degrade.skew(page(s, 150), 0.9), 100), 45, 150))


def receipt_pictures(documents):
    """The four receipts that exist as pictures only: clean ones as PNG, worn ones as JPEG."""
    for n, doc in enumerate(d for d in documents if "image" in d.tags):
        image = raster.render(doc.pages[0], 200)
        if "degraded" in doc.tags:
            image = degrade.grey_paper(degrade.skew(image, 0.8 if n % 2 else -0.6), 238, 55)
            image = degrade.noise(degrade.blur(image, 0.7), 50 + n, 6)
            yield doc, "jpg", "image/jpeg", jpeg(image, 60, 200)
        else:
            yield doc, "png", "image/png", png(image, 200)
