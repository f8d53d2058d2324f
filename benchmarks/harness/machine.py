"""What a run happened on, and how quiet it was."""

import os
import platform
import time
from pathlib import Path

# Cores that others keep busy from which on a measurement is worth little.
NOISY = 0.15

TICKS = os.sysconf("SC_CLK_TCK")


def processor():
    for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
        if line.startswith("model name"):
            return line.split(":", 1)[1].strip()
    return platform.machine()


def cores():
    """The cores that this process may use, which a container can have fewer of than its machine."""
    return len(os.sched_getaffinity(0))


class ForeignLoad:
    """How many cores other processes kept busy, on average, while one was measured."""

    def __init__(self, process_id):
        self.process_id = process_id

    def __enter__(self):
        self.before = self.sample()
        return self

    def __exit__(self, *_):
        now = self.sample()
        wall, machine, process = (after - before for after, before in zip(now, self.before))
        self.cores = max(0.0, (machine - process) / wall) if wall > 0 else 0.0

    def sample(self):
        user, nice, system, _, _, interrupts, soft_interrupts, steal = map(
            int, Path("/proc/stat").read_text(encoding="ascii").split("\n", 1)[0].split()[1:9])
        busy = user + nice + system + interrupts + soft_interrupts + steal
        # The name of the process comes first, in parentheses, and may hold anything.
        fields = Path(f"/proc/{self.process_id}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
        return time.monotonic(), busy / TICKS, (int(fields[11]) + int(fields[12])) / TICKS
