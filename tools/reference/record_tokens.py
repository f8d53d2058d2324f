"""Builds small tokenizers of every family and records what Hugging Face's tokenizers make of texts and pairs."""
import copy
import json
import random
import sys
from pathlib import Path

import tokenizers
from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers

CORPUS = [
    "A query asks for documents and the documents answer it.",
    "Vectors of queries and documents are compared by their inner product.",
    "The quick brown fox jumps over the lazy dog near the river bank.",
    "Tokenizers cut texts into pieces which a model knows, and pieces have numbers.",
    "caf\u00e9 na\u00efve \u00dcber stra\u00dfe \u0130stanbul \u03a3\u03af\u03c3\u03c5\u03c6\u03bf\u03c2",
    "1 22 333 4444 55555 one two three four five",
]
TEXTS = [
    "",
    " ",
    "a",
    "The QUICK Brown fox",
    "  spaces   inside \n and\taround  ",
    "caf\u00e9 cafe\u0301 \u00dcBER STRASSE stra\u00dfe \u0130stanbul \u212aelvin \u03a3\u0399\u03a3\u03a5\u03a6\u039f\u03a3",
    "\u6771\u4eac\u306f \u0645\u0631\u062d\u0628\u0627 \U0001f600\u200d\U0001f680",
    "nul \u0000 and \ufffd and \u0007",
    "[CLS] x [SEP] <s> </s> [MASK] <mask>",
    "ADDED added [Added]",
    "x" * 130,
    " ".join(["documents answer queries"] * 8),
    " ".join(str(i) for i in range(30)),
]


def wordpiece():
    tokenizer = Tokenizer(models.WordPiece(unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=False)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.decoder = decoders.WordPiece()
    special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
    tokenizer.train_from_iterator(CORPUS, trainers.WordPieceTrainer(vocab_size=220, special_tokens=special))
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]", pair="[CLS] $A [SEP] $B:1 [SEP]:1", special_tokens=[("[CLS]", 2), ("[SEP]", 3)])
    tokenizer.add_tokens(["[Added]", "ADDED"])
    return tokenizer


def byte_level():
    tokenizer = Tokenizer(models.BPE(unk_token="<unk>"))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.train_from_iterator(CORPUS, trainers.BpeTrainer(
        vocab_size=400, special_tokens=["<s>", "<pad>", "</s>", "<unk>", "<mask>"],
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet()))
    tokenizer.post_processor = processors.RobertaProcessing(("</s>", 2), ("<s>", 0), add_prefix_space=False)
    return tokenizer


def unigram():
    tokenizer = Tokenizer(models.Unigram())
    tokenizer.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Replace("  ", " ")])
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
    tokenizer.decoder = decoders.Metaspace()
    tokenizer.train_from_iterator(CORPUS, trainers.UnigramTrainer(
        vocab_size=150, special_tokens=["<s>", "<pad>", "</s>", "<unk>", "<mask>"], unk_token="<unk>"))
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", pair="<s> $A </s> </s> $B </s>", special_tokens=[("<s>", 0), ("</s>", 2)])
    return tokenizer


def class_at_the_end():
    """Special tokens behind the text only, with a type of their own, as XLNet has them."""
    tokenizer = unigram()
    tokenizer.post_processor = processors.TemplateProcessing(
        single="$A:0 </s>:0 <s>:2", pair="$A:0 </s>:0 $B:1 </s>:1 <s>:2", special_tokens=[("<s>", 0), ("</s>", 2)])
    tokenizer.enable_truncation(7, direction="left")
    tokenizer.enable_padding(length=20)
    return tokenizer


def no_special_tokens():
    tokenizer = wordpiece()
    tokenizer.post_processor = None
    tokenizer.normalizer = None
    return tokenizer


def lower_cased(tokenizer):
    """As sentence-transformers does it for do_lower_case."""
    normalizer = tokenizer.normalizer
    if isinstance(normalizer, normalizers.Lowercase) or (
            isinstance(normalizer, normalizers.Sequence)
            and any(isinstance(part, normalizers.Lowercase) for part in normalizer)):
        return
    parts = [normalizers.Lowercase()]
    if isinstance(normalizer, normalizers.Sequence):
        parts += list(normalizer)
    elif normalizer is not None:
        parts.append(normalizer)
    tokenizer.normalizer = normalizers.Sequence(parts)


def lengths(minimum, rng):
    return [minimum, minimum + 1, minimum + 6, rng.randint(minimum + 2, 40), 512]


def words(rng, most):
    return " ".join(rng.choice("the document answers quick queries 4444 \u00dcber".split())
                    for _ in range(rng.randint(0, most)))


def record(name, tokenizer, rng):
    own = copy.deepcopy(tokenizer)
    own.no_padding()
    bare_own = [own.encode(text, add_special_tokens=False).ids for text in TEXTS]
    cases = []
    for lower in (False, True):
        for left in (False, True):
            current = copy.deepcopy(tokenizer)
            current.no_padding()
            if lower:
                lower_cased(current)
            direction = "left" if left else "right"
            single = {"lower_case": lower, "left": left, "kind": "single", "texts": [], "expected": []}
            bare = {"lower_case": lower, "left": left, "kind": "bare", "texts": [], "expected": []}
            for length in lengths(current.num_special_tokens_to_add(False), rng):
                current.enable_truncation(length, direction=direction)
                for i, text in enumerate(TEXTS):
                    encoding = current.encode(text)
                    single["texts"].append([i, length])
                    single["expected"].append([encoding.ids, encoding.type_ids])
                    if length > 0:
                        bare["texts"].append([i, length])
                        bare["expected"].append([current.encode(text, add_special_tokens=False).ids, None])
            pairs = {"lower_case": lower, "left": left, "kind": "pair", "texts": [], "expected": []}
            for length in lengths(current.num_special_tokens_to_add(True), rng):
                current.enable_truncation(length, direction=direction, strategy="longest_first")
                for _ in range(8):
                    first = rng.choice(TEXTS) if rng.random() < 0.5 else words(rng, 20)
                    second = rng.choice(TEXTS) if rng.random() < 0.5 else words(rng, 20)
                    encoding = current.encode(first, second)
                    pairs["texts"].append([first, second, length])
                    pairs["expected"].append([encoding.ids, encoding.type_ids])
            cases += [single, bare, pairs]
    vocabulary = tokenizer.get_vocab()
    some = rng.sample(sorted(vocabulary), 25) + [token for token in ("[Added]", "ADDED", "<mask>") if token in vocabulary]
    return {
        "size": len(vocabulary),
        "special": sorted(i for i, token in tokenizer.get_added_tokens_decoder().items() if token.special),
        "special_tokens": tokenizer.num_special_tokens_to_add(False),
        "special_tokens_of_pair": tokenizer.num_special_tokens_to_add(True),
        "ids": {token: vocabulary[token] for token in sorted(some)},
        "bare_own": bare_own,
        "cases": cases,
    }


def main(folder):
    rng = random.Random(7)
    families = {"wordpiece": wordpiece, "byte-level": byte_level, "unigram": unigram,
                "class-at-the-end": class_at_the_end, "no-special-tokens": no_special_tokens}
    expected = {"tokenizers": tokenizers.__version__, "texts": TEXTS, "models": {}}
    for name, build in families.items():
        tokenizer = build()
        model = Path(folder) / f"{name}.json"
        model.write_text(json.dumps(json.loads(tokenizer.to_str())) + "\n")
        expected["models"][name] = record(name, Tokenizer.from_file(str(model)), rng)
    (Path(folder) / "expected.json").write_text(json.dumps(expected, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    main(sys.argv[1])
