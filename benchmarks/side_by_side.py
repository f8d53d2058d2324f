"""Compares Semblance with LangChain4j, Spring AI and sentence-transformers on this machine.

    python3 benchmarks/side_by_side.py

One process per contestant, one of them awake at a time, the same texts, the same weights. Rounds are
interleaved, so that a machine which gets slower gets slower for all. Prints medians over the rounds.
"""

import argparse
import contextlib
import datetime
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from harness import agreement, build, machine, results, tables, texts
from harness.process import ContestantError, ContestantProcess
from harness.workloads import SEMBLANCE, WORKLOADS

# More of them would need more memory than time: they are sent in turn, again and again.
DIFFERENT_QUERIES = 200

COMPARED_TEXTS = 8


def parse():
    def names(known):
        def parse_names(value):
            chosen = value.split(",")
            if unknown := set(chosen) - set(known):
                raise argparse.ArgumentTypeError(f"no {', '.join(sorted(unknown))}; there are {', '.join(known)}")
            return [name for name in known if name in chosen]
        return parse_names

    parser = argparse.ArgumentParser(description="Compares Semblance with its peers on this machine.")
    known_workloads = [workload.name for workload in WORKLOADS]
    parser.add_argument("--contestants", type=names(build.ALL), default=list(build.ALL), metavar="A,B",
                        help=f"some of {','.join(build.ALL)}")
    parser.add_argument("--workloads", type=names(known_workloads), default=known_workloads, metavar="A,B",
                        help=f"some of {','.join(known_workloads)}")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--texts", type=int, default=800, help="paragraphs of the mixed workloads")
    parser.add_argument("--request-texts", type=int, default=160,
                        help="how many of them where Spring AI takes part, and for allocation and memory")
    parser.add_argument("--queries", type=int, default=500, help="queries that are sent one at a time, per round")
    parser.add_argument("--seconds", type=int, default=20, help="how long the concurrent queries go on, per round")
    parser.add_argument("--data", type=Path, default=build.ROOT.parent / "shared" / "data",
                        help="folder that holds scifact/corpus.jsonl; generated words without it")
    parser.add_argument("--output", type=Path, default=build.BENCHMARKS / "results" / "side-by-side.csv",
                        help="rows are added to this file")
    parser.add_argument("--timeout", type=int, default=600, help="seconds that one command may take")
    parser.add_argument("--threads", type=int, default=machine.cores(),
                        help="threads of sentence-transformers; the others take what they find")
    parser.add_argument("--heap", default="1g", help="heap of the contestants on the JVM")
    parser.add_argument("--java", default="java")
    parser.add_argument("--python", default=build.default_python(), help="one that has sentence-transformers")
    parser.add_argument("--skip-build", action="store_true", help="measure what was built last")
    return parser.parse_args()


