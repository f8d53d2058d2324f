"""sentence-transformers at the same work: the same texts in, vectors out, on the same device.

Started by run.py; prints rows as the program on the JVM does. Of several batch sizes the best one counts.
"""

import argparse
import os
import statistics
import time
from importlib import metadata
from pathlib import Path

os.environ.setdefault("HF_HUB_OFFLINE", "1")  # everything is read from --model
os.environ.setdefault("TOKENIZERS_PARALLELISM", "true")

import numpy
import torch
from sentence_transformers import SentenceTransformer

BATCH_SIZES = (32, 128, 512)

FEW = 128

SPECIAL_TOKENS = 2  # before and after a text

MOST_SECONDS_OF_LATENCY = 4

FLASH = "flash_attn"


def row(work, precision, length, metric, value="", unit="", verdict="", note=""):
    print("row", work, precision, length, metric, value, unit, verdict, " ".join(str(note).split()), sep="\t", flush=True)


def version(attention):
    names = ("sentence-transformers", "transformers", "torch")
    return " + ".join(f"{name} {metadata.version(name)}" for name in names) + f" ({attention})"


class Peer:
    """One model in one precision."""

    def __init__(self, options, precision, attention):
        self.options = options
        self.precision = precision
        kind = torch.float16 if precision == "fp16" else torch.float32
        self.model = SentenceTransformer(str(options.model), device=options.device,
                                         model_kwargs={"torch_dtype": kind, "attn_implementation": attention})
        self.model.max_seq_length = options.max_length

    def encode(self, texts, batch_size):
        return self.model.encode(texts, batch_size=batch_size, show_progress_bar=False)

    def rate(self, texts, batch_size, seconds):
        """Texts a second, over at least so many seconds."""
        done = 0
        start = time.perf_counter()
        while not done or time.perf_counter() - start < seconds:
            done += len(self.encode(texts, batch_size))
        return done / (time.perf_counter() - start)

    def throughput(self, length):
        every = lines(self.options.texts / f"{length}.txt")
        few = every[:FEW]
        self.encode(few, BATCH_SIZES[0])
        enough = int(max(FEW, self.rate(few, FEW, 0) * self.options.seconds))
        texts = every[:enough]
        best = {}
        for size in BATCH_SIZES:
            self.encode(texts[:size], size)
            best[size] = self.rate(texts, size, self.options.seconds / 3)
        size = max(best, key=best.get)
        # As many texts as the best batch size takes a round for, which the first estimate may fall short of.
        texts = every[:max(enough, int(best[size] * self.options.seconds))]
        rate = statistics.median(self.rate(texts, size, self.options.seconds) for _ in range(self.options.rounds))
        row("throughput", self.precision, length, "texts_per_second", f"{rate:.1f}", "1/s")
        # Every word is one token.
        tokens = statistics.fmean(len(text.split()) + SPECIAL_TOKENS for text in texts)
        row("throughput", self.precision, length, "tokens_per_second", f"{rate * tokens:.1f}", "1/s")
        row("throughput", self.precision, length, "batch_size", size)

    def latency(self):
        queries = lines(self.options.texts / "queries.txt")
        for query in queries[:50]:
            self.model.encode(query, show_progress_bar=False)
        latencies = []
        begin = time.perf_counter()
        while len(latencies) < self.options.queries and time.perf_counter() - begin < MOST_SECONDS_OF_LATENCY:
            start = time.perf_counter()
            self.model.encode(queries[len(latencies) % len(queries)], show_progress_bar=False)
            latencies.append((time.perf_counter() - start) * 1e6)
        row("latency", self.precision, "queries", "calls", len(latencies))
        row("latency", self.precision, "queries", "p50", f"{numpy.percentile(latencies, 50):.1f}", "us")
        row("latency", self.precision, "queries", "p99", f"{numpy.percentile(latencies, 99):.1f}", "us")
        row("latency", self.precision, "queries", "mean", f"{numpy.mean(latencies):.1f}", "us")

    def agreement(self):
        """Compares with Semblance's vectors on the CPU, if correctness has left them."""
        file = self.options.texts / "vectors.f32"
        if not file.is_file():
            return
        theirs = self.encode(lines(self.options.texts / "varied.txt"), BATCH_SIZES[0]).astype(numpy.float64)
        ours = numpy.fromfile(file, "<f4").reshape(theirs.shape).astype(numpy.float64)
        cosines = (ours * theirs).sum(1) / numpy.linalg.norm(ours, axis=1) / numpy.linalg.norm(theirs, axis=1)
        row("agreement with semblance", self.precision, "varied", "least_cosine", f"{cosines.min():.6f}")


def lines(file):
    return file.read_text(encoding="utf-8").splitlines()


def attention_of(device):
    try:
        metadata.version(FLASH)
    except metadata.PackageNotFoundError:
        return "sdpa"
    return "sdpa" if device == "cpu" else "flash_attention_2"


def main():
    parser = argparse.ArgumentParser(description="sentence-transformers at the same work.")
    parser.add_argument("--device", required=True)
    parser.add_argument("--model", required=True, type=Path)
    parser.add_argument("--precisions", required=True)
    parser.add_argument("--texts", required=True, type=Path)
    parser.add_argument("--lengths", required=True)
    parser.add_argument("--max-length", required=True, type=int)
    parser.add_argument("--seconds", required=True, type=float)
    parser.add_argument("--rounds", required=True, type=int)
    parser.add_argument("--queries", required=True, type=int)
    options = parser.parse_args()

    failed = False
    for precision in options.precisions.split(","):
        attention = attention_of(options.device) if precision == "fp16" else "sdpa"
        row("", "", "", "version", note=version(attention))
        try:
            peer = Peer(options, precision, attention)
            peer.agreement()
            for length in options.lengths.split(","):
                peer.throughput(length)
            peer.latency()
        except Exception as error:
            failed = True
            row("throughput", precision, "", "failed", verdict="FAIL", note=f"{type(error).__name__}: {error}")
    raise SystemExit(1 if failed else 0)


if __name__ == "__main__":
    main()
