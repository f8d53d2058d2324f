"""Makes the models of the run on a GPU, on that machine, of what pack_model.py packed.

    python make_models.py --packed packed --output models [--without-base] [--fused]

all-MiniLM-L6-v2 in single and half precision, for Semblance and for PyTorch; a reranker of the same body
with a head of random weights; and a model of BERT-base's size whose weights are all random. The same
each time. --fused adds all-MiniLM-L6-v2 as ONNX Runtime's own tools prepare it for GPUs, attention
fused into single nodes, as Optimum's fourth level is.
"""

import argparse
import importlib.util
import json
import shutil
import time
from pathlib import Path

import onnx
from safetensors.numpy import save_file

import bert_graph
from pack_model import NAME, PACKED_FILE, unpack

RERANKER = "minilm-reranker"

BASE = "bert-base"

FUSED = NAME + "-fused"

BASE_SIZES = {"hidden_size": 768, "num_hidden_layers": 12, "num_attention_heads": 12, "intermediate_size": 3072}

SEED = 20261126

PREPARE = Path(__file__).resolve().parents[1] / "contestants" / "sentence-transformers" / "prepare.py"


def to_half(model):
    """The same model in half precision, with inputs and outputs as they were. Takes the model apart."""
    try:
        from onnxruntime.transformers.float16 import convert_float_to_float16
    except ImportError:
        from onnxconverter_common.float16 import convert_float_to_float16
    return convert_float_to_float16(model, keep_io_types=True, disable_shape_infer=True)


def save_both(model, folder):
    (folder / "onnx").mkdir(parents=True, exist_ok=True)
    onnx.save(model, folder / "onnx" / "model.onnx")
    onnx.save(to_half(model), folder / "onnx" / "model_fp16.onnx")


def torch_weights(model):
    """The weights by PyTorch's names, as the contestant of the other benchmarks finds them."""
    spec = importlib.util.spec_from_file_location("prepare", PREPARE)
    prepare = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(prepare)
    return prepare.torch_weights(model)


def copy_small_files(source, target):
    shutil.copytree(source, target, dirs_exist_ok=True, ignore=shutil.ignore_patterns("*.onnx*", "*.safetensors"))
    for module in json.loads((source / "modules.json").read_text(encoding="utf-8")):
        (target / module["path"]).mkdir(exist_ok=True)  # an empty one may have been lost on the way


def write(file, value):
    file.write_text(json.dumps(value, indent=2) + "\n", encoding="utf-8")


def make_embedder(packed, folder):
    model = onnx.load(packed / PACKED_FILE)
    unpack(model)
    copy_small_files(packed, folder)
    save_file(torch_weights(model), folder / "model.safetensors", metadata={"format": "pt"})
    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    reranker = bert_graph.with_head(model, config["hidden_size"], SEED)
    save_both(model, folder)
    return config, reranker


def make_reranker(reranker, config, packed, folder):
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("tokenizer.json", "tokenizer_config.json"):
        shutil.copy(packed / name, folder / name)
    write(folder / "config.json", config | {"architectures": ["BertForSequenceClassification"],
                                            "id2label": {"0": "LABEL_0"}, "label2id": {"LABEL_0": 0}})
    save_both(reranker, folder)


def make_base(config, packed, folder):
    copy_small_files(packed, folder)
    config = config | BASE_SIZES
    write(folder / "config.json", config)
    pooling = folder / "1_Pooling" / "config.json"
    write(pooling, json.loads(pooling.read_text(encoding="utf-8"))
          | {"word_embedding_dimension": config["hidden_size"]})
    weights = bert_graph.Weights(config, SEED).arrays
    save_file(weights, folder / "model.safetensors", metadata={"format": "pt"})
    save_both(bert_graph.Body(config, weights).model(), folder)


def make_fused(embedder, config, folder):
    from onnxruntime.transformers.optimizer import optimize_model

    shutil.copytree(embedder, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("*.safetensors", "*_fp16.onnx"))
    fused = optimize_model(str(folder / "onnx" / "model.onnx"), model_type="bert", opt_level=0,
                           num_heads=config["num_attention_heads"], hidden_size=config["hidden_size"], use_gpu=True)
    print(f"Fused: {fused.get_fused_operator_statistics()}")
    fused.convert_float_to_float16(keep_io_types=True)
    fused.save_model_to_file(str(folder / "onnx" / "model_fp16.onnx"))


def main():
    parser = argparse.ArgumentParser(description="Makes the models of the run on a GPU.")
    parser.add_argument("--packed", required=True, type=Path, help="folder that pack_model.py made")
    parser.add_argument("--output", required=True, type=Path, help="folder for the models' folders")
    parser.add_argument("--without-base", action="store_true", help="leaves the model of BERT-base's size out")
    parser.add_argument("--fused", action="store_true", help="adds a model with fused attention")
    options = parser.parse_args()

    started = time.monotonic()
    packed = options.packed / NAME
    config, reranker = make_embedder(packed, options.output / NAME)
    make_reranker(reranker, config, packed, options.output / RERANKER)
    if not options.without_base:
        make_base(config, packed, options.output / BASE)
    if options.fused:
        make_fused(options.output / NAME, config, options.output / FUSED)
    print(f"Made the models in {time.monotonic() - started:.0f} s")


if __name__ == "__main__":
    main()
