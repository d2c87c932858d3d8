"""How a command ends when it cannot go on: with a sentence in both languages and an exit status.

| status | meaning |
| --- | --- |
| 0 | done |
| 1 | problems in the data, or a step that failed |
| 2 | the command was not understood, or cannot be done here |
| 3 | another command is writing, and this one was told not to wait |
| 4 | the disk is full, or something cannot be written or read |
| 130, 143, 129 | interrupted: Ctrl-C, SIGTERM, SIGHUP |
| 141 | whoever read the output stopped reading |
"""

import errno
import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

from atlas.build.lock import BusyError

BUSY = 3
REFUSED = 4
CLOSED_PIPE = 128 + signal.SIGPIPE

INTERRUPTED = (
    "Interrumpido. Lo publicado queda como estaba.\nInterrupted. What is published stays as it was."
)

_FULL = (
    "no queda espacio en el disco. Libere espacio y repita la orden. Lo publicado queda como estaba.",
    "the disk is full. Free some space and run the command again. What is published stays as it was.",
)
_NOT_ALLOWED = (
    "no está permitido leerlo o escribirlo. Mire sus permisos, y los de su carpeta, con «ls -ld».",
    "it may not be read or written. Look at its permissions, and its folder's, with “ls -ld”.",
)
_READ_ONLY = (
    "está en un disco que solo se puede leer. Copie el proyecto a otro.",
    "it is on a disk that can only be read. Copy the project to another.",
)
_SENTENCES = {
    errno.ENOSPC: _FULL,
    errno.EDQUOT: _FULL,
    errno.EACCES: _NOT_ALLOWED,
    errno.EPERM: _NOT_ALLOWED,
    errno.EROFS: _READ_ONLY,
}


class Stopped(KeyboardInterrupt):
    """The process was asked to end by a signal other than that of Ctrl-C."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.number = number


def ended(command: Callable[[], int]) -> int:
    """Run a command; returns its exit status, or that of how it ended, which it says on stderr."""
    try:
        with _signals_heard():
            return _flushed(command)
    except BrokenPipeError:
        _discard_output()
        return CLOSED_PIPE
    except KeyboardInterrupt as interruption:
        _say(f"\n{INTERRUPTED}")
        return 128 + getattr(interruption, "number", signal.SIGINT)
    except BusyError as error:
        _say(str(error))
        return BUSY
    except OSError as error:
        if error.errno not in _SENTENCES:
            raise
        subject = error.filename or "stdout"
        _say("\n".join(f"{subject}: {sentence}" for sentence in _SENTENCES[error.errno]))
        return REFUSED


def _flushed(command: Callable[[], int]) -> int:
    try:
        return command()
    finally:
        try:
            sys.stdout.flush()
        except OSError:
            _discard_output()
            raise


@contextmanager
def _signals_heard() -> Iterator[None]:
    """Let what ends a process end it as Ctrl-C does: with all that it started, and tidily."""

    def stop(number: int, _: FrameType | None) -> None:
        raise Stopped(number)

    before = {
        number: signal.signal(number, stop)
        for number in (signal.SIGTERM, signal.SIGHUP)
        if signal.getsignal(number) == signal.SIG_DFL
    }
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _discard_output() -> None:
    """Write what is left to say nowhere: the interpreter would try again when it ends, and complain."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:
            os.dup2(nowhere, stream.fileno())
    os.close(nowhere)


def _say(text: str) -> None:
    try:
        print(text, file=sys.stderr, flush=True)
    except OSError:
        _discard_output()
