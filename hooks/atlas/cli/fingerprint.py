"""`fingerprint`: works out the fingerprint by which `data/withhold.yml` may list a name."""

import argparse
import sys
from pathlib import Path

from atlas.catalogue import names


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare no option: the name is typed, so that no history of commands keeps it."""


def run(root: Path, options: argparse.Namespace) -> int:
    """Read a name from a line of the standard input and print its fingerprint; returns 1 if it has none."""
    del root, options  # a name has a fingerprint wherever it is typed
    if sys.stdin.isatty():
        print("Nombre · Name:", file=sys.stderr)
    name = sys.stdin.readline()
    if not 0 < names.length(name) <= names.LONGEST:
        print(NO_FINGERPRINT.format(names.LONGEST), file=sys.stderr)
        return 1
    print(names.fingerprint(name))
    return 0


NO_FINGERPRINT = (
    "Escriba un nombre de una a {0} palabras y signos; uno más largo se retira por el nombre mismo.\n"
    "Type a name of one to {0} words and marks; a longer one is kept out by the name itself."
)
