"""Runs Semblance on an NVIDIA GPU: right results, speed, memory, and sentence-transformers beside it.

    python3 benchmarks/gpu/run.py --java jre/bin/java --lib lib --natives natives --models models --output gpu.csv
    python3 benchmarks/gpu/run.py --dry-run --lib target/lib --models models --output try.csv

Parts run one after the other, each in a process of its own. One that fails leaves a row that says so; the
others go on, and the exit code is 1.
"""

import argparse
import contextlib
import datetime
import importlib.util
import json
import os
import shutil
import signal
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from parts import machine, process, results, texts

MAIN = "dev.semblance.benchmarks.gpu.GpuBenchmark"

PEER_PROGRAM = Path(__file__).resolve().parent / "peer.py"

PEER_PART = "peer"

OPTIMIZATION_PART = "optimization"

# In the order of their worth, should time run out.
PARTS = ("correctness", "throughput", OPTIMIZATION_PART, "latency", "alternation", "memory", PEER_PART)

# Of further models: what tells more of a larger one.
PARTS_OF_MORE_MODELS = ("correctness", "throughput", OPTIMIZATION_PART, PEER_PART)

# What a part may take, of which it needs a fraction.
MOST_SECONDS_OF_A_PART = 150

LEAST_SECONDS_OF_A_PART = 5

HALF = "fp16"


@dataclass(frozen=True)
class Amounts:
    """How much is measured."""

    lengths: tuple
    tokens_per_file: int
    varied: int
    seconds: float
    rounds: int
    queries: int
    callers: int
    alternations: int
    sample_every: int


FULL = Amounts(lengths=(16, 64, 256, 512), tokens_per_file=1_000_000, varied=200, seconds=0.7, rounds=3, queries=2000,
               callers=8, alternations=1000, sample_every=20)

DRY = Amounts(lengths=(16, 32), tokens_per_file=2_000, varied=20, seconds=0.05, rounds=3, queries=20, callers=2,
              alternations=20, sample_every=1)


def parse():
    def parts(value):
        chosen = value.split(",")
        if unknown := set(chosen) - set(PARTS):
            raise argparse.ArgumentTypeError(f"no {', '.join(sorted(unknown))}; there are {', '.join(PARTS)}")
        return [part for part in PARTS if part in chosen]

    parser = argparse.ArgumentParser(description="Runs Semblance on an NVIDIA GPU.")
    parser.add_argument("--java", default="java")
    where = parser.add_mutually_exclusive_group(required=True)
    where.add_argument("--lib", type=Path, help="folder of the jars")
    where.add_argument("--classpath", help="the jars one by one")
    parser.add_argument("--natives", type=Path, help="folder of ONNX Runtime's libraries; those of its jar if not given")
    parser.add_argument("--models", type=Path, required=True, help="folder of model folders, as make_models.py makes it")
    parser.add_argument("--device", default=None, help="cuda (the default), cuda:N or cpu")
    parser.add_argument("--output", type=Path, required=True, help="CSV file that rows are added to")
    parser.add_argument("--parts", type=parts, default=list(PARTS), metavar="A,B", help=f"some of {','.join(PARTS)}")
    parser.add_argument("--precisions", help="fp32, fp16 or both; of further models only fp16 if not given")
    parser.add_argument("--build", default="", help="which build of ONNX Runtime this is, for the CSV")
    parser.add_argument("--version", default="", help="which Semblance this is, for the CSV; told by the jars if not given")
    parser.add_argument("--python", default=sys.executable, help="one that has sentence-transformers")
    parser.add_argument("--heap", default="4g", help="heap of the JVM")
    parser.add_argument("--budget", type=float, default=270, help="seconds that the run may take in all")
    parser.add_argument("--logs", type=Path, help="folder for the logs of the processes, which go away without one")
    parser.add_argument("--dry-run", action="store_true", help="on the CPU, and as little as shows that all works")
    options = parser.parse_args()
    options.device = options.device or ("cpu" if options.dry_run else "cuda")
    return options


