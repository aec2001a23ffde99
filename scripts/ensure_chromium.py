"""Finds a Chromium for the browser tests, installs Debian's when root; ``--print`` gives its path."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

# The one without windows takes half the time of the other for the same pages.
LIGHT = "chromium-headless-shell"
NAMES = (LIGHT, "chromium", "chromium-browser", "google-chrome")


def find() -> str | None:
    given = os.environ.get("MAILLAGE_CHROMIUM")
    if given:
        return given if os.access(given, os.X_OK) else None
    return next((path for name in NAMES if (path := shutil.which(name))), None)


def _is_light(path: str | None) -> bool:
    """Or chosen by whoever runs this: then it stays."""
    return path is not None and (path.endswith(LIGHT) or "MAILLAGE_CHROMIUM" in os.environ)


def _apt(*words: str) -> bool:
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    command = ["apt-get", "-qq", "-o", "Acquire::http::Timeout=20", *words]
    return subprocess.run(command, check=False, env=environment, stdout=subprocess.DEVNULL).returncode == 0


def main() -> int:
    path = find()
    if not _is_light(path) and os.geteuid() == 0 and shutil.which("apt-get"):
        print("Installing Chromium for the browser tests …", flush=True)
        _apt("update")
        # Not every distribution has the light one.
        if not _apt("install", "-y", LIGHT) and path is None:
            _apt("install", "-y", "chromium")
        path = find()
    if path is None:
        print(
            f"The browser tests need Chromium. On Debian: sudo apt-get install {LIGHT} (or chromium). "
            "Elsewhere, give its path in MAILLAGE_CHROMIUM.",
            file=sys.stderr,
        )
        return 1
    if "--print" in sys.argv:
        print(path)
    return 0


if __name__ == "__main__":
    sys.exit(main())
