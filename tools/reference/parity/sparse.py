"""Models with one weight for every piece of the vocabulary."""

import torch
from safetensors.torch import load_file
from sentence_transformers import SparseEncoder
from sentence_transformers.base.modules import Router
from sentence_transformers.sparse_encoder.modules import SparseStaticEmbedding, SpladePooling

from . import vocabularies
from .backbones import sparse_logits, transformer
from .export import Export
from .model import Model, edits, read, settings, update, write
from .record import encode, numbers, sparse_case
from .texts import FEW, TEXTS

PLAIN = ("plain", {})
QUERY = ("query", {"role": "QUERY"})
DOCUMENT = ("document", {"role": "DOCUMENT"})


def sparse_encoder(*modules, **kwargs):
    return SparseEncoder(modules=list(modules), device="cpu", **kwargs)


def masked(family, tokenizer, seed, share=0.01):
    return transformer(family, tokenizer, task="fill-mask", seed=seed, prepare=sparse_logits(share))


def splade(strategy, activation, family="bert", tokenizer=vocabularies.word_piece, seed=60, share=0.01, **kwargs):
    def build():
        return sparse_encoder(masked(family, tokenizer(), seed, share), SpladePooling(strategy, activation), **kwargs)
    return build


def static_weights(rows, seed):
    """A weight for every piece; some are zero and never active."""
    torch.manual_seed(seed)
    return torch.relu(torch.randn(rows) + 1)


def without_inference(seed=65):
    pieces = vocabularies.word_piece()
    query = SparseStaticEmbedding(pieces, weight=static_weights(len(pieces), seed), frozen=True)
    document = [masked("bert", vocabularies.word_piece(), seed), SpladePooling("max", "log1p_relu")]
    return sparse_encoder(Router.for_query_document([query], document))


def static_alone():
    pieces = vocabularies.word_piece(model_max_length=48)
    return sparse_encoder(SparseStaticEmbedding(pieces, weight=static_weights(len(pieces), 67), frozen=False))


def weights_in_json(module):
    """idf.json in the place of the weights, as the OpenSearch models have it: pieces without a weight count nothing."""
    def edit(folder):
        weights = load_file(folder / module / "model.safetensors")["weight"]
        vocabulary = read(folder / module / "tokenizer.json")["model"]["vocab"]
        named = {piece: round(float(weights[i]), 5) for piece, i in vocabulary.items() if i % 5}
        write(folder / module / "idf.json", named)
        (folder / module / "model.safetensors").unlink()
        update(folder / module / "config.json", path="idf.json")
    return edit


def legacy_name(folder):
    """The transformer as MLMTransformer with nothing but a limit, as 5.x saved it."""
    modules = read(folder / "modules.json")
    modules[0]["type"] = "sentence_transformers.sparse_encoder.models.MLMTransformer"
    modules[1]["type"] = "sentence_transformers.sparse_encoder.models.SpladePooling"
    write(folder / "modules.json", modules)
    (folder / "sentence_bert_config.json").unlink()
    write(folder / "sentence_bert_config.json", {"max_seq_length": 32, "do_lower_case": False})
    config = read(folder / "1_SpladePooling" / "config.json")
    config["word_embedding_dimension"] = 600
    config.pop("embedding_dimension", None)
    write(folder / "1_SpladePooling" / "config.json", config)
    update(folder / "tokenizer_config.json", model_max_length=512)


def cases(*named, texts=None, more=True):
    def record(model):
        # Not get_embedding_dimension(), which can be the hidden size here.
        result = {"dimensions": len(encode(model, "a", "DOCUMENT", convert_to_sparse_tensor=False)), "similarity": model.similarity_fn_name,
                  "cases": [sparse_case(model, name, **arguments) for name, arguments in named]}
        return result | (functions(model, named[0]) if more else {})
    return record


