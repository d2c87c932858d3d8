"""Commands in this process, and commands that run while a test looks at them or kills them."""

import contextlib
import io
import logging
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from unittest.mock import patch

from atlas.cli.main import main
from support.projects import EXAMPLE_DAY, environment

PATIENCE = 120

# What is started in the background is deaf to Ctrl-C, and so would be all that it starts.
HEARING = ("env", "--default-signal=INT,TERM,HUP,PIPE")


def run_here(
    root: Path, *arguments: str, day: date | None = None, typed: str = "", **variables: str
) -> subprocess.CompletedProcess[str]:
    """What `projects.atlas` does, in this process: for commands that start no other and end by themselves.

    To start Python and import the program takes longer than most commands do.
    """
    said = io.StringIO()
    progress = logging.getLogger("atlas")
    with (
        contextlib.chdir(root),
        contextlib.redirect_stdout(said),
        contextlib.redirect_stderr(said),
        patch.dict(os.environ, environment(root, day=day, **variables), clear=True),
        patch.object(sys, "stdin", io.StringIO(typed)),
        patch.object(progress, "handlers", []),
    ):
        try:
            status = main(arguments)
        except SystemExit as end:
            status = end.code if isinstance(end.code, int) else 1
    return subprocess.CompletedProcess(arguments, status, said.getvalue())


class Running:
    """A command of a project's own program, in a process group of its own."""

    def __init__(
        self, root: Path, *arguments: str, program: tuple[str, ...] = ("-m", "atlas")
    ) -> None:
        self.root = root
        self.output = root.parent / f"{root.name}-{time.monotonic_ns()}.txt"
        with self.output.open("w") as output:
            self.process = subprocess.Popen(
                [*HEARING, sys.executable, *program, *arguments],
                cwd=root,
                env=environment(root, day=EXAMPLE_DAY),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def said(self) -> str:
        """All it has said so far."""
        return self.output.read_text(encoding="utf-8", errors="replace")

    def wait_for(self, condition: Callable[[], bool]) -> None:
        """Wait until something holds while it runs."""
        limit = time.monotonic() + PATIENCE
        while not condition():
            assert self.process.poll() is None, self.said()
            assert time.monotonic() < limit, self.said()
            time.sleep(0.01)

    def wait_to_say(self, words: str) -> None:
        """Wait until it has said some words."""
        self.wait_for(lambda: words in self.said())

    def signal(self, number: signal.Signals, *, group: bool = True) -> None:
        """Send a signal to its process group, as a terminal does, or to it alone."""
        if self.process.poll() is None:
            (os.killpg if group else os.kill)(self.process.pid, number)

    def end(self) -> tuple[int, str]:
        """Wait for its end; returns the exit status and all it said."""
        self.process.wait(PATIENCE)
        return self.process.returncode, self.said()


def processes_of(root: Path) -> list[str]:
    """The command lines of all processes that work in a project."""
    lines = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if (process / "cwd").readlink() == root and process.name != str(os.getpid()):
                lines.append((process / "cmdline").read_text().replace("\0", " ").strip())
        except OSError:  # It has ended, or belongs to somebody else.
            continue
    # Python's own watcher of shared memory ends by itself a moment later.
    return [line for line in lines if line and "resource_tracker" not in line]
