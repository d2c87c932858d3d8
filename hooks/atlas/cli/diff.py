"""`diff`: tells what a change does to readers."""

import argparse
import sys
from pathlib import Path

from atlas.build.clock import today
from atlas.catalogue.catalogue import load
from atlas.catalogue.problems import LANGUAGES
from atlas.checks.checks import check, has_errors
from atlas.cli.sound import sound_catalogue
from atlas.editing.diff import FORMATS, UnknownRevisionError, at_revision, difference


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("base", help="revisión de Git · Git revision, such as main")
    parser.add_argument(
        "--full", action="store_true", help="todo, sin resumir · everything, not in short"
    )
    parser.add_argument("--format", choices=sorted(FORMATS), default="text")


def run(root: Path, options: argparse.Namespace) -> int:
    """Print the difference; returns 1 if the data have errors, 2 if there is no such revision."""
    after = sound_catalogue(root)
    if not after:
        return 1
    try:
        with at_revision(root, options.base) as base:
            before, problems = load(base)
            # A program that says more needs words that were not there: they are no fault of the base.
            known = [p for p in check(before, today(), problems) if p.code != "missing-word"]
            if has_errors(known):
                raise UnknownRevisionError(f"{options.base}: datos con errores · data with errors")
            found = difference(before, after, today())
    except UnknownRevisionError as error:
        print(error, file=sys.stderr)
        return 2
    print("\n".join(FORMATS[options.format](found, tag, full=options.full) for tag in LANGUAGES))
    return 0
