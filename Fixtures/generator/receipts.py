"""Seven till receipts on narrow paper; receipts of images.py's list become pictures."""

from document import Document
from numbers_text import cents, dec, number, plain
from page import Page

WIDTH = 227  # 80 mm paper
MARGIN = 13


def roll(lines, font="mono", size=8.5, width=WIDTH):
    """A receipt from its lines: centred (c), left (l), left and right (lr), big (b), rule."""
    lead = size * 1.32
    height = 34
    for kind, *_ in lines:
        height += {"b": lead * 1.7, "gap": lead * 0.6, "B": lead * 1.5}.get(kind, lead)
    p = Page((width, round(height + 14)))
    y = 26
    right = width - MARGIN
    for kind, *s in lines:
        if kind == "c":
            p.text(width / 2, y, s[0], font, size, "c")
        elif kind == "b":
            y += lead * 0.25
            p.text(width / 2, y, s[0], font + "-b", size * 1.55, "c")
            y += lead * 0.45
        elif kind == "l":
            p.text(MARGIN, y, s[0], font, size)
        elif kind == "lr":
            p.text(MARGIN, y, s[0], font, size)
            p.text(right, y, s[1], font, size, "r")
        elif kind == "B":
            y += lead * 0.25
            p.text(MARGIN, y, s[0], font + "-b", size * 1.25)
            p.text(right, y, s[1], font + "-b", size * 1.25, "r")
            y += lead * 0.25
        elif kind == "rule":
            p.line(MARGIN, y - size * 0.3, right, y - size * 0.3, 0.7, dash=True)
        elif kind == "bars":
            x = MARGIN + 30
            for i, c in enumerate(s[0]):
                w = 1 + int(c) % 3
                p.rect(x, y - size, w, lead * 2.4, fill=(0, 0, 0))
                x += w + 1 + (int(c) + i) % 2
        if kind == "gap":
            y += lead * 0.6
        else:
            y += lead
    return p


def receipt(id, language, locale, page, items, fields, tags):
    fields = dict(fields)
    fields["items"] = [{"description": d, "quantity": plain(q), "amount": plain(a)}
                       for d, q, a in items]
    for key in ("subtotal", "tax", "total"):
        if key in fields:
            fields[key] = plain(fields[key])
    return Document(id, "receipts", "receipt", language, locale, [page], fields, tags)


def total(items):
    return sum(dec(a) for _, _, a in items)


def us_grocery():
    items = [("GALA APPLES 3LB", 1, "5.49"), ("OAT MILK 64OZ", 2, "7.98"),
             ("SOURDOUGH LOAF", 1, "4.75"), ("BROWN EGGS DOZ", 1, "4.29"),
             ("PAPER TOWELS 6CT", 1, "9.99"), ("DISH SOAP LEMON", 1, "3.59")]
    taxed = dec("13.58")
    sub, tax = total(items), cents(taxed * dec("0.0725"))
    tot = sub + tax
    p = roll([
        ("b", "PINECONE MARKET"), ("c", "1180 Juniper Ave"), ("c", "Saltbrook, CO 80999"),
        ("c", "(555) 010-0147"), ("gap",), ("lr", "03/22/2025", "05:14 PM"),
        ("lr", "REG 04  CASHIER: DEE", "TRX 88120"), ("rule",),
        *[("lr", f"{d}{f' x{q}' if q > 1 else ''}",
           f"{a} {'T' if d.startswith(('PAPER', 'DISH')) else ' '}") for d, q, a in items],
        ("rule",), ("lr", "SUBTOTAL", f"{sub}  "), ("lr", "TAX 7.25%", f"{tax}  "),
        ("B", "TOTAL", f"${tot}"), ("lr", "CASH", "40.00  "), ("lr", "CHANGE", f"{dec('40.00') - tot}  "),
        ("rule",), ("c", "ITEMS SOLD: 7"), ("gap",), ("bars", "4172955381120881204172955381"),
        ("gap",), ("gap",), ("gap",), ("c", "THANK YOU - COME AGAIN"),
    ])
    return receipt("receipt-en-us-grocery", "en", "en-US", p, items, {
        "merchant_name": "PINECONE MARKET", "merchant_address": "1180 Juniper Ave, Saltbrook, CO 80999",
        "date": "2025-03-22", "time": "17:14", "currency": "USD",
        "subtotal": sub, "tax": tax, "total": tot}, ["text-layer"])


