"""A page description: what is drawn where, independent of PDF or pixels.

Coordinates are points from the top left; y is the baseline of text. Text belongs to
blocks; the truth text goes block by block and, inside of a block, line by line.
"""

import fonts

A4 = (595, 842)
LETTER = (612, 792)
BLACK = (0, 0, 0)


class Page:
    def __init__(self, size=A4, rotate=0):
        self.width, self.height = size
        self.rotate = rotate
        self.ops = []
        self.copy_of = None  # the page whose picture this one shows
        self._block = 0

    # ---- drawing

    def block(self):
        """Starts a new block of the reading order."""
        self._block += 1

    def text(self, x, y, s, font="sans", size=10, align="l", color=BLACK,
             invisible=False, truth=True):
        w = fonts.width(s, font, size)
        left = {"l": x, "r": x - w, "c": x - w / 2}[align]
        self.ops.append(("text", left, y, s, font, size, color, invisible,
                         self._block if truth else None))
        return left + w

    def lines(self, x, y, strings, font="sans", size=10, lead=None, **more):
        for s in strings:
            self.text(x, y, s, font, size, **more)
            y += lead or size * 1.3
        return y

    def para(self, x, y, w, s, font="sans", size=10, lead=None, **more):
        return self.lines(x, y, wrap(s, w, font, size), font, size, lead, **more)

    def line(self, x1, y1, x2, y2, width=0.5, color=BLACK, dash=False):
        self.ops.append(("line", x1, y1, x2, y2, width, color, dash))

    def rect(self, x, y, w, h, fill=None, stroke=None, width=0.5):
        self.ops.append(("rect", x, y, w, h, fill, stroke, width))

    def ellipse(self, x, y, w, h, fill=None, stroke=None, width=0.5):
        self.ops.append(("ellipse", x, y, w, h, fill, stroke, width))

    def image(self, x, y, w, h, data):
        self.ops.append(("image", x, y, w, h, data))

    # ---- compound elements

    def pairs(self, x, y, pairs, value_x=None, font="sans", bold="sans-b", size=10,
              lead=None, right=None, color=BLACK):
        """Label and value lines; values start at value_x or end at right."""
        for label, value in pairs:
            end = self.text(x, y, label, bold, size, color=color)
            if right is not None:
                self.text(right, y, value, font, size, "r")
            else:
                self.text(value_x if value_x is not None else end + size * 0.4, y, value,
                          font, size)
            y += lead or size * 1.4
        return y

    def table(self, y, columns, rows, font="sans", size=9, lead=None, pad=3, head=None,
              head_font="sans-b", head_fill=None, head_color=BLACK, rule=None, zebra=None,
              left=None, right=None, grid=None, styles=None):
        """Rows of cells; columns are (anchor x, align, wrap width or None).

        Returns the y below the table (a top edge, not a baseline).
        """
        self.block()
        lead = lead or size * 1.25
        left = left if left is not None else columns[0][0] - 3
        right = right if right is not None else columns[-1][0] + 3

        def row(y, cells, font, color, fill, style):
            wrapped = [
                wrap(c, col[2], font, size) if col[2] else [c]
                for c, col in zip(cells, columns)
            ]
            height = max(len(w) for w in wrapped) * lead + 2 * pad
            if fill:
                self.rect(left, y, right - left, height, fill=fill)
            for i, (cell, (x, align, _)) in enumerate(zip(wrapped, columns)):
                f, c = (style or {}).get(i, (font, color))
                for k, s in enumerate(cell):
                    if s:
                        self.text(x, y + pad + size * 0.85 + (lead - size) / 2 + k * lead,
                                  s, f, size, align, c)
            return y + height

        top = y
        ys = [y]
        if head:
            y = row(y, head, head_font, head_color, head_fill, None)
            ys.append(y)
            if rule:
                self.line(left, y, right, y, 0.8, rule)
        for n, cells in enumerate(rows):
            y = row(y, cells, font, BLACK, zebra if zebra and n % 2 else None,
                    styles[n] if styles else None)
            ys.append(y)
            if rule:
                self.line(left, y, right, y, 0.35, rule)
        if grid:
            for gy in ys:
                self.line(left, gy, right, gy, 0.5, grid["color"])
            for gx in grid["xs"]:
                self.line(gx, top, gx, y, 0.5, grid["color"])
        self.block()
        return y

    # ---- truth

    @property
    def kind(self):
        """How the page is to be read as a page of a PDF; the words are those of `page_kinds`."""
        drawn = {op[0] for op in self.ops}
        if not drawn:
            return "blank"
        if self.copy_of:
            return "scan-with-text-layer" if "text" in drawn else "scan"
        if "text" not in drawn:
            return "scan"
        if any(op[0] == "text" and op[4] == fonts.GARBLED for op in self.ops):
            return "garbled-text"
        return "rotated-text" if self.rotate else "text"

    def truth(self):
        """The page's text as a careful person would copy it out."""
        if self.copy_of:
            return self.copy_of.truth()
        blocks = {}
        for op in self.ops:
            if op[0] == "text" and op[8] is not None:
                blocks.setdefault(op[8], []).append(op)
        out = []
        for key in sorted(blocks):
            rows = []
            for op in sorted(blocks[key], key=lambda o: (o[2], o[1])):
                if rows and abs(rows[-1][0] - op[2]) < 2.5:
                    rows[-1][1].append(op)
                else:
                    rows.append((op[2], [op]))
            for _, cells in rows:
                cells.sort(key=lambda o: o[1])
                out.append(" ".join(" ".join(c[3].split()) for c in cells))
        return "\n".join(out)


def wrap(s, width, font, size):
    out, line = [], ""
    for word in s.split(" "):
        trial = f"{line} {word}".strip()
        if line and fonts.width(trial, font, size) > width:
            out.append(line)
            line = word
        else:
            line = trial
    return [*out, line]


def truth(pages):
    """The text of several pages: each page after the first starts with a form feed."""
    return "\n\f".join(p.truth() for p in pages) + "\n"
