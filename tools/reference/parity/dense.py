"""Models with one vector for a text."""

import json

import numpy
import torch
from sentence_transformers import SentenceTransformer
from sentence_transformers.base.modules import Dense, Normalize, Router
from sentence_transformers.sentence_transformer.modules import Dropout, LayerNorm, Pooling, StaticEmbedding
from sentence_transformers.util import cos_sim, dot_score, euclidean_sim, manhattan_sim, quantize_embeddings
from torch import nn

from . import vocabularies
from .backbones import HIDDEN, transformer, unsettle
from .export import Export
from .model import (
    Model,
    edits,
    old_module_names,
    old_pooling,
    old_transformer,
    plain_transformer,
    settings,
    transformer_in_its_own_folder,
    update,
    without,
)
from .record import dense_case, encode, numbers
from .texts import ALL, FEW, TEXTS


def sentence_transformer(*modules, **kwargs):
    return SentenceTransformer(modules=list(modules), device="cpu", **kwargs)


def bert(pooling="mean", *following, seed=1, tokenizer=None, include_prompt=True, limit=48, family="bert", hidden=HIDDEN,
         module_arguments=None, **kwargs):
    """How most models below are built: a transformer, a pooling and further modules."""
    def build():
        words = (tokenizer or vocabularies.word_piece)()
        torch.manual_seed(seed + 1000)
        rest = [module() for module in following]
        first = transformer(family, words, seed=seed, max_seq_length=limit, hidden=hidden,
                            module_arguments=module_arguments)
        return sentence_transformer(first, Pooling(hidden, pooling, include_prompt=include_prompt), *rest, **kwargs)
    return build


def cases(*named):
    """Records the cases given as (name, arguments)."""
    def record(model):
        return {"dimensions": model.get_embedding_dimension(), "similarity": model.similarity_fn_name,
                "cases": [dense_case(model, name, **arguments) for name, arguments in named]}
    return record


PLAIN = ("plain", {})
QUERY = ("query", {"role": "QUERY"})
DOCUMENT = ("document", {"role": "DOCUMENT"})


def also(record, *extras):
    def combined(model):
        result = record(model)
        for extra in extras:
            result.update(extra(model))
        return result
    return combined


def vectors(model, texts):
    return numpy.stack([encode(model, TEXTS[i], "PLAIN") for i in texts])


def similarities(model):
    texts = [7, 8, 9, 10, 13, 0, 17, 40]
    found = vectors(model, texts)
    functions = {"cosine": cos_sim, "dot": dot_score, "euclidean": euclidean_sim, "manhattan": manhattan_sim}
    return {"similarities": {"texts": texts}
            | {name: numbers(function(found, found)) for name, function in functions.items()}}


def quantized(model):
    texts, calibration = FEW, ALL
    found, all_found = vectors(model, texts), vectors(model, calibration)
    ranges = numpy.stack([numpy.full(found.shape[1], -1.5), numpy.linspace(0.5, 2.5, found.shape[1])]).astype("float32")
    own = numpy.stack([found.min(axis=0), found.max(axis=0)])
    of_all = numpy.stack([all_found.min(axis=0), all_found.max(axis=0)])

    def ints(precision, **kwargs):
        return quantize_embeddings(found, precision, **kwargs).astype(int).tolist()

    return {"quantized": {
        "texts": texts,
        "int8": ints("int8"), "uint8": ints("uint8"), "binary": ints("binary"), "ubinary": ints("ubinary"),
        "ranges": {"min": numbers(own[0]), "max": numbers(own[1])},
        "explicit_ranges": {"min": numbers(ranges[0]), "max": numbers(ranges[1])},
        "int8_with_ranges": ints("int8", ranges=ranges), "uint8_with_ranges": ints("uint8", ranges=ranges),
        "calibration_texts": calibration,
        "calibration_ranges": {"min": numbers(of_all[0]), "max": numbers(of_all[1])},
        "int8_with_calibration": ints("int8", calibration_embeddings=all_found),
        "uint8_with_calibration": ints("uint8", calibration_embeddings=all_found),
    }}


def dense(size_in, size_out, activation=None, **kwargs):
    if activation is not None:
        kwargs["activation_function"] = activation
    return lambda: unsettle(Dense(size_in, size_out, **kwargs))


