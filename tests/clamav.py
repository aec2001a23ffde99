"""ClamAV's own daemon with a database of one signature, for the tests that want the real one."""

from __future__ import annotations

import base64
import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

# The industry's harmless test file, kept encoded so that scanners leave this source alone.
EICAR = base64.b64decode(
    "WDVPIVAlQEFQWzRcUFpYNTQoUF4pN0NDKTd9JEVJQ0FSLVNUQU5EQVJELUFOVElWSVJVUy1URVNULUZJTEUhJEgrSCo="
)


@contextmanager
def daemon(folder: Path) -> Iterator[str]:
    """The address of a running daemon that knows ``EICAR`` anywhere in a file; skips where there is none."""
    program = shutil.which("clamd") or ("/usr/sbin/clamd" if Path("/usr/sbin/clamd").exists() else None)
    if program is None:
        pytest.skip("No clamd on this machine (Debian: apt install clamav-daemon).")
    # One signature, so that nothing is downloaded: type 0 (any file), at any offset.
    (folder / "local.ndb").write_text(f"Eicar-Test-Signature:0:*:{EICAR.hex()}\n")
    address = f"/tmp/maillage-clamd-{os.getpid()}-{folder.name}.sock"  # noqa: S108 - a socket's path is short
    configuration = folder / "clamd.conf"
    configuration.write_text(
        f"LocalSocket {address}\nDatabaseDirectory {folder}\nForeground yes\nStreamMaxLength 1M\n"
        f"TemporaryDirectory {folder}\nLogFile {folder}/log\nOfficialDatabaseOnly no\n"
    )
    process = subprocess.Popen([program, "-c", str(configuration)], stdout=subprocess.DEVNULL)
    try:
        for _ in range(100):
            if Path(address).exists():
                break
            assert process.poll() is None, (folder / "log").read_text()
            time.sleep(0.1)
        yield address
    finally:
        process.terminate()
        process.wait(20)
