"""Compares the tokenizer in Java with the native one on one core.

    python3 benchmarks/tokenizer.py

Both are measured by JMH in processes of their own, which take turns, so that a machine which gets slower gets slower for
both. Prints medians over the rounds, and adds every result as a line of JSON to results/tokenizer.jsonl.
"""

import argparse
import datetime
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from harness import machine
from harness.build import BENCHMARKS, ROOT, maven

JAR = BENCHMARKS / "micro" / "target" / "semblance-micro-benchmarks.jar"

ENGINES = ("java", "native")

WORDS = ("12", "100")

OPTIONS = ["-f", "1", "-wi", "4", "-w", "1", "-i", "5", "-r", "1", "-prof", "gc", "-rf", "json"]

BYTES_PER_ID = 8


def parse():
    parser = argparse.ArgumentParser(description="Compares the tokenizer in Java with the native one.")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--output", type=Path, default=BENCHMARKS / "results" / "tokenizer.jsonl")
    parser.add_argument("--skip-build", action="store_true")
    return parser.parse_args()


def measure(engine, words):
    """The results of one process for each way of calling."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "result.json"
        command = ["java", "-jar", str(JAR), "TokenizerBenchmark", "-p", f"engine={engine}", "-p", f"words={words}",
                   *OPTIONS, "-rff", str(file)]
        output = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True,
                                env=os.environ | {"TOKENIZERS_PARALLELISM": "false"}).stdout
        tokens = float(re.search(r"tokens per text: ([0-9.]+)", output).group(1))
        for result in json.loads(file.read_text(encoding="utf-8")):
            allocated = next(metric["score"] for name, metric in result["secondaryMetrics"].items()
                             if name.endswith("gc.alloc.rate.norm"))
            yield {
                "engine": engine,
                "words": int(words),
                "call": result["benchmark"].rpartition(".")[2],
                "microseconds_per_text": result["primaryMetric"]["score"],
                "tokens_per_text": tokens,
                "bytes_per_text_beyond_ids": allocated - BYTES_PER_ID * tokens,
                "java": result["jdkVersion"],
            }


def run(options):
    about = {"date": datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="seconds"),
             "machine": f"{machine.processor()}, {machine.cores()} cores"}
    results = []
    for number in range(1, options.rounds + 1):
        for words in WORDS:
            for engine in ENGINES[::1 if number % 2 else -1]:
                print(f"round {number}: {engine}, {words} words", file=sys.stderr)
                for result in measure(engine, words):
                    results.append(result)
                    line = {**about, "round": number, **result, "load_average": os.getloadavg()[0]}
                    with options.output.open("a", encoding="utf-8") as file:
                        file.write(json.dumps(line) + "\n")
    return results


def median(results, metric, **wanted):
    return statistics.median(result[metric] for result in results
                             if all(result[name] == value for name, value in wanted.items()))


def report(results):
    print("| words | call | native, µs | Java, µs | native ÷ Java | Java, bytes beyond ids |")
    print("| ---: | --- | ---: | ---: | ---: | ---: |")
    for words in map(int, WORDS):
        for call in ("alone", "batched"):
            times = [median(results, "microseconds_per_text", words=words, call=call, engine=engine)
                     for engine in ("native", "java")]
            allocated = median(results, "bytes_per_text_beyond_ids", words=words, call=call, engine="java")
            print(f"| {words} | {call} | {times[0]:.2f} | {times[1]:.2f} | {times[0] / times[1]:.1f} | {allocated:.0f} |")


def main():
    options = parse()
    if not options.skip_build:
        maven("-DskipTests", "package", "-pl", "benchmarks/micro", "-am", folder=ROOT)
    report(run(options))


if __name__ == "__main__":
    main()