def truncation_in_the_tokenizer_file(folder):
    """A limit and a fixed padding in tokenizer.json, which the reference replaces by its own."""
    update(folder / "tokenizer.json",
           truncation={"direction": "Right", "max_length": 16, "strategy": "LongestFirst", "stride": 0},
           padding={"strategy": {"Fixed": 16}, "direction": "Right", "pad_to_multiple_of": None, "pad_id": 0,
                    "pad_type_id": 0, "pad_token": "[PAD]"})


def only_prompts(**prompts):
    """The prompts of the file, without the empty ones that a save adds."""
    return settings(prompts=prompts)


def router():
    words = vocabularies.words()
    torch.manual_seed(77)
    static = StaticEmbedding(words, embedding_weights=torch.randn(words.get_vocab_size(), HIDDEN))
    document = [transformer("bert", vocabularies.word_piece(), seed=40), Pooling(HIDDEN, "mean")]
    return sentence_transformer(Router.for_query_document([static], document), Normalize())


OLD = edits(old_module_names, old_pooling, old_transformer())
PROMPTS = {"query": "query: ", "document": "Represent the document for retrieval: ", "clustering": "cluster this: "}
INSTRUCTION = "Represent the sentence for retrieval: "
INSTRUCTOR = cases(PLAIN, QUERY, ("explicit", {"prompt": INSTRUCTION}), ("short", {"prompt": "a", "texts": FEW}),
                   ("long", {"prompt": "query passage document title topic search cluster: " * 3, "texts": FEW}))

