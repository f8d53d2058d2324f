"""Records the token ids and vectors that sentence-transformers computes for a fixed list of texts.

    python record_vectors.py --model-dir models/all-MiniLM-L6-v2 --output all-MiniLM-L6-v2.json

Each text is encoded in a call of its own, so no vector depends on padding. The name of the model
folder is the name of the model in the output.
"""

import argparse
import json
import os
from pathlib import Path

os.environ.setdefault("HF_HUB_OFFLINE", "1")  # everything is read from --model-dir

import onnxruntime
import sentence_transformers
from sentence_transformers import SentenceTransformer

WORDS = (
    "river stone morning quiet engine garden letter silver window teacher market winter bridge "
    "yellow doctor island paper thunder coffee mountain harbor library village orange forest "
    "captain music shadow kitchen planet traveler blanket"
).split()


def generated_text(count):
    """A text of `count` words: word i is WORDS[(7 i + i² // 11 + count) mod 32]. Every twelfth word
    ends a sentence, and so does the last."""
    words = [WORDS[(7 * i + i * i // 11 + count) % len(WORDS)] for i in range(count)]
    sentences = [" ".join(words[i:i + 12]).capitalize() + "." for i in range(0, count, 12)]
    return " ".join(sentences)


TEXTS = [
    "The weather is lovely today.",
    "It's so sunny outside!",
    "He drove to the stadium.",
    "How do I reset the password of my account?",
    "",
    "a",
    "Crème brûlée à la façon de Zoë, naïve señorita in Düsseldorf",
    "Cafe\u0301 with a combining accent: re\u0301sume\u0301",
    "I love pizza 🍕 and 🎉 parties 👩‍👩‍👧‍👦 👍🏽",
    "今天天气很好，我们去公园散步吧。",
    "日本語の文章と한국어 문장 mixed with English",
    "الطقس جميل اليوم في القاهرة",
    "tHe QuIcK bRoWn FOX Jumps OVER the lAzY DOG",
    "On 2024-01-31 at 12:30, order #4711 cost $1,299.99 (plus 7.5% tax) -- isn't that e-commerce?!",
    "  repeated   spaces\tand\t\ttabs\nand\r\n\r\nlines\u00a0and a no-break space  ",
    "𒀀𒀁𒀂 𐎠𐎡 ᚠᚢᚦ",
    "zero\u200bwidth, soft\u00adhyphen, control\u0007bell and replacement \ufffd characters",
    "A [MASK] token and a [SEP] token inside the text",
    ("abcdefghijklmnopqrstuvwxyz" * 6)[:150],
    "antidisestablishmentarianism pneumonoultramicroscopicsilicovolcanoconiosis",
    "Last spring the two sisters opened a small bakery beside the old railway station. They baked "
    "rye bread, plain rolls and a dark honey cake that their grandmother had taught them. At first "
    "only travelers came in, hungry and short of time, but by the end of summer half the town knew "
    "the smell of that oven and came every morning.",
    generated_text(164),  # 180 tokens: under every limit, over the 128 of MiniLM's tokenizer.json
    generated_text(229),  # 251 tokens
    generated_text(234),  # 256 tokens: exactly the limit of MiniLM
    generated_text(235),  # 257 tokens: one over
    generated_text(370),  # over 256, under 512
    generated_text(646),  # over 512
]


def load(model_dir):
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    return SentenceTransformer(
        str(model_dir),
        backend="onnx",
        device="cpu",
        local_files_only=True,
        model_kwargs={
            "file_name": "onnx/model.onnx",
            "provider": "CPUExecutionProvider",
            "session_options": options,
            "export": False,
        },
    )


def record(model, text):
    ids = model.preprocess([text])["input_ids"][0].tolist()
    vector = model.encode([text], batch_size=1, show_progress_bar=False)[0]
    return {
        "text": text,
        "token_count": len(ids),
        "ids": ids,
        "vector": [float(f"{value:.7g}") for value in vector.tolist()],
    }


def main():
    parser = argparse.ArgumentParser(description="Records reference vectors of one model.")
    parser.add_argument("--model-dir", required=True, type=Path)
    parser.add_argument("--output", required=True, type=Path)
    args = parser.parse_args()

    model = load(args.model_dir)
    head = {
        "model": args.model_dir.resolve().name,
        "reference": f"sentence-transformers {sentence_transformers.__version__}, "
                     f"onnxruntime {onnxruntime.__version__}",
        "max_length": model.max_seq_length,
    }
    # One text per line; plain ASCII, so that no editor can change a character.
    lines = ",\n".join(json.dumps(record(model, text), separators=(",", ":")) for text in TEXTS)
    args.output.write_text(json.dumps(head)[:-1] + ', "texts": [\n' + lines + "\n]}\n",
                           encoding="ascii")


if __name__ == "__main__":
    main()
