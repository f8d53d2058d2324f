"""Tokenizers trained on sample.txt, one per family. Every function returns a new one."""

import functools
from pathlib import Path

from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers
from transformers import (
    BertTokenizer,
    MPNetTokenizer,
    PreTrainedTokenizerFast,
    RobertaTokenizer,
)

LINES = Path(__file__).with_name("sample.txt").read_text(encoding="utf-8").splitlines()
BERT_SPECIAL = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
ROBERTA_SPECIAL = ["<s>", "<pad>", "</s>", "<unk>", "<mask>"]


@functools.cache
def _word_piece_vocabulary(size, lower_case, special):
    tokenizer = Tokenizer(models.WordPiece(unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=lower_case)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    # Only frequent characters: some of the texts must not be in the vocabulary.
    trainer = trainers.WordPieceTrainer(vocab_size=size, special_tokens=list(special), limit_alphabet=180,
                                        show_progress=False)
    tokenizer.train_from_iterator(LINES, trainer)
    learned = sorted(tokenizer.get_vocab().items(), key=lambda entry: entry[1])
    return [token for token, _ in learned]


def word_piece(size=600, lower_case=True, model_max_length=512, extra=(), **kwargs):
    """BERT's tokenizer; `extra` are further tokens of the vocabulary, at its end."""
    tokens = _word_piece_vocabulary(size, lower_case, tuple(BERT_SPECIAL)) + list(extra)
    return BertTokenizer(vocab={token: i for i, token in enumerate(tokens)}, do_lower_case=lower_case,
                         model_max_length=model_max_length, **kwargs)


def distilbert(size=600, model_max_length=512, **kwargs):
    """DistilBERT's: the same pieces without token types."""
    return word_piece(size, model_max_length=model_max_length,
                      model_input_names=["input_ids", "attention_mask"], **kwargs)


def mpnet(size=600, model_max_length=512):
    """MPNet's: WordPiece with the special tokens of RoBERTa."""
    tokens = _word_piece_vocabulary(size, True, ("<s>", "<pad>", "</s>", "[UNK]"))
    tokens = tokens + ["<mask>"]
    return MPNetTokenizer(vocab={token: i for i, token in enumerate(tokens)}, model_max_length=model_max_length)


@functools.cache
def _byte_level_pieces(size, special):
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    trainer = trainers.BpeTrainer(vocab_size=size, special_tokens=list(special), show_progress=False,
                                  initial_alphabet=sorted(pre_tokenizers.ByteLevel.alphabet()))
    tokenizer.train_from_iterator(LINES, trainer)
    import json
    model = json.loads(tokenizer.to_str())["model"]
    return model["vocab"], [tuple(merge) for merge in model["merges"]]


def roberta(size=700, model_max_length=512, **kwargs):
    vocabulary, merges = _byte_level_pieces(size, tuple(ROBERTA_SPECIAL))
    return RobertaTokenizer(vocab=dict(vocabulary), merges=list(merges), model_max_length=model_max_length, **kwargs)


def modern_bert(size=700, model_max_length=512):
    """ModernBERT's: byte-level BPE over NFC with BERT's template."""
    special = ["[UNK]", "[CLS]", "[SEP]", "[PAD]", "[MASK]"]
    vocabulary, merges = _byte_level_pieces(size, tuple(special))
    tokenizer = Tokenizer(models.BPE(vocab=dict(vocabulary), merges=list(merges)))
    tokenizer.normalizer = normalizers.NFC()
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.add_special_tokens(special)
    tokenizer.post_processor = _template(tokenizer, "[CLS] $A [SEP]", "[CLS] $A [SEP] $B [SEP]", ["[CLS]", "[SEP]"])
    return PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, unk_token="[UNK]", cls_token="[CLS]", sep_token="[SEP]", pad_token="[PAD]",
        mask_token="[MASK]", model_max_length=model_max_length, model_input_names=["input_ids", "attention_mask"])


QWEN_PATTERN = (
    r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
)


def qwen(size=700, model_max_length=512, end=False, **kwargs):
    """Qwen's: byte-level BPE over NFC with its own split; `end` appends <|endoftext|>, as Qwen3-Embedding does."""
    special = ["<|endoftext|>", "<|im_start|>", "<|im_end|>"]
    vocabulary, merges = _byte_level_pieces(size, tuple(special))
    tokenizer = Tokenizer(models.BPE(vocab=dict(vocabulary), merges=list(merges)))
    tokenizer.normalizer = normalizers.NFC()
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([
        pre_tokenizers.Split(Regex(QWEN_PATTERN), behavior="isolated"),
        pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False),
    ])
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.add_special_tokens(special)
    if end:
        tokenizer.post_processor = _template(tokenizer, "$A <|endoftext|>", "$A $B <|endoftext|>", ["<|endoftext|>"])
    return PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, pad_token="<|endoftext|>", eos_token="<|im_end|>",
        model_max_length=model_max_length, model_input_names=["input_ids", "attention_mask"], **kwargs)


def xlm_roberta(size=800, model_max_length=512):
    """XLM-RoBERTa's: Unigram pieces behind a Metaspace, NFKC in place of the precompiled character map."""
    tokenizer = Tokenizer(models.Unigram())
    tokenizer.normalizer = normalizers.Sequence([
        normalizers.Nmt(), normalizers.NFKC(), normalizers.Replace(Regex(" {2,}"), " "),
    ])
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([
        pre_tokenizers.WhitespaceSplit(), pre_tokenizers.Metaspace(replacement="\u2581", prepend_scheme="always"),
    ])
    tokenizer.decoder = decoders.Metaspace(replacement="\u2581", prepend_scheme="always")
    trainer = trainers.UnigramTrainer(vocab_size=size, special_tokens=["<s>", "<pad>", "</s>", "<unk>"],
                                      unk_token="<unk>", show_progress=False)
    tokenizer.train_from_iterator(LINES, trainer)
    tokenizer.add_special_tokens(ROBERTA_SPECIAL)
    tokenizer.post_processor = _template(tokenizer, "<s> $A </s>", "<s> $A </s> </s> $B </s>", ["<s>", "</s>"])
    return PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, bos_token="<s>", eos_token="</s>", cls_token="<s>", sep_token="</s>",
        unk_token="<unk>", pad_token="<pad>", mask_token="<mask>", model_max_length=model_max_length,
        model_input_names=["input_ids", "attention_mask"])


def words(size=500):
    """A plain `tokenizers` tokenizer over whole words, as static embeddings use it."""
    tokenizer = Tokenizer(models.WordLevel(unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Lowercase()])
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    trainer = trainers.WordLevelTrainer(vocab_size=size, special_tokens=["[PAD]", "[UNK]"], show_progress=False)
    tokenizer.train_from_iterator(LINES, trainer)
    return tokenizer


def _template(tokenizer, single, pair, special):
    return processors.TemplateProcessing(
        single=single, pair=pair, special_tokens=[(token, tokenizer.token_to_id(token)) for token in special])
