"""sentence-transformers as a contestant: one command per line on standard input, one JSON object per answer.

    python contestant.py --backend torch|onnx --model FOLDER --threads N
"""

import argparse
import json
import os
import platform
import sys
import traceback
from importlib import metadata
from pathlib import Path

os.environ.setdefault("HF_HUB_OFFLINE", "1")  # everything is read from --model

import measurements


class Contestant:
    """One backend of sentence-transformers, with its own defaults but for the length and the threads."""

    def __init__(self, backend, folder, threads):
        self.backend = backend
        self.folder = folder
        self.threads = threads
        self.model = None

    def load(self, max_length):
        import torch
        from sentence_transformers import SentenceTransformer

        torch.set_num_threads(self.threads)
        arguments = {}
        if self.backend == "onnx":
            import onnxruntime

            options = onnxruntime.SessionOptions()
            options.intra_op_num_threads = self.threads
            arguments = {"provider": "CPUExecutionProvider", "session_options": options}
        self.model = SentenceTransformer(self.folder, device="cpu", backend=self.backend, model_kwargs=arguments)
        self.model.max_seq_length = max_length

    def encode_all(self, texts):
        return self.model.encode(texts, show_progress_bar=False)

    def encode_one(self, text):
        return self.model.encode(text, show_progress_bar=False)

    def runtime(self):
        library = "torch" if self.backend == "torch" else "onnxruntime"
        versions = " + ".join(f"{name} {metadata.version(name)}" for name in ("sentence-transformers", library))
        return {"runtime": "Python " + platform.python_version(), "version": versions}


def run(contestant, command, arguments):
    if command == "load":
        contestant.load(int(arguments[0]))
        return contestant.runtime()
    if command == "memory":
        return measurements.memory()
    texts = Path(arguments[0]).read_text(encoding="utf-8").splitlines() if arguments else []
    if command == "bulk":
        return measurements.bulk(contestant.encode_all, texts, int(arguments[1]))
    if command == "single":
        return measurements.single(contestant.encode_one, texts, int(arguments[1]))
    if command == "concurrent":
        return measurements.concurrent(contestant.encode_one, texts, int(arguments[1]), float(arguments[2]))
    if command == "vectors":
        return {"vectors": contestant.encode_all(texts).tolist()}
    raise ValueError(f"Unknown command {command}")


def main():
    parser = argparse.ArgumentParser(description="sentence-transformers behind the line protocol.")
    parser.add_argument("--backend", required=True, choices=["torch", "onnx"])
    parser.add_argument("--model", required=True)
    parser.add_argument("--threads", required=True, type=int)
    args = parser.parse_args()

    # Whatever a library prints goes to standard error.
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    contestant = Contestant(args.backend, args.model, args.threads)
    for line in sys.stdin:
        command, *arguments = line.split()
        if command == "quit":
            break
        try:
            answer = run(contestant, command, arguments)
        except Exception as error:
            traceback.print_exc()
            answer = {"error": f"{type(error).__name__}: {error}"}
        print(json.dumps(answer), file=answers, flush=True)


if __name__ == "__main__":
    main()
