"""The command line: `python -m atlas COMMAND`."""

import argparse
import io
import logging
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import NoReturn, cast

from atlas.build.clock import UnfitDayError, today
from atlas.cli.commands import COMMANDS, Command, module_of
from atlas.cli.endings import ended
from atlas.cli.project import unfit

STATUS = """\
estado de salida: 0 hecho; 1 problemas en los datos, o un paso que falló; 2 la orden no se entiende o no
se puede cumplir aquí; 3 otra orden escribe y esta no espera; 4 el disco está lleno, o algo no se puede
leer o escribir; 130 interrumpida.

exit status: 0 done; 1 problems in the data, or a step that failed; 2 the command is not understood or
cannot be done here; 3 another command is writing and this one does not wait; 4 the disk is full, or
something cannot be read or written; 130 interrupted.
"""


class _Parser(argparse.ArgumentParser):
    """Says in both languages that a command was not understood."""

    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        self.exit(
            2,
            "No se entiende la orden; arriba está su forma, y «--help» la explica.\n"
            f"The command is not understood; its form is above, and “--help” explains it. ({message})\n",
        )


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit status, which `endings` explains."""
    for stream in (sys.stdout, sys.stderr):
        # A terminal of few letters shows `?` for the others.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    return ended(lambda: _run(sys.argv[1:] if arguments is None else arguments))


def _run(words: Sequence[str]) -> int:
    _report_progress()
    parser = _Parser(
        prog="python -m atlas",
        description="Atlas",
        epilog=STATUS,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "--root", type=Path, default=Path.cwd(), help="carpeta del proyecto · the project's folder"
    )
    choices = parser.add_subparsers(dest="command", required=True)
    called: dict[str, Command] = {}
    for name, summary in COMMANDS.items():
        own = choices.add_parser(name, help=summary, description=summary)
        if name in words:
            called[name] = cast(Command, import_module(module_of(name)))
            called[name].add_arguments(own)
    options = parser.parse_args(words)
    root = options.root.resolve()
    if reason := unfit(root):
        print(reason, file=sys.stderr)
        return 2
    try:
        today()
    except UnfitDayError as error:
        print(error, file=sys.stderr)
        return 2
    return called[options.command].run(root, options)


def _report_progress() -> None:
    """Let the program tell on stderr which long step begins."""
    log = logging.getLogger("atlas")
    if not log.handlers:
        handler = logging.StreamHandler()
        handler.setFormatter(logging.Formatter("· %(message)s"))
        log.addHandler(handler)
        log.setLevel(logging.INFO)
