"""Eight invoices: other layouts, labels, locales and taxes each."""

import random
from dataclasses import dataclass

from document import Document
from numbers_text import cents, date, dec, month, number, plain, quantity
from page import A4, LETTER, Page

GREY = (110, 110, 110)
WHITE = (255, 255, 255)


@dataclass
class Bill:
    """Items are (description, quantity, unit price); the rest follows from them."""

    items: list
    rate: str

    def __post_init__(self):
        self.rows = [(d, dec(q), dec(u), cents(dec(q) * dec(u))) for d, q, u in self.items]
        self.subtotal = sum(r[3] for r in self.rows)
        self.tax = cents(self.subtotal * dec(self.rate) / 100)
        self.total = self.subtotal + self.tax

    def fields(self):
        return {
            "subtotal": plain(self.subtotal),
            "tax": plain(self.tax),
            "total_amount": plain(self.total),
            "line_items": [
                {"description": d, "quantity": plain(q), "unit_price": plain(u),
                 "amount": plain(a)}
                for d, q, u, a in self.rows
            ],
        }


def invoice(id, language, locale, pages, fields, bill=None, tags=()):
    if bill:
        fields = {**fields, **bill.fields()}
    return Document(id, "invoices", "invoice", language, locale, pages, fields, list(tags))


def us_studio():
    bill = Bill([
        ("Brand workshop, two facilitators, half day", 1, "1450.00"),
        ("Logo design, three directions with revisions", 1, "2200.00"),
        ("Illustrations for the spring catalog, line drawings in black and one spot color, "
         "delivered as vector files", 6, "185.00"),
        ("Print production support (hours)", "7.5", "95.00"),
    ], "8.25")
    blue = (32, 74, 135)
    p = Page(LETTER)
    p.ellipse(54, 44, 34, 34, fill=blue)
    p.ellipse(66, 50, 28, 28, fill=(240, 160, 60))
    p.text(106, 64, "Quillfeather Studio", "sans-b", 18, color=blue)
    p.lines(106, 78, ["418 Tamarack Row, Suite 9", "Larkhaven, OR 97999", "hello@quillfeather.example"],
            size=8.5, lead=11, color=GREY)
    p.block()
    p.text(558, 66, "INVOICE", "sans-b", 26, "r", GREY)
    p.block()
    p.line(54, 122, 558, 122, 1.2, blue)
    p.text(54, 144, "BILL TO", "sans-b", 8, color=blue)
    p.lines(54, 158, ["Marlowe & Finch Outfitters", "Accounts Payable", "2207 Old Mill Parkway",
                      "Brindle Falls, OR 97998"], size=10)
    p.block()
    p.pairs(360, 144, [("Invoice #", "QF-10482"), ("Invoice Date", "03/18/2025"),
                       ("Due Date", "04/17/2025"), ("P.O. Number", "MF-7731"),
                       ("Terms", "Net 30")], right=558, size=9.5, lead=14)
    y = p.table(236, [(60, "l", 270), (390, "r", None), (465, "r", None), (552, "r", None)],
                [[d, quantity(q), f"${number(u)}", f"${number(a)}"] for d, q, u, a in bill.rows],
                size=9.5, pad=6, head=["Description", "Qty", "Rate", "Amount"],
                head_fill=blue, head_color=WHITE, rule=(205, 205, 205), left=54, right=558)
    y = p.pairs(400, y + 24, [("Subtotal", f"${number(bill.subtotal)}"),
                              ("Sales Tax (8.25%)", f"${number(bill.tax)}")],
                font="sans", bold="sans", right=552, lead=16)
    p.rect(390, y - 8, 168, 24, fill=(228, 235, 245))
    p.text(400, y + 8, "Total Due", "sans-b", 12)
    p.text(552, y + 8, f"${number(bill.total)}", "sans-b", 12, "r")
    p.block()
    p.text(54, 640, "Notes", "sans-b", 9, color=blue)
    p.para(54, 654, 330, "Thank you for your business. Please make checks payable to Quillfeather "
           "Studio LLC and write the invoice number on the check. A late fee of 1.5% per month "
           "applies to balances past due.", size=9)
    p.text(306, 752, "Federal Tax ID 00-4471986", "sans", 8, "c", GREY)
    return invoice("invoice-en-us-studio", "en", "en-US", [p], {
        "vendor_name": "Quillfeather Studio",
        "vendor_address": "418 Tamarack Row, Suite 9, Larkhaven, OR 97999",
        "vendor_tax_id": "00-4471986", "customer_name": "Marlowe & Finch Outfitters",
        "invoice_number": "QF-10482", "invoice_date": "2025-03-18", "due_date": "2025-04-17",
        "purchase_order": "MF-7731", "currency": "USD"}, bill)


