"""Unpacks what was packed for the way: every .zst file of a folder and its subfolders, and archives too.

    python3 unpack.py --from .gpu --to .gpu

With the command zstd or, where there is none, with pyarrow.
"""

import argparse
import contextlib
import shutil
import subprocess
import tarfile
from pathlib import Path

SUFFIX = ".zst"

ARCHIVE = ".tar.zst"


@contextlib.contextmanager
def plain(file):
    """What a file holds, as a stream."""
    if shutil.which("zstd"):
        with subprocess.Popen(["zstd", "-q", "-d", "-c", file], stdout=subprocess.PIPE) as process:
            yield process.stdout
        if process.returncode:
            raise OSError(f"zstd cannot unpack {file}")
        return
    import pyarrow

    with open(file, "rb") as packed, pyarrow.CompressedInputStream(packed, "zstd") as stream:
        yield stream


def main():
    parser = argparse.ArgumentParser(description="Unpacks .zst files.")
    parser.add_argument("--from", dest="source", required=True, type=Path)
    parser.add_argument("--to", required=True, type=Path)
    options = parser.parse_args()
    for file in sorted(options.source.rglob("*" + SUFFIX)):
        folder = options.to / file.parent.relative_to(options.source)
        folder.mkdir(parents=True, exist_ok=True)
        with plain(file) as stream:
            if file.name.endswith(ARCHIVE):
                with tarfile.open(fileobj=stream, mode="r|") as archive:
                    archive.extractall(folder, filter="tar")
            else:
                with open(folder / file.name.removesuffix(SUFFIX), "wb") as target:
                    shutil.copyfileobj(stream, target, 1 << 20)


if __name__ == "__main__":
    main()