@dataclass(frozen=True)
class Models:
    """The model folders: the embedders, the smallest first, and the reranker."""

    embedders: list
    reranker: Path

    @staticmethod
    def find(folder):
        def is_reranker(model):
            names = json.loads((model / "config.json").read_text(encoding="utf-8")).get("architectures") or [""]
            return "SequenceClassification" in names[0]

        def size(model):
            return (model / "onnx" / "model.onnx").stat().st_size, model.name

        found = sorted({file.parents[1] for file in folder.glob("*/onnx/model.onnx")}, key=size)
        embedders = [model for model in found if not is_reranker(model)]
        rerankers = [model for model in found if is_reranker(model)]
        if not embedders or len(rerankers) != 1:
            sys.exit(f"{folder} must hold an embedder and one reranker; there are {[model.name for model in found]}.")
        return Models(embedders, rerankers[0])


class Run:
    """One run over the parts."""

    def __init__(self, options, amounts, models, written, logs):
        self.options = options
        self.amounts = amounts
        self.models = models
        self.results = written
        self.logs = logs
        self.prepared = set()
        self.end = time.monotonic() + options.budget
        self.environment = dict(os.environ)  # of the JVM; PyTorch finds its libraries by itself
        if options.device != "cpu":
            folders = machine.library_folders() + [os.environ.get("LD_LIBRARY_PATH", "")]
            self.environment["LD_LIBRARY_PATH"] = os.pathsep.join(filter(None, folders))
        self.environment["SEMBLANCE_HOME"] = str((logs / "home").resolve())  # where optimized models are kept
        self.max_length = longest_text(models)

    def texts_of(self, model):
        """The folder of a model's texts, made when it is first asked for."""
        folder = self.logs / f"texts-{model.name}"
        if folder not in self.prepared:
            shutil.rmtree(folder, ignore_errors=True)  # an earlier run's
            folder.mkdir()
            self.prepared.add(folder)
            varied = self.amounts.varied if model == self.models.embedders[0] else self.amounts.varied // 3
            texts.write(folder, texts.words(model), self.amounts.lengths, self.max_length,
                        self.amounts.tokens_per_file, varied)
        return folder

    def single_precision(self, model):
        """The folder of a model without the file in half precision, which would run as it is."""
        folder = self.logs / f"single-{model.name}"
        shutil.rmtree(folder, ignore_errors=True)  # an earlier run's
        shutil.copytree(model, folder, ignore=shutil.ignore_patterns("*_fp16.onnx*", "*.safetensors"))
        return folder

    def run(self):
        for model in self.models.embedders:
            for part in self.options.parts:
                if model == self.models.embedders[0] or part in PARTS_OF_MORE_MODELS:
                    self.run_part(part, model)
        for row in results.judgements(self.results.rows):
            self.add(**row)

    def run_part(self, part, model):
        library = results.PEER if part == PEER_PART else results.SEMBLANCE
        common = {"library": library, "library_version": self.version(library), "model": model.name}
        if part == PEER_PART and (missing := missing_for_peer(self.options, model)):
            self.add(**common, work=part, verdict="SKIPPED", note=f"no {', '.join(missing)}")
            return
        started = time.monotonic()
        progress(f"{part} of {model.name} ({self.end - started:.0f} s left)")
        try:
            seconds = min(MOST_SECONDS_OF_A_PART, self.end - started)
            if seconds < LEAST_SECONDS_OF_A_PART:
                raise process.PartError("no time left")
            if part == PEER_PART:
                command, environment = self.peer_command(model), None
            else:
                command, environment = self.java_command(part, model), self.environment
            log = self.logs / f"{part}-{model.name}.log"
            with contextlib.closing(process.rows(command, environment, log, seconds)) as rows:
                for row in rows:
                    if row["metric"] == "version":
                        common["library_version"] = row["note"]
                    else:
                        self.add(**common | row)
        except (process.PartError, OSError, ValueError) as error:
            self.add(**common, work=part, verdict="FAIL", note=str(error))
        progress(f"    {time.monotonic() - started:.1f} s")

    def add(self, **values):
        row = self.results.add(**values)
        shown = (row[name] for name in ("precision", "work", "length", "metric", "value", "unit", "verdict", "note"))
        progress("    " + " ".join(filter(None, shown)))

    def precisions(self, model):
        if self.options.precisions:
            return self.options.precisions
        # A larger model is run in single precision only to have something to compare with.
        return "fp32,fp16" if model == self.models.embedders[0] else HALF

    def java_command(self, part, model):
        options, amounts = self.options, self.amounts
        folder = self.single_precision(model) if part == OPTIMIZATION_PART else model
        natives = [f"-Donnxruntime.native.path={options.natives.resolve()}"] if options.natives else []
        return [options.java, f"-Xmx{options.heap}", *natives, "-cp", options.classpath or f"{options.lib}/*", MAIN, part,
                "--device", options.device, "--model", str(folder), "--reranker", str(self.models.reranker),
                "--precisions", self.precisions(model), *self.common_arguments(model),
                "--callers", str(amounts.callers), "--alternations", str(amounts.alternations),
                "--sample-every", str(amounts.sample_every)]

    def peer_command(self, model):
        return [self.options.python, str(PEER_PROGRAM), "--device", self.options.device, "--model", str(model),
                "--precisions", self.precisions(model), *self.common_arguments(model)]

    def common_arguments(self, model):
        amounts = self.amounts
        names = ",".join([*map(str, amounts.lengths), "mixed"])
        return ["--texts", str(self.texts_of(model)), "--lengths", names, "--max-length", str(self.max_length),
                "--seconds", str(amounts.seconds), "--rounds", str(amounts.rounds), "--queries", str(amounts.queries)]

    def version(self, library):
        if library != results.SEMBLANCE:
            return ""  # it tells when it has started
        return self.options.version or (version_of_jars(self.options.lib) if self.options.lib else "")


