"""What the reference does with inputs that it may refuse."""

from .record import encode, resolved_prompt, token_ids

LONE_SURROGATES = (("PLAIN", "\ud800"), ("PLAIN", "a\udc00b"))
PROBED_FOR_SURROGATES = {"bert-mean", "roberta-mean", "xlmr-unigram-mean", "qwen3-lasttoken", "static-words",
                         "cross-bert", "splade-max", "colbert"}


def probe(loaded, model, role, text):
    """The exception or the token ids. `text` is a pair for models that score pairs."""
    result = {"model": model.name, "role": role, "input": text}
    try:
        if model.kind == "cross":
            pair = text if isinstance(text, tuple) else (text, text)
            result["input"] = list(pair)
            loaded.predict([pair], batch_size=1, show_progress_bar=False)
            ids = [int(value) for value in loaded.preprocess([pair])["input_ids"].flatten()]
        else:
            encode(loaded, text, role)
            ids = token_ids(loaded, text, role, resolved_prompt(loaded, role, None, None))
        return result | {"ids": ids}
    except Exception as refusal:
        message = str(refusal).splitlines()
        return result | {"exception": type(refusal).__name__, "message": message[0][:200] if message else ""}
