"""A contestant's process, and the line protocol with it."""

import contextlib
import json
import queue
import signal
import subprocess
import threading

from harness.machine import ForeignLoad


class ContestantError(Exception):
    """A contestant did not answer, or answered with an error."""


class ContestantProcess:
    """One process. It sleeps (SIGSTOP) unless it is asked something: an idle thread pool may spin."""

    def __init__(self, name, command, environment, log, timeout):
        self.name = name
        self.log = log
        self.timeout = timeout
        self.max_length = None
        self.runtime = {}
        self.lines = queue.Queue()
        with log.open("ab") as errors:
            self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors,
                                            env=environment, encoding="utf-8")
        threading.Thread(target=self.read, daemon=True).start()
        self.process.send_signal(signal.SIGSTOP)

    def read(self):
        for line in self.process.stdout:
            if line.startswith("{"):
                self.lines.put(line)
            else:
                # The JVM and native libraries print past the contestant's own redirection.
                with self.log.open("a", encoding="utf-8") as log:
                    log.write(line)
        self.lines.put(None)

    def load(self, max_length):
        if self.max_length != max_length:
            self.runtime = self.ask(f"load {max_length}")
            self.max_length = max_length

    def ask(self, command):
        """The answer to one command, with the load of others meanwhile as `foreign_cores`."""
        with self.awake():
            with self.exchange_errors(command), ForeignLoad(self.process.pid) as foreign:
                self.process.stdin.write(command + "\n")
                self.process.stdin.flush()
                line = self.lines.get(timeout=self.timeout)
                if line is None:
                    raise ContestantError(f"{self.name} ended during '{command}'{self.last_words()}")
        answer = json.loads(line)
        if "error" in answer:
            raise ContestantError(f"{self.name} failed at '{command}': {answer['error']}")
        return answer | {"foreign_cores": foreign.cores}

    @contextlib.contextmanager
    def awake(self):
        self.process.send_signal(signal.SIGCONT)
        try:
            yield
        finally:
            self.process.send_signal(signal.SIGSTOP)

    @contextlib.contextmanager
    def exchange_errors(self, command):
        try:
            yield
        except queue.Empty:
            raise ContestantError(f"{self.name} did not answer '{command}' within {self.timeout} s") from None
        except OSError as error:
            raise ContestantError(f"{self.name} is gone: {error}{self.last_words()}") from error

    def last_words(self):
        lines = self.log.read_text(encoding="utf-8", errors="replace").splitlines()[-5:]
        return "".join("\n    " + line for line in lines)

    def close(self):
        self.process.kill()
        self.process.wait()
        # What was not read or written any more is of no interest.
        for pipe in (self.process.stdin, self.process.stdout):
            with contextlib.suppress(OSError):
                pipe.close()
