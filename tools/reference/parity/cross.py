"""Models that score pairs."""

import torch
from sentence_transformers import CrossEncoder
from sentence_transformers.cross_encoder.modules import LogitScore
from torch import nn

from . import vocabularies
from .backbones import transformer
from .export import Export
from .model import Model, edits, plain_transformer, read, update, write
from .record import cross_case, ranking
from .texts import PAIRS, TEXTS


def classifier(family="bert", tokenizer=vocabularies.word_piece, labels=1, seed=80, limit=48, activation=None,
               names=None):
    def build():
        kwargs = {"id2label": dict(enumerate(names)), "label2id": {name: i for i, name in enumerate(names)}} \
            if names else {"num_labels": labels}
        first = transformer(family, tokenizer(), task="sequence-classification", seed=seed, max_seq_length=limit,
                            **kwargs)
        return CrossEncoder(modules=[first], device="cpu", activation_fn=activation)
    return build


def causal(true="yes", false="no", seed=90, limit=48):
    def build():
        words = vocabularies.qwen(padding_side="left")
        first = transformer("qwen3", words, task="text-generation", seed=seed, max_seq_length=limit)
        ids = words.convert_tokens_to_ids([true, false or true])
        return CrossEncoder(modules=[first, LogitScore(ids[0], ids[1] if false else None)], device="cpu")
    return build


DEFAULT = ("default", {})
IDENTITY = ("identity", {"activation": "identity"})
SIGMOID = ("sigmoid", {"activation": "sigmoid"})
SOFTMAX = ("softmax", {"softmax": True})
NOT_EMPTY = [pair for pair in PAIRS if any(TEXTS[i].strip() for i in pair)]


def cases(*named, pairs=PAIRS):
    def record(model):
        result = {"labels": model.num_labels,
                  "cases": [cross_case(model, name, pairs=pairs, **arguments) for name, arguments in named]}
        if model.num_labels == 1:
            documents = [60, 61, 63, 64, 13, 7, 8, 17, 0, 40]
            result["rankings"] = [ranking(model, 59, documents), ranking(model, 62, documents, top_k=3)]
        return result
    return record


def activation_in_config(folder):
    """config.json of a plain transformers folder names the activation, as 4.x saved it."""
    plain_transformer(folder)
    update(folder / "config.json",
           sentence_transformers={"activation_fn": "torch.nn.modules.linear.Identity", "version": "5.1.0"})


def old_activation_in_config(folder):
    """As releases before 4.0 saved it."""
    plain_transformer(folder)
    update(folder / "config.json", sbert_ce_default_activation_function="torch.nn.modules.linear.Identity")


LOGITS = Export("logits")

MODELS = [
    Model("cross-bert", "cross", "BERT, one label, Sigmoid by default; modules.json as 6.x saves it",
          classifier(), cases(DEFAULT, IDENTITY), export=LOGITS),
    Model("cross-plain", "cross", "BERT, one label, a folder of transformers alone: Sigmoid",
          classifier(seed=81), cases(DEFAULT), edit=plain_transformer, export=Export("logits", opset=17)),
    Model("cross-identity", "cross", "one label, Identity from config.json (sentence_transformers.activation_fn)",
          classifier(seed=82), cases(DEFAULT, SIGMOID), edit=activation_in_config, export=LOGITS),
    Model("cross-identity-old", "cross", "one label, Identity from sbert_ce_default_activation_function; DistilBERT",
          classifier("distilbert", vocabularies.distilbert, seed=83), cases(DEFAULT), edit=old_activation_in_config,
          export=LOGITS),
    Model("cross-identity-saved", "cross", "one label, Identity from config_sentence_transformers.json",
          classifier(seed=84, activation=nn.Identity()), cases(DEFAULT), export=LOGITS),
    Model("cross-nli", "cross", "three labels: Identity by default, softmax on request",
          classifier(seed=85, names=["contradiction", "entailment", "neutral"]), cases(DEFAULT, SOFTMAX, SIGMOID),
          export=LOGITS),
    Model("cross-roberta", "cross", "RoBERTa pairs: two separators between, no token types",
          classifier("roberta", vocabularies.roberta, seed=86), cases(DEFAULT), export=LOGITS),
    Model("cross-xlmr", "cross", "XLM-RoBERTa pairs over Unigram pieces, plain folder",
          classifier("xlm-roberta", vocabularies.xlm_roberta, seed=87, limit=40), cases(DEFAULT),
          edit=plain_transformer, export=Export("logits", opset=18)),
    Model("cross-causal", "cross", "Qwen3 and LogitScore, logits of every position, no chat template",
          causal(), cases(DEFAULT, SIGMOID, pairs=NOT_EMPTY), export=LOGITS),
    Model("cross-causal-last", "cross", "the same with the logits of the last position alone",
          causal(seed=91), cases(DEFAULT, pairs=NOT_EMPTY), export=Export("last-logits", opset=17)),
    Model("cross-causal-true", "cross", "LogitScore of one token, without false_token_id",
          causal(false=None, seed=92), cases(DEFAULT, pairs=NOT_EMPTY), export=LOGITS),
]
