"""Models with a vector for every token."""

import string

import torch
from safetensors.torch import load_file, save_file
from sentence_transformers import MultiVectorEncoder
from sentence_transformers.base.modules import Dense, Normalize
from sentence_transformers.multi_vector_encoder.modules import MultiVectorMask
from sentence_transformers.util import maxsim, mean_maxsim
from torch import nn

from . import vocabularies
from .backbones import HIDDEN, transformer
from .model import Model, read, update, without, write
from .record import encode, multi_vector_case, numbers
from .texts import ALL, FEW, TEXTS

SIZE = 12


def colbert(seed, skiplist=(), family="bert", tokenizer=vocabularies.word_piece, prompts=None, limit=48, size=SIZE,
            similarity="maxsim", **module_arguments):
    def build():
        words = tokenizer()
        torch.manual_seed(seed + 1000)
        projection = Dense(HIDDEN, size, bias=False, activation_function=nn.Identity(),
                           module_input_name="token_embeddings")
        first = transformer(family, words, seed=seed, max_seq_length=limit, module_arguments=module_arguments)
        return MultiVectorEncoder(
            modules=[first, projection, MultiVectorMask(list(skiplist)), Normalize("token_embeddings")],
            device="cpu", prompts=prompts or {"query": "[Q] ", "document": "[D] "}, similarity_fn_name=similarity)
    return build


def with_markers():
    """WordPiece with the markers of a query and a document, as PyLate adds them."""
    tokenizer = vocabularies.word_piece()
    tokenizer.add_tokens(["[Q] ", "[D] "])
    return tokenizer


def pylate(folder):
    """What PyLate 3 writes: two modules, and its settings beside sentence-transformers' own."""
    modules = read(folder / "modules.json")[:2]
    modules[0]["type"] = "sentence_transformers.models.Transformer"
    modules[1]["type"] = "pylate.models.Dense.Dense"
    write(folder / "modules.json", modules)
    without("2_MultiVectorMask", "3_Normalize")(folder)
    write(folder / "sentence_bert_config.json", {"max_seq_length": 47, "do_lower_case": False})
    update(folder / "tokenizer_config.json", model_max_length=512)
    write(folder / "1_Dense" / "config.json", {
        "in_features": HIDDEN, "out_features": SIZE, "bias": False,
        "activation_function": "torch.nn.modules.linear.Identity", "use_residual": False})
    write(folder / "config_sentence_transformers.json", {
        "__version__": {"sentence_transformers": "4.0.2", "transformers": "4.48.2", "pytorch": "2.6.0"},
        "prompts": {}, "default_prompt_name": None, "similarity_fn_name": "MaxSim", "model_type": "ColBERT",
        "query_prefix": "[Q] ", "document_prefix": "[D] ", "query_length": 16, "document_length": 40,
        "attend_to_expansion_tokens": False, "skiplist_words": list(string.punctuation), "do_query_expansion": True})


QUERIES, DOCUMENTS = [7, 10, 59, 62, 0, 39], [8, 13, 60, 61, 63, 64, 48, 1, 39]


def cases(*named):
    def record(model):
        return {"dimensions": model.get_embedding_dimension(), "similarity": model.similarity_fn_name,
                "cases": [multi_vector_case(model, name, **arguments) for name, arguments in named],
                "similarities": similarities(model)}
    return record


def similarities(model):
    queries = [encode(model, TEXTS[i], "QUERY") for i in QUERIES]
    documents = [encode(model, TEXTS[i], "DOCUMENT") for i in DOCUMENTS]
    return {"query_texts": QUERIES, "document_texts": DOCUMENTS, "maxsim": numbers(maxsim(queries, documents)),
            "meanmaxsim": numbers(mean_maxsim(queries, documents))}


BOTH = [("query", {"role": "QUERY", "texts": FEW}), ("document", {"role": "DOCUMENT", "texts": FEW})]

MODELS = [
    Model("colbert", "multi-vector", "prompts, punctuation skipped, queries of exactly 16 tokens that nobody attends to",
          colbert(100, string.punctuation, size=8,
                  query_expansion={"strategy": "fixed", "attend": False, "length": 16}),
          cases(("query", {"role": "QUERY", "texts": ALL}), ("document", {"role": "DOCUMENT", "texts": ALL}),
                ("plain", {"texts": FEW}))),
    Model("colbert-min-attend", "multi-vector", "queries of at least 12 tokens that are attended to, no skip list, "
          "meanmaxsim", colbert(101, similarity="meanmaxsim", query_length=20,
                                query_expansion={"strategy": "min", "attend": True, "length": 12}), cases(*BOTH)),
    Model("colbert-lengths", "multi-vector", "no expansion, own limits for queries and documents, ModernBERT",
          colbert(102, [".", ",", "?"], family="modernbert", tokenizer=vocabularies.modern_bert, query_length=10,
                  document_length=30, prompts={"query": "query: ", "document": "passage: "}),
          cases(*BOTH, ("plain", {"texts": FEW}))),
    Model("colbert-pylate", "multi-vector", "as PyLate 3 saves it: prefixes, lengths and expansion in the top-level "
          "configuration, mask and Normalize implied",
          colbert(103, tokenizer=with_markers), cases(*BOTH), edit=pylate),
]