def gb_joinery():
    bill = Bill([
        ("Oak staircase spindles, turned, 41 mm", 24, "18.50"),
        ("Handrail, ash, per metre, oiled", "4.8", "62.00"),
        ("Newel post with ball cap", 2, "145.00"),
        ("Fitting on site, two joiners", "1.5", "520.00"),
        ("Delivery", 1, "45.00"),
    ], "20")
    p = Page(A4)
    p.text(540, 72, "Harrowgate Lane Joinery Ltd", "serif-b", 17, "r")
    p.lines(540, 88, ["Unit 4, The Old Tannery", "Pebblestow, PX7 9ZZ", "Tel. 01632 960 417",
                      "Company no. 00918273 · VAT Reg No GB 000 4417 29"],
            "serif", 9.5, 12.5, align="r")
    p.block()
    p.line(55, 140, 540, 140, 0.8)
    p.line(55, 142.5, 540, 142.5, 0.4)
    p.text(55, 176, "Invoice", "serif-i", 28)
    p.block()
    p.text(55, 206, "To:", "serif-i", 11)
    p.lines(80, 206, ["Mrs Philippa Thornbury", "Fennel Cottage", "12 Mere Way", "Pebblestow PX7 8YY"],
            "serif", 11, 14)
    p.block()
    d = date("2025-03-14")
    p.pairs(350, 206, [("Invoice no:", "HLJ/2025/077"),
                       ("Date of invoice:", f"{d.day} {month(d, 'en')} {d.year}"),
                       ("Payment due by:", "13 April 2025"), ("Your ref:", "THORN-STAIR")],
            value_x=446, font="serif", bold="serif-b", size=10.5, lead=15)
    y = p.table(286, [(84, "r", None), (104, "l", 220), (396, "r", None), (452, "r", None),
                      (534, "r", None)],
                [[quantity(q), d_, f"£{number(u)}", "20%", f"£{number(a)}"]
                 for d_, q, u, a in bill.rows],
                "serif", 10.5, pad=5, head=["Qty", "Details", "Unit price", "VAT", "Net"],
                head_font="serif-b", left=55, right=540,
                grid={"color": (60, 60, 60), "xs": [55, 94, 335, 404, 460, 540]})
    p.pairs(384, y + 22, [("Total net", f"£{number(bill.subtotal)}"),
                          ("VAT @ 20%", f"£{number(bill.tax)}")],
            font="serif", bold="serif", size=10.5, right=534, lead=17)
    p.line(380, y + 47, 540, y + 47)
    p.text(384, y + 63, "Amount payable", "serif-b", 11.5)
    p.text(534, y + 63, f"£{number(bill.total)}", "serif-b", 11.5, "r")
    p.line(380, y + 69, 540, y + 69)
    p.line(380, y + 71, 540, y + 71)
    p.block()
    p.lines(55, 660, ["Payment by bank transfer to Harrowgate Lane Joinery Ltd",
                      "Sort code 00-00-00   Account 00417729", "Please quote the invoice number."],
            "serif", 10, 14)
    p.block()
    p.text(297, 800, "Registered in England. Goods remain our property until paid for in full.",
           "serif-i", 8.5, "c", GREY)
    return invoice("invoice-en-gb-joinery", "en", "en-GB", [p], {
        "vendor_name": "Harrowgate Lane Joinery Ltd",
        "vendor_address": "Unit 4, The Old Tannery, Pebblestow, PX7 9ZZ",
        "vendor_tax_id": "GB 000 4417 29", "customer_name": "Mrs Philippa Thornbury",
        "invoice_number": "HLJ/2025/077", "invoice_date": "2025-03-14", "due_date": "2025-04-13",
        "currency": "GBP"}, bill, ["month-name"])


