"""The CSV file of results: one row per contestant, workload and round."""

import csv

COLUMNS = (
    "date", "cpu", "cores", "contestant", "version", "runtime", "workload", "round", "max_length", "corpus", "texts",
    "queries", "seconds", "texts_per_second", "queries_per_second", "p50_us", "p95_us", "p99_us", "mean_us",
    "bytes_per_text", "rss_kb", "peak_rss_kb", "foreign_cores",
)


def row(answer, **identity):
    """A row from a contestant's answer, with what follows from it."""
    values = answer | identity
    for counted in ("texts", "queries"):
        if "seconds" in answer and counted in answer:
            values[counted + "_per_second"] = answer[counted] / answer["seconds"]
    return {column: shown(values.get(column, "")) for column in COLUMNS}


def shown(value):
    return f"{value:.6g}" if isinstance(value, float) else str(value)


def append(path, rows):
    """Adds rows to a file, which gets a header if it is new. Done after every workload, so that a run which
    is stopped keeps what it has."""
    path.parent.mkdir(parents=True, exist_ok=True)
    new = not path.exists()
    with path.open("a", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        if new:
            writer.writeheader()
        writer.writerows(rows)


def fits(path):
    """Whether rows can be added to that file, or it does not exist yet."""
    return not path.exists() or path.read_text(encoding="utf-8").startswith(",".join(COLUMNS) + "\n")


def read(path):
    """The rows of a file; none if it holds something else."""
    if not fits(path):
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
