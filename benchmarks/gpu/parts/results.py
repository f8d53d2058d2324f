"""The CSV file, and the table of ratios."""

import csv

COLUMNS = ("date", "card", "driver", "build", "library", "library_version", "model", "precision", "work", "length",
           "metric", "value", "unit", "verdict", "note")

SEMBLANCE = "semblance"

PEER = "sentence-transformers"

COMPARED = ("texts_per_second", "p50")


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