def au_solar():
    bill = Bill([
        ("Rooftop panel 440 W, mono, black frame", 14, "212.00"),
        ("Hybrid inverter 5 kW, single phase", 1, "1890.00"),
        ("Mounting rail kit, tin roof", 7, "64.50"),
        ("Licensed electrician, install and test, certificate of compliance included", 9, "118.00"),
        ("Switchboard upgrade incl. isolator", 1, "385.00"),
    ], "10")
    codes = ["PNL-440", "INV-5H", "RAIL-TN", "LAB-EL", "SWB-01"]
    units = ["ea", "ea", "kit", "hr", "ea"]
    green = (20, 95, 70)
    p = Page(A4)
    p.rect(0, 0, 595, 92, fill=green)
    p.text(40, 46, "Wattlebird Solar Co-op", "dv-b", 19, color=WHITE)
    p.text(40, 66, "ABN 00 417 729 553", "dv", 9, color=(215, 235, 225))
    p.text(555, 52, "TAX INVOICE", "dv-b", 16, "r", WHITE)
    p.block()
    p.lines(40, 116, ["91 Corrigan Track, Yarrabee Flat NSW 2999", "accounts@wattlebird.example"],
            "dv", 8.5, 12, color=GREY)
    p.block()
    for x, label, value in ((40, "Invoice No.", "TI-005518"), (172, "Issue Date", "27/02/2025"),
                            (304, "Payment Due", "13/03/2025"), (436, "Order No.", "4500-113")):
        p.rect(x, 146, 119, 42, fill=(236, 244, 240))
        p.text(x + 8, 160, label, "dv", 7.5, color=GREY)
        p.text(x + 8, 178, value, "dv-b", 10.5)
    p.block()
    p.text(40, 216, "Customer", "dv-b", 9, color=green)
    p.lines(40, 230, ["Bellamine Primary School", "6 Ironbark Street", "Yarrabee Flat NSW 2999"],
            "dv", 9.5, 13)
    p.block()
    p.text(304, 216, "Installed at", "dv-b", 9, color=green)
    p.lines(304, 230, ["Bellamine Primary School, Hall B", "8 Ironbark Street"], "dv", 9.5, 13)
    y = p.table(286, [(46, "l", None), (108, "l", 200), (345, "r", None), (364, "l", None),
                      (462, "r", None), (549, "r", None)],
                [[c, d, quantity(q), un, f"{number(u)}", f"{number(a)}"]
                 for c, un, (d, q, u, a) in zip(codes, units, bill.rows)],
                "dv", 8.5, pad=6, head=["Code", "Item", "Qty", "Unit", "Price ex GST", "Amount $"],
                head_font="dv-b", head_fill=(214, 230, 222), zebra=(246, 249, 247),
                left=40, right=555)
    y = p.pairs(372, y + 22, [("Subtotal (ex GST)", f"${number(bill.subtotal)}"),
                              ("GST 10%", f"${number(bill.tax)}")],
                font="dv", bold="dv", size=9.5, right=549, lead=16)
    p.rect(362, y - 7, 193, 25, fill=green)
    p.text(372, y + 10, "TOTAL AUD", "dv-b", 11, color=WHITE)
    p.text(549, y + 10, f"${number(bill.total)}", "dv-b", 11, "r", WHITE)
    p.block()
    p.lines(40, 640, ["How to pay", ], "dv-b", 9, color=green)
    p.lines(40, 656, ["EFT: Wattlebird Solar Co-op, BSB 000-417, Acct 7295 5300",
                      "Reference: TI-005518", "Payment terms are 14 days from the issue date."],
            "dv", 9, 13)
    return invoice("invoice-en-au-solar", "en", "en-AU", [p], {
        "vendor_name": "Wattlebird Solar Co-op",
        "vendor_address": "91 Corrigan Track, Yarrabee Flat NSW 2999",
        "vendor_tax_id": "00 417 729 553", "customer_name": "Bellamine Primary School",
        "invoice_number": "TI-005518", "invoice_date": "2025-02-27", "due_date": "2025-03-13",
        "purchase_order": "4500-113", "currency": "AUD"}, bill)


