"""Five certificates of analysis of hemp and cannabis products, one layout each.

Panels are data; totals and verdicts are computed from them:
total THC = Δ9-THC + 0.877 × THCA, and likewise for CBD.
"""

from document import Document
from numbers_text import places, plain, dec
from page import A4, LETTER, Page

GREY = (105, 105, 105)
WHITE = (255, 255, 255)
RED = (176, 28, 28)
GREEN = (24, 110, 52)


class Potency:
    """Cannabinoids in percent; a value may be the text ND or <LOQ."""

    def __init__(self, lod, loq, values, decimals=3):
        self.lod, self.loq, self.decimals = lod, loq, decimals
        self.rows = list(values.items())
        self.values = values
        self.thc = self._total("Δ9-THC", "THCA")
        self.cbd = self._total("CBD", "CBDA")

    def _number(self, name):
        try:
            return dec(self.values.get(name, "0"))
        except ArithmeticError:
            return dec(0)

    def _total(self, neutral, acid):
        return places(self._number(neutral) + self._number(acid) * dec("0.877"), self.decimals)

    def mg(self, value):
        return f"{places(dec(value) * 10, self.decimals - 1)}" if value[0].isdigit() else value

    def analytes(self):
        return [result("Potency", n, v, "%") for n, v in self.rows]

    def total_row(self, label, value):
        return [label, f"{value}", f"{places(value * 10, self.decimals - 1)}"]


def result(panel, name, value, unit, limit=None, status=None):
    row = {"panel": panel, "name": name}
    number = value.replace(",", "")
    if number.replace(".", "", 1).isdigit():
        row["value"] = plain(number)
    else:
        row["value"] = None
        row["raw"] = value
    row["unit"] = unit
    if limit is not None:
        number = limit.replace(",", "")
        if number.replace(".", "", 1).isdigit():
            row["limit"] = plain(number)
        else:
            row["limit"] = limit
    if status is not None:
        row["status"] = status.lower()
    return row


def verdict(value, limit):
    try:
        return "Fail" if dec(value.replace(",", "")) > dec(limit.replace(",", "")) else "Pass"
    except ArithmeticError:
        return "Pass" if value in ("ND", "<LOQ", "Negative", "Absent", "<10", limit) else "Fail"


class Panel:
    """Rows are (name, loq, limit, result)."""

    def __init__(self, name, unit, rows):
        self.name, self.unit, self.rows = name, unit, rows
        self.status = [verdict(r, l) for _, _, l, r in rows]
        self.passed = all(s == "Pass" for s in self.status)

    def analytes(self):
        return [result(self.name, n, r, self.unit, l, s)
                for (n, _, l, r), s in zip(self.rows, self.status)]


def certificate(id, locale, pages, fields, potency, panels, tags=()):
    fields = dict(fields)
    fields["thc_total_pct"] = plain(potency.thc)
    fields["cbd_total_pct"] = plain(potency.cbd)
    if panels:
        fields["overall_result"] = "pass" if all(p.passed for p in panels) else "fail"
    fields["analytes"] = potency.analytes() + [a for p in panels for a in p.analytes()]
    return Document(id, "certificates", "lab_report", "en", locale, pages, fields, list(tags))


def colours(panel, column):
    return [{column: ("sans-b", GREEN if s == "Pass" else RED)} for s in panel.status]


