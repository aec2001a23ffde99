"""Copies what the browser needs from npm packages into ``core/static/vendor``, with versions and licences.

Versions are pinned in ``frontend/package.json`` and locked, with hashes and without addresses, in
``frontend/package-lock.json``. Needs npm; run it only to change a version:

    python scripts/vendor_frontend.py            # install the locked packages and refresh the copies
    python scripts/vendor_frontend.py --relock   # after editing package.json: renew the lock first
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import shutil
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FRONTEND = ROOT / "frontend"
MODULES = FRONTEND / "node_modules"
VENDOR = ROOT / "src" / "maillage" / "core" / "static" / "vendor"

ATKINSON = "@fontsource-variable/atkinson-hyperlegible-next"
BRICOLAGE = "@fontsource-variable/bricolage-grotesque"

# package -> {path in the package: name of the copy, under vendor/}
COPIES: dict[str, dict[str, str]] = {
    "htmx.org": {"dist/htmx.min.js": "htmx/htmx.min.js", "LICENSE": "htmx/LICENSE.txt"},
    "maplibre-gl": {
        "dist/maplibre-gl.mjs": "maplibre-gl/maplibre-gl.mjs",
        "dist/maplibre-gl-worker.mjs": "maplibre-gl/maplibre-gl-worker.mjs",
        "LICENSE.txt": "maplibre-gl/LICENSE.txt",
    },
    "accessible-autocomplete": {
        "dist/accessible-autocomplete.min.js": "accessible-autocomplete/accessible-autocomplete.min.js",
        "LICENSE.txt": "accessible-autocomplete/LICENSE.txt",
    },
    "signature_pad": {
        "dist/signature_pad.min.js": "signature_pad/signature_pad.min.mjs",
        "LICENSE": "signature_pad/LICENSE.txt",
    },
    # Two subsets a font: the second is fetched only by a page that shows such a letter (Ÿ, Ł, ő…).
    ATKINSON: {
        "files/atkinson-hyperlegible-next-latin-wght-normal.woff2": "fonts/atkinson-latin.woff2",
        "files/atkinson-hyperlegible-next-latin-ext-wght-normal.woff2": "fonts/atkinson-latin-ext.woff2",
        "files/atkinson-hyperlegible-next-latin-wght-italic.woff2": "fonts/atkinson-latin-italic.woff2",
        "LICENSE": "fonts/atkinson-OFL.txt",
    },
    BRICOLAGE: {
        "files/bricolage-grotesque-latin-wght-normal.woff2": "fonts/bricolage-latin.woff2",
        "files/bricolage-grotesque-latin-ext-wght-normal.woff2": "fonts/bricolage-latin-ext.woff2",
        "LICENSE": "fonts/bricolage-OFL.txt",
    },
}

# A source map is not copied, and the hashing of static files would look for it.
SOURCE_MAP = re.compile(rb"\n?//# sourceMappingURL=\S+\s*$")


def npm(*arguments: str) -> None:
    subprocess.run(
        ["npm", *arguments, "--ignore-scripts", "--no-audit", "--no-fund"], cwd=FRONTEND, check=True
    )


def refresh() -> None:
    shutil.rmtree(VENDOR, ignore_errors=True)
    versions = {}
    for package, files in COPIES.items():
        described = json.loads((MODULES / package / "package.json").read_text())
        hashes = {}
        for source, target in files.items():
            content = (MODULES / package / source).read_bytes()
            if target.endswith((".js", ".mjs")):
                content = SOURCE_MAP.sub(b"\n", content)
            path = VENDOR / target
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
            hashes[target] = hashlib.sha256(content).hexdigest()
        versions[package] = {
            "version": described["version"],
            "license": described["license"],
            "files": hashes,
        }
    (VENDOR / "versions.json").write_text(json.dumps(versions, indent=2) + "\n")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--relock", action="store_true", help="renew package-lock.json from package.json")
    if parser.parse_args().relock:
        (FRONTEND / "package-lock.json").unlink(missing_ok=True)
        npm("install", "--package-lock-only", "--omit-lockfile-registry-resolved")
    npm("ci")
    refresh()


if __name__ == "__main__":
    main()
