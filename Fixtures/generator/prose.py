"""A business letter, a two-column article and a memo."""

from document import Document
from page import A4, LETTER, Page, wrap

GREY = (110, 110, 110)


def justified(p, x, y, w, s, font, size, lead):
    """Like Page.para, with both edges flush: words are placed one by one."""
    import fonts

    lines = wrap(s, w, font, size)
    for n, line in enumerate(lines):
        words = line.split(" ")
        if n == len(lines) - 1 or len(words) == 1:
            p.text(x, y, line, font, size)
        else:
            gap = (w - sum(fonts.width(v, font, size) for v in words)) / (len(words) - 1)
            at = x
            for v in words:
                at = p.text(at, y, v, font, size) + gap
        y += lead
    return y


def letter():
    p = Page(A4)
    p.text(70, 76, "Aldous Pennywhistle Ltd", "serif-b", 16)
    p.text(70, 91, "Clock and instrument repairs since 1962", "serif-i", 10, color=GREY)
    p.block()
    p.lines(525, 70, ["3 Belfry Close", "Amberwick AM0 9ZZ", "Tel. 01632 960 155",
                      "repairs@pennywhistle.example"], "serif", 9.5, 12, align="r")
    p.line(70, 118, 525, 118, 0.7)
    p.block()
    p.lines(70, 152, ["Ms Gwendolyn Achterberg", "Curator", "Amberwick Museum of Navigation",
                      "Customs House Quay", "Amberwick AM0 8YY"], "serif", 11.5, 15)
    p.block()
    p.text(70, 248, "21 October 2025", "serif", 11.5)
    p.text(525, 248, "Our ref: AP/CH/1146", "serif", 11.5, "r")
    p.block()
    p.text(70, 286, "Dear Ms Achterberg,", "serif", 11.5)
    p.text(70, 312, "Repair of the harbour master’s chronometer", "serif-b", 11.5)
    y = 336
    for s in (
        "Thank you for letting us examine the chronometer last Tuesday. The movement is sound, and "
        "the balance swings freely, but the oil has turned to varnish and the winding key was "
        "replaced at some time by one of the wrong size.",
        "We propose to take the movement apart, clean it in our workshop, fit a new mainspring and "
        "make a key after the drawing that you found in the archive. The work would take about "
        "five weeks. Our price, which includes collection and return, is £684.00 plus VAT.",
        "The glass is scratched, though not badly enough to be replaced; we would polish it at no "
        "charge. The case should stay as it is: its wear belongs to its history.",
        "If you agree, please sign the enclosed copy and send it back by 7 November. Should you "
        "have any questions, Mr Rowntree will gladly answer them on extension 14.",
    ):
        y = p.para(70, y, 455, s, "serif", 11.5, 15.5) + 8
    p.block()
    p.text(70, y + 10, "Yours sincerely,", "serif", 11.5)
    for x1, y1, x2, y2 in ((72, 40, 84, 24), (84, 24, 92, 44), (92, 44, 104, 30), (104, 30, 112, 42),
                           (112, 42, 150, 32)):
        p.line(x1, y + y1 - 8, x2, y + y2 - 8, 1.1, (30, 40, 120))
    p.text(70, y + 62, "Fitzgerald Pennywhistle", "serif", 11.5)
    p.text(70, y + 77, "Managing Director", "serif-i", 11.5)
    p.block()
    p.text(70, y + 108, "Enc.: one copy of this letter", "serif", 10)
    return Document("letter-en-gb", "prose", "letter", "en", "en-GB", [p], {}, ["letter"])


