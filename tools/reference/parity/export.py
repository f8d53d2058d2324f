"""Exports the transformer of a model to ONNX and checks the file against PyTorch."""

from dataclasses import dataclass

import numpy
import onnx
import onnxruntime
import torch


@dataclass(frozen=True)
class Export:
    """What the ONNX file of a model looks like.

    `output`: "hidden" (last_hidden_state), "logits", "last-logits" (of the last position alone),
    "pooled" (sentence_embedding alone) or "tokens-and-pooled" (token_embeddings and sentence_embedding).
    """

    output: str = "hidden"
    opset: int = 14
    dynamo: bool = False
    position_ids: bool = False
    external_data: bool = False
    half: bool = False
    tolerance: float = 2e-5


class Graph(torch.nn.Module):
    """The part of a sentence-transformers model that goes into the file, over tensors alone."""

    def __init__(self, transformer, following, names, output):
        super().__init__()
        self.model = transformer.model
        self.following = torch.nn.ModuleList(following)
        self.names = names
        self.output = output

    def forward(self, *inputs):
        arguments = dict(zip(self.names, inputs))
        result = self.model(**arguments, return_dict=True)
        if self.output == "hidden":
            return result.last_hidden_state
        if self.output == "logits":
            return result.logits
        if self.output == "last-logits":
            return result.logits[:, -1:]
        features = {"token_embeddings": result.last_hidden_state, "attention_mask": arguments["attention_mask"]}
        for module in self.following:
            features = module(features)
        pooled = features["sentence_embedding"]
        return pooled if self.output == "pooled" else (result.last_hidden_state, pooled)


OUTPUTS = {
    "hidden": {"last_hidden_state": {0: "batch", 1: "sequence"}},
    "logits": {"logits": {0: "batch", 1: "sequence"}},
    "last-logits": {"logits": {0: "batch"}},
    "pooled": {"sentence_embedding": {0: "batch"}},
    "tokens-and-pooled": {"token_embeddings": {0: "batch", 1: "sequence"}, "sentence_embedding": {0: "batch"}},
}


def export(path, transformer, following, options):
    """Writes the file and returns the largest difference between it and PyTorch on a padded batch."""
    names = ["input_ids", "attention_mask"]
    if "token_type_ids" in transformer.tokenizer.model_input_names:
        names.append("token_type_ids")
    if options.position_ids:
        names.append("position_ids")
    model = transformer.model
    if hasattr(model.config, "use_cache"):
        model.config.use_cache = False
    classes = options.output == "logits" and model.__class__.__name__.endswith("ForSequenceClassification")
    outputs = {"logits": {0: "batch"}} if classes else OUTPUTS[options.output]
    left = transformer.tokenizer.padding_side == "left"
    graph = Graph(transformer, following, names, options.output).eval()
    path.parent.mkdir(parents=True, exist_ok=True)
    if options.half:
        graph = graph.half()
    with torch.no_grad():
        inputs = batch(names, model.config, 2, 7, left)
        if options.dynamo:
            dimensions = {0: torch.export.Dim("batch"), 1: torch.export.Dim("sequence")}
            torch.onnx.export(graph, inputs, str(path), input_names=names, output_names=list(outputs), dynamo=True,
                              opset_version=options.opset, dynamic_shapes=(tuple(dimensions for _ in names),),
                              external_data=False, verbose=False)
        else:
            axes = {name: {0: "batch", 1: "sequence"} for name in names} | outputs
            torch.onnx.export(graph, inputs, str(path), input_names=names, output_names=list(outputs), dynamo=False,
                              opset_version=options.opset, dynamic_axes=axes)
    clean(path, options.external_data)
    with torch.no_grad():
        graph.float()
        return check(path, graph, names, model.config, left, options)


def clean(path, external_data):
    """Writes the file again without notes on where it was made."""
    model = onnx.load(path)
    model.doc_string = ""
    graph = model.graph
    graph.doc_string = ""
    del model.metadata_props[:]
    del graph.metadata_props[:]
    for part in [*graph.node, *graph.input, *graph.output, *graph.value_info, *graph.initializer]:
        part.doc_string = ""
        if hasattr(part, "metadata_props"):
            del part.metadata_props[:]
    path.unlink()
    if external_data:
        onnx.save_model(model, path, save_as_external_data=True, all_tensors_to_one_file=True,
                        location=path.name + "_data", size_threshold=1024)
    else:
        onnx.save_model(model, path)


def batch(names, config, rows, length, left):
    """A padded batch of any size, which differs from row to row."""
    generator = torch.Generator().manual_seed(rows * 100 + length)
    ids = torch.randint(5, config.vocab_size, (rows, length), generator=generator)
    mask = torch.ones_like(ids)
    for row in range(1, rows):
        padded = slice(None, 2 * row) if left else slice(length - 2 * row, None)
        mask[row, padded] = 0
        ids[row, padded] = config.pad_token_id
    values = {"input_ids": ids, "attention_mask": mask}
    if "token_type_ids" in names:
        values["token_type_ids"] = ((torch.arange(length) > length // 2).long().expand(rows, length) * mask).contiguous()
    if "position_ids" in names:
        values["position_ids"] = (mask.cumsum(1) - 1).clamp(min=0)
    return tuple(values[name] for name in names)


def check(path, graph, names, config, left, options):
    session_options = onnxruntime.SessionOptions()
    session_options.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(str(path), session_options, providers=["CPUExecutionProvider"])
    if [value.name for value in session.get_inputs()] != names:
        raise AssertionError(f"{path}: inputs are {[value.name for value in session.get_inputs()]}, not {names}")
    worst = 0.0
    for rows, length in ((3, 11), (1, 1), (1, 2), (4, 30)):
        inputs = batch(names, config, rows, length, left)
        expected = graph(*inputs)
        expected = expected if isinstance(expected, tuple) else (expected,)
        actual = session.run(None, {name: value.numpy() for name, value in zip(names, inputs)})
        for wanted, got in zip(expected, actual, strict=True):
            wanted, got = wanted.numpy(), got.astype(numpy.float32)
            if wanted.shape != got.shape:
                raise AssertionError(f"{path}: shape {got.shape} instead of {wanted.shape}")
            if wanted.ndim == 3 and wanted.shape[1] == length:  # nobody reads the vectors of padding
                real = inputs[1].numpy() == 1
                wanted, got = wanted[real], got[real]
            worst = max(worst, float((numpy.abs(wanted - got) / (1 + numpy.abs(wanted))).max()))
    if not worst < options.tolerance:
        raise AssertionError(f"{path}: {worst} away from PyTorch")
    return worst
