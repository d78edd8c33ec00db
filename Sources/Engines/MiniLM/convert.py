"""Makes an OpenVINO model of a BERT encoder: model.xml and model.bin of config.json and model.safetensors, in the folder that is given.

The network takes the ids of one or several equally long texts, [texts, tokens], and gives a vector for each token, [texts, tokens, size];
without padding there is nothing to mask. The architecture is that of Devlin et al., https://arxiv.org/abs/1810.04805; the weights are copied
as they are, and the file they came in is removed. It needs Python's own library alone.
"""
import json
import math
import pathlib
import struct
import sys

folder = pathlib.Path(sys.argv[1])
config = json.loads((folder / "config.json").read_text())
if config["model_type"] != "bert" or config["hidden_act"] != "gelu":
    sys.exit("convert: the model isn't a BERT with the activation gelu")
size, heads = config["hidden_size"], config["num_attention_heads"]

source = open(folder / "model.safetensors", "rb")
header = json.loads(source.read(struct.unpack("<Q", source.read(8))[0]))
start = source.tell()
weights = open(folder / "model.bin", "wb")
layers, edges = [], []


def port(number, kind, names=""):
    return f'<port id="{number}" precision="{kind}"{names}/>'


def layer(kind, opset, inputs, data="", out="FP32", names=""):
    """Adds a layer and gives its output, as the pair of a layer and a port."""
    identifier, count = len(layers), len(inputs)
    for number, (origin, output) in enumerate(inputs):
        edges.append(f'<edge from-layer="{origin}" from-port="{output}" to-layer="{identifier}" to-port="{number}"/>')
    ports = "".join(port(number, layers[origin][0]) for number, (origin, _) in enumerate(inputs))
    text = f'<layer id="{identifier}" name="{kind}{identifier}" type="{kind}" version="opset{opset}"><data {data}/>'
    text += f"<input>{ports}</input>" if inputs else ""
    text += f"<output>{port(count, out, names)}</output>" if kind != "Result" else ""
    layers.append((out, text + "</layer>"))
    return identifier, count


def constant(content, kind, shape):
    offset = weights.tell()
    weights.write(content)
    weights.write(bytes(-len(content) % 64))
    data = f'element_type="{kind.lower()}" shape="{", ".join(map(str, shape))}" offset="{offset}" size="{len(content)}"'
    identifier, output = layer("Const", 1, [], data, {"f32": "FP32", "i64": "I64"}[kind])
    dimensions = "".join(f"<dim>{n}</dim>" for n in shape)
    precision, text = layers[identifier]
    layers[identifier] = (precision, text.replace(f'precision="{precision}"/>', f'precision="{precision}">{dimensions}</port>'))
    return identifier, output


def integers(*values):
    return constant(struct.pack(f"<{len(values)}q", *values), "i64", [len(values)])


def integer(value):
    return constant(struct.pack("<q", value), "i64", [])


def number(value):
    return constant(struct.pack("<f", value), "f32", [])


def weight(name):
    entry = header[name]
    if entry["dtype"] != "F32":
        sys.exit(f"convert: {name} isn't in 32-bit floating point")
    begin, end = entry["data_offsets"]
    source.seek(start + begin)
    return constant(source.read(end - begin), "f32", entry["shape"])


def add(a, b):
    return layer("Add", 1, [a, b], 'auto_broadcast="numpy"')


def multiply(a, b):
    return layer("Multiply", 1, [a, b], 'auto_broadcast="numpy"')


def product(a, b, is_transposed):
    return layer("MatMul", 1, [a, b], f'transpose_a="false" transpose_b="{str(is_transposed).lower()}"')


def dense(x, name):
    return add(product(x, weight(name + ".weight"), True), weight(name + ".bias"))


def norm(x, name):
    epsilon = config["layer_norm_eps"]
    x = layer("MVN", 6, [x, integers(-1)], f'eps="{epsilon}" normalize_variance="true" eps_mode="INSIDE_SQRT"')
    return add(multiply(x, weight(name + ".weight")), weight(name + ".bias"))


def gather(table, indices, out="FP32"):
    return layer("Gather", 8, [table, indices, integer(0)], 'batch_dims="0"', out)


def swapped(x):
    return layer("Transpose", 1, [x, integers(0, 2, 1, 3)])


def split(x):
    return swapped(layer("Reshape", 1, [x, integers(0, 0, heads, size // heads)], 'special_zero="true"'))


ids = layer("Parameter", 1, [], 'shape="?,?" element_type="i64"', "I64", ' names="input_ids"')
length = gather(layer("ShapeOf", 3, [ids], 'output_type="i64"', "I64"), integer(1), "I64")
places = layer("Range", 4, [integer(0), length, integer(1)], 'output_type="i64"', "I64")
x = add(gather(weight("embeddings.word_embeddings.weight"), ids), gather(weight("embeddings.position_embeddings.weight"), places))
x = add(x, gather(weight("embeddings.token_type_embeddings.weight"), integer(0)))
x = norm(x, "embeddings.LayerNorm")
for index in range(config["num_hidden_layers"]):
    name = f"encoder.layer.{index}."
    query, key, value = (split(dense(x, f"{name}attention.self.{part}")) for part in ("query", "key", "value"))
    scores = multiply(product(query, key, True), number(1 / math.sqrt(size // heads)))
    read = swapped(product(layer("SoftMax", 8, [scores], 'axis="-1"'), value, False))
    read = layer("Reshape", 1, [read, integers(0, 0, size)], 'special_zero="true"')
    x = norm(add(dense(read, name + "attention.output.dense"), x), name + "attention.output.LayerNorm")
    inner = layer("Gelu", 7, [dense(x, name + "intermediate.dense")], 'approximation_mode="ERF"')
    x = norm(add(dense(inner, name + "output.dense"), x), name + "output.LayerNorm")
layer("Result", 1, [x])
weights.close()

text = '<?xml version="1.0"?>\n<net name="encoder" version="11">\n<layers>\n'
text += "\n".join(text for _, text in layers) + "\n</layers>\n<edges>\n" + "\n".join(edges) + "\n</edges>\n</net>\n"
(folder / "model.xml").write_text(text)
source.close()
(folder / "model.safetensors").unlink()