def de_maschinen():
    bill = Bill([
        ("Wartung Kompressor Typ K7, inkl. Anfahrt", 1, "480.00"),
        ("Luftfilter, waschbar", 12, "23.75"),
        ("Dichtungssatz für Druckregler", 4, "58.90"),
        ("Arbeitszeit Monteur (Std.)", "6.5", "92.00"),
    ], "19")
    eur = lambda v: f"{number(v, 'de')} €"
    p = Page(A4)
    p.text(70, 62, "Nordquell Drucklufttechnik GmbH", "sans-b", 15)
    p.line(70, 72, 530, 72, 2, (180, 40, 30))
    p.block()
    p.text(70, 138, "Nordquell Drucklufttechnik GmbH · Am Flutgraben 17 · 00999 Kleinweser",
           "sans", 7, color=GREY)
    p.lines(70, 158, ["Sägewerk Tannhuber KG", "Frau Dr. Jördis Weißenböck", "Lindenstraße 3",
                      "00871 Oberföhring"], "sans", 10.5, 14)
    p.block()
    p.pairs(350, 158, [("Rechnungsnummer:", "RE-2025-0391"), ("Rechnungsdatum:", "05.05.2025"),
                       ("Kundennummer:", "10077"), ("Bestellnummer:", "B-88213"),
                       ("Lieferdatum:", "28.04.2025")],
            value_x=446, bold="sans", size=9.5, lead=14)
    p.block()
    p.text(70, 262, "Rechnung", "sans-b", 16)
    p.para(70, 286, 450, "Sehr geehrte Frau Dr. Weißenböck, für die erbrachten Leistungen erlauben "
           "wir uns, wie folgt zu berechnen:", size=10, lead=14)
    y = p.table(326, [(76, "l", None), (130, "r", None), (146, "l", 210), (440, "r", None),
                      (524, "r", None)],
                [[str(i + 1), quantity(q, "de"), d, eur(u), eur(a)]
                 for i, (d, q, u, a) in enumerate(bill.rows)],
                size=9.5, pad=5, head=["Pos.", "Menge", "Bezeichnung", "Einzelpreis", "Gesamt"],
                head_fill=(235, 235, 235), rule=(190, 190, 190), left=70, right=530)
    y = p.pairs(350, y + 20, [("Nettobetrag", eur(bill.subtotal)),
                              ("zzgl. 19 % USt.", eur(bill.tax))],
                bold="sans", right=524, size=10, lead=16)
    p.line(346, y - 10, 530, y - 10, 0.6)
    p.text(350, y + 5, "Rechnungsbetrag", "sans-b", 11)
    p.text(524, y + 5, eur(bill.total), "sans-b", 11, "r")
    p.line(346, y + 11, 530, y + 11, 1.4)
    p.block()
    p.para(70, y + 52, 450, "Zahlbar ohne Abzug bis zum 19.05.2025. Bitte geben Sie bei der "
           "Überweisung die Rechnungsnummer an. Wir danken für Ihren Auftrag!", size=10, lead=14)
    p.line(70, 760, 530, 760, 0.5, GREY)
    for x, block in ((70, ["Nordquell Drucklufttechnik GmbH", "Am Flutgraben 17", "00999 Kleinweser"]),
                     (235, ["Geschäftsführer: Ole Brinkmoor", "HRB 00417 Kleinweser",
                            "USt-IdNr.: DE000417729"]),
                     (390, ["Bankhaus Kleinweser", "IBAN DE00 0000 0000 0041 7729 55",
                            "BIC EXAMDE00XXX"])):
        p.block()
        p.lines(x, 773, block, "sans", 7.5, 10, color=GREY)
    return invoice("invoice-de-de-druckluft", "de", "de-DE", [p], {
        "vendor_name": "Nordquell Drucklufttechnik GmbH",
        "vendor_address": "Am Flutgraben 17, 00999 Kleinweser",
        "vendor_tax_id": "DE000417729", "customer_name": "Sägewerk Tannhuber KG",
        "invoice_number": "RE-2025-0391", "invoice_date": "2025-05-05", "due_date": "2025-05-19",
        "purchase_order": "B-88213", "currency": "EUR"}, bill)


