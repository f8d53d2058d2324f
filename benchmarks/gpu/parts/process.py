"""Processes that print rows, and end when they are told to."""

import contextlib
import os
import signal
import subprocess
import threading

ROW = "row\t"

FIELDS = ("work", "precision", "length", "metric", "value", "unit", "verdict", "note")


class PartError(Exception):
    """A part did not end, or ended badly."""


def rows(command, environment, log, seconds):
    """Yields what a process prints as rows, as it prints them. None of its kin outlives this call."""
    with open(log, "w", encoding="utf-8") as errors:
        # A session of its own, so that whatever it starts ends with it.
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=errors, text=True,
                                   env=environment, start_new_session=True)
    late = threading.Event()

    def end():
        late.set()
        kill(process)

    watch = threading.Timer(seconds, end)
    watch.start()
    try:
        printed = False
        failed = False
        for line in process.stdout:
            if line.startswith(ROW):
                row = dict(zip(FIELDS, line.rstrip("\n").split("\t")[1:], strict=True))
                printed = True
                failed |= row["verdict"] == "FAIL"
                yield row
        code = process.wait()
        if late.is_set():
            raise PartError(f"took more than {seconds:.0f} s")
        if (code and not failed) or not printed:
            raise PartError(f"exit code {code}: {last_line(log)}")
    finally:
        watch.cancel()
        kill(process)
        process.stdout.close()
        process.wait()


def kill(process):
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)


def last_line(log):
    """What a process complained of at last: frames of a Java stack say less than the exception before them."""
    lines = [line.strip() for line in log.read_text(encoding="utf-8", errors="replace").splitlines()]
    telling = [line for line in lines if line and not line.startswith(("at ", "..."))]
    return telling[-1] if telling else "it said nothing"
