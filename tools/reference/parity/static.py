"""Models that look their vectors up: no transformer, no ONNX file."""

import torch
from safetensors.torch import save_file
from sentence_transformers.base.modules import Normalize
from sentence_transformers.sentence_transformer.modules import StaticEmbedding

from . import vocabularies
from .dense import DOCUMENT, PLAIN, QUERY, cases, sentence_transformer
from .model import Model, edits, old_module_names, update, without

SIZE = 24


def weights(rows, seed):
    torch.manual_seed(seed)
    return torch.randn(rows, SIZE)


def over_words(*following, seed=50, **kwargs):
    def build():
        words = vocabularies.words()
        static = StaticEmbedding(words, embedding_weights=weights(words.get_vocab_size(), seed))
        return sentence_transformer(static, *[module() for module in following], **kwargs)
    return build


def over_pieces():
    pieces = vocabularies.word_piece()
    return sentence_transformer(StaticEmbedding(pieces, embedding_weights=weights(len(pieces), 51)), Normalize())


def model2vec_weights(folder):
    """Fewer rows than tokens, a row and a weight for every token."""
    torch.manual_seed(52)
    rows, tokens = 200, vocabularies.words().get_vocab_size()
    save_file({"embeddings": torch.randn(rows, SIZE), "mapping": torch.randint(0, rows, (tokens,)),
               "weights": torch.rand(tokens, dtype=torch.float64) + 0.2}, folder / "0_StaticEmbedding/model.safetensors")


def half_weights(folder):
    words = vocabularies.words().get_vocab_size()
    save_file({"embedding.weight": weights(words, 53).half()}, folder / "0_StaticEmbedding/model.safetensors")


def truncation(folder):
    update(folder / "0_StaticEmbedding/tokenizer.json",
           truncation={"direction": "Right", "max_length": 10, "strategy": "LongestFirst", "stride": 0})


MODELS = [
    Model("static-words", "dense", "StaticEmbedding over whole words, prompts by role",
          over_words(prompts={"query": "query: ", "document": ""}), cases(PLAIN, QUERY, DOCUMENT)),
    Model("static-normalize", "dense", "StaticEmbedding over WordPiece, then Normalize; old module names",
          over_pieces, cases(PLAIN), edit=old_module_names),
    Model("static-model2vec", "dense", "StaticEmbedding with the weights of Model2Vec: embeddings, mapping, weights",
          over_words(Normalize), cases(PLAIN), edit=model2vec_weights),
    Model("static-truncation", "dense", "StaticEmbedding whose tokenizer.json truncates: here the reference obeys it",
          over_words(seed=54), cases(PLAIN), edit=truncation),
]
