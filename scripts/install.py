"""Makes the virtual environment and installs locked requirements, once per content of the locks.

Runs on a bare ``python3``: standard library only.
"""

from __future__ import annotations

import argparse
import hashlib
import shutil
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NEEDED_MIB = 1500


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--venv", type=Path, default=ROOT / ".venv")
    parser.add_argument("locks", nargs="+", type=Path)
    options = parser.parse_args()
    target: Path = (ROOT / options.venv).absolute()
    python = target / "bin" / "python"

    locks = [(ROOT / lock).resolve() for lock in options.locks]
    wanted = hashlib.sha256(b"".join(lock.read_bytes() for lock in [*locks, ROOT / "pyproject.toml"]))
    wanted.update(str(ROOT).encode())
    stamp = target / f".installed-{'-'.join(lock.stem for lock in locks)}"
    if python.exists() and stamp.exists() and stamp.read_text() == wanted.hexdigest():
        return 0

    free = shutil.disk_usage(ROOT).free // 2**20
    if free < NEEDED_MIB:
        print(f"Not enough disk: {free} MiB free in {ROOT}, {NEEDED_MIB} MiB needed.", file=sys.stderr)
        return 1
    if not python.exists():
        print(f"Making {target} …", flush=True)
        venv.create(target, with_pip=True)
    print("Installing the requirements …", flush=True)
    pip = [str(python), "-m", "pip", "--disable-pip-version-check", "install", "--quiet", "--no-deps"]
    with tempfile.TemporaryDirectory() as folder:
        halves = _halves(locks, Path(folder))
        # The locks name all that is needed, and Python compiles what it comes to use.
        locked = [[*pip, "--require-hashes", "--no-compile", "--requirement", str(half)] for half in halves]
        # One core unpacks some packages while the other one unpacks the others.
        running = [subprocess.Popen(command) for command in locked]
        failed = [process for process in running if process.wait()]
    ours = [*pip, "--no-build-isolation", "--editable", str(ROOT)]
    if failed or subprocess.run(ours, check=False).returncode:
        print("The installation failed: the lines above say why. Run the command again.", file=sys.stderr)
        return 1
    stamp.write_text(wanted.hexdigest())
    return 0


def _halves(locks: list[Path], folder: Path) -> list[Path]:
    """The locked packages, each once with its hashes, in two files of as many."""
    packages: dict[str, list[str]] = {}
    for lock in locks:
        lines: list[str] = []
        for line in lock.read_text().splitlines():
            if line[:1].isalnum():
                lines = packages[line.split("==")[0]] = [line]
            elif line.lstrip().startswith("--hash"):
                lines.append(line)
    halves = []
    for rank in range(2):
        half = folder / f"{rank}.txt"
        half.write_text("".join("\n".join(lines) + "\n" for lines in [*packages.values()][rank::2]))
        halves.append(half)
    return halves


if __name__ == "__main__":
    sys.exit(main())
