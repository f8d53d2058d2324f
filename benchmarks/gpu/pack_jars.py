"""Copies the jars that run.py needs, to be carried to a machine with a GPU: for Linux on x86-64, without ONNX Runtime's
own libraries, since --natives brings others.

    python3 pack_jars.py --output lib
"""

import argparse
import subprocess
import zipfile
from pathlib import Path

HERE = Path(__file__).resolve().parent

TARGET = HERE / "target"

JAR = "semblance-gpu-benchmarks.jar"

PLATFORM = "linux-x86_64"

# Where jars hold native libraries.
NATIVE_FOLDERS = ("ai/onnxruntime/native/", "native/lib/", "com/sun/jna/")

NATIVE_SUFFIXES = (".so", ".dylib", ".dll", ".jnilib", ".a", ".pdb")


def is_needed(name):
    if not name.startswith(NATIVE_FOLDERS):
        return True
    if name.startswith("ai/onnxruntime/native/"):
        return False
    return not name.endswith(NATIVE_SUFFIXES) or f"/{PLATFORM}/" in name or "/linux-x86-64/" in name


def copy(source, target):
    with zipfile.ZipFile(source) as jar, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as smaller:
        for entry in jar.infolist():
            if is_needed(entry.filename):
                smaller.writestr(entry, jar.read(entry), zipfile.ZIP_DEFLATED)


def revision():
    def git(*arguments):
        return subprocess.run(["git", *arguments], cwd=HERE, capture_output=True, text=True).stdout.strip()

    commit = git("rev-parse", "--short=8", "HEAD")
    return commit + ("-changed" if git("status", "--porcelain", "--", "../../encoders") else "")


def main():
    parser = argparse.ArgumentParser(description="Copies the jars without what a GPU machine does not need.")
    parser.add_argument("--output", required=True, type=Path)
    options = parser.parse_args()
    options.output.mkdir(parents=True, exist_ok=True)
    for jar in [TARGET / JAR, *sorted((TARGET / "lib").glob("*.jar"))]:
        copy(jar, options.output / jar.name)
    (options.output / "revision.txt").write_text(revision() + "\n", encoding="ascii")
    size = sum(file.stat().st_size for file in options.output.iterdir())
    print(f"{size / 2 ** 20:.1f} MiB in {options.output}")


if __name__ == "__main__":
    main()
