"""`serve`: shows the site while it is edited. It writes nothing into the project."""

import argparse
import sys
from pathlib import Path

from atlas.build.serving import serve
from atlas.build.steps import BuildError


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("--address", default="127.0.0.1:8000", help="dónde · where")


def run(root: Path, options: argparse.Namespace) -> int:
    """Show the site until Ctrl-C is pressed."""
    host, _, port = options.address.rpartition(":")
    try:
        serve(root, host, int(port))
    except BuildError as error:
        print(error, file=sys.stderr)
        return 1
    except (OSError, ValueError, OverflowError) as error:
        print(
            f"{options.address}: el sitio no se puede mostrar ahí."
            " Pruebe con otra dirección: «--address 127.0.0.1:8001».\n"
            f"{options.address}: the site cannot be shown there."
            f" Try another: “--address 127.0.0.1:8001”. ({error})",
            file=sys.stderr,
        )
        return 2
    return 0
