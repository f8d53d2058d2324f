"""The CSV file, and the table of ratios."""

import csv

COLUMNS = ("date", "card", "driver", "build", "library", "library_version", "model", "precision", "work", "length",
           "metric", "value", "unit", "verdict", "note")

SEMBLANCE = "semblance"

PEER = "sentence-transformers"

COMPARED = ("texts_per_second", "p50")

THROUGHPUT = "throughput"

# What becomes of a model's graph, as the part on it calls its work.
UNFUSED, FUSED, UNPADDED = (f"{form} {THROUGHPUT}" for form in ("unfused", "fused", "unpadded"))

MIXED = "mixed"

# Of shorter texts, tokenizing says more than the model.
JUDGED_LENGTHS = ("64", "256", "512", MIXED)

LEAST_OF_PEER = 1.0

GOAL_OF_PEER = 1.3

LEAST_OF_PADDED = 1.5


class Results:
    """Rows that are on the disk as soon as they are added."""

    def __init__(self, file, constant):
        self.constant = constant
        self.rows = []
        new = not file.exists() or not file.stat().st_size
        self.file = open(file, "a", encoding="utf-8", newline="")
        self.writer = csv.DictWriter(self.file, COLUMNS, lineterminator="\n")
        if new:
            self.writer.writeheader()
            self.file.flush()

    def add(self, **values):
        row = dict.fromkeys(COLUMNS, "") | self.constant | values
        self.rows.append(row)
        self.writer.writerow(row)
        self.file.flush()
        return row

    def failures(self):
        return [row for row in self.rows if row["verdict"] == "FAIL"]

    def close(self):
        self.file.close()


def fits(file):
    """Tells whether rows can be added to a file."""
    if not file.exists() or not file.stat().st_size:
        return True
    with open(file, encoding="utf-8", newline="") as existing:
        return tuple(next(csv.reader(existing))) == COLUMNS


def ratios(rows):
    """Semblance by its peer, for each thing that both did: (what, Semblance's value, the peer's, how often as good)."""
    def key(row):
        return row["model"], row["precision"], row["work"], row["length"], row["metric"]

    theirs = {key(row): float(row["value"]) for row in rows
              if row["library"] == PEER and row["metric"] in COMPARED and row["value"]}
    compared = []
    for row in rows:
        if row["library"] == SEMBLANCE and row["value"] and key(row) in theirs:
            ours, other = float(row["value"]), theirs[key(row)]
            better = ours / other if row["metric"] == "texts_per_second" else other / ours
            compared.append((key(row), ours, other, better))
    return compared


def judgements(rows):
    """What optimized graphs are worth: against the peer in half precision, against plain ones and against padding."""
    def rate(model, library, precision, work, length):
        found = [float(row["value"]) for row in rows
                 if row["metric"] == "texts_per_second" and row["value"] and row["library"] == library
                 and (row["model"], row["precision"], row["work"], row["length"]) == (model, precision, work, length)]
        return found[-1] if found else None

    def judged(model, ours, against, theirs, length, least=None, note=""):
        values = rate(model, SEMBLANCE, *ours, length), rate(model, *theirs, length)
        if None in values:
            return
        times = values[0] / values[1]
        verdict = "" if least is None else "PASS" if times >= least else "FAIL"
        yield {"library": SEMBLANCE, "model": model, "precision": ours[0], "work": f"{ours[1]} against {against}",
               "length": length, "metric": "times", "value": f"{times:.3f}", "verdict": verdict, "note": note}

    peer = PEER, "fp16", THROUGHPUT
    for model in dict.fromkeys(row["model"] for row in rows):
        for length in JUDGED_LENGTHS:
            for ours in (("fp32", FUSED), ("fp16", FUSED)):
                yield from judged(model, ours, f"{PEER} in fp16", peer, length)
            yield from judged(model, ("fp16", UNPADDED), f"{PEER} in fp16", peer, length, LEAST_OF_PEER,
                              f"at least {LEAST_OF_PEER}; the goal is {GOAL_OF_PEER}")
            yield from judged(model, ("fp32", FUSED), UNFUSED, (SEMBLANCE, "fp32", UNFUSED), length)
            yield from judged(model, ("fp16", UNPADDED), FUSED, (SEMBLANCE, "fp16", FUSED), length,
                              *((LEAST_OF_PADDED, f"at least {LEAST_OF_PADDED}") if length == MIXED else ()))