MODELS = [
    Model("bert-mean", "dense", "BERT, mean pooling, as 6.x saves it; tokenizer.json asks for truncation and fixed "
          "padding at 16, which is ignored; token vectors, similarities and quantization",
          bert("mean"), also(cases(PLAIN, ("query", {"role": "QUERY", "texts": FEW}),
                                   ("document", {"role": "DOCUMENT", "texts": FEW}),
                                   ("normalized", {"normalize": True, "texts": FEW}),
                                   ("tokens", {"output": "tokens", "texts": FEW})), similarities, quantized),
          edit=truncation_in_the_tokenizer_file),
    Model("bert-cls-normalize", "dense", "BERT, CLS pooling and Normalize; old module names, pooling flags and "
          "max_seq_length", bert("cls", Normalize, seed=2), cases(PLAIN), edit=OLD, export=Export(opset=15)),
    Model("prompts-query-document", "dense", "prompts of both roles, by name and explicit",
          bert("mean", Normalize, seed=3, prompts=PROMPTS),
          cases(PLAIN, QUERY, DOCUMENT, ("named", {"prompt_name": "clustering", "texts": FEW}),
                ("named for a query", {"role": "QUERY", "prompt_name": "clustering", "texts": FEW}),
                ("explicit", {"prompt": "title: ", "texts": FEW}),
                ("explicit for a document", {"role": "DOCUMENT", "prompt": "passage: ", "texts": FEW}),
                ("explicitly none", {"role": "QUERY", "prompt": "", "texts": FEW}))),
    Model("roberta-mean", "dense", "RoBERTa with byte-level BPE; similarity manhattan",
          bert("mean", family="roberta", tokenizer=vocabularies.roberta, seed=4, similarity_fn_name="manhattan"),
          also(cases(PLAIN), similarities), export=Export(opset=16)),
    Model("bert-max", "dense", "BERT, max pooling; transformer in 0_Transformer, old names and flags",
          bert("max", seed=5), cases(PLAIN), edit=edits(OLD, transformer_in_its_own_folder)),
    Model("bert-mean-sqrt-len", "dense", "BERT, mean_sqrt_len_tokens pooling", bert("mean_sqrt_len_tokens", seed=6),
          cases(PLAIN), export=Export(opset=17)),
    Model("bert-weightedmean", "dense", "BERT, weightedmean pooling; old flags", bert("weightedmean", seed=7),
          cases(PLAIN), edit=OLD, export=Export(opset=18)),
    Model("bert-lasttoken", "dense", "BERT, lasttoken pooling, padding on the right; dynamo export",
          bert("lasttoken", seed=8), cases(PLAIN), export=Export(opset=18, dynamo=True)),
    Model("bert-two-poolings", "dense", "mean and CLS concatenated by flags: CLS comes first whatever the file's order",
          bert(("cls", "mean"), seed=9), cases(PLAIN), edit=OLD),
    Model("bert-three-poolings", "dense", "max, weightedmean and CLS concatenated in the order of the list",
          bert(("max", "weightedmean", "cls"), Normalize, seed=10), cases(PLAIN)),
    Model("dense-tanh", "dense", "Dense with bias and the default Tanh, to fewer dimensions; old module names",
          bert("mean", dense(HIDDEN, 24), seed=11), cases(PLAIN), edit=OLD),
    Model("dense-identity", "dense", "Dense without bias and with Identity, to more dimensions, then Normalize",
          bert("cls", dense(HIDDEN, 48, nn.Identity(), bias=False), Normalize, seed=12), cases(PLAIN)),
    Model("dense-chain", "dense", "Dense with GELU, ReLU, Sigmoid and SiLU in a row",
          bert("mean", dense(HIDDEN, 40, nn.GELU()), dense(40, 36, nn.ReLU()), dense(36, 28, nn.Sigmoid()),
               dense(28, 20, nn.SiLU()), seed=13), cases(PLAIN), export=Export(opset=18)),
    Model("dense-residual", "dense", "Dense with a residual of the same size, and with a projected one",
          bert("mean", dense(HIDDEN, HIDDEN, use_residual=True), dense(HIDDEN, 20, use_residual=True), seed=14),
          cases(PLAIN)),
    Model("layer-norm", "dense", "LayerNorm behind the pooling",
          bert("mean", lambda: unsettle(LayerNorm(HIDDEN)), seed=15), cases(PLAIN)),
    Model("dropout", "dense", "Dropout between pooling and Dense does nothing",
          bert("mean", lambda: Dropout(0.4), dense(HIDDEN, HIDDEN), seed=16), cases(PLAIN)),
    Model("prompts-query-passage", "dense", "prompts query and passage alone, as E5 has them",
          bert("mean", Normalize, seed=17, prompts={"query": "query: ", "passage": "passage: "}),
          cases(PLAIN, QUERY, DOCUMENT), edit=only_prompts(query="query: ", passage="passage: ")),
    Model("prompts-default", "dense", "default_prompt_name for texts without a role; roles fall back as the file says",
          bert("mean", seed=18, prompts={"search": "search: ", "query": "query: "}, default_prompt_name="search"),
          cases(PLAIN, QUERY, DOCUMENT, ("named", {"prompt_name": "query", "texts": FEW}),
                ("explicitly none", {"prompt": "", "texts": FEW})),
          edit=only_prompts(search="search: ", query="query: ")),
    Model("instructor-mean", "dense", "include_prompt false, mean pooling",
          bert("mean", Normalize, seed=19, include_prompt=False, prompts={"query": INSTRUCTION}), INSTRUCTOR),
    Model("instructor-weightedmean", "dense", "include_prompt false, weightedmean pooling: kept tokens keep their weights",
          bert("weightedmean", seed=20, include_prompt=False, prompts={"query": INSTRUCTION}), INSTRUCTOR, edit=OLD),
    Model("instructor-cls", "dense", "include_prompt false, CLS pooling: the first token after the prompt",
          bert("cls", seed=21, include_prompt=False, prompts={"query": INSTRUCTION}), INSTRUCTOR),
    Model("instructor-lasttoken-left", "dense", "include_prompt false, mean and lasttoken, Qwen padded on the left",
          bert(("mean", "lasttoken"), family="qwen3", seed=22, include_prompt=False, prompts={"query": INSTRUCTION},
               tokenizer=lambda: vocabularies.qwen(end=True, padding_side="left")), INSTRUCTOR),
    Model("lower-case", "dense", "do_lower_case over a cased tokenizer", bert(
        "mean", seed=23, tokenizer=lambda: vocabularies.word_piece(lower_case=False)), cases(PLAIN),
        edit=edits(old_module_names, old_pooling, old_transformer(do_lower_case=True))),
    Model("cased", "dense", "a cased tokenizer as it is", bert(
        "mean", seed=24, tokenizer=lambda: vocabularies.word_piece(lower_case=False)), cases(PLAIN)),
    Model("matryoshka", "dense", "vectors cut to fewer dimensions, with and without normalizing afterwards",
          bert("mean", Normalize, seed=25),
          cases(PLAIN, ("cut", {"truncate": 8}), ("cut and normalized", {"truncate": 8, "normalize": True}),
                ("one", {"truncate": 1, "texts": FEW}), ("all", {"truncate": HIDDEN, "texts": FEW}))),
    Model("distilbert-mean", "dense", "DistilBERT without token types; similarity dot",
          bert("mean", family="distilbert", tokenizer=vocabularies.distilbert, seed=26, similarity_fn_name="dot"),
          also(cases(PLAIN), similarities)),
    Model("mpnet-mean", "dense", "MPNet with its own special tokens; similarity euclidean",
          bert("mean", Normalize, family="mpnet", tokenizer=vocabularies.mpnet, seed=27,
               similarity_fn_name="euclidean"), also(cases(PLAIN), similarities)),
    Model("xlmr-unigram-mean", "dense", "XLM-RoBERTa with Unigram pieces; E5 prompts",
          bert("mean", Normalize, family="xlm-roberta", tokenizer=vocabularies.xlm_roberta, seed=28,
               prompts={"query": "query: ", "document": "passage: "}), cases(PLAIN, QUERY, DOCUMENT)),
    Model("modernbert-cls", "dense", "ModernBERT, local and global attention",
          bert("cls", Normalize, family="modernbert", tokenizer=vocabularies.modern_bert, seed=29), cases(PLAIN),
          export=Export(opset=17)),
    Model("qwen3-lasttoken", "dense", "Qwen3, last token, padding on the left, an instruction for queries",
          bert("lasttoken", Normalize, family="qwen3", seed=30,
               tokenizer=lambda: vocabularies.qwen(end=True, padding_side="left"),
               prompts={"query": "Instruct: Represent the query\nQuery:"}), cases(PLAIN, QUERY, DOCUMENT),
          export=Export(opset=18, dynamo=True)),
    Model("qwen2-position-ids", "dense", "Qwen2, mean pooling, padding on the left, position_ids as an input",
          bert("mean", family="qwen2", seed=31, tokenizer=lambda: vocabularies.qwen(padding_side="left", end=True)),
          cases(PLAIN), export=Export(position_ids=True)),
    Model("truncation-left", "dense", "long texts keep their end",
          bert("mean", seed=32, limit=24, tokenizer=lambda: vocabularies.word_piece(truncation_side="left"),
               prompts={"query": "query: "}), cases(PLAIN, QUERY)),
    Model("onnx-tokens-and-sentence", "dense", "the file gives token_embeddings and sentence_embedding (CLS, Dense, "
          "normalized); no modules.json",
          bert("cls", dense(HIDDEN, 24), Normalize, seed=33), cases(PLAIN, ("cut", {"truncate": 8, "texts": FEW})),
          finish=plain_transformer, export=Export(output="tokens-and-pooled")),
    Model("onnx-sentence", "dense", "the file gives sentence_embedding (max pooling) alone; no modules.json",
          bert("max", seed=34), cases(PLAIN), finish=plain_transformer, export=Export(output="pooled")),
    Model("external-data", "dense", "weights in model.onnx_data", bert("mean", seed=35), cases(PLAIN),
          export=Export(external_data=True)),
    Model("half-precision", "dense", "the file computes in 16 bits, the reference in 32 with the same weights: "
          "compare to 0.01", bert("mean", Normalize, seed=36), cases(PLAIN),
          export=Export(half=True, tolerance=1e-2)),
    Model("plain-transformer", "dense", "a folder of transformers alone: mean pooling, limit from the tokenizer",
          bert("mean", seed=37, limit=40), cases(PLAIN, QUERY), edit=plain_transformer),
    Model("limit-of-the-positions", "dense", "no limit in any file of the tokenizer: max_position_embeddings decides",
          bert("mean", seed=38), cases(PLAIN),
          edit=edits(old_module_names, old_pooling, old_transformer(),
                     lambda folder: (folder / "sentence_bert_config.json").write_text(json.dumps({"do_lower_case": False})),
                     lambda folder: update(folder / "tokenizer_config.json", model_max_length=int(1e30)))),
    Model("router", "dense", "Router: queries by StaticEmbedding, documents by BERT, Normalize behind both",
          router, cases(PLAIN, QUERY, DOCUMENT)),
]