def boxed():
    """One page, classic boxes, everything passes."""
    pot = Potency("0.010", "0.030", {
        "CBDV": "0.041", "CBDA": "14.820", "CBGA": "0.512", "CBG": "0.094", "CBD": "0.735",
        "THCV": "ND", "CBN": "ND", "Δ9-THC": "0.062", "Δ8-THC": "ND", "CBC": "<LOQ",
        "THCA": "0.218"})
    metals = Panel("Heavy Metals", "µg/g", [
        ("Arsenic", "0.020", "0.200", "0.031"), ("Cadmium", "0.010", "0.200", "<LOQ"),
        ("Lead", "0.020", "0.500", "0.044"), ("Mercury", "0.005", "0.100", "ND")])
    navy = (28, 48, 88)
    p = Page(LETTER)
    p.rect(36, 36, 540, 720, stroke=navy, width=1.4)
    p.ellipse(50, 50, 40, 40, stroke=navy, width=2)
    p.line(60, 80, 70, 58, 2, navy)
    p.line(70, 58, 80, 80, 2, navy)
    p.text(102, 68, "Tessellate Analytical Laboratories", "sans-b", 15, color=navy)
    p.text(102, 83, "3300 Basalt Court, Orrin Springs, CO 80998 · Lic. 000-04417", "sans", 8.5, color=GREY)
    p.block()
    p.text(306, 118, "CERTIFICATE OF ANALYSIS", "sans-b", 16, "c")
    p.block()
    p.line(36, 130, 576, 130, 0.8, navy)
    p.pairs(50, 150, [("Product Name:", "Meadowlark Hemp Flower"), ("Matrix:", "Plant, inhalable"),
                      ("Batch Number:", "MLK-2503-07"), ("Sample ID:", "TAL-25-11873")],
            value_x=134, size=9.5, lead=15)
    p.block()
    p.pairs(316, 150, [("Client:", "Graywether Farms LLC"), ("Date Sampled:", "03/10/2025"),
                       ("Date Received:", "03/11/2025"), ("Date Reported:", "03/17/2025")],
            value_x=400, size=9.5, lead=15)
    p.block()
    p.line(36, 208, 576, 208, 0.8, navy)
    p.text(50, 226, "Cannabinoid Potency (HPLC-DAD)", "sans-b", 11, color=navy)
    y = p.table(234, [(56, "l", None), (230, "r", None), (320, "r", None), (430, "r", None),
                      (556, "r", None)],
                [[n, pot.lod, pot.loq, v, pot.mg(v)] for n, v in pot.rows], size=9, pad=1.8,
                head=["Analyte", "LOD (%)", "LOQ (%)", "Result (%)", "Result (mg/g)"],
                head_fill=navy, head_color=WHITE, zebra=(240, 243, 248), left=50, right=562)
    p.rect(50, y + 6, 512, 44, fill=(228, 233, 243))
    for i, (label, v) in enumerate((("Total THC", pot.thc), ("Total CBD", pot.cbd))):
        p.text(60, y + 23 + i * 17, label, "sans-b", 10)
        p.text(430, y + 23 + i * 17, f"{v}%", "sans-b", 10, "r")
        p.text(556, y + 23 + i * 17, f"{places(v * 10, 2)} mg/g", "sans-b", 10, "r")
    p.block()
    p.text(50, y + 62, "Total THC = THCA × 0.877 + Δ9-THC. Total CBD = CBDA × 0.877 + CBD. "
           "ND = not detected; <LOQ = below the limit of quantitation.", "sans-i", 7.5, color=GREY)
    p.block()
    p.text(50, y + 86, "Heavy Metals (ICP-MS)", "sans-b", 11, color=navy)
    y = p.table(y + 94, [(56, "l", None), (230, "r", None), (330, "r", None), (440, "r", None),
                         (530, "l", None)],
                [[n, q, l, r, s] for (n, q, l, r), s in zip(metals.rows, metals.status)],
                size=9, pad=2, head=["Element", "LOQ (µg/g)", "Limit (µg/g)", "Result (µg/g)", "Status"],
                head_fill=navy, head_color=WHITE, left=50, right=562, styles=colours(metals, 4))
    p.rect(50, y + 16, 512, 26, stroke=GREEN, width=1.2)
    p.text(306, y + 33, "Overall Result: PASS", "sans-b", 12, "c", GREEN)
    p.block()
    p.line(60, 708, 240, 708)
    p.text(60, 720, "Ludmila Ostrander, Laboratory Director", "sans", 8)
    p.text(562, 720, "Page 1 of 1", "sans", 8, "r", GREY)
    p.block()
    p.text(306, 744, "Results relate only to the sample received. Not to be reproduced except in full.",
           "sans-i", 7.5, "c", GREY)
    return certificate("coa-hemp-flower-boxed", "en-US", [p], {
        "product_name": "Meadowlark Hemp Flower", "batch_number": "MLK-2503-07",
        "sample_id": "TAL-25-11873", "lab_name": "Tessellate Analytical Laboratories",
        "client_name": "Graywether Farms LLC", "sample_date": "2025-03-10"}, pot, [metals])


