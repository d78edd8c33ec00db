"""Writes the fixture documents, or checks that the committed ones are what it writes.

    python generate.py [--output FOLDER]
    python generate.py --check [--output FOLDER]
"""

import argparse
import pathlib
import sys

import broken
import certificates
import consistency
import formats
import invoices
import manifest
import mixed
import pdf
import prose
import receipts
import retrieval
import scans
from document import Document, File
from page import truth

FIXTURES = pathlib.Path(__file__).resolve().parent.parent


def as_file(doc: Document, data, ending, media, folder=None, id=None, pages=None, tags=None,
            source=None):
    """A PDF of the document's own pages, or a picture of them: of the document `source`, or of its own."""
    id = id or doc.id
    drawn = ending == "pdf" and source is None
    kinds = [page.kind if drawn else "scan" for page in doc.pages]
    return File(id, f"{folder or doc.folder}/{id}.{ending}", data, media, doc.type, doc.language,
                doc.locale, pages or len(doc.pages), doc.tags if tags is None else tags,
                {**doc.truth(), **({"source": source} if source else {}), "page_kinds": kinds},
                truth(doc.pages))


def files():
    documents = [d for module in (invoices, receipts, certificates, prose, mixed)
                 for d in module.documents()]
    by_id = {d.id: d for d in documents}
    for doc in documents:
        if "image" in doc.tags:
            continue
        yield as_file(doc, pdf.render(doc.pages, doc.id), "pdf", "application/pdf",
                      tags=["digital", *doc.tags] if doc.folder != "mixed" else None)
    for doc, ending, media, data in scans.receipt_pictures(documents):
        yield as_file(doc, data, ending, media)
    for id, doc, tags, ending, media, data, frames in scans.pictures(by_id):
        yield as_file(doc, data, ending, media, "scans", id, frames, tags, doc.id)
    for id, pages, ending, media, data, tags in formats.samples():
        doc = Document(id, "formats", "card", "en", "en-US", pages, {}, tags)
        yield as_file(doc, data, ending, media)
    for name, media, data, expect, why, pages, text in broken.files(by_id):
        language, locale = ("en", "en-GB") if text else ("und", "und")
        kind = "text" if media == "application/pdf" else "scan"
        yield File("broken-" + name.replace(".", "-"), f"broken/{name}", data, media, "broken",
                   language, locale, pages, ["broken", expect],
                   {"type": "broken", "expect": expect, "why": why,
                    **({"page_kinds": [kind] * pages} if text else {})}, text)


def contents():
    """Path to bytes of everything that is written."""
    out = {}
    listed = list(files())
    for f in listed:
        for problem in consistency.problems(f):
            raise SystemExit(f"{f.id}: {problem}")
        json_path, text_path = manifest.truth_paths(f)
        written = {f.path: f.data, json_path: manifest.to_json(f.truth)}
        if text_path:
            written[text_path] = f.text.encode()
        for path in written:
            if path in out:
                raise SystemExit(f"{path} would be written twice")
        out.update(written)
    out["manifest.json"] = manifest.build(listed)
    out.update(retrieval.contents())
    return out


def write(folder, wanted):
    for path, data in wanted.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)


def differences(folder, wanted):
    for path, data in sorted(wanted.items()):
        target = folder / path
        if not target.exists():
            yield f"missing: {path}"
        elif target.read_bytes() != data:
            yield f"differs: {path}"
    for sub in sorted({path.split("/")[0] for path in wanted if "/" in path}):
        for found in sorted((folder / sub).rglob("*")):
            path = found.relative_to(folder).as_posix()
            if found.is_file() and path not in wanted:
                yield f"not generated: {path}"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--output", type=pathlib.Path, default=FIXTURES)
    parser.add_argument("--check", action="store_true",
                        help="write nothing; exit 1 and name the files that differ")
    arguments = parser.parse_args()
    wanted = contents()
    if not arguments.check:
        write(arguments.output, wanted)
        print(f"{len(wanted)} files, {sum(map(len, wanted.values())):,} bytes")
        return 0
    found = list(differences(arguments.output, wanted))
    print("\n".join(found) if found else f"{len(wanted)} files are as generated")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
