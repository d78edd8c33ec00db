"""Files that must be refused, or taken with care, each with what is to be expected."""

import struct
import zlib

import numpy as np
from PIL import Image
from reportlab.lib.pdfencrypt import StandardEncryption

import formats
import pdf
import raster
from page import A4, Page, truth

PASSWORD = "orchard-417"


def raw_pdf(objects):
    """A PDF from its object bodies; the first one is the catalog."""
    out = b"%PDF-1.4\n"
    offsets = []
    for n, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (n, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % o for o in offsets)
    return out + (b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n"
                  % (len(objects) + 1, start))


def stream(content, entries=b""):
    return b"<<%s/Length %d>>\nstream\n%s\nendstream" % (entries, len(content), content)


def no_pages():
    return raw_pdf([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[]/Count 0>>"])


def huge_page(content):
    return raw_pdf([
        b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200000 200000]/Contents 4 0 R"
        b"/Resources<</Font<</F 5 0 R>>>>>>", stream(content),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"])


def deep_forms(levels=9, fan=10):
    """Each form draws the next one ten times: a thousand million squares."""
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/Contents 4 0 R"
        b"/Resources<</XObject<</X 5 0 R>>>>>>", stream(b"/X Do")]
    for n in range(levels):
        objects.append(stream(
            b"/X Do " * fan, b"/Type/XObject/Subtype/Form/BBox[0 0 200 200]"
            b"/Resources<</XObject<</X %d 0 R>>>>" % (6 + n)))
    objects.append(stream(b"0 0 9 9 re f", b"/Type/XObject/Subtype/Form/BBox[0 0 200 200]"))
    return raw_pdf(objects)


def chunk(kind, data, crc=None):
    crc = zlib.crc32(kind + data) if crc is None else crc
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", crc)


def huge_png():
    header = struct.pack(">IIBBBBB", 60000, 60000, 8, 0, 0, 0, 0)
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header)
            + chunk(b"IDAT", zlib.compress(bytes(60001), 9)) + chunk(b"IEND", b""))


def wrong_crc(data):
    at = data.index(b"IDAT")
    size = struct.unpack(">I", data[at - 4:at])[0]
    end = at + 4 + size
    return data[:end] + bytes(255 - b for b in data[end:end + 4]) + data[end + 4:]


def float_tiff(image):
    samples = np.asarray(image.convert("L"), dtype=np.float32) / np.float32(255)
    return raster.encode(Image.fromarray(samples), "TIFF")


def note(lines):
    p = Page(A4)
    p.lines(80, 100, lines, "sans", 13, 20)
    return p


def files(by_id):
    """Yields (name, media type, bytes, expect, why, pages, text)."""
    invoice = pdf.render(by_id["invoice-en-us-studio"].pages, "invoice")
    card = formats.card("Damaged Goods", "XX-0417")
    picture = raster.render(card, 150)
    png = raster.encode(picture, "PNG")
    jpg = raster.encode(picture, "JPEG", quality=85)

    yield ("truncated.pdf", "application/pdf", invoice[: len(invoice) * 2 // 5], "truncated",
           "A PDF cut off after two fifths: neither page tree nor cross-reference table.", 0, None)
    locked = note(["Sealed bid for lot 9", "Offer: 12,750.00", "Valid until 31 May 2025"])
    yield ("encrypted-user-password.pdf", "application/pdf",
           pdf.render([locked], "locked", StandardEncryption(PASSWORD, "owner-" + PASSWORD,
                                                             strength=128)),
           "encrypted", f"A password is needed to open it; it is {PASSWORD}.", 1, None)
    opened = note(["House rules of the reading room", "1. No pens, pencils only.",
                   "2. One volume at a time."])
    yield ("encrypted-owner-only.pdf", "application/pdf",
           pdf.render([opened], "rules", StandardEncryption("", "owner-" + PASSWORD, strength=128,
                                                            canPrint=1, canModify=0)),
           "ok", "Encrypted with an empty user password: it opens without asking.", 1,
           truth([opened]))
    yield ("empty.pdf", "application/octet-stream", b"", "empty_document", "No bytes at all.", 0, None)
    yield ("no-pages.pdf", "application/pdf", no_pages(), "no_pages",
           "A sound PDF whose page tree has no pages.", 0, None)
    yield ("not-a-document.pdf", "text/plain",
           b"This is a plain text file that somebody has given the ending of a PDF.\n",
           "unsupported_media_type", "Plain text with the ending .pdf.", 0, None)
    yield ("huge-page.pdf", "application/pdf",
           huge_page(b"BT /F 24 Tf 100 199900 Td (A very large sheet) Tj ET"), "ok",
           "A page of 200000 by 200000 points that can't be drawn, and needn't be: its text layer is "
           "sound.", 1, "A very large sheet\n")
    yield ("huge-drawing.pdf", "application/pdf", huge_page(b"100 199000 800 600 re S"), "too_large",
           "A page of 200000 by 200000 points without text: it would have to be drawn.", 1, None)
    yield ("deep-forms.pdf", "application/pdf", deep_forms(), "deadline_exceeded",
           "Nine levels of forms that draw the next one ten times: a thousand million squares.",
           1, None)
    yield ("truncated.jpg", "image/jpeg", jpg[: len(jpg) // 2], "truncated",
           "A JPEG cut off half way; lenient decoders fill the rest with grey.", 1, None)
    yield ("truncated.png", "image/png", png[: len(png) // 2], "truncated",
           "A PNG cut off within its image data.", 1, None)
    yield ("float.tiff", "image/tiff", float_tiff(raster.render(card, 72)),
           "unsupported_feature",
           "A sound TIFF of 32-bit floating-point samples from 0 to 1; a reader that knows them "
           "may take it.", 1, None)
    yield ("huge-dimensions.png", "image/png", huge_png(), "too_large",
           "The header claims 60000 by 60000 pixels; there is data for one row.", 1, None)
    yield ("text-named-as.png", "text/plain", b"../formats/format-png.png\n",
           "unsupported_media_type",
           "A text file that holds the path of a picture; it must not be followed.", 0, None)
    yield ("svg-image.svg", "image/svg+xml",
           b'<svg xmlns="http://www.w3.org/2000/svg" width="200" height="60">'
           b'<text x="10" y="35" font-family="sans-serif" font-size="18">Vector only</text></svg>\n',
           "unsupported_media_type", "A vector picture, which is not among the readable types.", 0,
           None)
    yield ("zero-byte.png", "application/octet-stream", b"", "empty_document", "No bytes at all.", 0, None)
    good = formats.card("Wrong Ending", "WX-0042")
    yield ("wrong-extension.pdf", "image/png", raster.encode(raster.render(good, 150), "PNG"), "ok",
           "A PNG with the ending .pdf: the content decides.", 1, truth([good]))
    yield ("wrong-crc.png", "image/png", wrong_crc(png), "corrupt",
           "The checksum of the image data is wrong.", 1, None)
