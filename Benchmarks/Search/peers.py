"""Puts other programs beside ours, in turns on the same data: peers.py BENCH vectors|chunks. `run` calls it."""

import os
import subprocess
import sys
import tempfile
import time

ROUNDS = int(os.environ.get("ROUNDS", "15"))


class Ours:
    """The Swift program, which answers a line with a line."""

    def __init__(self, bench, part, head):
        self.process = subprocess.Popen([bench, part], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.write(head)
        assert self.process.stdout.readline().strip() == "ready", "the benchmark didn't start"

    def write(self, line):
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()

    def ask(self, line):
        self.write(line)
        return self.process.stdout.readline().split()


def table(times, reference, unit):
    best = {name: sorted(values) for name, values in times.items()}
    peer = min(best[name][len(best[name]) // 2] for name in reference)
    print(f"| what | median, {unit} | best, {unit} | times the fastest peer, by medians |\n|---|--:|--:|--:|")
    for name, values in best.items():
        middle = values[len(values) // 2]
        print(f"| {name} | {middle:.2f} | {values[0]:.2f} | {peer / middle:.2f} |")


def vectors(bench):
    import faiss
    import numpy as np

    rows, columns, count = 100_000, 384, 100
    rng = np.random.default_rng(1)
    data = rng.standard_normal((rows + count, columns), dtype=np.float32)
    data /= np.linalg.norm(data, axis=1, keepdims=True)
    base, queries = np.ascontiguousarray(data[:rows]), np.ascontiguousarray(data[rows:])
    flat = faiss.IndexFlatIP(columns)
    flat.add(base)
    coded = faiss.IndexScalarQuantizer(columns, faiss.ScalarQuantizer.QT_8bit, faiss.METRIC_INNER_PRODUCT)
    coded.train(base)
    coded.add(base)

    def numpy_search():
        for query in queries:
            scores = base @ query
            best = np.argpartition(scores, -10)[-10:]
            best[np.argsort(-scores[best])]

    def faiss_search(index, threads):
        faiss.omp_set_num_threads(threads)
        for query in queries:
            index.search(query[None], 10)

    def timed(body):
        start = time.perf_counter()
        body()
        return (time.perf_counter() - start) * 1000 / count

    with tempfile.NamedTemporaryFile() as file:
        data.tofile(file.name)
        ours = Ours(bench, "vectors", f"{file.name} {rows + count} {columns}")
        peers = {
            "numpy, BLAS on 2 processors": numpy_search,
            "faiss IndexFlatIP, 1 thread": lambda: faiss_search(flat, 1),
            "faiss IndexFlatIP, 2 threads": lambda: faiss_search(flat, 2),
            "faiss 8-bit scalar quantizer, 1 thread": lambda: faiss_search(coded, 1),
        }
        exact = list(peers)[:3]
        mine = {"ours, float32, 1 task": "float32 1", "ours, float32, 2 tasks": "float32 2", "ours, int8, 1 task": "int8 1",
                "ours, int8, 2 tasks": "int8 2"}
        times = {name: [] for name in [*peers, *mine]}
        found = {}
        for name, body in peers.items():
            timed(body)
        for _ in range(ROUNDS):
            for name, body in peers.items():
                times[name].append(timed(body))
            for name, line in mine.items():
                answer = ours.ask(line)
                times[name].append(float(answer[0]))
                found[name] = np.array(answer[1:], dtype=int).reshape(count, 10)
    print(f"{rows} x {columns}, {count} random queries, top 10, {ROUNDS} rounds in turns; milliseconds a query\n")
    table(times, exact, "ms")
    truth = flat.search(queries, 10)[1]
    others = {"faiss 8-bit scalar quantizer": coded.search(queries, 10)[1], **found}
    print("\n| what | recall@10 |\n|---|--:|")
    for name, rows_found in others.items():
        hits = sum(len(set(a) & set(b)) for a, b in zip(truth, rows_found))
        print(f"| {name} | {hits / truth.size:.4f} |")


def chunks(bench):
    import chonkie
    import kreuzberg

    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "text.md")
        ours = Ours(bench, "chunks", path)
        text = open(path, encoding="utf-8").read()
    part = text[:500_000]
    large, small = len(text.encode()) / 1e6, len(part.encode()) / 1e6
    fast = chonkie.FastChunker(chunk_size=1000)
    marks = chonkie.FastChunker(chunk_size=1000, delimiters="\n.?! ")
    recursive = chonkie.RecursiveChunker(tokenizer="character", chunk_size=1000)
    chunking = kreuzberg.ExtractionConfig(chunking=kreuzberg.ChunkingConfig(max_chars=1000, max_overlap=0, chunker_type="markdown"))
    reading = kreuzberg.ExtractionConfig()

    def timed(body):
        start = time.perf_counter()
        count = len(body())
        return time.perf_counter() - start, count

    def markdown(data):
        """What cutting costs: all of it, less the same without chunks. The markdown is parsed for both."""
        whole, count = timed(lambda: kreuzberg.extract_bytes_sync(data, "text/markdown", chunking).chunks)
        return whole - timed(lambda: kreuzberg.extract_bytes_sync(data, "text/markdown", reading).content)[0], count

    def mine(line):
        seconds, count = ours.ask(line)[:2]
        return float(seconds), int(count)

    places = "text, pages, regions on them"
    layout = "text, headings above, pages, regions on them"
    kreuzberg_gives = "text, headings above, bytes"
    rows = {
        "chonkie fast": (large, "text, characters", lambda: timed(lambda: fast(text))),
        "chonkie fast, all marks and blanks": (large, "text, characters", lambda: timed(lambda: marks(text))),
        "chonkie recursive": (large, "text, characters", lambda: timed(lambda: recursive(text))),
        "kreuzberg markdown, cutting alone": (large, kreuzberg_gives, lambda: markdown(text.encode())),
        "kreuzberg markdown, cutting alone, on a tenth": (small, kreuzberg_gives, lambda: markdown(part.encode())),
        "ours, recursive": (large, "text, bytes", lambda: mine("recursive")),
        "ours, fixed": (large, "text, bytes", lambda: mine("fixed")),
        "ours, sentences": (large, "text, bytes", lambda: mine("sentences")),
        "ours, recursive, of pages": (large, places, lambda: mine("recursive-places")),
        "ours, layout, of pages": (large, layout, lambda: mine("layout-places")),
        "ours, layout, of pages, on a tenth": (small, layout, lambda: mine("layout-places-part")),
    }
    times = {name: [] for name in rows}
    counts = {}
    for _ in range(ROUNDS + 1):
        for name, (_, _, body) in rows.items():
            # What takes no time is measured more often.
            for _ in range(5 if rows[name][0] == small else 1):
                seconds, counts[name] = body()
                times[name].append(seconds)
    print(f"{large:.1f} MB of markdown and its first {small:.1f}, at most 1000 characters a chunk, {ROUNDS} rounds in turns after one that doesn't count\n")
    print("| what | MB | MB/s, median | MB/s, best | chunks | a chunk has |\n|---|--:|--:|--:|--:|---|")
    median = {}
    for name, (size, gives, _) in rows.items():
        values = sorted(times[name][5 if size == small else 1:])
        median[name] = size / values[len(values) // 2]
        print(f"| {name} | {size:.1f} | {median[name]:.2f} | {size / values[0]:.2f} | {counts[name]} | {gives} |")
    print("\nby medians:")
    for mine, peer in [("ours, recursive", "chonkie fast"), ("ours, recursive", "chonkie fast, all marks and blanks"),
                       ("ours, layout, of pages", "kreuzberg markdown, cutting alone"),
                       ("ours, layout, of pages, on a tenth", "kreuzberg markdown, cutting alone, on a tenth")]:
        print(f"{mine}: {median[mine] / median[peer]:.2f} times {peer}")


if __name__ == "__main__":
    {"vectors": vectors, "chunks": chunks}[sys.argv[2]](sys.argv[1])