def three_pages():
    """Three pages, one panel group a page; lead is over its limit."""
    pot = Potency("0.003", "0.010", {
        "CBDVA": "ND", "CBDV": "0.022", "CBDA": "<LOQ", "CBGA": "ND", "CBG": "0.871",
        "CBD": "5.164", "THCV": "ND", "CBN": "0.037", "EXO-THC": "ND", "Δ9-THC": "0.188",
        "Δ8-THC": "ND", "CBL": "ND", "CBC": "0.240", "THCA": "ND"})
    pests = ["Abamectin", "Acephate", "Acequinocyl", "Acetamiprid", "Azoxystrobin", "Bifenazate",
             "Bifenthrin", "Boscalid", "Carbaryl", "Chlorantraniliprole", "Chlorpyrifos",
             "Clofentezine", "Cyfluthrin", "Diazinon", "Etoxazole", "Fenpyroximate", "Fipronil",
             "Flonicamid", "Fludioxonil", "Imidacloprid", "Malathion", "Metalaxyl", "Myclobutanil",
             "Permethrins", "Piperonyl butoxide", "Pyrethrins", "Spinosad", "Spiromesifen",
             "Tebuconazole", "Trifloxystrobin"]
    found = {"Azoxystrobin": "0.024", "Piperonyl butoxide": "0.310", "Boscalid": "<LOQ"}
    limits = {"Abamectin": "0.300", "Bifenazate": "3.000", "Piperonyl butoxide": "8.000",
              "Azoxystrobin": "4.000", "Fipronil": "0.100", "Boscalid": "10.000"}
    pesticides = Panel("Pesticides", "ppm", [
        (n, "0.010", limits.get(n, "0.500"), found.get(n, "ND")) for n in pests])
    metals = Panel("Heavy Metals", "ppm", [
        ("Arsenic", "0.050", "1.500", "0.112"), ("Cadmium", "0.050", "0.500", "ND"),
        ("Lead", "0.050", "0.500", "0.731"), ("Mercury", "0.010", "3.000", "ND")])
    micro = Panel("Microbials", "CFU/g", [
        ("Total Aerobic Count", "10", "10,000", "120"), ("Yeast & Mold", "10", "1,000", "<10"),
        ("E. coli (STEC)", "1", "Absent", "Absent"), ("Salmonella spp.", "1", "Absent", "Absent")])
    teal = (0, 104, 116)
    pages = []

    def start(title):
        p = Page(LETTER)
        n = len(pages) + 1
        p.rect(0, 0, 612, 10, fill=teal)
        p.text(42, 40, "VERIDIAN CREEK LABS", "dv-b", 12, color=teal)
        p.text(570, 36, "Certificate of Analysis", "dv", 10, "r")
        p.text(570, 49, f"Report VC-25-00417 · Page {n} of 3", "dv", 8, "r", GREY)
        p.line(42, 58, 570, 58, 1, teal)
        p.block()
        if n > 1:
            p.text(42, 72, "Full Spectrum Tincture 1500 · Lot FST1500-B12 · Sample S-250604-031",
                   "dv", 8, color=GREY)
            p.block()
        p.text(42, 96, title, "dv-b", 13)
        p.block()
        pages.append(p)
        return p

    p = start("Full Spectrum Tincture 1500")
    p.pairs(42, 122, [("Client", "Tamsin & Rook Botanicals"), ("Lot", "FST1500-B12"),
                      ("Sample", "S-250604-031"), ("Product type", "Ingestible oil"),
                      ("Collected", "June 4, 2025"), ("Completed", "June 11, 2025")],
            value_x=130, font="dv", bold="dv-b", size=8.5, lead=14)
    p.block()
    p.rect(340, 108, 230, 88, fill=(232, 243, 244))
    p.text(352, 126, "Summary", "dv-b", 9, color=teal)
    for i, (label, ok) in enumerate((("Potency", None), ("Pesticides", pesticides.passed),
                                     ("Heavy Metals", metals.passed), ("Microbials", micro.passed))):
        word = "Tested" if ok is None else "Pass" if ok else "Fail"
        p.text(352, 142 + i * 14, label, "dv", 8.5)
        p.text(556, 142 + i * 14, word, "dv-b", 8.5, "r",
               GREY if ok is None else GREEN if ok else RED)
    p.block()
    p.rect(42, 216, 528, 34, fill=RED)
    p.text(306, 238, "OVERALL: FAIL", "dv-b", 14, "c", WHITE)
    p.block()
    p.text(42, 278, "Potency by HPLC", "dv-b", 10, color=teal)
    y = p.table(286, [(48, "l", None), (300, "r", None), (390, "r", None), (470, "r", None),
                      (564, "r", None)],
                [[n, v, pot.mg(v), pot.lod, pot.loq] for n, v in pot.rows], "dv", 8.5, pad=2.4,
                head=["Cannabinoid", "% w/w", "mg/g", "LOD %", "LOQ %"], head_font="dv-b",
                rule=(205, 220, 222), left=42, right=570)
    for i, (label, v) in enumerate((("Total THC (THCA × 0.877 + Δ9-THC)", pot.thc),
                                    ("Total CBD (CBDA × 0.877 + CBD)", pot.cbd))):
        p.text(48, y + 18 + i * 15, label, "dv-b", 8.5)
        p.text(300, y + 18 + i * 15, f"{v}", "dv-b", 8.5, "r")
        p.text(390, y + 18 + i * 15, f"{places(v * 10, 2)}", "dv-b", 8.5, "r")

    p = start("Pesticides by LC-MS/MS (ppm)")
    half = len(pests) // 2
    for k, x in ((0, 42), (1, 312)):
        part = slice(k * half, (k + 1) * half)
        p.table(112, [(x + 4, "l", None), (x + 148, "r", None), (x + 204, "r", None),
                      (x + 224, "l", None)],
                [[n, l, r, s] for (n, _, l, r), s in
                 zip(pesticides.rows[part], pesticides.status[part])], "dv", 8, pad=3.4,
                head=["Analyte", "Limit", "Result", "Status"], head_font="dv-b",
                head_fill=(214, 232, 234), rule=(215, 225, 226), left=x, right=x + 258)
    p.text(42, 430, "The limit of quantitation is 0.010 ppm for every pesticide of this panel.",
           "dv", 8, color=GREY)

    p = start("Heavy Metals by ICP-MS (ppm)")
    columns = [(48, "l", None), (270, "r", None), (360, "r", None), (450, "r", None),
               (510, "l", None)]
    y = p.table(112, columns, [[n, q, l, r, s] for (n, q, l, r), s in zip(metals.rows, metals.status)],
                "dv", 9, pad=4, head=["Metal", "LOQ", "Limit", "Result", "Status"],
                head_font="dv-b", head_fill=(214, 232, 234), rule=(215, 225, 226), left=42, right=570,
                styles=[{4: ("dv-b", GREEN if s == "Pass" else RED)} for s in metals.status])
    p.text(42, y + 36, "Microbials by qPCR and plating (CFU/g)", "dv-b", 13)
    y = p.table(y + 52, columns, [[n, q, l, r, s] for (n, q, l, r), s in zip(micro.rows, micro.status)],
                "dv", 9, pad=4, head=["Test", "LOQ", "Limit", "Result", "Status"],
                head_font="dv-b", head_fill=(214, 232, 234), rule=(215, 225, 226), left=42, right=570,
                styles=[{4: ("dv-b", GREEN if s == "Pass" else RED)} for s in micro.status])
    p.para(42, y + 34, 528, "Lead was found at 0.731 ppm, above the limit of 0.500 ppm; the lot does "
           "not meet the requirements for ingestible products. ND: not detected. <LOQ: found, but "
           "below the limit of quantitation.", "dv", 8.5, 13)
    p.block()
    p.lines(42, 690, ["Reviewed by Benedek Asante-Moor, QA Manager", "Veridian Creek Labs, 12 Culvert "
                      "Street, Nettlefield, OR 97997"], "dv", 8, 12, color=GREY)
    return certificate("coa-tincture-three-pages", "en-US", pages, {
        "product_name": "Full Spectrum Tincture 1500", "batch_number": "FST1500-B12",
        "sample_id": "S-250604-031", "lab_name": "VERIDIAN CREEK LABS",
        "client_name": "Tamsin & Rook Botanicals", "sample_date": "2025-06-04"},
        pot, [pesticides, metals, micro], ["multi-page", "month-name", "fail"])


