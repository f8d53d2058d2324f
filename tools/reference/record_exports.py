"""Exports small random models the ways that exporters have written transformers over time.

    python record_exports.py --output ../../encoders/src/test/resources/exports [--all]

Five families, eager attention and SDPA, PyTorch's old exporter for operator sets 11, 14 and 17 and its new one for
18 and 20. Each file is compared with PyTorch on padded batches before it is kept. The tests need a handful, those in
KEPT; --all writes them all, which tells what an optimizer recognises.
"""

import argparse
import logging
import tempfile
import warnings
from pathlib import Path

import numpy
import onnx
import onnxruntime
import torch
import transformers
from transformers import AutoModel, BertConfig, DistilBertConfig, ModernBertConfig, MPNetConfig, RobertaConfig

HIDDEN = 16

WORDS = 48

POSITIONS = 40

PADDING = 1

TOLERANCE = 2e-5

OLD, NEW = "torchscript", "dynamo"

WAYS = ((OLD, 11), (OLD, 14), (OLD, 17), (NEW, 18), (NEW, 20))

ATTENTIONS = ("eager", "sdpa")

SHARED = dict(vocab_size=WORDS, pad_token_id=PADDING, initializer_range=0.3)

LAYERS = dict(hidden_size=HIDDEN, num_hidden_layers=2, num_attention_heads=2, intermediate_size=2 * HIDDEN)

ENDS = dict(bos_token_id=0, eos_token_id=2)

FAMILIES = {
    "bert": BertConfig(**SHARED, **LAYERS, max_position_embeddings=POSITIONS),
    "distilbert": DistilBertConfig(**SHARED, dim=HIDDEN, n_layers=2, n_heads=2, hidden_dim=2 * HIDDEN,
                                   max_position_embeddings=POSITIONS),
    # Their positions start behind the id of the padding token.
    "roberta": RobertaConfig(**SHARED, **LAYERS, **ENDS, max_position_embeddings=POSITIONS + 2, type_vocab_size=1),
    "mpnet": MPNetConfig(**SHARED, **LAYERS, **ENDS, max_position_embeddings=POSITIONS + 2,
                         relative_attention_num_buckets=32),  # its code counts on 32
    "modernbert": ModernBertConfig(**SHARED, **LAYERS, **ENDS, max_position_embeddings=POSITIONS, local_attention=16,
                                   global_attn_every_n_layers=2, cls_token_id=0, sep_token_id=2),
}

KEPT = {
    "bert-eager-torchscript-11", "bert-sdpa-torchscript-14", "bert-sdpa-dynamo-18", "bert-eager-dynamo-20",
    "distilbert-sdpa-torchscript-17", "distilbert-eager-dynamo-18",
    "roberta-eager-torchscript-11", "roberta-sdpa-dynamo-20",
    "mpnet-eager-torchscript-17", "mpnet-eager-dynamo-20",
    "modernbert-sdpa-torchscript-14", "modernbert-eager-dynamo-18",
}


class Graph(torch.nn.Module):
    """What goes into the file: a function of tensors alone."""

    def __init__(self, model, names):
        super().__init__()
        self.model = model
        self.names = names

    def forward(self, *inputs):
        return self.model(**dict(zip(self.names, inputs)), return_dict=True).last_hidden_state


def make(family, attention):
    torch.manual_seed(7)
    model = AutoModel.from_config(FAMILIES[family], attn_implementation=attention).eval()
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            # Off zero and off one, so that forgetting one of them shows.
            if name.endswith("bias"):
                parameter.add_(0.2 * torch.randn_like(parameter))
            elif parameter.dim() == 1:
                parameter.mul_(1 + 0.2 * torch.randn_like(parameter))
    names = ["input_ids", "attention_mask"] + (["token_type_ids"] if family == "bert" else [])
    return Graph(model, names).eval()


def batch(names, rows, length):
    """A padded batch that differs from row to row."""
    generator = torch.Generator().manual_seed(rows * 100 + length)
    ids = torch.randint(5, WORDS, (rows, length), generator=generator)
    mask = torch.ones_like(ids)
    for row in range(1, rows):
        mask[row, length - 2 * row:] = 0
    ids[mask == 0] = PADDING
    types = (torch.arange(length) > length // 2).long() * mask
    values = {"input_ids": ids, "attention_mask": mask, "token_type_ids": types}
    return tuple(values[name] for name in names)


def export(graph, exporter, opset, path):
    axes = {0: "batch", 1: "sequence"}
    with torch.no_grad():
        inputs = batch(graph.names, 2, 7)
        if exporter == NEW:
            dimensions = {0: torch.export.Dim("batch"), 1: torch.export.Dim("sequence")}
            torch.onnx.export(graph, inputs, str(path), input_names=graph.names, output_names=["last_hidden_state"],
                              dynamo=True, opset_version=opset, external_data=False, verbose=False,
                              dynamic_shapes=(tuple(dimensions for _ in graph.names),))
        else:
            torch.onnx.export(graph, inputs, str(path), input_names=graph.names, output_names=["last_hidden_state"],
                              dynamo=False, opset_version=opset,
                              dynamic_axes={name: axes for name in [*graph.names, "last_hidden_state"]})
    clean(path)
    return check(path, graph)


def clean(path):
    """Writes the file again without notes on where it was made."""
    model = onnx.load(path)
    model.doc_string = ""
    del model.metadata_props[:]
    del model.graph.metadata_props[:]
    del model.graph.value_info[:]
    for part in [*model.graph.node, *model.graph.input, *model.graph.output, *model.graph.initializer]:
        part.doc_string = ""
        if hasattr(part, "metadata_props"):
            del part.metadata_props[:]
    onnx.save_model(model, path)


def check(path, graph):
    """The largest difference from PyTorch."""
    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    worst = 0.0
    for rows, length in ((3, 11), (1, 5), (4, 30)):
        inputs = batch(graph.names, rows, length)
        with torch.no_grad():
            wanted = graph(*inputs).numpy()
        got, = session.run(None, {name: value.numpy() for name, value in zip(graph.names, inputs)})
        real = inputs[1].numpy() == 1  # nobody reads the vectors of padding
        worst = max(worst, float(numpy.abs(wanted[real] - got[real]).max()))
    if not worst < TOLERANCE:
        raise AssertionError(f"{worst:.1e} away from PyTorch")
    return worst


def main():
    parser = argparse.ArgumentParser(description="Exports small random models.")
    parser.add_argument("--output", required=True, type=Path)
    parser.add_argument("--all", action="store_true", help="not only those that the tests need")
    options = parser.parse_args()
    warnings.filterwarnings("ignore")
    logging.disable(logging.WARNING)
    print(f"torch {torch.__version__}, transformers {transformers.__version__}, onnx {onnx.__version__}")
    options.output.mkdir(parents=True, exist_ok=True)
    for family in FAMILIES:
        for attention in ATTENTIONS:
            for exporter, opset in WAYS:
                name = f"{family}-{attention}-{exporter}-{opset}"
                if not options.all and name not in KEPT:
                    continue
                with tempfile.TemporaryDirectory() as scratch:
                    path = Path(scratch) / "model.onnx"
                    try:
                        difference = export(make(family, attention), exporter, opset, path)
                    except Exception as error:
                        if name in KEPT:
                            raise
                        print(f"{name}: not exported: {type(error).__name__}: {str(error).splitlines()[0][:100]}")
                        continue
                    (options.output / f"{name}.onnx").write_bytes(path.read_bytes())
                    print(f"{name}: {path.stat().st_size // 1000} kB, within {difference:.1e}", flush=True)


if __name__ == "__main__":
    main()
