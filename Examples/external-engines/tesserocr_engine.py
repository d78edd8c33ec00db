"""Tesseract through tesserocr as an external OCR engine. Settings: {"languages": "eng", "tessdata": "/path", "psm": 3}."""
import json
import os
import sys

os.environ["OMP_THREAD_LIMIT"] = "1"  # Tesseract's own threads make it five times slower.
answers = os.fdopen(os.dup(1), "w", buffering=1)
os.dup2(2, 1)


def say(message):
    answers.write(json.dumps(message) + "\n")


settings = json.loads(sys.stdin.readline())["settings"]

import tesserocr  # noqa: E402
from PIL import Image  # noqa: E402

languages = settings.get("languages", "eng")
folder = settings.get("tessdata", os.environ.get("TESSDATA_PREFIX", "/usr/share/tesseract-ocr/5/tessdata"))
missing = [name for name in languages.split("+") if not os.path.exists(os.path.join(folder, name + ".traineddata"))]
if missing:
    say({"error": {"code": "missing_resource", "message": f"There is no model for {', '.join(missing)}; set 'tessdata'."}})
    sys.exit(1)
engine = tesserocr.PyTessBaseAPI(path=folder, lang=languages, psm=settings.get("psm", 3), oem=tesserocr.OEM.LSTM_ONLY)
version = tesserocr.tesseract_version().split()[1]
say({"protocol": 1, "role": "ocr", "id": "tesserocr", "version": version, "capabilities": {"granularity": "word"}})


def read(request):
    image = request["image"]
    engine.SetImage(Image.open(image["path"]))
    engine.SetSourceResolution(round(image["dpi"]))
    finished = engine.Recognize(timeout=request["deadline_ms"])
    lines = []
    for word in tesserocr.iterate_level(engine.GetIterator(), tesserocr.RIL.WORD):
        if word.IsAtBeginningOf(tesserocr.RIL.TEXTLINE):
            lines.append({"words": []})
        if not word.Empty(tesserocr.RIL.WORD):
            text = word.GetUTF8Text(tesserocr.RIL.WORD)
            box = word.BoundingBox(tesserocr.RIL.WORD)
            lines[-1]["words"].append({"text": text, "box": box, "confidence": word.Confidence(tesserocr.RIL.WORD) / 100})
    return {"lines": [line for line in lines if line["words"]], "partial": not finished}


for line in sys.stdin:
    request = json.loads(line)
    if "cancel" in request:
        continue
    try:
        say({"id": request["id"], "result": read(request)})
    except Exception as error:
        print(repr(error), file=sys.stderr)
        say({"id": request["id"], "error": {"code": "engine_failure", "message": f"Tesseract failed with {type(error).__name__}."}})