def two_columns():
    """Potency on the left, safety panels on the right."""
    pot = Potency("0.02", "0.05", {
        "THCA": "23.41", "Δ9-THC": "0.87", "Δ8-THC": "ND", "CBDA": "0.06", "CBD": "ND",
        "CBGA": "0.94", "CBG": "0.11", "CBC": "<LOQ", "CBN": "ND"}, 2)
    micro = Panel("Microbial", "CFU/g", [
        ("Aspergillus", "", "Negative", "Negative"), ("Salmonella", "", "Negative", "Negative"),
        ("STEC", "", "Negative", "Negative"), ("Yeast & mold", "", "10,000", "350")])
    metals = Panel("Metals", "µg/kg", [
        ("As", "", "200", "18"), ("Cd", "", "200", "41"), ("Hg", "", "100", "ND"),
        ("Pb", "", "500", "27")])
    mycotoxins = Panel("Mycotoxins", "µg/kg", [
        ("Aflatoxins, total", "", "20", "ND"), ("Ochratoxin A", "", "20", "ND")])
    plum = (92, 36, 84)
    p = Page(LETTER)
    p.text(40, 62, "Ostara Bioassay", "serif-b", 24, color=plum)
    p.text(40, 78, "cannabis testing, Cutbank Harbor, CA 95999", "serif-i", 10.5, color=GREY)
    p.block()
    p.text(572, 58, "COA", "serif-b", 30, "r", (205, 190, 202))
    p.block()
    p.line(40, 92, 572, 92, 2, plum)
    for x, label, value in ((40, "Strain / product", "Nightjar Kush, 3.5 g"),
                            (220, "Harvest batch", "NJK-0417-C"),
                            (350, "Lab sample no.", "OB-88120-2"),
                            (472, "Sampled", "2025-01-22")):
        p.block()
        p.text(x, 110, label, "serif-i", 9.5, color=GREY)
        p.text(x, 125, value, "serif-b", 11.5)
    p.block()
    p.text(40, 148, "Produced by Holloway Terrace Cultivation, license C10-0000417", "serif", 10.5)
    p.block()
    p.text(40, 182, "Cannabinoids", "serif-b", 14, color=plum)
    y = p.table(192, [(44, "l", None), (150, "r", None), (210, "r", None), (278, "r", None)],
                [[n, pot.loq, v, pot.mg(v)] for n, v in pot.rows], "serif", 10.5, pad=3.6,
                head=["", "LOQ %", "%", "mg/g"], head_font="serif-i", rule=(210, 200, 208),
                left=40, right=282)
    p.lines(44, y + 22, [f"Total THC {pot.thc} %", f"Total CBD {pot.cbd} %"], "serif-b", 12.5, 18)
    p.text(44, y + 62, "THCA and CBDA count with the factor 0.877.", "serif-i", 9, color=GREY)
    yy = 182
    for panel, note in ((micro, "Microbial, CFU/g"), (metals, "Metals, µg/kg"),
                        (mycotoxins, "Mycotoxins, µg/kg")):
        p.block()
        p.text(318, yy, note, "serif-b", 14, color=plum)
        p.text(572, yy, "PASS" if panel.passed else "FAIL", "serif-b", 12, "r",
               GREEN if panel.passed else RED)
        yy = p.table(yy + 9, [(322, "l", None), (440, "r", None), (510, "r", None), (568, "r", None)],
                     [[n, l, r, s] for (n, _, l, r), s in zip(panel.rows, panel.status)],
                     "serif", 10.5, pad=3.4, head=["", "Action level", "Found", ""],
                     head_font="serif-i", rule=(210, 200, 208), left=318, right=572) + 28
    p.rect(40, 610, 532, 40, fill=(242, 236, 241))
    p.text(306, 635, "Batch passes all tests", "serif-b", 15, "c", GREEN)
    p.block()
    p.lines(40, 690, ["Released 29 January 2025", "Dr. Saoirse Quenneville, laboratory manager"],
            "serif", 10, 14)
    return certificate("coa-flower-two-columns", "en-US", [p], {
        "product_name": "Nightjar Kush, 3.5 g", "batch_number": "NJK-0417-C",
        "sample_id": "OB-88120-2", "lab_name": "Ostara Bioassay",
        "client_name": "Holloway Terrace Cultivation", "sample_date": "2025-01-22"},
        pot, [micro, metals, mycotoxins], ["two-column"])