def longest_text(models):
    """What all of the models have positions for, at most 512 tokens."""
    def positions(model):
        return json.loads((model / "config.json").read_text(encoding="utf-8"))["max_position_embeddings"]

    return min(512, *(positions(model) for model in [*models.embedders, models.reranker]))


def version_of_jars(lib):
    version = " ".join(jar.stem for jar in sorted(lib.glob("semblance-encoders-*.jar")))
    revision = lib / "revision.txt"
    return f"{version} ({revision.read_text(encoding='ascii').strip()})" if revision.is_file() else version


def missing_for_peer(options, model):
    weights = "model.safetensors"
    missing = [] if (model / weights).is_file() else [weights]
    if options.python == sys.executable:  # another one's own word counts
        needed = ("numpy", "torch", "transformers", "sentence_transformers")
        missing += [name for name in needed if importlib.util.find_spec(name) is None]
    return missing


def progress(message):
    print(message, file=sys.stderr, flush=True)


def summary(written):
    rows = written.rows
    for (model, precision, work, length, metric), ours, theirs, better in results.ratios(rows):
        print(f"{model:20} {precision:5} {work:12} {length:8} {metric:17} {ours:12.1f} {theirs:12.1f} {better:6.2f}x")
    for row in rows:
        if row["verdict"]:
            print(f"{row['verdict']:8}", *filter(None, (row[name] for name in ("model", "precision", "work", "metric",
                                                                               "value", "unit", "note"))))
    sys.stdout.flush()


def main():
    options = parse()
    if shutil.which(options.java) is None:
        sys.exit(f"There is no {options.java}: name one with --java.")
    if not results.fits(options.output):
        sys.exit(f"{options.output} has other columns: name another file with --output.")
    # So that what was started is ended when this is.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    models = Models.find(options.models)
    card, driver = machine.card(options.device)
    date = datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="seconds")
    started = time.monotonic()
    options.output.parent.mkdir(parents=True, exist_ok=True)
    with contextlib.ExitStack() as stack:
        if options.logs:
            options.logs.mkdir(parents=True, exist_ok=True)
        logs = options.logs or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        written = results.Results(options.output, {"date": date, "card": card, "driver": driver, "build": options.build})
        stack.callback(written.close)
        run = Run(options, DRY if options.dry_run else FULL, models, written, logs)
        run.run()
    summary(written)
    print(f"{len(written.rows)} rows, {len(written.failures())} failures, {time.monotonic() - started:.0f} s")
    sys.exit(1 if written.failures() else 0)


if __name__ == "__main__":
    main()
