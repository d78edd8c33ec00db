"""Runs `extract read` and peers over the same files, in turns, and prints how they compare. Started by `run`."""
import argparse
import json
import os
import pathlib
import platform
import shutil
import statistics
import struct
import subprocess
import sys
import tempfile
import threading
import time

import scores

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
IMAGES = {".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp", ".webp"}
# One thread in each of two processes is the best on two processors: Tesseract's own threads make it several times slower.
ONE_THREAD = dict(os.environ, OMP_THREAD_LIMIT="1", OMP_NUM_THREADS="1")


class Peer:
    def __init__(self, name, title, packages=(), program=None, processes=2):
        self.name, self.title, self.packages, self.program, self.processes = name, title, packages, program, processes


OCR_PEERS = [
    Peer("tesserocr", "tesserocr", ["tesserocr==2.13.0", "pillow==13.0.0"]),
    Peer("tesseract", "tesseract (command line, list of files)", program="tesseract"),
    Peer("rapidocr", "RapidOCR, line classifier off", ["rapidocr==3.10.0", "onnxruntime==1.31.1"]),
    Peer("pymupdf-ocr", "PyMuPDF, OCR", ["pymupdf==2.0"]),
    Peer("kreuzberg-ocr", "kreuzberg, OCR (batch)", ["kreuzberg==4.10.4"], processes=1),
]
PDF_PEERS = [
    Peer("pymupdf", "PyMuPDF", ["pymupdf==2.0"]),
    Peer("pypdfium2", "pypdfium2", ["pypdfium2==5.15.2"]),
    Peer("pdfplumber", "pdfplumber", ["pdfplumber==0.11.10"]),
    Peer("pdftotext", "pdftotext (command line, a start for each file)", program="pdftotext"),
    Peer("kreuzberg", "kreuzberg (batch)", ["kreuzberg==4.10.4"], processes=1),
]


class Run:
    """What one run over all files took and gave."""

    def __init__(self, seconds, processor_seconds, peak_kilobytes, texts):
        self.seconds, self.processor_seconds, self.peak_kilobytes, self.texts = seconds, processor_seconds, peak_kilobytes, texts


def note(message):
    print(f"peers: {message}", file=sys.stderr, flush=True)


def install(peer):
    """Whether the peer is there; its packages are installed when they are first needed."""
    if peer.program:
        if not shutil.which(peer.program):
            note(f"{peer.title} is left out: there is no program '{peer.program}'; apt-get install tesseract-ocr poppler-utils")
            return False
        return True
    done = pathlib.Path(sys.prefix) / "peers" / peer.name
    wanted = " ".join(peer.packages)
    if done.exists() and done.read_text() == wanted:
        return True
    note(f"installing {wanted}")
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--only-binary", ":all:", *peer.packages]
    if subprocess.run(command, stdout=sys.stderr).returncode != 0:
        note(f"{peer.title} is left out: its packages can't be installed here")
        return False
    done.parent.mkdir(exist_ok=True)
    done.write_text(wanted)
    return True


def shares(files, weights, count):
    """The files in so many parts of about the same weight: the heaviest first, each to the lightest part."""
    parts = [[0, []] for _ in range(count)]
    for path in sorted(files, key=lambda path: (-weights[path], path)):
        part = min(parts, key=lambda part: part[0])
        part[0] += weights[path]
        part[1].append(path)
    return [part[1] for part in parts if part[1]]


def run_peer(peer, files, weights):
    """Imports and models are loaded before the clock starts; a program that is started for its files is on the clock with its start."""
    with tempfile.TemporaryDirectory() as folder:
        parts = shares(files, weights, peer.processes)
        environment = ONE_THREAD if peer.processes > 1 else dict(os.environ, OMP_THREAD_LIMIT="1")
        workers = []
        for number, _ in enumerate(parts):
            output = os.path.join(folder, str(number))
            command = [sys.executable, str(HERE / "worker.py"), peer.name, output]
            worker = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=environment)
            workers.append((worker, output))
        for worker, _ in workers:
            if worker.stdout.readline() != "ready\n":
                raise RuntimeError(f"{peer.title} doesn't start")
        start = time.monotonic()
        for (worker, _), part in zip(workers, parts):
            worker.stdin.write(json.dumps(part) + "\n")
            worker.stdin.flush()
        answers = [worker.stdout.readline() for worker, _ in workers]
        seconds = time.monotonic() - start
        texts = {}
        for (worker, output), answer in zip(workers, answers):
            worker.communicate()
            if not answer or worker.returncode != 0:
                raise RuntimeError(f"{peer.title} ended early")
            texts.update(json.loads(pathlib.Path(output).read_text()))
    used = [json.loads(answer) for answer in answers]
    return Run(seconds, sum(use["processor_seconds"] for use in used), sum(use["peak_kilobytes"] for use in used), texts)


