"""Finds a Chromium for the browser tests, installs Debian's when root; ``--print`` gives its path."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome")


def find() -> str | None:
    given = os.environ.get("MAILLAGE_CHROMIUM")
    if given:
        return given if os.access(given, os.X_OK) else None
    return next((path for name in NAMES if (path := shutil.which(name))), None)


def main() -> int:
    path = find()
    if path is None and os.geteuid() == 0 and shutil.which("apt-get"):
        print("Installing Chromium for the browser tests …", flush=True)
        environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        for command in (["apt-get", "update", "-qq"], ["apt-get", "install", "-y", "-qq", "chromium"]):
            subprocess.run(command, check=False, env=environment, stdout=subprocess.DEVNULL)
        path = find()
    if path is None:
        print(
            "The browser tests need Chromium. On Debian or Ubuntu: sudo apt-get install chromium. "
            "Elsewhere, give its path in MAILLAGE_CHROMIUM.",
            file=sys.stderr,
        )
        return 1
    if "--print" in sys.argv:
        print(path)
    return 0


if __name__ == "__main__":
    sys.exit(main())