def fr_imprimerie():
    bill = Bill([
        ("Brochure 24 pages, dos carré collé", 500, "2.18"),
        ("Affiches 60 × 80 cm, papier couché", 40, "7.35"),
        ("Mise en page et épreuve couleur", 1, "340.00"),
        ("Livraison par coursier", 2, "28.50"),
    ], "20")
    eur = lambda v: f"{number(v, 'fr')}\u00a0€"
    violet = (94, 44, 110)
    p = Page(A4)
    p.rect(0, 0, 14, 842, fill=violet)
    p.text(50, 70, "Imprimerie du Moulin-Vieux", "dvserif-b", 16, color=violet)
    p.lines(50, 86, ["SARL au capital de 8 000 €", "23, chemin des Églantiers", "00990 Saint-Aubrac",
                     "N° TVA : FR 00 417729553"], "dvserif", 8.5, 12)
    p.block()
    p.text(545, 70, "FACTURE", "dvserif-b", 20, "r")
    p.text(545, 90, "N° F2025-0164", "dvserif", 11, "r")
    d = date("2025-04-07")
    p.text(545, 106, f"Date : {d.day} {month(d, 'fr')} {d.year}", "dvserif", 9.5, "r")
    p.text(545, 120, "Échéance : 7 mai 2025", "dvserif", 9.5, "r")
    p.block()
    p.rect(320, 146, 225, 78, stroke=violet, width=0.8)
    p.text(330, 162, "Facturé à", "dvserif-b", 9, color=violet)
    p.lines(330, 178, ["Théâtre de la Crécelle", "Mme Océane Lefébure", "5 bis, place du Puits",
                       "00991 Montfleury"], "dvserif", 9.5, 13)
    y = p.table(252, [(56, "l", 240), (340, "r", None), (435, "r", None), (539, "r", None)],
                [[d_, quantity(q, "fr"), eur(u), eur(a)] for d_, q, u, a in bill.rows],
                "dvserif", 9, pad=6, head=["Désignation", "Qté", "Prix unit. HT", "Montant HT"],
                head_font="dvserif-b", head_fill=(236, 228, 240), rule=(200, 190, 205),
                left=50, right=545)
    p.pairs(350, y + 24, [("Total HT", eur(bill.subtotal)), ("TVA 20 %", eur(bill.tax))],
            font="dvserif", bold="dvserif", size=9.5, right=539, lead=16)
    p.text(350, y + 60, "Total TTC", "dvserif-b", 12, color=violet)
    p.text(539, y + 60, eur(bill.total), "dvserif-b", 12, "r", violet)
    p.block()
    p.para(50, 640, 495, "Conditions de règlement : virement à 30 jours. En cas de retard de "
           "paiement, une indemnité forfaitaire de 40 € pour frais de recouvrement sera due. "
           "Pas d’escompte pour paiement anticipé.", "dvserif", 8.5, 12.5)
    return invoice("invoice-fr-fr-imprimerie", "fr", "fr-FR", [p], {
        "vendor_name": "Imprimerie du Moulin-Vieux",
        "vendor_address": "23, chemin des Églantiers, 00990 Saint-Aubrac",
        "vendor_tax_id": "FR 00 417729553", "customer_name": "Théâtre de la Crécelle",
        "invoice_number": "F2025-0164", "invoice_date": "2025-04-07", "due_date": "2025-05-07",
        "currency": "EUR"}, bill, ["month-name"])