def leaders():
    """A plain typed list with dotted leaders, potency only."""
    pot = Potency("0.05", "0.10", {"CBD": "98.74", "CBDA": "ND", "CBDV": "0.41", "CBG": "<LOQ",
                                   "Δ9-THC": "ND", "THCA": "ND", "CBN": "ND"}, 2)
    p = Page(A4)
    p.lines(70, 80, ["KESTREL FELL ANALYTICS", "Unit 2 Ropewalk Yard, Thistlemoor TH0 9ZZ"],
            "dvmono-b", 10, 14)
    p.block()
    p.text(70, 136, "CERTIFICATE OF ANALYSIS", "dvmono-b", 12)
    p.block()

    def dotted(y, label, value):
        size, right = 9, 525
        room = right - 70 - 6 * 2
        dot = 9 * 0.60205
        count = int((room - (len(label) + len(value)) * dot) / dot)
        p.text(70, y, f"{label} {'.' * count} {value}", "dvmono", size)

    y = 166
    for label, value in (("Product", "CBD Isolate Powder"), ("Lot", "ISO/25/0088"),
                         ("Our sample ref.", "KF-2025-1416"),
                         ("Submitted by", "Bramble & Thrupp Ltd"),
                         ("Sample taken", "9 September 2025"), ("Reported", "15 September 2025")):
        dotted(y, label, value)
        y += 16
    p.block()
    y += 18
    p.text(70, y, "CANNABINOIDS, PER CENT BY WEIGHT", "dvmono-b", 10)
    p.block()
    y += 20
    for name, value in pot.rows:
        dotted(y, name, value)
        y += 16
    y += 8
    dotted(y, "TOTAL CBD (CBD + 0.877 CBDA)", f"{pot.cbd} %")
    dotted(y + 16, "TOTAL THC (THC + 0.877 THCA)", f"{pot.thc} %")
    p.block()
    y += 52
    p.para(70, y, 455, "Limit of detection 0.05 %, limit of quantitation 0.10 %. ND means not "
           "detected. Method KF-07, liquid chromatography with diode array detection.",
           "dvmono", 9, 14)
    p.block()
    p.text(70, y + 74, "RESULT: PASS (Δ9-THC not detected)", "dvmono-b", 10)
    p.block()
    p.text(70, y + 130, "Signed: E. Wainfleet, analyst", "dvmono", 9)
    doc = certificate("coa-isolate-leaders", "en-GB", [p], {
        "product_name": "CBD Isolate Powder", "batch_number": "ISO/25/0088",
        "sample_id": "KF-2025-1416", "lab_name": "KESTREL FELL ANALYTICS",
        "client_name": "Bramble & Thrupp Ltd", "sample_date": "2025-09-09"},
        pot, [], ["month-name", "leaders"])
    doc.fields["overall_result"] = "pass"
    return doc


