"""What describes a model of the corpus, and how its saved folder is brought into an older spelling."""

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field

from .export import Export


def unchanged(folder):
    """For models that stay as they were saved."""


@dataclass(frozen=True)
class Model:
    """A model of the corpus.

    `build` makes the reference model, `edit` changes its saved folder before the reference loads it again,
    `record` takes the loaded model and returns what expected.json says beside its head, and `finish` changes
    the folder once more after the recording: what it removes is known to the ONNX file alone.
    """

    name: str
    kind: str
    description: str
    build: Callable
    record: Callable
    edit: Callable = unchanged
    finish: Callable = unchanged
    export: Export = field(default_factory=Export)


def read(path):
    return json.loads(path.read_text(encoding="utf-8"))


def write(path, value):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(value, indent=2) + "\n", encoding="utf-8")


def update(path, **values):
    write(path, {**(read(path) if path.exists() else {}), **values})


def edits(*changes):
    def edit(folder):
        for change in changes:
            change(folder)
    return edit


def old_module_names(folder):
    """Names the modules as releases before 5.4 did."""
    modules = read(folder / "modules.json")
    for module in modules:
        module["type"] = "sentence_transformers.models." + module["type"].rsplit(".", 1)[1]
    write(folder / "modules.json", modules)


FLAGS = {
    "cls": "pooling_mode_cls_token",
    "mean": "pooling_mode_mean_tokens",
    "max": "pooling_mode_max_tokens",
    "mean_sqrt_len_tokens": "pooling_mode_mean_sqrt_len_tokens",
    "weightedmean": "pooling_mode_weightedmean_tokens",
    "lasttoken": "pooling_mode_lasttoken",
}


def old_pooling(folder):
    """One flag per pooling mode, as releases before 5.4 saved it."""
    path = folder / "1_Pooling" / "config.json"
    config = read(path)
    modes = config["pooling_mode"]
    modes = [modes] if isinstance(modes, str) else modes
    write(path, {"word_embedding_dimension": config["embedding_dimension"]}
          | {flag: mode in modes for mode, flag in FLAGS.items()} | {"include_prompt": config["include_prompt"]})


def old_transformer(max_seq_length=48, do_lower_case=False, file="sentence_bert_config.json"):
    """The limit in sentence_bert_config.json and a larger one in the tokenizer's own file."""
    def edit(folder):
        (folder / "sentence_bert_config.json").unlink()
        write(folder / file, {"max_seq_length": max_seq_length, "do_lower_case": do_lower_case})
        update(folder / "tokenizer_config.json", model_max_length=512)
    return edit


def transformer_in_its_own_folder(folder):
    """The first module in 0_Transformer instead of the root."""
    target = folder / "0_Transformer"
    target.mkdir()
    for path in sorted(folder.iterdir()):
        if path.is_file() and path.name not in ("modules.json", "config_sentence_transformers.json"):
            shutil.move(path, target / path.name)
    modules = read(folder / "modules.json")
    modules[0]["path"] = "0_Transformer"
    write(folder / "modules.json", modules)


def without(*names):
    """Removes files and folders."""
    def edit(folder):
        for name in names:
            path = folder / name
            shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
    return edit


def settings(**values):
    """Sets entries of config_sentence_transformers.json."""
    return lambda folder: update(folder / "config_sentence_transformers.json", **values)


def plain_transformer(folder):
    """Leaves what transformers itself saves."""
    without("modules.json", "config_sentence_transformers.json", "sentence_bert_config.json")(folder)
    for path in sorted(folder.iterdir()):
        if path.is_dir() and path.name != "onnx":
            shutil.rmtree(path)