class Comparison:
    """One run over some workloads."""

    def __init__(self, options, launches, folder, processes):
        self.options = options
        self.launches = launches
        self.folder = folder
        self.processes = processes  # closes them all
        self.running = {}
        self.reference = {}
        self.agreed = set()
        self.dropped = False
        self.date = datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="seconds")
        words, self.corpus = texts.documents(options.data)
        paragraphs = texts.paragraphs(words, options.texts)
        self.settings = {
            "paragraphs": texts.write(folder / "paragraphs.txt", paragraphs),
            "request_paragraphs": texts.write(folder / "request.txt", paragraphs[:options.request_texts]),
            "queries": texts.write(folder / "queries.txt", texts.queries(words, DIFFERENT_QUERIES)),
            "query_count": options.queries,
            "seconds": options.seconds,
        }
        self.compared = texts.write(folder / "compared.txt", paragraphs[:COMPARED_TEXTS])

    def start(self, name):
        launch = self.launches[name]
        process = ContestantProcess(name, launch.command, launch.environment, self.folder / f"{name}.log",
                                    self.options.timeout)
        self.processes.callback(process.close)
        return process

    def run(self, workload):
        """The rows of one workload."""
        names = [name for name in workload.contestants if name in self.launches]
        rows = []
        for name in list(names):
            with self.dropping(name, names):
                self.prepare(workload, name)
        for number in range(1, min(self.options.rounds, workload.most_rounds) + 1):
            for name in names[::1 if number % 2 else -1]:
                with self.dropping(name, names):
                    process, answer = self.measure(workload, name)
                    rows.append(self.row(workload, process, number, answer))
        return rows

    def prepare(self, workload, name):
        if workload.fresh:
            return
        process = self.running.get(name) or self.start(name)
        self.running[name] = process
        process.load(workload.max_length)
        self.compare(process)
        progress(f"{workload.name}: {name} warms up")
        process.ask((workload.warmup or workload.command).format(**self.settings))

    def compare(self, process):
        """Refuses a contestant whose vectors are not Semblance's."""
        length = process.max_length
        if (process.name, length) in self.agreed:
            return
        vectors = process.ask(f"vectors {self.compared}")["vectors"]
        if process.name == SEMBLANCE:
            self.reference[length] = vectors
        elif length in self.reference:
            cosine = agreement.lowest_cosine(self.reference[length], vectors)
            progress(f"{process.name} at {length} tokens: lowest cosine with Semblance's vectors {cosine:.6f}")
            if cosine < agreement.LEAST:
                raise ContestantError(f"{process.name} computes something else at {length} tokens")
        self.agreed.add((process.name, length))

    def measure(self, workload, name):
        progress(f"{workload.name}: {name}")
        if not workload.fresh:
            process = self.running[name]
            return process, process.ask(workload.command.format(**self.settings))
        process = self.start(name)
        try:
            process.load(workload.max_length)
            # The command itself is over in no time: what counts is how its process was treated before.
            before = process.ask(workload.warmup.format(**self.settings))
            return process, process.ask(workload.command) | {key: before[key] for key in ("texts", "foreign_cores")}
        finally:
            process.close()

    def row(self, workload, process, number, answer):
        if answer["foreign_cores"] > machine.NOISY:
            progress(f"    other processes kept {answer['foreign_cores']:.2f} cores busy meanwhile")
        return results.row(answer, date=self.date, cpu=machine.processor(), cores=machine.cores(),
                           contestant=process.name, runtime=process.runtime["runtime"],
                           version=self.launches[process.name].version or process.runtime["version"],
                           workload=workload.name, round=number, max_length=workload.max_length, corpus=self.corpus)

    @contextlib.contextmanager
    def dropping(self, name, names):
        """Goes on without a contestant that fails."""
        try:
            yield
        except ContestantError as error:
            progress(f"Dropped: {error}")
            self.dropped = True
            names.remove(name)
            if process := self.running.pop(name, None):
                process.close()


def progress(message):
    print(message, file=sys.stderr, flush=True)


def main():
    options = parse()
    if shutil.which(options.java) is None:
        sys.exit(f"There is no {options.java}: name one with --java.")
    if not options.skip_build:
        progress("Building the contestants")
        try:
            build.build_java()
        except subprocess.CalledProcessError as error:
            sys.exit(f"The build failed: {' '.join(error.cmd)}")
    launches = build.launches(options.contestants, options)
    if not results.fits(options.output):
        sys.exit(f"{options.output} has other columns: name another file with --output.")
    with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as processes:
        comparison = Comparison(options, launches, Path(folder), processes)
        for workload in WORKLOADS:
            if workload.name not in options.workloads or not any(peer in launches for peer in workload.contestants):
                continue
            rows = comparison.run(workload)
            if rows:
                results.append(options.output, rows)
                print(f"\n{workload.name}: {tables.heading(workload, rows)}\n\n{tables.table(workload, rows)}\n",
                      flush=True)
    sys.exit(1 if comparison.dropped else 0)


if __name__ == "__main__":
    main()
