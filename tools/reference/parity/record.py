"""Records what the reference computes with a loaded model, each text in a call of its own."""

import math
from importlib.metadata import version

import numpy
import torch

from .texts import ALL, PAIRS, TEXTS

REFERENCE = {name: version(name) for name in ("sentence-transformers", "transformers", "torch", "tokenizers")}


def number(value):
    if not math.isfinite(value):
        raise AssertionError(f"{value} has no place in JSON")
    return float(f"{value:.7g}")


def numbers(values):
    """The same nesting with 7 significant digits."""
    if isinstance(values, (torch.Tensor, numpy.ndarray)):
        values = values.tolist()
    return [numbers(value) for value in values] if isinstance(values, list) else number(values)


def token_ids(model, text, role, prompt):
    task = {"QUERY": "query", "DOCUMENT": "document", "PLAIN": None}[role]
    ids = model.preprocess([text], prompt=prompt, task=task)["input_ids"]
    return [int(value) for value in ids.flatten().tolist()]


def resolved_prompt(model, role, prompt_name, prompt):
    """The prompt as encode, encode_query and encode_document choose it."""
    if prompt_name is None and prompt is None and role == "QUERY" and "query" in model.prompts:
        prompt_name = "query"
    if prompt_name is None and prompt is None and role == "DOCUMENT":
        prompt_name = next((name for name in ("document", "passage", "corpus") if name in model.prompts), None)
    return model._resolve_prompt(prompt, prompt_name)


def method(model, role):
    return {"QUERY": model.encode_query, "DOCUMENT": model.encode_document, "PLAIN": model.encode}[role]


def encode(model, text, role, **arguments):
    return method(model, role)([text], batch_size=1, show_progress_bar=False, **arguments)[0]


def head(model, kind, description):
    limit = model.max_seq_length
    finite = limit is not None and math.isfinite(limit)
    return {"kind": kind, "description": description, "reference": REFERENCE,
            "max_length": int(limit) if finite else None}


def dense_case(model, name, role="PLAIN", prompt_name=None, prompt=None, truncate=None, normalize=False,
               output="sentence", texts=ALL):
    case = {"name": name, "role": role, "prompt_name": prompt_name, "prompt": prompt,
            "truncate_dimensions": truncate, "normalize": normalize, "output": output, "texts": list(texts),
            "ids": [], "vectors": []}
    resolved = resolved_prompt(model, role, prompt_name, prompt)
    for text in (TEXTS[i] for i in texts):
        vector = encode(model, text, role, prompt_name=prompt_name, prompt=prompt, truncate_dim=truncate,
                        normalize_embeddings=normalize,
                        output_value="sentence_embedding" if output == "sentence" else "token_embeddings")
        case["ids"].append(token_ids(model, text, role, resolved))
        case["vectors"].append(numbers(vector))
    return case


def sparse_case(model, name, role="PLAIN", prompt_name=None, prompt=None, max_active=None, texts=ALL):
    case = {"name": name, "role": role, "prompt_name": prompt_name, "prompt": prompt,
            "max_active_dimensions": max_active, "texts": list(texts), "ids": [], "indices": [], "values": []}
    resolved = resolved_prompt(model, role, prompt_name, prompt)
    for text in (TEXTS[i] for i in texts):
        vector = encode(model, text, role, prompt_name=prompt_name, prompt=prompt, max_active_dims=max_active,
                        convert_to_sparse_tensor=False)
        indices = torch.nonzero(vector).flatten().tolist()
        case["ids"].append(token_ids(model, text, role, resolved))
        case["indices"].append(indices)
        case["values"].append(numbers(vector[indices]))
    return case


def multi_vector_case(model, name, role="PLAIN", prompt_name=None, prompt=None, texts=ALL):
    case = {"name": name, "role": role, "prompt_name": prompt_name, "prompt": prompt, "texts": list(texts),
            "ids": [], "vectors": []}
    resolved = resolved_prompt(model, role, prompt_name, prompt)
    for text in (TEXTS[i] for i in texts):
        case["ids"].append(token_ids(model, text, role, resolved))
        case["vectors"].append(numbers(encode(model, text, role, prompt_name=prompt_name, prompt=prompt)))
    return case


ACTIVATIONS = {"default": None, "identity": torch.nn.Identity(), "sigmoid": torch.nn.Sigmoid()}


def cross_case(model, name, activation="default", softmax=False, prompt=None, pairs=PAIRS):
    case = {"name": name, "activation": activation, "softmax": softmax, "pairs": [list(pair) for pair in pairs],
            "ids": [], "type_ids": [], "scores": []}
    if prompt is not None:
        case["prompt"] = prompt
    for query, document in pairs:
        pair = (TEXTS[query], TEXTS[document])
        features = model.preprocess([pair], prompt=model._resolve_prompt(prompt, None))
        case["ids"].append(features["input_ids"][0].tolist())
        if "token_type_ids" in features:
            case["type_ids"].append(features["token_type_ids"][0].tolist())
        scores = model.predict([pair], batch_size=1, show_progress_bar=False, prompt=prompt,
                               activation_fn=ACTIVATIONS[activation], apply_softmax=softmax)
        case["scores"].append(numbers(numpy.asarray(scores).reshape(-1)))
    case["type_ids"] = case["type_ids"] or None
    return case


def ranking(model, query, documents, top_k=None):
    ranked = model.rank(TEXTS[query], [TEXTS[i] for i in documents], top_k=top_k, batch_size=1,
                        show_progress_bar=False)
    return {"query": query, "documents": list(documents), "top_k": top_k,
            "order": [entry["corpus_id"] for entry in ranked],
            "scores": [number(entry["score"]) for entry in ranked]}