def functions(model, first):
    """decode, sparsity, intersection and similarity over the vectors of the first case."""
    name, arguments = first
    role = arguments.get("role", "PLAIN")
    texts = arguments.get("texts", list(range(len(TEXTS))))
    vectors = {i: encode(model, TEXTS[i], role, convert_to_sparse_tensor=False) for i in texts}
    left, right, compared = 13, 64 if 64 in vectors else 60, [7, 8, 13, 0, 17, 39]
    shared = model.intersection(vectors[left].to_sparse(), vectors[right].to_sparse()).to_dense()
    indices = torch.nonzero(shared).flatten().tolist()
    matrix = torch.stack([vectors[i] for i in compared])
    terms = model.decode(vectors[left], top_k=5)
    stats = model.sparsity(torch.stack([vectors[i] for i in texts]))
    return {
        "decoded": {"text": left, "top_k": 5, "terms": [[term, numbers([weight])[0]] for term, weight in terms]},
        "sparsity": {"case": name, "active_dims": stats["active_dims"], "sparsity_ratio": stats["sparsity_ratio"]},
        "intersection": {"left": left, "right": right, "indices": indices, "values": numbers(shared[indices])},
        "similarities": {"texts": compared, "dot": numbers(model.similarity(matrix, matrix))},
    }


NOT_EMPTY = [i for i, text in enumerate(TEXTS) if text.strip()]

MODELS = [
    Model("splade-max", "sparse", "SPLADE over BERT: max, relu; max_active_dims by call",
          splade("max", "relu", share=0.02),
          cases(PLAIN, ("cut", {"max_active": 8}), ("query", {"role": "QUERY", "texts": FEW}),
                ("document", {"role": "DOCUMENT", "texts": FEW})), export=Export("logits")),
    Model("splade-sum", "sparse", "SPLADE over DistilBERT: sum, relu; prompts by role",
          splade("sum", "relu", family="distilbert", tokenizer=vocabularies.distilbert, seed=61, share=0.004,
                 prompts={"query": "query: ", "document": "passage: "}),
          cases(PLAIN, QUERY, ("document", {"role": "DOCUMENT", "texts": FEW})), export=Export("logits", opset=16)),
    Model("splade-log1p", "sparse", "SPLADE over BERT: max, log1p_relu; max_active_dims in the configuration",
          splade("max", "log1p_relu", seed=62, max_active_dims=12),
          cases(PLAIN, ("cut further", {"max_active": 5, "texts": FEW}),
                ("cut less", {"max_active": 20, "texts": FEW})), export=Export("logits", opset=18)),
    Model("splade-sum-log1p", "sparse", "SPLADE over BERT: sum, log1p_relu; similarity cosine",
          splade("sum", "log1p_relu", seed=63, share=0.004, similarity_fn_name="cosine"), cases(PLAIN, more=False),
          export=Export("logits")),
    Model("splade-legacy", "sparse", "SPLADE under the old module name MLMTransformer",
          splade("max", "relu", seed=64, share=0.02), cases(PLAIN), edit=legacy_name, export=Export("logits")),
    Model("sparse-router", "sparse", "Router: queries by SparseStaticEmbedding, documents by SPLADE",
          without_inference,
          cases(DOCUMENT, ("query", {"role": "QUERY", "texts": NOT_EMPTY}), ("plain", {"texts": FEW})),
          export=Export("logits")),
    Model("sparse-router-idf", "sparse", "the same with the query's weights in idf.json",
          lambda: without_inference(66), cases(("query", {"role": "QUERY", "texts": NOT_EMPTY}), DOCUMENT),
          edit=weights_in_json("query_0_SparseStaticEmbedding"), export=Export("logits")),
    Model("sparse-static", "sparse", "SparseStaticEmbedding alone, with weights in safetensors and a limit",
          static_alone, cases(("plain", {"texts": NOT_EMPTY}), ("cut", {"max_active": 4, "texts": NOT_EMPTY}))),
]
