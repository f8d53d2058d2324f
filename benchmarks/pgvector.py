"""Compares Semblance's store in PostgreSQL with those of Spring AI and LangChain4j on one server.

    python3 benchmarks/pgvector.py --data DIR

DIR is the data set that benchmarks/pgvector makes. Contestants take turns, so that a machine which gets slower gets
slower for all; each has a database of its own. Prints medians over the rounds, and adds every result as a line of
JSON to results/pgvector.jsonl.
"""

import argparse
import datetime
import json
import statistics
import subprocess
import sys
from pathlib import Path

from harness import machine
from harness.build import BENCHMARKS, CONTESTANTS, ROOT, maven

PACKAGE = "dev.semblance.benchmarks"

MAIN = {
    "semblance": ("semblance-pgvector", f"{PACKAGE}.semblance.pgvector.SemblancePgVector"),
    "spring-ai": ("spring-ai-pgvector", f"{PACKAGE}.springai.pgvector.SpringAiPgVector"),
    "langchain4j": ("langchain4j-pgvector", f"{PACKAGE}.langchain4j.pgvector.LangChain4jPgVector"),
}

LEGS = f"{PACKAGE}.semblance.pgvector.SemblanceLegs"

# Batch sizes and ways of the driver that were fastest for each.
INSERTING = {
    "semblance": [["--batch-size", "1000"], ["--batch-size", "5000"]],
    "spring-ai": [["--batch-size", "200"], ["--batch-size", "1000"]],
    "langchain4j": [["--batch-size", "1000"], ["--batch-size", "5000", "--rewrite", "true"]],
}

EF_SEARCH = {"semblance": "40,default", "spring-ai": "default,60,100,150"}

ITERATIVE_SCAN = {"semblance": ["default"], "spring-ai": ["default", "relaxed_order"]}


def parse():
    parser = argparse.ArgumentParser(description="Compares stores in PostgreSQL on one server.")
    parser.add_argument("--data", type=Path, required=True, help="the data set")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=int, default=15, help="how long searches go on, per round and setting")
    parser.add_argument("--workloads", default="insert,search,legs", help="some of insert,search,legs")
    parser.add_argument("--output", type=Path, default=BENCHMARKS / "results" / "pgvector.jsonl")
    parser.add_argument("--skip-build", action="store_true")
    return parser.parse_args()


class Comparison:
    def __init__(self, options):
        self.options = options
        self.url = subprocess.run([ROOT / "tools" / "pgvector.sh", "start"], check=True, stdout=subprocess.PIPE,
                                  text=True).stdout.strip()
        self.date = datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="seconds")
        self.results = []

    def run(self, contestant, *arguments):
        artifact, main = MAIN[contestant]
        self.java(artifact, main, "--url", self.url, "--data", str(self.options.data), *arguments)

    def java(self, artifact, main, *arguments):
        target = CONTESTANTS / artifact / "target"
        command = ["java", "-Xmx4g", "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn", "-cp",
                   f"{target / 'classes'}:{target / 'lib'}/*", main, *arguments]
        print(contestant_line(main, arguments), file=sys.stderr)
        output = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
        for line in output.splitlines():
            result = {"date": self.date, "machine": f"{machine.processor()}, {machine.cores()} cores", **json.loads(line)}
            self.results.append(result)
            with self.options.output.open("a") as file:
                file.write(json.dumps(result) + "\n")

    def insert(self):
        for contestant, ways in INSERTING.items():
            for way in ways:
                self.run(contestant, "insert", *way)
            self.run(contestant, "insert", "reinsert", *ways[0])

    def index(self):
        for contestant in EF_SEARCH:
            self.run(contestant, "insert", "index", "--batch-size", "1000", "--keep")

    def search(self):
        for contestant, candidates in EF_SEARCH.items():
            for scan in ITERATIVE_SCAN[contestant]:
                self.run(contestant, "search", "filtered", "--keep", "--ef-search", candidates, "--iterative-scan",
                         scan, "--seconds", str(self.options.seconds))

    def drop(self):
        for contestant in EF_SEARCH:
            # Nothing is kept that is not asked for.
            self.run(contestant, "search", "--seconds", "1")

    def legs(self):
        self.java("semblance-pgvector", LEGS, self.url, str(self.options.data))


def contestant_line(main, arguments):
    return " ".join([main.rsplit(".", 1)[1], *arguments[4:]])


def medians(results):
    keys = ("contestant", "workload", "batch_size", "rewrite", "ef_search", "iterative_scan")
    groups = {}
    for result in results:
        groups.setdefault(tuple(result.get(key) for key in keys), []).append(result)
    for key, group in groups.items():
        numbers = {}
        for name in ("rows_per_second", "queries_per_second", "p50_us", "p95_us", "recall_at_10", "seconds", "dead_rows",
                     "p50_ms", "p95_ms", "dense_server_ms", "sparse_server_ms", "lexical_server_ms", "all_server_ms",
                     "sum_of_legs_server_ms", "all_to_sum"):
            values = [result[name] for result in group if name in result]
            if values:
                numbers[name] = round(statistics.median(values), 4)
        print(" ".join(str(part) for part in key if part is not None), len(group), json.dumps(numbers))


def main():
    options = parse()
    if not options.skip_build:
        maven("-DskipTests", "install", "-pl", "bom,pgvector-store", "-am", folder=ROOT)
        maven("package", folder=CONTESTANTS)
    workloads = options.workloads.split(",")
    comparison = Comparison(options)
    if "insert" in workloads:
        for _ in range(options.rounds):
            comparison.insert()
    if "search" in workloads:
        comparison.index()
        for _ in range(options.rounds):
            comparison.search()
        comparison.drop()
    if "legs" in workloads:
        comparison.legs()
    medians(comparison.results)


if __name__ == "__main__":
    main()
