"""Runs ONNX Runtime's own transformer optimizer on ONNX files and records how many nodes of each kind it leaves.

    python compare_fusions.py --models ../../encoders/src/test/resources --output FILE.json [FILE.onnx ...]

The files are all those of the parity corpus, the exports beside it, and whatever else is named. A test in Java fuses
the same files and asks for at least as many. Nothing is computed with the models here.
"""

import argparse
import json
import logging
import tempfile
from collections import Counter
from importlib import metadata
from pathlib import Path

import onnx
from onnxruntime.transformers.fusion_options import FusionOptions
from onnxruntime.transformers.optimizer import optimize_model

COUNTED = ("Attention", "MultiHeadAttention", "EmbedLayerNormalization", "SkipLayerNormalization",
           "LayerNormalization", "BiasGelu", "FastGelu", "Gelu")

WORDS = "input_ids"


def sizes(model):
    """Dimensions of the vectors of words, and heads, which the optimizer cannot tell by itself."""
    shapes = {tensor.name: tensor.dims for tensor in model.graph.initializer}
    words = next(shapes[node.input[0]] for node in model.graph.node
                 if node.op_type == "Gather" and node.input[1] == WORDS and node.input[0] in shapes)
    hidden = words[1]
    return hidden, 12 if hidden == 384 else 2  # the real models, and those that are made here


def counts(model):
    found = Counter(node.op_type for node in model.graph.node)
    return {name: found[name] for name in COUNTED if found[name]}


def fused(file):
    model = onnx.load(file)
    hidden, heads = sizes(model)
    best = {}
    for apart in (False, True):
        options = FusionOptions("bert")
        options.use_multi_head_attention = apart
        options.use_raw_attention_mask(True)
        try:
            result = counts(optimize_model(str(file), model_type="bert", num_heads=heads, hidden_size=hidden,
                                           opt_level=0, optimization_options=options).model)
        except Exception as error:
            logging.error("%s: %s: %s", file, type(error).__name__, error)
            continue
        if sum(result.values()) >= sum(best.values()):
            best = result
    return best


def main():
    parser = argparse.ArgumentParser(description="Records the fusions of ONNX Runtime's own optimizer.")
    parser.add_argument("--models", required=True, type=Path, help="folder of the folders parity and exports")
    parser.add_argument("--output", required=True, type=Path)
    parser.add_argument("files", nargs="*", type=Path, help="further ONNX files")
    options = parser.parse_args()
    logging.disable(logging.WARNING)
    files = [*sorted(options.models.glob("parity/*/**/model.onnx")), *sorted(options.models.glob("exports/*.onnx"))]
    names = [file.relative_to(options.models).as_posix() for file in files] + [file.stem for file in options.files]
    recorded = {}
    for name, file in zip(names, [*files, *options.files]):
        recorded[name] = fused(file)
        print(f"{name}: {recorded[name]}", flush=True)
    versions = {name: metadata.version(name) for name in ("onnxruntime", "onnx")}
    rows = ",\n".join(f"    {json.dumps(name)}: {json.dumps(count)}" for name, count in recorded.items())
    options.output.write_text(f'{{\n  "versions": {json.dumps(versions)},\n  "models": {{\n{rows}\n  }}\n}}\n',
                              encoding="ascii")


if __name__ == "__main__":
    main()
