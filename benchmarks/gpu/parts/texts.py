"""The texts: of exactly so many tokens, because every word is a token of the model's own vocabulary."""

import json
import math
import random

SPECIAL_TOKENS = 2  # before and after a text

QUERY_WORDS = 12

MEDIAN_OF_MIXED = 60

VARIED_WORDS = (3, 600)


def words(folder):
    """The words that the tokenizer of a model leaves whole."""
    tokenizer = json.loads((folder / "tokenizer.json").read_text(encoding="utf-8"))
    found = [token for token in tokenizer["model"]["vocab"]
             if token.isascii() and token.isalpha() and token.islower() and len(token) > 2]
    if not found:
        raise ValueError(f"The vocabulary of {folder} has no words.")
    return sorted(found)


def write(folder, vocabulary, lengths, max_length, tokens_per_file, varied):
    """Writes a file for each length, the mixed one and those of varied texts and queries."""
    chosen = random.Random(20261126)

    def text(count):
        return " ".join(chosen.choices(vocabulary, k=max(1, count)))

    def save(name, texts):
        (folder / f"{name}.txt").write_text("".join(line + "\n" for line in texts), encoding="utf-8")

    for length in lengths:
        save(length, [text(length - SPECIAL_TOKENS) for _ in range(tokens_per_file // length)])
    save("mixed", [text(mixed_length(chosen, max_length) - SPECIAL_TOKENS)
                   for _ in range(tokens_per_file // MEDIAN_OF_MIXED)])
    shortest, longest = map(math.log, VARIED_WORDS)
    save("varied", [text(round(math.exp(chosen.uniform(shortest, longest)))) for _ in range(varied)])
    save("queries", [text(QUERY_WORDS) for _ in range(200)])


def mixed_length(chosen, max_length):
    return min(max_length, max(5, round(MEDIAN_OF_MIXED * math.exp(chosen.gauss(0, 0.8)))))
