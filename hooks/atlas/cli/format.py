"""`format`: gives every data file its one form."""

import argparse
import sys
from pathlib import Path

from atlas.catalogue import disk, formatting
from atlas.catalogue.catalogue import load, read_project
from atlas.catalogue.problems import Position, problem
from atlas.catalogue.reporters import as_text, field_guides
from atlas.cli.commands import add_no_wait, alone


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("--check", action="store_true", help="solo avisa · only tell")
    add_no_wait(parser)


def run(root: Path, options: argparse.Namespace) -> int:
    """Write the files anew whose form differs, and print their paths; returns 1 if some cannot be."""
    if options.check:
        return _format(root, write=False)
    with alone(root, options):
        return _format(root, write=True)


def _format(root: Path, *, write: bool) -> int:
    catalogue, problems = load(root)
    refused = [p for p in problems if formatting.kind_of(p.path) and p.level == "error"]
    tags = [language.tag for language in catalogue.languages]
    changes = formatting.changes(read_project(root).documents.values(), tags)
    if write:
        for change in changes:
            disk.write(root / change.path, change.text.encode())
            print(change.path)
    else:
        refused += [problem("not-canonical", c.path, Position(c.line)) for c in changes]
    if not (changes or refused):
        print("Nada que cambiar. · Nothing to change.")
    if refused:
        print(as_text(sorted(refused, key=lambda problem: problem.sort_key)), file=sys.stderr)
        print(f"\n{field_guides(refused)}", file=sys.stderr)
    return 1 if refused else 0
