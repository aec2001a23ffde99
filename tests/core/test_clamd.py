"""The INSTREAM client, against a server of the protocol and against ClamAV's own daemon when there is one."""

from __future__ import annotations

import io
import os
import socket
import struct
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from maillage.core import clamd
from tests import clamav
from tests.clamav import EICAR


class Scanner:
    """Speaks the daemon's side: reads the pieces to their end, then answers what the test says."""

    def __init__(self, sock: socket.socket) -> None:
        self.listening = sock
        self.answer = b"stream: OK\0"
        self.hang_up_after: int | None = None
        self.silent = False
        self.received = b""
        self.command = b""
        self.thread = threading.Thread(target=self.serve)
        self.thread.start()

    def serve(self) -> None:
        while True:
            try:
                connection, _address = self.listening.accept()
            except OSError:
                return
            with connection, connection.makefile("rb") as stream:
                self.command = b""
                while not self.command.endswith(b"\0"):
                    self.command += stream.read(1)
                if self.command == b"zINSTREAM\0":
                    self.read_pieces(stream)
                if self.silent:
                    time.sleep(0.5)
                    continue
                connection.sendall(self.answer)

    def read_pieces(self, stream: io.BufferedReader) -> None:
        self.received = b""
        while length := struct.unpack("!L", stream.read(4))[0]:
            self.received += stream.read(length)
            if self.hang_up_after is not None and len(self.received) >= self.hang_up_after:
                return

    def close(self) -> None:
        self.listening.shutdown(socket.SHUT_RDWR)
        self.listening.close()
        self.thread.join()


@pytest.fixture(params=["tcp", "unix"])
def scanner(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Scanner, str]]:
    if request.param == "tcp":
        sock = socket.create_server(("127.0.0.1", 0))
        address = f"127.0.0.1:{sock.getsockname()[1]}"
    else:
        sock = socket.socket(socket.AF_UNIX)
        address = str(tmp_path / "clamd.sock")
        sock.bind(address)
        sock.listen()
    server = Scanner(sock)
    yield server, address
    server.close()


def test_clean_file_passes_whole_and_in_pieces(scanner: tuple[Scanner, str]) -> None:
    server, address = scanner
    content = os.urandom(clamd.PIECE * 2 + 17)
    clamd.scan(address, io.BytesIO(content))
    assert server.received == content


def test_infected_file_is_named(scanner: tuple[Scanner, str]) -> None:
    server, address = scanner
    server.answer = b"stream: Eicar-Test-Signature FOUND\0"
    with pytest.raises(clamd.Infected) as found:
        clamd.scan(address, io.BytesIO(b"x"))
    assert found.value.args == ("Eicar-Test-Signature",)


@pytest.mark.parametrize(
    "answer", [b"INSTREAM size limit exceeded. ERROR\0", b"", b"UNKNOWN COMMAND\0", b"stream: OK FOUNDx\0"]
)
def test_unclear_answer_is_not_a_clean_bill(scanner: tuple[Scanner, str], answer: bytes) -> None:
    server, address = scanner
    server.answer = answer
    with pytest.raises(clamd.ScannerUnavailable):
        clamd.scan(address, io.BytesIO(b"x"))


def test_daemon_that_hangs_up_early_is_still_heard(scanner: tuple[Scanner, str]) -> None:
    server, address = scanner
    server.hang_up_after = clamd.PIECE
    server.answer = b"INSTREAM size limit exceeded. ERROR\0"
    with pytest.raises(clamd.ScannerUnavailable):
        clamd.scan(address, io.BytesIO(bytes(clamd.PIECE * 40)))


def test_silent_daemon_is_not_waited_for(scanner: tuple[Scanner, str]) -> None:
    server, address = scanner
    server.silent = True
    with pytest.raises(clamd.ScannerUnavailable):
        clamd.scan(address, io.BytesIO(b"x"), timeout=0.2)


@pytest.mark.parametrize("address", ["127.0.0.1:9", "/nowhere/clamd.sock", "clamd"])
def test_absent_daemon_says_so(address: str) -> None:
    with pytest.raises(clamd.ScannerUnavailable):
        clamd.scan(address, io.BytesIO(b"x"))


def test_version_is_asked(scanner: tuple[Scanner, str]) -> None:
    server, address = scanner
    server.answer = b"ClamAV 1.4.2/27500/Mon Nov 16 2026\0"
    assert clamd.version(address) == "ClamAV 1.4.2/27500/Mon Nov 16 2026"
    assert server.command == b"zVERSION\0"


# --- The real daemon ---------------------------------------------------------------------------------------
@pytest.fixture(scope="module")
def daemon(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with clamav.daemon(tmp_path_factory.mktemp("clamd")) as address:
        yield address


def test_real_daemon_passes_a_clean_file(daemon: str) -> None:
    clamd.scan(daemon, io.BytesIO(b"Bonjour" * 1000))
    assert clamd.version(daemon).startswith("ClamAV")


def test_real_daemon_recognises_the_test_file(daemon: str) -> None:
    with pytest.raises(clamd.Infected, match="Eicar"):
        clamd.scan(daemon, io.BytesIO(EICAR))


def test_real_daemon_refuses_more_than_its_bound(daemon: str) -> None:
    with pytest.raises(clamd.ScannerUnavailable):
        clamd.scan(daemon, io.BytesIO(os.urandom(3 * 2**20)))
