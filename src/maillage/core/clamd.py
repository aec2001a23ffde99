"""Asks a ClamAV daemon about a file: a small client of its INSTREAM command.

Protocol (clamd(8)): ``zINSTREAM`` and a null byte; then pieces, each preceded by its length on four bytes,
big-endian; a length of zero ends. The answer is ``stream: OK``, ``stream: <name> FOUND`` or ``… ERROR``.
"""

from __future__ import annotations

import contextlib
import socket
import struct
import time
from collections.abc import Iterator
from typing import IO

PIECE = 64 * 1024


class ScannerUnavailable(Exception):
    """No clear answer: unreachable, too slow, or an error of its own. The file is not known to be clean."""


class Infected(Exception):
    """The scanner recognised something; ``args[0]`` is its name."""


def scan(address: str, content: IO[bytes], *, timeout: float = 60.0) -> None:
    """Has a file read by the daemon at ``address`` (``host:port``, or the path of its socket).

    Args:
        timeout: seconds, for the whole exchange.

    Raises:
        Infected: a signature matched.
        ScannerUnavailable: no answer to rely on.
    """
    deadline = time.monotonic() + timeout
    content.seek(0)
    try:
        with _connection(address, timeout) as sock:
            # A daemon that has seen enough answers and hangs up while we still write: its answer counts.
            with contextlib.suppress(BrokenPipeError, ConnectionResetError):
                sock.sendall(b"zINSTREAM\0")
                while piece := content.read(PIECE):
                    sock.settimeout(_left(deadline))
                    sock.sendall(struct.pack("!L", len(piece)) + piece)
                sock.sendall(struct.pack("!L", 0))
            answer = _answer(sock, deadline)
    except OSError as error:
        raise ScannerUnavailable(f"{type(error).__name__}: {error}") from error
    if answer == "stream: OK":
        return
    if answer.startswith("stream: ") and answer.endswith(" FOUND"):
        raise Infected(answer.removeprefix("stream: ").removesuffix(" FOUND"))
    raise ScannerUnavailable(answer or "The scanner hung up without an answer.")


def version(address: str, *, timeout: float = 5.0) -> str:
    """What the daemon says it is, with the date of its signatures.

    Raises:
        ScannerUnavailable: it does not answer.
    """
    try:
        with _connection(address, timeout) as sock:
            sock.sendall(b"zVERSION\0")
            answer = _answer(sock, time.monotonic() + timeout)
    except OSError as error:
        raise ScannerUnavailable(f"{type(error).__name__}: {error}") from error
    if not answer:
        raise ScannerUnavailable("The scanner hung up without an answer.")
    return answer


@contextlib.contextmanager
def _connection(address: str, timeout: float) -> Iterator[socket.socket]:
    if address.startswith("/"):
        sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        sock.settimeout(timeout)
        try:
            sock.connect(address)
        except OSError:
            sock.close()
            raise
    else:
        host, _colon, port = address.rpartition(":")
        if not port.isdecimal():
            raise ScannerUnavailable(f"“{address}” is neither host:port nor the path of a socket.")
        sock = socket.create_connection((host.strip("[]"), int(port)), timeout=timeout)
    with sock:
        yield sock


def _answer(sock: socket.socket, deadline: float) -> str:
    received = b""
    while b"\0" not in received and len(received) < 4096:
        sock.settimeout(_left(deadline))
        piece = sock.recv(4096)
        if not piece:
            break
        received += piece
    return received.partition(b"\0")[0].decode("utf-8", "replace").strip()


def _left(deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError("The scanner took too long.")
    return left
