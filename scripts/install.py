"""Makes the virtual environment and installs locked requirements, once per content of the locks.

Runs on a bare ``python3``: standard library only.
"""

from __future__ import annotations

import argparse
import hashlib
import shutil
import subprocess
import sys
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
    arguments = [argument for lock in locks for argument in ("-r", str(lock))]
    pip = [str(python), "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
    for command in (
        # The locks name all that is needed, and Python compiles what it comes to use.
        [*pip, "--require-hashes", "--no-deps", "--no-compile", *arguments],
        [*pip, "--no-deps", "--no-build-isolation", "--editable", str(ROOT)],
    ):
        if subprocess.run(command, check=False).returncode:
            print("The installation failed: the lines above say why. Run the command again.", file=sys.stderr)
            return 1
    stamp.write_text(wanted.hexdigest())
    return 0


if __name__ == "__main__":
    sys.exit(main())
