"""The commands there are. Each is a module of this folder with its name, imported when it is called.

Such a module has `add_arguments(parser)`, and `run(root, options)`, which returns the exit status. What
it writes into the project, it writes `alone`.
"""

import argparse
from contextlib import AbstractContextManager
from keyword import iskeyword
from pathlib import Path
from types import MappingProxyType
from typing import Protocol

from atlas.build.lock import writing

COMMANDS = MappingProxyType(
    {
        "check": "comprueba los datos · check the data",
        "build": "crea el sitio · build the site",
        "pdf": "crea los documentos · make the documents",
        "serve": "muestra el sitio en vivo · show the site, live",
        "format": "da a los datos su forma única · give data its form",
        "new": "escribe un registro nuevo · write a new record",
        "import": "lee documentos oficiales · read official documents",
        "translations": "estado de las traducciones · state of the translations",
        "diff": "qué cambia para quienes leen · what changes for readers",
        "addresses": "qué direcciones publicadas se pierden · which published addresses are lost",
        "form": "escribe lo que propone un formulario ($ISSUE_BODY) · write what a form proposes",
        "admin": "crea la página para editar en el navegador · make the page to edit in a browser",
        "fingerprint": "lee un nombre y da su huella para withhold.yml · read a name, give its fingerprint",
        "schema": "escribe el esquema y la guía de campos · write schema and field guide",
    }
)
"""Name → what it does, in both languages."""


def module_of(command: str) -> str:
    """The module of a command; Python keeps the word `import` for itself, so there it is `import_`."""
    return f"atlas.cli.{command}_" if iskeyword(command) else f"atlas.cli.{command}"


class Command(Protocol):
    """What the module of a command offers."""

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare the options of the command."""

    def run(self, root: Path, options: argparse.Namespace) -> int:
        """Do it for the project at `root`; returns the exit status."""


def add_no_wait(parser: argparse.ArgumentParser) -> None:
    """Declare the option of commands that write."""
    parser.add_argument(
        "--no-wait",
        action="store_true",
        help="no espera si otra orden escribe: sale con 3 · do not wait while another command writes: exit 3",
    )


def alone(root: Path, options: argparse.Namespace) -> AbstractContextManager[None]:
    """While this is entered, no other command writes into the project; raises BusyError or OSError."""
    return writing(root, options.command, wait=not getattr(options, "no_wait", False))
