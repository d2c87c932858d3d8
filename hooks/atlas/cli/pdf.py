"""`pdf`: makes handbooks, briefs, checklists and e-books without the site."""

import argparse
import sys
from pathlib import Path

from atlas.build.publishing import documents
from atlas.build.steps import BuildError
from atlas.cli.commands import add_no_wait, alone
from atlas.cli.sound import sound_catalogue


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    add_no_wait(parser)


def run(root: Path, options: argparse.Namespace) -> int:
    """Make the documents, and print where they are."""
    with alone(root, options):
        catalogue = sound_catalogue(root)
        if not catalogue:
            return 1
        try:
            folder = documents(root, catalogue)
        except BuildError as error:
            print(error, file=sys.stderr)
            return 1
    print(folder)
    return 0