def es_almazara():
    bill = Bill([
        ("Aceite de oliva virgen extra, garrafa 5 l", 30, "41.20"),
        ("Aceitunas aliñadas, bote 1 kg", 24, "6.95"),
        ("Cajas de regalo con etiqueta", 18, "12.40"),
    ], "21")
    eur = lambda v: f"{number(v, 'es')} €"
    olive = (96, 108, 30)
    p = Page(A4)
    p.text(297, 66, "ALMAZARA LA CIGÜEÑA, S.L.", "serif-b", 18, "c", olive)
    p.text(297, 82, "Camino de las Norias, 41 · 00993 Villaseca del Ejemplo · NIF B00417729",
           "serif", 9.5, "c")
    p.line(60, 92, 535, 92, 1, olive)
    p.block()
    p.text(60, 124, "FACTURA", "serif-b", 14)
    p.text(535, 124, "Número: A/25/0219", "serif-b", 12, "r")
    d = date("2025-06-03")
    p.text(60, 144, f"Fecha de factura: {d.day} de {month(d, 'es')} de {d.year}", "serif", 10.5)
    p.text(535, 144, "Vencimiento: 3 de julio de 2025", "serif", 10.5, "r")
    p.block()
    p.text(60, 178, "Cliente:", "serif-b", 10.5)
    p.lines(106, 178, ["Restaurante El Peñón Azul", "Paseo del Muelle, 8, bajo", "00994 Puerto Nogal"],
            "serif", 10.5, 14)
    p.text(106, 222, "Pedido n.º 2025-118", "serif", 10.5)
    y = p.table(246, [(114, "r", None), (132, "l", 216), (432, "r", None), (529, "r", None)],
                [[quantity(q, "es"), d_, eur(u), eur(a)] for d_, q, u, a in bill.rows],
                "serif", 10.5, pad=6, head=["Cantidad", "Concepto", "Precio", "Importe"],
                head_font="serif-b", head_fill=(232, 236, 214), left=60, right=535,
                grid={"color": olive, "xs": [60, 122, 360, 440, 535]})
    y = p.table(y + 26, [(230, "r", None), (330, "r", None), (430, "r", None), (529, "r", None)],
                [[eur(bill.subtotal), "21 %", eur(bill.tax), eur(bill.total)]],
                "serif", 10.5, pad=6,
                head=["Base imponible", "Tipo IVA", "Cuota IVA", "Total factura"],
                head_font="serif-b", head_fill=(232, 236, 214), left=135, right=535,
                grid={"color": olive, "xs": [135, 240, 340, 440, 535]},
                styles=[{3: ("serif-b", (0, 0, 0))}])
    p.lines(60, y + 40, ["Forma de pago: transferencia a la cuenta ES00 0000 0000 0041 7729 5500",
                         "Gracias por su confianza."], "serif", 10, 14)
    return invoice("invoice-es-es-almazara", "es", "es-ES", [p], {
        "vendor_name": "ALMAZARA LA CIGÜEÑA, S.L.",
        "vendor_address": "Camino de las Norias, 41, 00993 Villaseca del Ejemplo",
        "vendor_tax_id": "B00417729", "customer_name": "Restaurante El Peñón Azul",
        "invoice_number": "A/25/0219", "invoice_date": "2025-06-03", "due_date": "2025-07-03",
        "purchase_order": "2025-118", "currency": "EUR"}, bill, ["month-name"])


