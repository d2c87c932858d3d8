"""`build`: makes the whole site, and publishes it if every step went well."""

import argparse
import sys
from pathlib import Path

from atlas.build.publishing import OWN_ENGINE, build
from atlas.build.steps import BuildError
from atlas.build.swap import UnfitFolderError
from atlas.catalogue.record_history import NO_HISTORIES
from atlas.cli.commands import add_no_wait, alone
from atlas.cli.sound import sound_catalogue
from atlas.editing.git_history import NoHistoryError, histories


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("--engine", choices=("mkdocs", "properdocs", OWN_ENGINE), default="mkdocs")
    parser.add_argument(
        "--without-documents",
        action="store_true",
        help="sin PDF, EPUB ni ZIP · without PDF, EPUB and ZIP",
    )
    parser.add_argument(
        "--history",
        action="store_true",
        help="dice en cada ficha qué cambió, según Git · say in each record what changed, from Git",
    )
    add_no_wait(parser)


def run(root: Path, options: argparse.Namespace) -> int:
    """Build, and print where the site is."""
    with alone(root, options):
        catalogue = sound_catalogue(root, warn=True)
        if not catalogue:
            return 1
        known = NO_HISTORIES
        try:
            known = histories(root, catalogue) if options.history else known
        except NoHistoryError as error:
            print(error, file=sys.stderr)
        try:
            site = build(
                root,
                catalogue,
                options.engine,
                known,
                with_documents=not options.without_documents,
            )
        except BuildError as error:
            print(error, file=sys.stderr)
            return 1
        except UnfitFolderError as error:
            print(error, file=sys.stderr)
            return 2
    print(site)
    return 0
