"""`serve`: shows the site while it is edited. It writes nothing into the project."""

import argparse
import os
import sys
from pathlib import Path


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("--address", default="127.0.0.1:8000", help="dónde · where")


def run(root: Path, options: argparse.Namespace) -> int:
    """Become the engine's server; does not return."""
    os.chdir(root)
    variables = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    command = [sys.executable, "-m", "mkdocs", "serve", "--dirty", "--dev-addr", options.address]
    os.execve(sys.executable, command, variables)
