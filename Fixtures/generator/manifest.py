"""The list of all documents."""

import hashlib
import json


def build(files):
    documents = []
    for f in sorted(files, key=lambda f: f.id):
        truth, text = truth_paths(f)
        documents.append({
            "id": f.id, "file": f.path, "sha256": hashlib.sha256(f.data).hexdigest(),
            "media_type": f.media_type, "type": f.type, "language": f.language,
            "locale": f.locale, "pages": f.pages, "split": "dev", "tags": f.tags,
            "truth": truth, "text": text})
    return to_json({"name": "fixtures", "version": 1, "licence": "Apache-2.0",
                    "documents": documents})


def truth_paths(f):
    """broken/ holds files of one stem and several endings, so there the ending stays."""
    stem = f.path if f.type == "broken" else f.path.rsplit(".", 1)[0]
    return f"{stem}.json", f"{stem}.txt" if f.text is not None else None


def to_json(value):
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode()