def article():
    p = Page(LETTER)
    p.text(54, 48, "Journal of Small Observations", "serif-i", 9.5, color=GREY)
    p.text(558, 48, "Vol. 12, No. 3", "serif-i", 9.5, "r", GREY)
    p.line(54, 54, 558, 54, 0.5, GREY)
    p.block()
    p.text(306, 92, "How Long Does a Puddle Last?", "serif-b", 20, "c")
    p.text(306, 112, "Thaddeus Quill and Imogen Starbuck", "serif", 12, "c")
    p.text(306, 127, "Institute for Everyday Weather, Larkhaven", "serif-i", 10, "c")
    p.block()
    p.text(96, 154, "Abstract", "serif-b", 10)
    y = justified(p, 96, 168, 420, "We watched forty puddles on one parking lot from April to June and noted when "
                  "each was gone. Depth mattered more than area, and wind more than sun. A simple rule "
                  "tells the life of a puddle to within three hours.", "serif", 10, 12.5)
    left, right, w = 54, 315, 243
    top = y + 16

    def column(x, y, parts):
        p.block()
        for kind, s in parts:
            if kind == "h":
                p.text(x, y + 4, s, "serif-b", 12)
                y += 20
            else:
                y = justified(p, x, y, w, s, "serif", 10, 12.6) + 5
        return y

    column(left, top, [
        ("h", "1. Introduction"),
        ("p", "Everybody has stepped around a puddle, yet few have stayed to see one go. Water leaves a "
              "puddle in three ways: it seeps into the ground, it runs off, and it evaporates. On sealed "
              "asphalt the first two are small, which makes a parking lot a good place to study the third."),
        ("p", "Earlier accounts relied on memory or on single visits. We are not aware of any that gives "
              "the time from the last drop of rain to the last trace of water. This note is meant to "
              "fill that gap, modestly."),
        ("h", "2. Method"),
        ("p", "After each rain we marked the rim of every puddle with chalk and measured the greatest "
              "depth with a steel rule. One of us then came back every half hour during daylight. A "
              "puddle was called gone when a dry paper tissue, laid on the deepest spot, stayed dry.*"),
        ("p", "Air temperature, humidity and wind speed were read from a mast at the edge of the "
              "parking lot, two meters above the ground. Of forty-six puddles, six were driven through by cars "
              "and were left out, so that forty remain in the results below."),
    ])
    column(right, top, [
        ("h", "3. Results"),
        ("p", "The shortest life was 2.5 hours and the longest 31 hours. The median was 9 hours. Puddles "
              "deeper than 12 mm lasted more than twice as long as shallow ones of the same area, while "
              "doubling the area at the same depth changed the life by less than a tenth."),
        ("p", "Wind was the strongest influence from outside. At 5 meters per second a puddle lost about "
              "0.9 mm an hour, against 0.4 mm in still air. Sunshine added some 0.3 mm an hour around "
              "noon and nothing that we could measure in the morning."),
        ("h", "4. A Rule of Thumb"),
        ("p", "Take the depth in millimeters, and divide by one if it is windy or by one half if it is "
              "not. The result is the life in hours. For thirty-four of our forty puddles this was right "
              "to within three hours."),
        ("h", "5. Conclusion"),
        ("p", "Puddles are more regular than they look. We plan to repeat the work in winter, when ice "
              "will complicate matters, and on cobbles, where no two puddles are alike."),
    ])
    p.block()
    p.line(54, 700, 174, 700, 0.5)
    p.text(54, 712, "* We thank the cleaning staff for the loan of several boxes of tissues.", "serif", 8.5)
    p.block()
    p.text(306, 752, "217", "serif", 10, "c")
    return Document("article-two-columns", "prose", "article", "en", "en-US", [p], {},
                    ["two-column", "footnote", "headings"])


def memo():
    p = Page(LETTER)
    p.text(72, 84, "MEMORANDUM", "dv-b", 18)
    p.line(72, 94, 540, 94, 1.5)
    p.block()
    p.pairs(72, 120, [("To:", "All site managers"), ("From:", "Perpetua Lindqvist, Facilities"),
                      ("Date:", "January 9, 2026"), ("Project:", "Riverbank Depot refit"),
                      ("Project No.:", "RD-2026-04"), ("Budget:", "$86,500"),
                      ("Status:", "On schedule")],
            value_x=170, font="dv", bold="dv-b", size=10, lead=17)
    p.block()
    p.line(72, 238, 540, 238, 0.5)
    y = p.para(72, 266, 468, "The refit of the Riverbank Depot starts on Monday, February 2. The loading bays "
               "will be closed in turn, never more than two at a time. Please plan your deliveries "
               "accordingly and note the points below.", "dv", 10, 15.5)
    y += 8
    for s in ("Bays 1 and 2 are closed from February 2 to February 13.",
              "Bays 3 and 4 are closed from February 16 to February 27; trucks longer than 40 feet must "
              "use the north gate during this time.",
              "The canteen moves to the second floor of Building C.",
              "Hard hats are required in the yard, also for short visits."):
        p.text(84, y, "•", "dv", 10)
        y = p.para(100, y, 440, s, "dv", 10, 15.5) + 5
    y = p.para(72, y + 10, 468, "Keys for the temporary storage containers can be collected from the gatehouse "
               "against signature. Questions go to refit@riverbank.example.", "dv", 10, 15.5)
    p.block()
    p.text(72, y + 30, "P. Lindqvist", "dv", 10)
    return Document("memo-refit", "prose", "memo", "en", "en-US", [p], {
        "To": "All site managers", "From": "Perpetua Lindqvist, Facilities", "Date": "2026-01-09",
        "Project": "Riverbank Depot refit", "Project No.": "RD-2026-04", "Budget": 86500,
        "Status": "On schedule"}, ["bullets", "key-value", "month-name"])


def documents():
    return [letter(), article(), memo()]
