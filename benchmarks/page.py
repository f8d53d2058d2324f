"""Makes docs/benchmarks.md from the files benchmarks/results/side-by-side*.csv.

    python3 benchmarks/page.py

Of every workload on every machine the latest run counts.
"""

from pathlib import Path

from harness import build, machine, results, tables
from harness.workloads import SEMBLANCE, WORKLOADS

PAGE = build.ROOT / "docs" / "benchmarks.md"

INTRODUCTION = """# Benchmarks

Semblance beside LangChain4j's in-process model, Spring AI's `TransformersEmbeddingModel` and sentence-transformers
(PyTorch and ONNX), all with the same weights of all-MiniLM-L6-v2 in 32 bits, all on the CPU of one machine.

* A cell is the median over the rounds, with the lowest and the highest in parentheses. ↑ marks what should be high, ↓
  what should be low.
* "Semblance ÷ it" is the ratio of the medians: above 1 is better under ↑, below 1 under ↓.
* Every contestant runs in a process of its own with its defaults; those that sleep are stopped. Rounds are interleaved
  in alternating order, after one unmeasured pass. Time is taken inside the process, around the library's calls.
* Vectors are compared before anything is timed: a contestant whose cosine with Semblance's vectors is below 0.9999 is
  left out.
"""

HOW = """## How to run it

    python3 benchmarks/side_by_side.py
    python3 benchmarks/page.py

The first takes about half an hour and adds its rows to `benchmarks/results/side-by-side.csv`, the second makes this
page. [benchmarks/README.md](../benchmarks/README.md) has the options and what must be installed.
"""

LIMITS = f"""## What these figures do not say

* They are of one model, one language and one machine. Ratios move with the number of cores, the instructions of the
  processor and the length of the texts; what a GPU does is in
  [On a GPU](gpu.md#what-was-measured).
* Each contestant brings the version of ONNX Runtime that it depends on, as its users get it. Part of a difference can
  be the runtime's.
* LangChain4j's packaged model always cuts at 128 tokens, so it is absent where 256 are compared. Spring AI does not
  normalize its vectors, the others do; that work is too small to be seen.
* Nothing but lengths and threads was set: a peer whose batch size, threads or executor are tuned can be faster.
* The lengths of the paragraphs are spread evenly. Texts of one length profit less from being sorted by length.
* The 99th percentile of one round of single queries is its few slowest ones: read it with its range.
* Allocation is what threads allocate on the Java heap, read before and after; native memory is not in it, nor threads
  that ended meanwhile. Resident memory depends on the heap that the JVM is allowed, here 1 GB unless set otherwise.
* "Others' load" is how many cores other processes kept busy during a measurement, the hypervisor's share included. Above
  {machine.NOISY} the figures of that workload are worth little.
"""


def main():
    rows = [row for path in sorted((build.BENCHMARKS / "results").glob("side-by-side*.csv")) for row in results.read(path)]
    if not rows:
        raise SystemExit("There are no results yet: run side_by_side.py.")
    places = sorted({(row["cpu"], row["cores"]) for row in rows})
    sections = [section(place, [row for row in rows if (row["cpu"], row["cores"]) == place]) for place in places]
    PAGE.write_text("\n".join([INTRODUCTION, *sections, HOW, LIMITS]), encoding="utf-8")
    print(PAGE.relative_to(Path.cwd()) if PAGE.is_relative_to(Path.cwd()) else PAGE)


def section(place, rows):
    cpu, cores = place
    parts, used = [f"## {cpu}, {cores} cores\n"], []
    for workload in WORKLOADS:
        latest = latest_run([row for row in rows if row["workload"] == workload.name])
        if latest:
            used += latest
            parts.append(workload_part(workload, latest))
    return "\n".join([*parts, versions(used)])


def latest_run(rows):
    date = max((row["date"] for row in rows), default=None)
    return [row for row in rows if row["date"] == date]


def workload_part(workload, rows):
    title = tables.heading(workload, rows)
    rounds = max(int(row["round"]) for row in rows)
    noise = max(float(row["foreign_cores"]) for row in rows)
    facts = (f"`{workload.name}`, {rows[0]['date'][:10]}, texts from {rows[0]['corpus']}, "
             f"{rounds} round{'s' if rounds > 1 else ''}, others' load at most {noise:.2f} cores.")
    return f"### {title[0].upper() + title[1:]}\n\n{tables.table(workload, rows)}\n\n{facts}\n"


def versions(rows):
    """Who took part, in which version, on what."""
    order = {name: number for number, name in enumerate(build.ALL)}
    seen = sorted({(order[row["contestant"]], row["contestant"], row["version"], row["runtime"]) for row in rows})
    lines = [f"| {name} | {version} | {runtime} |" for _, name, version, runtime in seen]
    several = len({row["version"] for row in rows if row["contestant"] == SEMBLANCE}) > 1
    note = "\nThe workloads were run with different versions of Semblance.\n" if several else ""
    return "\n".join(["### Versions\n", "| contestant | version | on |", "| --- | --- | --- |", *lines, note])


if __name__ == "__main__":
    main()
