"""RapidOCR with the same networks, for the test of equal results: reads paths of PGM files, prints one JSON line for each."""
import json
import os
import sys

answers = os.fdopen(os.dup(1), "w", buffering=1)
os.dup2(2, 1)

import cv2  # noqa: E402
from rapidocr import RapidOCR  # noqa: E402

engine = RapidOCR(params={"Global.use_cls": False, "Global.log_level": "error", "Global.text_score": 0.5})
for path in sys.argv[1:]:
    result = engine(cv2.imread(path, cv2.IMREAD_COLOR))
    boxes = [] if result.boxes is None else result.boxes
    print(json.dumps([
        {"text": text, "box": [float(n) for corner in box for n in corner], "confidence": float(score)}
        for box, text, score in zip(boxes, result.txts or [], result.scores or [])
    ]), file=answers)