def run_ours(program, files, options):
    """One process from its start to its end, two documents at once."""
    with tempfile.TemporaryFile() as output:
        start = time.monotonic()
        process = subprocess.Popen(
            [program, "read", "--format", "json", "--jobs", "2", *options, *files], stdout=output, stderr=subprocess.DEVNULL)
        peak = [0]
        watch = threading.Thread(target=watch_peak, args=(process.pid, peak))
        watch.start()
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.monotonic() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        watch.join()
        if process.returncode not in (0, 1):
            raise RuntimeError(f"extract ended with {process.returncode}")
        output.seek(0)
        text = output.read().decode()
    documents = [json.loads(line) for line in text.splitlines()] if len(files) > 1 else [json.loads(text)]
    contents = {document["document"]["filename"]: document["content"] for document in documents}
    texts = {path: contents.get(os.path.basename(path)) for path in files}
    return Run(seconds, usage.ru_utime + usage.ru_stime, peak[0], texts)


def watch_peak(process, peak):
    """`ru_maxrss` of a child begins with what its parent held, so the high-water mark is read while the process lives."""
    while True:
        try:
            with open(f"/proc/{process}/status") as status:
                found = [int(line.split()[1]) for line in status if line.startswith("VmHWM")]
        except OSError:
            return
        if not found:
            return
        peak[0] = max(peak[0], found[0])
        time.sleep(0.01)


def compare(title, peers, files, options, arguments):
    pages, weights = count_pages(files)
    transcripts = {}
    if not arguments.no_scores:
        for path in files:
            beside = pathlib.Path(path).with_suffix(".txt")
            if beside.exists():
                transcripts[path] = beside.read_text(encoding="utf-8", errors="replace")
    print(f"\n### {title}: {len(files)} files, {pages} pages, {arguments.rounds} rounds\n", flush=True)
    ours, rows = [], []
    for peer in peers:
        if not install(peer):
            continue
        pairs = []
        try:
            for number in range(arguments.rounds):
                note(f"{peer.title}, round {number + 1} of {arguments.rounds}")
                pair = run_ours(arguments.extract, files, options), run_peer(peer, files, weights)
                pairs.append(pair)
                ours.append(pair[0])
        except RuntimeError as error:
            note(f"{error}; it is left out")
            continue
        rows.append((peer, pairs))
    if not rows:
        print("No peer could be run.")
        return
    sets = {"extract": ours[-1].texts, **{peer.name: pairs[-1][1].texts for peer, pairs in rows}}
    scored, definitions = scores.scores(arguments.extract, transcripts, sets) if transcripts else ({}, [])
    print("\n".join([*definitions, ""]))
    print("| | pages/s | CPU s/page | peak RSS MB | CER | word F1 | files failed | ours is so many times as fast | ours uses so much of its CPU |")
    print("|---|--:|--:|--:|--:|--:|--:|--:|--:|")
    print(f"| **extract read {' '.join(options)} --format json** | {figures(ours, pages, scored.get('extract'))} | 1 | 1 |")
    for peer, pairs in rows:
        faster = [theirs.seconds / our.seconds for our, theirs in pairs]
        leaner = [our.processor_seconds / theirs.processor_seconds for our, theirs in pairs]
        print(f"| {peer.title} | {figures([theirs for _, theirs in pairs], pages, scored.get(peer.name))} | {spread(faster)} | {spread(leaner)} |")
    sys.stdout.flush()


def figures(runs, pages, score):
    rate = statistics.median(pages / run.seconds for run in runs)
    processor = statistics.median(run.processor_seconds for run in runs) / pages
    peak = max(run.peak_kilobytes for run in runs) / 1024
    texts = runs[-1].texts
    failed = sum(text is None for text in texts.values())
    cells = [f"{rate:.3g}", f"{processor:.3g}", f"{peak:.0f}"]
    cells += [f"{100 * score[0]:.1f} %", f"{score[1]:.3f}"] if score else ["–", "–"]
    return " | ".join([*cells, str(failed)])


def spread(ratios):
    return f"{statistics.median(ratios):.2f} ({min(ratios):.2f} to {max(ratios):.2f})"


def count_pages(files):
    """The number of all pages, and what each file weighs when they are dealt out: its pages, or the bytes of an image."""
    import pypdfium2

    pages, weights = 0, {}
    for path in files:
        count = 1
        if path.lower().endswith(".pdf"):
            try:
                document = pypdfium2.PdfDocument(path)
                count = len(document)
                document.close()
            except pypdfium2.PdfiumError:
                pass
            weights[path] = count
        else:
            weights[path] = os.path.getsize(path)
        pages += count
    return pages, weights