def landscape():
    """Landscape, coloured header bar, grid tables side by side, mg per unit."""
    pot = Potency("0.0002", "0.0006", {
        "Δ9-THC": "0.2514", "CBD": "0.2488", "CBG": "0.0103", "CBN": "<LOQ", "THCA": "ND",
        "CBDA": "ND", "Δ8-THC": "ND"}, 4)
    solvents = Panel("Residual Solvents", "ppm", [
        ("Acetone", "50", "5,000", "ND"), ("Butane", "50", "5,000", "ND"),
        ("Ethanol", "50", "5,000", "412"), ("Hexane", "10", "290", "<LOQ"),
        ("Isopropanol", "50", "5,000", "ND")])
    micro = Panel("Microbial Screen", "CFU/g", [
        ("E. coli", "10", "100", "ND"), ("Salmonella", "1", "Negative", "Negative"),
        ("Yeast and Mold", "10", "1,000", "20")])
    orange = (198, 92, 16)
    p = Page((792, 612))
    p.rect(0, 0, 792, 70, fill=orange)
    p.text(40, 34, "Peppergrove Testing Group", "sans-b", 20, color=WHITE)
    p.text(40, 54, "Certificate of Analysis", "sans", 13, color=WHITE)
    p.block()
    p.text(752, 34, "Citrus Gummies 1:1", "sans-b", 16, "r", WHITE)
    p.text(752, 54, "10 pieces, 4.0 g each", "sans", 11, "r", WHITE)
    p.block()
    p.table(84, [(46, "l", None), (190, "l", None), (330, "l", None), (490, "l", None),
                 (630, "l", None)],
            [["CG11-25-118", "PTG2507-0093", "Sunmarrow Edibles Inc.", "07/14/2025", "07/21/2025"]],
            size=10, pad=4, head=["Lot #", "Sample ID", "Customer", "Sample Date", "Report Date"],
            left=40, right=752, grid={"color": orange, "xs": [40, 184, 324, 484, 624, 752]})
    p.text(40, 158, "Cannabinoid Profile", "sans-b", 12, color=orange)
    y = p.table(166, [(46, "l", None), (170, "r", None), (240, "r", None), (310, "r", None),
                      (380, "r", None)],
                [[n, v, pot.mg(v), pot.lod, pot.loq] for n, v in pot.rows], size=9.5, pad=4,
                head=["Analyte", "Weight %", "mg/g", "LOD %", "LOQ %"], head_fill=(250, 232, 216),
                left=40, right=386, grid={"color": (180, 180, 180), "xs": [40, 120, 176, 246, 316, 386]})
    y = p.table(y + 12, [(46, "l", None), (170, "r", None), (240, "r", None), (380, "r", None)],
                [["Total THC", f"{pot.thc}", f"{places(pot.thc * 10, 3)}",
                  f"{places(pot.thc * 40, 2)} mg per piece"],
                 ["Total CBD", f"{pot.cbd}", f"{places(pot.cbd * 10, 3)}",
                  f"{places(pot.cbd * 40, 2)} mg per piece"]], "sans-b", 9.5, pad=4,
                left=40, right=386)
    p.text(46, y + 16, "Totals count acids with 0.877. ND = not detected.", "sans-i", 8, color=GREY)
    yy = 158
    for panel in (solvents, micro):
        p.block()
        p.text(412, yy, f"{panel.name} ({panel.unit})", "sans-b", 12, color=orange)
        yy = p.table(yy + 8, [(418, "l", None), (550, "r", None), (618, "r", None),
                              (690, "r", None), (746, "r", None)],
                     [[n, q, l, r, s] for (n, q, l, r), s in zip(panel.rows, panel.status)],
                     size=9.5, pad=4, head=["Analyte", "LOQ", "Limit", "Result", "Status"],
                     head_fill=(250, 232, 216), left=412, right=752, styles=colours(panel, 4),
                     grid={"color": (180, 180, 180), "xs": [412, 510, 556, 624, 696, 752]}) + 26
    p.rect(40, 486, 712, 34, fill=(226, 242, 229))
    p.text(396, 508, "FINAL DISPOSITION: PASSED", "sans-b", 14, "c", GREEN)
    p.block()
    p.text(40, 570, "Approved by Calliope Brandvold, 07/21/2025", "sans", 9)
    p.text(752, 570, "Peppergrove Testing Group, 88 Mesa Verde Loop, Tallowood, NV 89999", "sans", 9, "r")
    return certificate("coa-gummies-landscape", "en-US", [p], {
        "product_name": "Citrus Gummies 1:1", "batch_number": "CG11-25-118",
        "sample_id": "PTG2507-0093", "lab_name": "Peppergrove Testing Group",
        "client_name": "Sunmarrow Edibles Inc.", "sample_date": "2025-07-14"},
        pot, [solvents, micro], ["landscape"])


def documents():
    return [boxed(), three_pages(), two_columns(), leaders(), landscape()]
