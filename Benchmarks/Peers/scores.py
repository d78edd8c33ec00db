"""Scores texts by the package's own metrics: `extract bench` over recorded plain text. No metric is written again here."""
import hashlib
import json
import pathlib
import shutil
import subprocess
import tempfile

METRICS = ("cer", "bag_of_words_f1")


def scores(extract, transcripts, texts_by_name):
    """The scores by name of each set of texts, and the metrics' definitions, both from `extract bench`.

    `transcripts` are by path and `texts_by_name` by name and path; `None` stands for a file that failed, which is scored as empty. Texts
    and transcripts are lower-cased, for many transcripts are in capitals, and reach the metric as one page each.
    """
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        documents = []
        for number, path in enumerate(sorted(transcripts)):
            stem = f"{number:06}"
            copy = folder / (stem + pathlib.Path(path).suffix)
            shutil.copyfile(path, copy)
            write(folder / f"{stem}.txt", transcripts[path])
            documents.append({"id": stem, "file": copy.name, "sha256": hashlib.sha256(copy.read_bytes()).hexdigest(), "text": f"{stem}.txt"})
            for name, texts in texts_by_name.items():
                write(folder / name / f"{copy.name}.txt", texts.get(path) or "")
        manifest = {"name": "peers", "version": 1, "licence": "not stated", "documents": documents}
        (folder / "manifest.json").write_text(json.dumps(manifest))
        options = []
        for name in texts_by_name:
            pipeline = folder / f"{name}.json"
            pipeline.write_text(json.dumps({"reader": {"id": "recorded", "settings": {"folder": str(folder / name), "format": "text"}}}))
            options += ["--ocr", str(pipeline)]
        command = [extract, "bench", "--json", *options, str(folder)]
        run = json.loads(subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout)
    definitions = [
        f"{definition['title']}: {definition['definition']}" for definition in run["definitions"] if definition["id"] in METRICS
    ]
    found = {result["configuration"]["ocr"]: result["metrics"] for result in run["results"]}
    return {name: [found[name][metric]["estimate"] for metric in METRICS] for name in texts_by_name}, definitions


def write(path, text):
    path.parent.mkdir(exist_ok=True)
    # Several pages are one text here, as no peer says where they end.
    path.write_text(text.lower().replace("\f", "\n"), encoding="utf-8", errors="replace")