def frames(path):
    """How many pictures a TIFF file has; 1 for any other file."""
    data = pathlib.Path(path).read_bytes()
    order = {b"II*\0": "<", b"MM\0*": ">"}.get(data[:4])
    count, offset = 0, struct.unpack_from(order + "I", data, 4)[0] if order else 0
    while 0 < offset <= len(data) - 6 and count < 2:
        count += 1
        (entries,) = struct.unpack_from(order + "H", data, offset)
        end = offset + 2 + 12 * entries
        offset = struct.unpack_from(order + "I", data, end)[0] if end <= len(data) - 4 else 0
    return max(1, count)


def files_in(folders, endings, limit, needs_transcript):
    found = [
        path for folder in folders for path in sorted(pathlib.Path(folder).iterdir())
        if path.suffix.lower() in endings and (not needs_transcript or path.with_suffix(".txt").exists())
    ]
    several = {path for path in found if frames(path) > 1}
    for path in sorted(several):
        note(f"{path.name} is left out: it has several pages, and most peers read the first alone")
    found = [path for path in found if path not in several]
    names = [path.name for path in found]
    if len(set(names)) != len(names):
        raise SystemExit("peers: two files have the same name; give folders whose files have names of their own")
    return [str(path) for path in found][:limit]


def engine_options(engine):
    return ["--config" if engine.endswith((".yaml", ".yml")) else "--ocr", engine]


def versions():
    out = subprocess.run(["git", "-C", str(ROOT), "rev-parse", "--short", "HEAD"], stdout=subprocess.PIPE, text=True)
    return out.stdout.strip() or "unknown"


def main():
    parser = argparse.ArgumentParser(prog="run", description=__doc__)
    parser.add_argument("--ocr", action="append", metavar="DIR", help="a folder with images and, beside them, transcripts (.txt)")
    parser.add_argument("--pdf", action="append", metavar="DIR", help="a folder with PDF documents that have text layers")
    parser.add_argument("--peers", metavar="NAMES", help="only these, separated by commas: " + ", ".join(p.name for p in OCR_PEERS + PDF_PEERS))
    parser.add_argument("--engine", default="tesseract", help="the OCR engine that ours reads images with, or a pipeline file (tesseract)")
    parser.add_argument("--rounds", type=int, default=3, help="how often each peer and ours run in turns (3)")
    parser.add_argument("--limit", type=int, help="only so many files of each kind")
    parser.add_argument("--no-scores", action="store_true", help="transcripts beside the files aren't made by people: don't score against them")
    parser.add_argument("--extract", default=str(ROOT / ".build/release/extract"), help="the program to be compared (a release build)")
    arguments = parser.parse_args()
    if arguments.rounds < 1:
        parser.error("--rounds takes a number from 1")
    wanted = set(arguments.peers.split(",")) if arguments.peers else None
    unknown = (wanted or set()) - {peer.name for peer in OCR_PEERS + PDF_PEERS}
    if unknown:
        parser.error("there is no peer " + ", ".join(sorted(unknown)))
    if not os.access(arguments.extract, os.X_OK):
        raise SystemExit(f"peers: there is no {arguments.extract}; swift build -c release --product extract")

    ocr, pdf = arguments.ocr or [], arguments.pdf or []
    if not ocr and not pdf:
        ocr = [ROOT / "Fixtures" / name for name in ("receipts", "scans")]
        pdf = [ROOT / "Fixtures" / name for name in ("invoices", "certificates", "prose")]
    processor = next((line.split(":")[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name")), "unknown")
    print(f"ExtractionKit at {versions()}; {os.cpu_count()} x {processor}; {platform.platform()}; load {os.getloadavg()[0]:.1f} at the start.")
    print(
        "pages/s and CPU s/page: median of the rounds; peers after their imports, ours from its start to its end. peak RSS: both processes'"
        " added up.\nThe last two columns compare runs that followed each other: median (least to greatest). Above 1, and below 1, ours is better.")
    for title, peers, folders, endings, options in [
        ("Images with OCR", OCR_PEERS, ocr, IMAGES, engine_options(arguments.engine)),
        ("Text layers of PDF", PDF_PEERS, pdf, {".pdf"}, ["--routing", "text"]),
    ]:
        files = files_in(folders, endings, arguments.limit, needs_transcript=endings is IMAGES and not arguments.no_scores)
        chosen = [peer for peer in peers if wanted is None or peer.name in wanted]
        if files and chosen:
            compare(title, chosen, files, options, arguments)
        elif folders and chosen:
            note(f"{title}: no file was found")


main()