def gb_cafe():
    items = [("Flat white", 2, "6.80"), ("Cheese & leek toastie", 1, "7.25"),
             ("Carrot cake slice", 1, "3.95")]
    tot = total(items)
    net = cents(tot / dec("1.2"))
    p = roll([
        ("b", "The Copper Kettle"), ("c", "9 Tanyard Steps"), ("c", "Wexcombe WX1 9ZZ"),
        ("c", "VAT No. GB 000 5518 33"), ("gap",), ("lr", "Table 6", "Covers 2"),
        ("lr", "14 Feb 2025", "11:42:08"), ("rule",),
        *[("lr", f"{q} {d}", f"£{a}") for d, q, a in items],
        ("rule",), ("B", "Total", f"£{tot}"), ("lr", "Net", f"£{net}"),
        ("lr", "VAT 20%", f"£{tot - net}"), ("gap",), ("lr", "CONTACTLESS", f"£{tot}"),
        ("l", "Card ************0000"), ("gap",), ("c", "Service not included"),
        ("c", "Follow us: copperkettle.example"),
    ], "dvmono", 8)
    return receipt("receipt-en-gb-cafe", "en", "en-GB", p, items, {
        "merchant_name": "The Copper Kettle", "merchant_address": "9 Tanyard Steps, Wexcombe WX1 9ZZ",
        "date": "2025-02-14", "time": "11:42:08", "currency": "GBP",
        "subtotal": net, "tax": tot - net, "total": tot}, ["text-layer", "tax-included"])


def de_baeckerei():
    items = [("Roggenmischbrot 750g", 1, "4.60"), ("Laugenbrezel", 4, "3.80"),
             ("Apfelstrudel", 2, "5.90"), ("Käsebrötchen", 1, "2.35")]
    tot = total(items)
    net = cents(tot / dec("1.07"))
    n = lambda v: number(v, "de")
    p = roll([
        ("c", "Bäckerei Mühlenrad"), ("c", "Inh. Anneliese Kröbel"), ("c", "Ringgasse 2"),
        ("c", "00872 Oberföhring"), ("c", "St.-Nr. 000/417/29553"), ("gap",),
        ("lr", "Bon-Nr. 2217", "EUR"), ("rule",),
        *[line for d, q, a in items for line in (
            [("l", f"{q} x {n(dec(a) / q)}")] if q > 1 else []) + [("lr", d, f"{n(a)} B")]],
        ("rule",), ("B", "SUMME", n(tot)), ("lr", "BAR", n(20)), ("lr", "RÜCKGELD", n(20 - tot)),
        ("gap",), ("lr", "MwSt B 7 %", n(tot - net)), ("lr", "Netto", n(net)), ("rule",),
        ("lr", "08.03.2025", "07:31 Uhr"), ("l", "Kasse 1   Bediener 3"), ("gap",),
        ("c", "Vielen Dank für Ihren Einkauf!"),
    ], "dvmono", 8)
    return receipt("receipt-de-de-baeckerei", "de", "de-DE", p, items, {
        "merchant_name": "Bäckerei Mühlenrad", "merchant_address": "Ringgasse 2, 00872 Oberföhring",
        "date": "2025-03-08", "time": "07:31", "currency": "EUR",
        "subtotal": net, "tax": tot - net, "total": tot}, ["text-layer", "tax-included"])


def au_hardware():
    items = [("Deck screws 8Gx50 500pk", 1, "38.90"), ("Sandpaper 120 grit", 5, "9.75"),
             ("Exterior oil 4L", 1, "94.00"), ("Paint tray", 1, "6.45")]
    tot = total(items)
    gst = cents(tot / 11)
    p = roll([
        ("b", "BANKSIA HARDWARE"), ("c", "Lot 3 Quarry Rd, Yarrabee Flat"), ("c", "NSW 2999"),
        ("c", "ABN 00 551 833 417"), ("c", "TAX INVOICE"), ("rule",),
        *[line for d, q, a in items for line in [("lr", d, f"{a}")] + (
            [("l", f"   {q} @ {dec(a) / q:.2f}")] if q > 1 else [])],
        ("rule",), ("lr", "SUBTOTAL", f"{tot}"), ("B", "TOTAL", f"${tot}"),
        ("lr", "GST INCLUDED IN TOTAL", f"{gst}"), ("lr", "EFTPOS", f"{tot}"),
        ("lr", "CHANGE", "0.00"), ("gap",), ("l", "19/01/2025 14:05   Till 2   #40117"),
        ("gap",), ("c", "Keep receipt for returns"), ("c", "within 30 days"),
    ])
    return receipt("receipt-en-au-hardware", "en", "en-AU", p, items, {
        "merchant_name": "BANKSIA HARDWARE",
        "merchant_address": "Lot 3 Quarry Rd, Yarrabee Flat, NSW 2999",
        "date": "2025-01-19", "time": "14:05", "currency": "AUD",
        "subtotal": tot, "tax": gst, "total": tot}, ["image", "tax-included"])


