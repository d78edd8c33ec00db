"""A PDF of pages of every kind, and an invoice with text that nobody sees."""

import degrade
import fonts
import raster
from document import Document
from invoices import Bill
from numbers_text import number, quantity
from page import A4, LETTER, Page


def sheet(title, paragraphs, number, font="sans"):
    p = Page(A4)
    bold = font + "-b" if font + "-b" in fonts.FILES else font
    p.text(70, 60, "Ropewalk Mill Survey", font, 9, color=(110, 110, 110))
    p.line(70, 66, 525, 66, 0.5)
    p.block()
    p.text(70, 104, title, bold, 17)
    y = 136
    for s in paragraphs:
        y = p.para(70, y, 455, s, font, 11, 16) + 9
    p.block()
    p.text(297, 800, f"{number} / 6", font, 9, "c")
    return p


def scanned(source, seed, text_layer):
    picture = raster.render(source, 200)
    picture = degrade.noise(degrade.blur(degrade.skew(picture, 0.0 if text_layer else 0.4), 0.6),
                            seed, 5)
    data = raster.encode(picture, "JPEG", quality=38, dpi=(200, 200))
    p = Page((source.width, source.height))
    p.image(0, 0, p.width, p.height, data)
    p.copy_of = source
    if text_layer:
        for op in source.ops:
            if op[0] == "text":
                p.ops.append((*op[:7], True, None))
    return p


def survey():
    one = sheet("1. Purpose", [
        "This survey records the state of the Ropewalk Mill at Thistlemoor in the spring of 2025. It was "
        "ordered by the parish council, which considers turning the building into a public library.",
        "The surveyors visited the mill on 2 April and 16 April 2025. They were given keys to all rooms "
        "but the boiler house, whose door is blocked by a fallen beam.",
        "Costs are estimates without tax. The total for urgent works is £48,200."], 1)
    two = sheet("2. Roof and Walls", [
        "The slate roof is sound on its northern side. On the southern side about 140 slates are missing, "
        "and water has entered the upper floor in three places.",
        "The walls are of local sandstone, 60 cm thick. Two cracks run from the eaves to the first floor "
        "beside the loading door; they have been there for long and do not grow.",
        "Repair of the roof: £21,500. Pointing of the walls: £9,700."], 2)
    blank = Page(A4)
    four = sheet("3. Floors", [
        "The oak floors can carry books on the ground floor only. The upper floors need steel beams under "
        "every second joist before shelves are put up.",
        "Steel beams with fitting: £12,400."], 4)
    four.rotate = 90
    five = sheet("4. Windows and Doors", [
        "Of 38 windows, 11 have their first panes. We advise to keep the frames and to add inner "
        "glazing, which can be taken out without a trace.",
        "The loading door hangs by one hinge and must be secured at once: £4,600."], 5, "serif")
    six = sheet("5. Summary", [
        "The mill is worth keeping. With the urgent works done it will stand for another century, and "
        "the ground floor could open to readers within two years.",
        "Signed: Hepzibah Crowe, surveyor, 30 April 2025"], 6, "garbled")
    pages = [one, scanned(two, 21, False), blank, four, scanned(five, 22, True), six]
    return Document("mixed-survey-six-pages", "mixed", "report", "en", "en-GB", pages, {},
                    ["multi-page", "scan", "blank-page", "rotated-page", "text-layer-ocr",
                     "garbled-text-layer"])


def hidden_text():
    bill = Bill([("Beekeeping suit, size M", 3, "89.00"), ("Smoker, stainless", 2, "46.50"),
                 ("Hive frames, pack of 10", 8, "24.25")], "5")
    p = Page(LETTER)
    p.text(60, 72, "Clover Ridge Apiary Supply", "sans-b", 17)
    p.text(60, 88, "640 Orchard Spur, Hazelton Flats, ID 83999", "sans", 9)
    p.block()
    p.pairs(380, 72, [("Invoice No:", "CR-2291"), ("Date:", "05/19/2025"), ("Due:", "06/18/2025")],
            right=552, lead=15)
    p.block()
    p.text(60, 140, "Customer: Fernhollow Community Garden", "sans", 11)
    y = p.table(166, [(66, "l", None), (340, "r", None), (440, "r", None), (546, "r", None)],
                [[d, quantity(q), f"${number(u)}", f"${number(a)}"] for d, q, u, a in bill.rows],
                size=10, pad=5, head=["Item", "Qty", "Price", "Amount"], head_fill=(238, 230, 205),
                rule=(190, 185, 165), left=60, right=552)
    p.pairs(400, y + 24, [("Subtotal", f"${number(bill.subtotal)}"),
                          ("Tax 5%", f"${number(bill.tax)}"),
                          ("Total", f"${number(bill.total)}")], bold="sans", right=546, lead=17,
            size=11)
    p.block()
    p.text(60, 720, "Thank you!", "sans-i", 10)
    # None of this is seen: drawn without ink, or outside of the page.
    for x, yy, s in ((400, y + 78, "Total $9,999.00"), (60, 480, "Invoice No: XX-0000"),
                     (60, 500, "Amount due: $12,345.67")):
        p.text(x, yy, s, "sans", 11, invisible=True, truth=False)
    for x, yy, s in ((-260, 300, "Grand total: $77,777.00"), (700, 320, "Subtotal $70,000.00"),
                     (100, 860, "Tax $7,777.00"), (100, -40, "Date: 01/01/1999")):
        p.text(x, yy, s, "sans", 11, truth=False)
    return Document("mixed-hidden-text", "mixed", "invoice", "en", "en-US", [p], {
        "vendor_name": "Clover Ridge Apiary Supply",
        "vendor_address": "640 Orchard Spur, Hazelton Flats, ID 83999",
        "customer_name": "Fernhollow Community Garden", "invoice_number": "CR-2291",
        "invoice_date": "2025-05-19", "due_date": "2025-06-18", "currency": "USD",
        **bill.fields()}, ["hidden-text", "off-page-text"])


def documents():
    return [survey(), hidden_text()]
