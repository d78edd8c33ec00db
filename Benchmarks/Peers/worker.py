"""Runs one peer in one process: `worker.py NAME OUTPUT`. Says `ready` when everything is imported and loaded, reads a line with a JSON list of
files, writes their texts to OUTPUT as a JSON object, and says what it took since `ready`."""
import json
import os
import resource
import subprocess
import sys
import tempfile

TESSDATA = os.environ.get("TESSDATA_PREFIX", "/usr/share/tesseract-ocr/5/tessdata")


def each(read):
    """A peer that reads one file after the other; a file that it can't read is `None`."""

    def read_all(paths):
        texts = {}
        for path in paths:
            try:
                texts[path] = read(path)
            except Exception as error:
                print(f"worker: {type(error).__name__}", file=sys.stderr)
                texts[path] = None
        return texts

    return read_all


def tesserocr():
    import tesserocr
    from PIL import Image

    api = tesserocr.PyTessBaseAPI(path=TESSDATA, lang="eng", psm=tesserocr.PSM.AUTO)

    def read(path):
        with Image.open(path) as image:
            api.SetImage(image)
        return api.GetUTF8Text()

    return each(read)


def tesseract_cli():
    def read_all(paths):
        with tempfile.NamedTemporaryFile("w", suffix=".txt") as names:
            names.write("\n".join(paths) + "\n")
            names.flush()
            out = subprocess.run(["tesseract", names.name, "stdout", "-l", "eng"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        texts = out.stdout.decode("utf-8", "replace").removesuffix("\f").split("\f")
        return dict(zip(paths, texts if len(texts) == len(paths) else [None] * len(paths)))

    return read_all


def rapidocr():
    import cv2
    from rapidocr import RapidOCR

    cv2.setNumThreads(1)
    # The line classifier turns long lines upside down: without it the error rate of letter pages falls from 5.2 % to 0.07 %.
    engine = RapidOCR(params={
        "Global.use_cls": False,
        "Global.log_level": "error",
        "EngineConfig.onnxruntime.intra_op_num_threads": 1,
        "EngineConfig.onnxruntime.inter_op_num_threads": 1,
    })
    return each(lambda path: "\n".join(engine(cv2.imread(path)).txts or []))


def pymupdf_ocr():
    import pymupdf

    pymupdf.TOOLS.mupdf_display_errors(False)

    def read(path):
        # The image's own pixels, as the others get them; a page made of it would be drawn at another resolution. Grey ones give no text.
        pixels = pymupdf.Pixmap(pymupdf.csRGB, pymupdf.Pixmap(path))
        with pymupdf.open("pdf", pixels.pdfocr_tobytes(language="eng", tessdata=TESSDATA)) as document:
            return document[0].get_text()

    return each(read)


def pymupdf():
    import pymupdf

    pymupdf.TOOLS.mupdf_display_errors(False)

    def read(path):
        with pymupdf.open(path) as document:
            return "\n".join(page.get_text() for page in document)

    return each(read)


def pypdfium2():
    import pypdfium2

    def read(path):
        document = pypdfium2.PdfDocument(path)
        try:
            return "\n".join(page.get_textpage().get_text_bounded() for page in document)
        finally:
            document.close()

    return each(read)


def pdfplumber():
    import logging

    import pdfplumber

    logging.disable(logging.WARNING)

    def read(path):
        with pdfplumber.open(path) as document:
            return "\n".join(page.extract_text() for page in document.pages)

    return each(read)


def pdftotext():
    return each(lambda path: subprocess.run(
        ["pdftotext", path, "-"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True).stdout.decode("utf-8", "replace"))


def kreuzberg(**options):
    from kreuzberg import ExtractionConfig, batch_extract_files_sync

    config = ExtractionConfig(use_cache=False, **options)

    def read_all(paths):
        results = batch_extract_files_sync(paths, config=config)
        return {path: getattr(result, "content", None) for path, result in zip(paths, results)}

    return read_all


def kreuzberg_ocr():
    from kreuzberg import OcrConfig

    return kreuzberg(ocr=OcrConfig(backend="tesseract", language="eng"))


def processor_seconds():
    return sum(
        use.ru_utime + use.ru_stime for use in (resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)))


def peak_kilobytes():
    with open("/proc/self/status") as status:
        own = next(int(line.split()[1]) for line in status if line.startswith("VmHWM"))
    return max(own, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)


PEERS = {
    "tesserocr": tesserocr, "tesseract": tesseract_cli, "rapidocr": rapidocr, "pymupdf-ocr": pymupdf_ocr, "kreuzberg-ocr": kreuzberg_ocr,
    "pymupdf": pymupdf, "pypdfium2": pypdfium2, "pdfplumber": pdfplumber, "pdftotext": pdftotext, "kreuzberg": kreuzberg,
}


def main():
    # Libraries print. Only answers may go to stdout, so everything else goes where stderr goes.
    answers = os.fdopen(os.dup(1), "w", buffering=1)
    os.dup2(2, 1)
    read_all = PEERS[sys.argv[1]]()
    before = processor_seconds()
    answers.write("ready\n")
    paths = json.loads(sys.stdin.readline())
    texts = read_all(paths)
    answers.write(json.dumps({"processor_seconds": processor_seconds() - before, "peak_kilobytes": peak_kilobytes()}) + "\n")
    with open(sys.argv[2], "w") as output:
        json.dump(texts, output)


main()
