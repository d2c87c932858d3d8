"""Reads a file that somebody gave, in a process of its own with a bound on time and memory.

Nothing in such a file is trusted: whatever it does to its reader, the command that asked goes on.
`python -m atlas.editing.importing.reader KIND` takes the file on stdin and writes JSON to stdout.
"""

import contextlib
import json
import os
import resource
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from atlas.editing.importing import depositary, pdf, plain_text, web_page, word
from atlas.editing.importing.passages import MAXIMUM_TEXT, Passage, joined
from atlas.editing.importing.refusal import RefusedError

MAXIMUM_BYTES = 20_000_000
MAXIMUM_SECONDS = 30
MAXIMUM_MEMORY = 1_500_000_000
"""Of addresses, of which far fewer are memory in use: libraries reserve some."""

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def read_document(file: Path) -> list[Passage]:
    """The passages of a document. Raises RefusedError, or OSError if there is no such file."""
    found = _apart("document", file)
    return [Passage(text, tuple(italics), note) for text, italics, note in found]


def read_status(file: Path) -> depositary.StatusTable:
    """The table of a depositary's page. Raises RefusedError, or OSError if there is no such file."""
    return depositary.decode(_apart("status", file))


def _apart(kind: str, file: Path) -> Any:
    if file.suffix.lower() in (".docm", ".dotm"):
        raise RefusedError("macros", file=file.name)
    if (size := file.stat().st_size) > MAXIMUM_BYTES:
        raise RefusedError(
            "too-large", file=file.name, size=_megabytes(size), limit=_megabytes(MAXIMUM_BYTES)
        )
    program = Path(__file__).parents[3]
    try:
        with file.open("rb") as stream:
            done = subprocess.run(
                [sys.executable, "-m", __name__, kind],
                stdin=stream,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={**os.environ, "PYTHONPATH": str(program)},
                timeout=2 * MAXIMUM_SECONDS,
                check=False,
            )
        failed = {"refused": "unreadable"}
        answer: dict[str, Any] = json.loads(done.stdout) if done.returncode == 0 else failed
    except (subprocess.TimeoutExpired, ValueError):
        answer = {"refused": "unreadable"}
    if "refused" in answer:
        raise RefusedError(answer["refused"], **{"file": file.name, **answer.get("values", {})})
    return answer["read"]


def _megabytes(size: int) -> str:
    return f"{size / 1_000_000:.0f} MB"


def document(content: bytes) -> list[list[Any]]:
    """The passages of a file's content, as JSON has them. Raises RefusedError."""
    found = joined(_reader_of(content)(content))
    length = sum(len(each.text) for each in found)
    if length > MAXIMUM_TEXT:
        raise RefusedError("too-long", limit=f"{MAXIMUM_TEXT // 3000}")
    if not found:
        raise RefusedError("empty")
    return [[each.text, list(each.italics), each.note] for each in found]


def _reader_of(content: bytes) -> Callable[[bytes], list[Passage]]:
    """Which reader a file wants, by what it begins with: names are often wrong."""
    begin = content[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if begin.startswith(b"pk\x03\x04"):
        return word.passages
    if content.startswith(_OLE):
        raise RefusedError("encrypted")
    if b"%pdf-" in begin:
        return pdf.passages
    if begin.startswith(b"{\\rtf"):
        raise RefusedError("unknown-format")
    if begin.startswith(
        (b"<!doctype html", b"<html", b"<head", b"<body", b"<?xml", b"<div", b"<p")
    ):
        if b"<!entity" in content[:100_000].lower():
            raise RefusedError("entities")
        return web_page.passages
    return plain_text.passages


_KINDS: Mapping[str, Callable[[bytes], Any]] = {
    "document": document,
    "status": lambda content: depositary.encode(depositary.read(content)),
}


def main(kind: str) -> None:
    """Read stdin, write what it says, or why it cannot be read, to stdout."""
    for what, bound in (
        (resource.RLIMIT_AS, MAXIMUM_MEMORY),
        (resource.RLIMIT_CPU, MAXIMUM_SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(what, (bound, bound))
    try:
        answer: dict[str, Any] = {"read": _KINDS[kind](sys.stdin.buffer.read(MAXIMUM_BYTES + 1))}
    except RefusedError as refused:
        answer = {"refused": refused.code, "values": refused.values}
    except (MemoryError, RecursionError):
        answer = {"refused": "unreadable"}
    json.dump(answer, sys.stdout)


if __name__ == "__main__":
    main(sys.argv[1])