def us_diner():
    items = [("Veggie Omelet", 1, "12.50"), ("Pancakes Short", 2, "15.00"),
             ("Coffee", 3, "9.75"), ("Side Hash Browns", 1, "4.25")]
    sub = total(items)
    tax = cents(sub * dec("0.08875"))
    tot = sub + tax
    p = roll([
        ("b", "Lantern Diner"), ("c", "77 Overlook Blvd"), ("c", "Marrow Hill, NY 10999"), ("gap",),
        ("lr", "Server: Wynn", "Table 14"), ("lr", "Check #3091", "Guests 3"),
        ("lr", "Date: Jul 6, 2025", "9:27 AM"), ("rule",),
        *[("lr", f"{q}  {d}", f"{a}") for d, q, a in items],
        ("rule",), ("lr", "SUBTOTAL", f"{sub}"), ("lr", "SALES TAX 8.875%", f"{tax}"),
        ("B", "TOTAL", f"{tot}"), ("gap",), ("lr", "CASH", "60.00"),
        ("lr", "CHANGE DUE", f"{dec('60.00') - tot}"), ("gap",),
        ("c", "Gratuity is not included."), ("c", "See you soon!"),
    ], "mono", 9)
    return receipt("receipt-en-us-diner", "en", "en-US", p, items, {
        "merchant_name": "Lantern Diner", "merchant_address": "77 Overlook Blvd, Marrow Hill, NY 10999",
        "date": "2025-07-06", "time": "09:27", "currency": "USD",
        "subtotal": sub, "tax": tax, "total": tot}, ["image", "degraded", "month-name"])


def fr_epicerie():
    items = [("Comté 18 mois", 1, "11.34"), ("Pain de seigle", 1, "3.20"),
             ("Confiture abricot", 2, "8.70"), ("Huile de noix", 1, "9.90")]
    tot = total(items)
    net = cents(tot / dec("1.055"))
    n = lambda v: number(v, "fr").replace("\u00a0", " ")
    p = roll([
        ("b", "ÉPICERIE DES HALLES"), ("c", "14, rue du Beffroi"), ("c", "00992 Montfleury"),
        ("c", "SIRET 000 417 729 00055"), ("gap",), ("lr", "Le 21/05/2025", "à 18:56"), ("rule",),
        *[line for d, q, a in items for line in [("lr", d, f"{n(a)} €")] + (
            [("l", f"  {q} x {n(dec(a) / q)} €")] if q > 1 else [])],
        ("rule",), ("B", "TOTAL TTC", f"{n(tot)} €"), ("lr", "ESPÈCES", f"{n(40)} €"),
        ("lr", "RENDU", f"{n(40 - tot)} €"), ("gap",), ("lr", "Total HT", f"{n(net)} €"),
        ("lr", "TVA 5,5 %", f"{n(tot - net)} €"), ("rule",), ("c", "Ticket n° 006613"),
        ("c", "Merci de votre visite"),
    ], "dvmono", 7.8)
    return receipt("receipt-fr-fr-epicerie", "fr", "fr-FR", p, items, {
        "merchant_name": "ÉPICERIE DES HALLES", "merchant_address": "14, rue du Beffroi, 00992 Montfleury",
        "date": "2025-05-21", "time": "18:56", "currency": "EUR",
        "subtotal": net, "tax": tot - net, "total": tot}, ["image", "tax-included"])


def ca_pharmacy():
    items = [("VITAMIN D3 90CT", 1, "13.49"), ("BANDAGES ASST", 1, "5.29"),
             ("HAND CREAM 75ML", 2, "17.98"), ("GREETING CARD", 1, "6.50")]
    sub = total(items)
    tax = cents(sub * dec("0.13"))
    tot = sub + tax
    p = roll([
        ("b", "MAPLEGATE DRUGS"), ("c", "Store 0417"), ("c", "250 Harbourfront Cres."),
        ("c", "Kestrel Bay, ON K0K 9Z9"), ("c", "HST# 00417 7295 RT0001"), ("rule",),
        ("l", "2025-08-30  20:11:45  T03 #7719"), ("rule",),
        *[("lr", f"{d:<17}{q:>2}", f"{a} H") for d, q, a in items],
        ("gap",), ("lr", "SUBTOTAL", f"{sub}  "), ("lr", "HST 13%", f"{tax}  "),
        ("B", "TOTAL CAD", f"{tot}"), ("lr", "CASH", "50.00  "),
        ("lr", "CHANGE", f"{dec('50.00') - tot}  "), ("gap",),
        ("c", "POINTS EARNED 43"), ("c", "BALANCE 1,208"), ("gap",), ("bars", "0417771930820250417771930820"),
        ("gap",), ("gap",),
    ])
    return receipt("receipt-en-ca-pharmacy", "en", "en-CA", p, items, {
        "merchant_name": "MAPLEGATE DRUGS",
        "merchant_address": "250 Harbourfront Cres., Kestrel Bay, ON K0K 9Z9",
        "date": "2025-08-30", "time": "20:11:45", "currency": "CAD",
        "subtotal": sub, "tax": tax, "total": tot}, ["image", "degraded"])


def documents():
    return [us_grocery(), gb_cafe(), de_baeckerei(), au_hardware(), us_diner(), fr_epicerie(),
            ca_pharmacy()]
