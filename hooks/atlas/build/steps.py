"""Steps of a build that are programs of their own: run, ended with the build, understood when they fail."""

import errno
import logging
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

from atlas.documents.processes import deaf_children

_log = logging.getLogger(__name__)

_PATIENCE = 0.05
"""Seconds between two looks at what is running."""

_REFUSALS = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EPERM})
"""What the system refuses a step, and no change of the site mends."""

_ERRNO = re.compile(r"\[Errno (\d+)\]|\(os error (\d+)\)")
"""How Python, and programs written in Rust, name an error of the system."""


class BuildError(Exception):
    """A step of the build failed; its message says which, and what the step said."""


@dataclass(frozen=True)
class Step:
    """A Python module to run: its name and arguments, where, and with which variables besides ours."""

    name: str
    module: str
    arguments: tuple[str, ...]
    folder: Path
    variables: Mapping[str, str] = field(default_factory=dict)


def run(steps: Sequence[Step], together: int = 1) -> None:
    """Run steps, some `together` at most; none is left running, however this ends.

    Raises BuildError for the first that fails, or OSError where the system refused it something.
    """
    waiting = list(steps)
    running: list[_Running] = []
    try:
        while waiting or running:
            while waiting and len(running) < together:
                with deaf_children():
                    running.append(_Running(waiting.pop(0)))
            for step in [step for step in running if step.has_ended()]:
                running.remove(step)
                step.judge()
            time.sleep(_PATIENCE if running else 0)
    finally:
        for step in running:
            step.stop()


class _Running:
    """A step that runs; it writes into a file, so that it never waits for a reader."""

    def __init__(self, step: Step) -> None:
        _log.info(step.name)
        self.step = step
        self.output: IO[bytes] = TemporaryFile()  # noqa: SIM115  # closed when the step has ended
        self.process = subprocess.Popen(
            [sys.executable, "-m", step.module, *step.arguments],
            cwd=step.folder,
            env={**os.environ, **step.variables},
            stdin=subprocess.DEVNULL,
            stdout=self.output,
            stderr=subprocess.STDOUT,
        )

    def has_ended(self) -> bool:
        return self.process.poll() is not None

    def judge(self) -> None:
        """Raise what made the step fail, if it did."""
        self.output.seek(0)
        text = self.output.read().decode(errors="replace").strip()
        self.output.close()
        if self.process.returncode:
            raise _error(self.step.name, self.process.returncode, text)

    def stop(self) -> None:
        self.process.kill()
        self.process.wait()
        self.output.close()


def _error(name: str, status: int, text: str) -> Exception:
    """Why a step failed; `status` is its exit status, or less than 0 where a signal ended it."""
    codes = {int(python or rust) for python, rust in _ERRNO.findall(text)}
    if refused := sorted(codes & _REFUSALS):
        return OSError(refused[0], os.strerror(refused[0]), name)
    if status < 0:
        sign = signal.Signals(-status).name
        return BuildError(
            f"{name}: el sistema terminó este paso ({sign}); quizá faltó memoria.\n"
            f"{name}: the system ended this step ({sign}); perhaps memory ran out."
        )
    return BuildError(
        f"{name}: este paso falló; esto dijo.\n{name}: this step failed; this is what it said.\n\n"
        f"{without_frames(text)}"
    )


def without_frames(text: str) -> str:
    """What a program said, of Python's tracebacks only the last line: the error and its reason."""
    lines: list[str] = []
    inside = False
    for line in text.splitlines():
        inside = line.startswith("Traceback (most recent call last)") or (
            inside and (line.startswith(" ") or not line.strip())
        )
        if not inside:
            lines.append(line)
    return "\n".join(lines)
