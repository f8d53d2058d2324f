"""The texts that contestants encode: the same ones in every run on the same data."""

import json
import random

SEED = 20260914

SHORTEST, LONGEST = 5, 250

QUERY_WORDS = 12

# Stand-ins of one to several tokens each, for those without the data.
WORDS = (
    "river stone morning quiet engine garden letter silver window teacher market winter bridge yellow doctor "
    "thunder mountain harbor library village orchestration photosynthesis microtubule randomized hippocampus "
    "the of and a in to is was with for that by on as from"
).split()


def documents(data):
    """The words of each document, and the name of what they come from."""
    corpus = data / "scifact" / "corpus.jsonl" if data else None
    if corpus is None or not corpus.is_file():
        words = random.Random(SEED)
        return [words.choices(WORDS, k=300) for _ in range(1000)], "generated words"
    with corpus.open(encoding="utf-8") as lines:
        entries = [json.loads(line) for line in lines]
    return [(entry["title"] + " " + entry["text"]).split() for entry in entries], "SciFact"


def paragraphs(words, count):
    """Texts of SHORTEST to LONGEST words, every length equally likely, each from the start of a document."""
    choice = random.Random(SEED)
    return [cut(words, choice.randrange(len(words)), choice.randint(SHORTEST, LONGEST)) for _ in range(count)]


def queries(words, count):
    """Texts of QUERY_WORDS words."""
    choice = random.Random(SEED + 1)
    return [cut(words, choice.randrange(len(words)), QUERY_WORDS) for _ in range(count)]


def cut(words, first, length):
    """The first `length` words of a document, continued by the next document if it is too short."""
    text = []
    while len(text) < length:
        text += words[first % len(words)]
        first += 1
    return " ".join(text[:length])


def write(path, texts):
    path.write_text("\n".join(texts) + "\n", encoding="utf-8")
    return path
