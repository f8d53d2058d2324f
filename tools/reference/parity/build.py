"""Builds the models of the parity corpus, exports them, records the reference and writes the corpus.

    python -m parity.build --output ../../encoders/src/test/resources/parity [--only bert-mean splade-max ...]
"""

import argparse
import json
import logging
import os
import shutil
import tempfile
import warnings
from pathlib import Path

os.environ["HF_HUB_OFFLINE"] = "1"  # everything is made here
os.environ["TOKENIZERS_PARALLELISM"] = "false"
os.environ["CUDA_VISIBLE_DEVICES"] = ""

import torch
from sentence_transformers import CrossEncoder, MultiVectorEncoder, SentenceTransformer, SparseEncoder
from sentence_transformers.base.modules import Transformer
from transformers.utils.logging import disable_progress_bar

from . import cross, dense, multi_vector, sparse, static
from .export import export
from .model import read
from .record import head
from .texts import TEXTS

KINDS = {"dense": SentenceTransformer, "sparse": SparseEncoder, "cross": CrossEncoder,
         "multi-vector": MultiVectorEncoder}
MODELS = [*dense.MODELS, *static.MODELS, *cross.MODELS, *sparse.MODELS, *multi_vector.MODELS]
MISPLACED = [b"/work/", b"/tmp/", b"/home/", b"site-packages", b"huggingface.co"]


def transformer_folder(folder):
    """The folder of the transformer, or None for models without one."""
    found = [path.parent for path in sorted(folder.rglob("config.json")) if "architectures" in read(path)]
    if len(found) > 1:
        raise AssertionError(f"{folder}: more than one transformer in {found}")
    return found[0] if found else None


def build(model, output):
    """Writes the folder of one model."""
    target = output / model.name
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / model.name
        model.build().save_pretrained(str(folder), create_model_card=False)
        model.edit(folder)
        home = transformer_folder(folder)
        loading = {"model_kwargs": {"attn_implementation": "eager"}} if home else {}
        loaded = KINDS[model.kind](str(folder), device="cpu", local_files_only=True, **loading)
        if model.export.half:
            loaded.half().float()  # the rounded weights
        expected = head(loaded, model.kind, model.description) | model.record(loaded)
        difference = 0.0
        if home:
            first = next(module for module in loaded.modules() if isinstance(module, Transformer))
            following = list(loaded)[1:] if "pooled" in model.export.output else []
            difference = export(home / "onnx" / "model.onnx", first, following, model.export)
            for weights in ("model.safetensors", "pytorch_model.bin"):
                (home / weights).unlink(missing_ok=True)
        model.finish(folder)
        for path in folder.rglob("*"):
            if path.is_file():
                normalize_file(path)
        write_expected(folder / "expected.json", expected)
        refuse_misplaced(folder)
        shutil.rmtree(target, ignore_errors=True)
        shutil.copytree(folder, target)
    size = sum(path.stat().st_size for path in target.rglob("*") if path.is_file())
    print(f"{model.name}: {size // 1000} kB, ONNX within {difference:.1e}, "
          f"{len(expected['cases'])} cases", flush=True)


def normalize_file(path):
    """Ends text files with a line feed and lets everybody read every file."""
    if path.suffix == ".json":
        text = path.read_bytes()
        if not text.endswith(b"\n"):
            path.write_bytes(text + b"\n")
    path.chmod(0o644)


def write_expected(path, expected):
    """One line for each text of a case; plain ASCII, so that no editor can change a character."""
    def compact(value):
        return json.dumps(value, separators=(",", ":"), allow_nan=False)

    def rows(value):
        return "[\n" + ",\n".join(compact(row) for row in value) + "\n]"

    def case(value):
        entries = (f"{compact(key)}:" + (rows(entry) if key in ("ids", "vectors", "values", "indices", "scores")
                                         and entry else compact(entry)) for key, entry in value.items())
        return "{" + ",\n".join(entries) + "}"

    entries = (f"{compact(key)}:" + ("[\n" + ",\n".join(case(entry) for entry in value) + "\n]"
                                     if key == "cases" else compact(value)) for key, value in expected.items())
    path.write_text("{" + ",\n".join(entries) + "}\n", encoding="ascii")


def refuse_misplaced(folder):
    """Nothing of the machine that built the corpus may be in it."""
    for path in folder.rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            for text in MISPLACED:
                if text in content:
                    at = content.index(text)
                    raise AssertionError(f"{path}: {content[max(0, at - 60):at + 60]!r}")


def main():
    parser = argparse.ArgumentParser(description="Builds the parity corpus.")
    parser.add_argument("--output", required=True, type=Path)
    parser.add_argument("--only", nargs="*", help="names of the models to build")
    arguments = parser.parse_args()
    warnings.filterwarnings("ignore")
    logging.disable(logging.WARNING)
    disable_progress_bar()
    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(True)
    names = [model.name for model in MODELS]
    if len(set(names)) != len(names):
        raise AssertionError("two models of the same name")
    unknown = set(arguments.only or []) - set(names)
    if unknown:
        parser.error(f"no such models: {sorted(unknown)}")
    if arguments.only is None:
        shutil.rmtree(arguments.output, ignore_errors=True)
    arguments.output.mkdir(parents=True, exist_ok=True)
    lines = ",\n".join(json.dumps(text) for text in TEXTS)
    (arguments.output / "texts.json").write_text(f"[\n{lines}\n]\n", encoding="ascii")
    for model in MODELS:
        if arguments.only is None or model.name in arguments.only:
            build(model, arguments.output)


if __name__ == "__main__":
    main()
