"""Packs a sentence-transformers model into half its size, to be carried to a machine with a GPU.

    python pack_model.py --jar JAR --output packed

JAR is the one that carries all-MiniLM-L6-v2. Weights are rounded to numbers that half precision holds;
make_models.py makes the model of them again, in single and in half precision.
"""

import argparse
import sys
from pathlib import Path

import numpy
import onnx
from onnx import TensorProto, numpy_helper

NAME = "all-MiniLM-L6-v2"

# Not a model that anything could run: its nodes expect single precision.
PACKED_FILE = "packed.onnx"

# Values of a tensor from which on it is worth packing.
LARGE = 256

REFERENCE = Path(__file__).resolve().parents[2] / "tools" / "reference"


def pack(model):
    for tensor in model.graph.initializer:
        if tensor.data_type == TensorProto.FLOAT:
            array = numpy_helper.to_array(tensor)
            if array.size >= LARGE:
                tensor.CopyFrom(numpy_helper.from_array(array.astype(numpy.float16), tensor.name))


def unpack(model):
    """Single precision again. The model has no tensor in half precision of its own."""
    for tensor in model.graph.initializer:
        if tensor.data_type == TensorProto.FLOAT16:
            tensor.CopyFrom(numpy_helper.from_array(numpy_helper.to_array(tensor).astype(numpy.float32), tensor.name))


def main():
    parser = argparse.ArgumentParser(description="Packs a model into half its size.")
    parser.add_argument("--jar", required=True)
    parser.add_argument("--output", required=True, type=Path, help="folder for the model's folder")
    options = parser.parse_args()

    sys.path.insert(0, str(REFERENCE))
    from prepare_model import prepare

    folder = options.output / NAME
    prepare(NAME, options.jar, folder)
    plain = folder / "onnx" / "model.onnx"
    model = onnx.load(plain)
    pack(model)
    onnx.save(model, folder / PACKED_FILE)
    plain.unlink()
    plain.parent.rmdir()


if __name__ == "__main__":
    main()
