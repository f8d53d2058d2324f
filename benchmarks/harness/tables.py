"""Markdown tables of medians and ratios, for the terminal and for the page."""

import statistics

from harness.workloads import SEMBLANCE


def table(workload, rows):
    """The table of one workload. A cell is the median over the rounds, and the range in parentheses."""
    by_contestant = {name: [row for row in rows if row["contestant"] == name] for name in workload.contestants}
    present = [name for name in workload.contestants if by_contestant[name]]
    lines = [["contestant"], ["---"]]
    for metric in workload.metrics:
        lines[0] += [metric.heading, "Semblance ÷ it"]
        lines[1] += ["---:", "---:"]
    for name in present:
        line = [name]
        for metric in workload.metrics:
            values = [float(row[metric.column]) * metric.scale for row in by_contestant[name]]
            ours = [float(row[metric.column]) * metric.scale for row in by_contestant[SEMBLANCE]]
            line += [cell(values, metric.digits), ratio(ours, values) if name != SEMBLANCE else ""]
        lines.append(line)
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def cell(values, digits):
    median = f"{statistics.median(values):,.{digits}f}"
    if len(values) == 1:
        return median
    return f"{median} ({min(values):,.{digits}f} to {max(values):,.{digits}f})"


def ratio(ours, theirs):
    return f"{statistics.median(ours) / statistics.median(theirs):.2f}" if ours else "-"


def heading(workload, rows):
    """The workload in words, with the number of texts where it has one."""
    return workload.title.format(texts=" and ".join(sorted({row["texts"] for row in rows if row["texts"]}, key=int)))
