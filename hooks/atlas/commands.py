"""The commands for editors: what `python -m atlas format` and its like do, and say, in a terminal."""

import argparse
import sys
from pathlib import Path
from typing import Any

from atlas import formatting
from atlas.catalogue import load
from atlas.problems import Position, as_text, problem


def add_commands(commands: Any) -> None:
    """Add the editors' commands to the parser's; each sets `run`, which takes root and options."""
    form = commands.add_parser("format", help="da a los datos su forma única · give data its form")
    form.add_argument("--check", action="store_true", help="solo avisa · only tell")
    form.set_defaults(run=_format)


def _format(root: Path, options: argparse.Namespace) -> int:
    catalogue, found = load(root)
    refused = [each for each in found if formatting.kind_of(each.path)]
    tags = [tongue.tag for tongue in catalogue.languages]
    changes = formatting.changes(catalogue.documents.values(), tags)
    if options.check:
        refused += [problem("not-canonical", c.path, Position(c.line)) for c in changes]
    else:
        for change in changes:
            (root / change.path).write_text(change.text, encoding="utf-8", newline="\n")
            print(change.path)
    if refused:
        print(as_text(sorted(refused, key=lambda each: each.sort_key)), file=sys.stderr)
    return 1 if refused else 0