def us_parts_two_pages():
    rng = random.Random(77)
    things = ["Hex bolt", "Flange nut", "Lock washer", "Roller bearing", "Shaft collar", "V-belt",
              "O-ring", "Pipe elbow", "Ball valve", "Hose clamp", "Machine screw", "Dowel pin"]
    sizes = ["1/4 in", "3/8 in", "1/2 in", "5/8 in", "3/4 in", "1 in"]
    finish = ["zinc", "stainless", "brass", "black oxide", "nylon"]
    names = [f"{t}, {s}, {f}" for t in things for s in sizes for f in finish]
    rng.shuffle(names)
    bill = Bill([(n, rng.choice([5, 10, 12, 20, 25, 50, 100]), f"{rng.randint(12, 1450) / 100:.2f}")
                 for n in names[:46]], "6")
    parts = [f"{rng.randint(10000, 99999)}-{rng.choice('ABCDEF')}" for _ in bill.rows]
    columns = [(56, "r", None), (68, "l", None), (130, "l", 230), (400, "r", None),
               (476, "r", None), (564, "r", None)]
    head = ["Ln", "Part No.", "Description", "Qty Shipped", "Unit Price", "Extension"]
    cells = [[str(i + 1), part, d, quantity(q), number(u), number(a)]
             for i, (part, (d, q, u, a)) in enumerate(zip(parts, bill.rows))]
    look = dict(font="sans", size=8.5, pad=2.6, head=head, head_fill=(225, 225, 225),
                left=42, right=570)

    def top(p, n):
        p.text(42, 54, "CASTELLAN INDUSTRIAL SUPPLY INC.", "sans-b", 13)
        p.lines(42, 68, ["7700 Foundry Loop, Dock 12, Port Ellery, MI 48999", "Phone 555-0142"],
                "sans", 8.5, 11)
        p.block()
        p.text(570, 54, "INVOICE", "sans-b", 13, "r")
        p.text(570, 68, "Invoice No. 0093317", "sans", 9, "r")
        p.text(570, 80, f"Page {n} of 2", "sans", 9, "r")
        p.block()

    one, two = Page(LETTER), Page(LETTER)
    top(one, 1)
    one.rect(42, 96, 258, 74, stroke=(0, 0, 0))
    one.text(48, 108, "SOLD TO:", "sans-b", 8)
    one.lines(48, 121, ["Dunmore Conveyor Works", "Attn: Purchasing", "15 Ridgeline Drive",
                        "Halvorsen, WI 53999"], "sans", 9.5, 12.5)
    one.block()
    one.rect(312, 96, 258, 74, stroke=(0, 0, 0))
    one.text(318, 108, "SHIP TO:", "sans-b", 8)
    one.lines(318, 121, ["Dunmore Conveyor Works", "Plant 2 Receiving", "19 Ridgeline Drive",
                         "Halvorsen, WI 53999"], "sans", 9.5, 12.5)
    one.table(180, [(48, "l", None), (170, "l", None), (290, "l", None), (400, "l", None),
                    (490, "l", None)],
              [["11/03/2025", "12/03/2025", "PO 55120", "Truck", "R. Okafor-Lind"]], "sans", 8.5,
              head=["Date", "Due", "Customer PO", "Ship Via", "Salesperson"], left=42, right=570,
              grid={"color": (0, 0, 0), "xs": [42, 164, 284, 394, 484, 570]})
    y = one.table(226, columns, cells[:32], **look)
    one.text(570, y + 16, "Continued on next page", "sans-i", 8.5, "r")
    top(two, 2)
    y = two.table(104, columns, cells[32:], **look)
    two.line(42, y + 4, 570, y + 4)
    two.pairs(396, y + 20, [("Merchandise Subtotal", number(bill.subtotal)),
                            ("Sales Tax 6.00%", number(bill.tax)), ("Freight", "0.00")],
              bold="sans", right=564, size=9.5, lead=15)
    two.text(396, y + 70, "INVOICE TOTAL USD", "sans-b", 10.5)
    two.text(564, y + 70, number(bill.total), "sans-b", 10.5, "r")
    two.block()
    two.para(42, y + 110, 340, "All claims for shortage must be made within 10 days of receipt. "
             "Returned goods are subject to a restocking charge. Remit to Castellan Industrial "
             "Supply Inc., 7700 Foundry Loop, Port Ellery, MI 48999.", size=8.5)
    return invoice("invoice-en-us-two-pages", "en", "en-US", [one, two], {
        "vendor_name": "CASTELLAN INDUSTRIAL SUPPLY INC.",
        "vendor_address": "7700 Foundry Loop, Dock 12, Port Ellery, MI 48999",
        "customer_name": "Dunmore Conveyor Works", "invoice_number": "0093317",
        "invoice_date": "2025-11-03", "due_date": "2025-12-03", "purchase_order": "PO 55120",
        "currency": "USD"}, bill, ["multi-page", "long-table"])


def us_minimal():
    p = Page(LETTER)
    p.lines(90, 96, ["Isolde Varga-Prentiss", "Translation & Editing", "PO Box 417, Edgemere, VT 05999"],
            "serif", 12, 16)
    p.block()
    p.text(90, 180, "Sep 5, 2025", "serif", 12)
    p.block()
    p.lines(90, 216, ["Invoice 25-31", "for Corvane Press"], "serif-b", 12, 16)
    p.block()
    p.para(90, 268, 420, "Translation from Hungarian of “The Ferryman’s Ledger”, chapters 1 to 9, "
           "as agreed in our letter of June 2, 2025. No sales tax is charged.", "serif", 12, 17)
    p.block()
    p.text(90, 350, "Amount due: $1,850.00", "serif-b", 13)
    p.text(90, 370, "Please pay by October 5, 2025.", "serif", 12)
    p.block()
    p.text(90, 430, "With many thanks,", "serif", 12)
    p.text(90, 470, "Isolde Varga-Prentiss", "serif-i", 14)
    return invoice("invoice-en-us-minimal", "en", "en-US", [p], {
        "vendor_name": "Isolde Varga-Prentiss",
        "vendor_address": "PO Box 417, Edgemere, VT 05999", "customer_name": "Corvane Press",
        "invoice_number": "25-31", "invoice_date": "2025-09-05", "due_date": "2025-10-05",
        "currency": "USD", "total_amount": 1850}, None, ["no-table", "month-name"])


def documents():
    return [us_studio(), gb_joinery(), au_solar(), de_maschinen(), fr_imprimerie(), es_almazara(),
            us_parts_two_pages(), us_minimal()]
