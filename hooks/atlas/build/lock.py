"""One lock for all that writes into a project: no two commands write side by side.

The system frees it when its holder ends, however that ends (flock(2)). A site that is being served is
written into a folder of its own and needs no lock.
"""

import fcntl
import json
import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TextIO

from atlas.build.swap import recover
from atlas.build.workplace import OLD, SITE, WORKPLACE

LOCK = Path(WORKPLACE) / ".lock"
"""Holds, while the lock is held, who holds it. The file stays: only its lock comes and goes."""

_log = logging.getLogger(__name__)


class BusyError(Exception):
    """Another command is writing; the message says which, in both languages."""


@contextmanager
def writing(root: Path, command: str, *, wait: bool) -> Iterator[None]:
    """Be the only one that writes into the project at `root`; `command` is what others are told.

    Waits for its turn, and says for whom; without `wait`, raises BusyError. Whoever has the lock first
    puts back what a command that was killed left aside. Raises OSError where the project cannot be
    written at all.
    """
    file = root / LOCK
    file.parent.mkdir(exist_ok=True)
    stream = _acquired(file, wait=wait)
    with stream:
        since = datetime.now(UTC).astimezone().strftime("%Y-%m-%d %H:%M:%S")
        _note(stream, json.dumps({"command": command, "pid": os.getpid(), "since": since}))
        try:
            recover(root / SITE, root / OLD)
            yield
        finally:
            _note(stream, "")


def _acquired(file: Path, *, wait: bool) -> TextIO:
    while True:
        stream = file.open("a+", encoding="utf-8")
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            spanish, english = _holder(stream)
            if not wait:
                stream.close()
                raise BusyError(f"{spanish}\n{english}") from None
            _log.info("%s Esperando…\n· %s Waiting…", spanish, english)
            fcntl.flock(stream, fcntl.LOCK_EX)
        # Somebody may have removed the file while this process waited.
        if file.exists() and os.path.samestat(os.fstat(stream.fileno()), file.stat()):
            return stream
        stream.close()


def _holder(stream: TextIO) -> tuple[str, str]:
    """Who holds the lock, in both languages."""
    stream.seek(0)
    try:
        known = json.loads(stream.read())
    except ValueError:  # It has the lock and has not said so yet.
        return "Otra orden está escribiendo.", "Another command is writing."
    command, pid, since = known["command"], known["pid"], known["since"]
    return (
        f"Otra orden está escribiendo: «{command}» (proceso {pid}, desde {since}).",
        f"Another command is writing: “{command}” (process {pid}, since {since}).",
    )


def _note(stream: TextIO, text: str) -> None:
    stream.truncate(0)
    stream.write(text)
    stream.flush()
