"""What the run happens on."""

import platform
import subprocess
import sys
from pathlib import Path

# What the CUDA build of ONNX Runtime links to or loads.
LIBRARIES = ("libcudart.so.13", "libcublasLt.so.13", "libcublas.so.13", "libcudnn.so.9", "libcurand.so.10",
             "libcufft.so.12", "libnvrtc.so.13")

# Where containers find the driver's libraries.
DRIVER_FOLDERS = ("/usr/local/nvidia/lib64", "/usr/local/nvidia/lib")

DRIVER = "libcuda.so.1"


def card(device):
    """Name and driver of the GPU; name of the processor and nothing if there is none to use."""
    if device == "cpu":
        return processor(), ""
    index = device.partition(":")[2] or "0"
    query = ["nvidia-smi", "--query-gpu=name,driver_version", "--format=csv,noheader", f"--id={index}"]
    try:
        answer = subprocess.run(query, capture_output=True, text=True, timeout=60, check=True).stdout
        name, driver = answer.strip().split(", ")
    except (OSError, subprocess.SubprocessError, ValueError) as error:
        print(f"nvidia-smi does not tell which GPU this is: {error}", file=sys.stderr)
        return "unknown", ""
    return name, driver


def processor():
    for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
        if line.startswith("model name"):
            return line.split(":", 1)[1].strip()
    return platform.machine()


def library_folders():
    """Folders of CUDA's libraries: those that Python packages brought, then the system's; and the driver's."""
    packages = [Path(entry) / "nvidia" for entry in sys.path if entry]
    roots = [root for root in packages if root.is_dir()] + sorted(Path("/usr/local").glob("cuda*"))
    folders = []
    for library in LIBRARIES:
        found = next((file for root in roots for file in sorted(root.rglob(library))), None)
        if found and str(found.parent) not in folders:
            folders.append(str(found.parent))
    return folders + [folder for folder in DRIVER_FOLDERS if (Path(folder) / DRIVER).exists()]
