"""`check`: tells every problem of the data and the written pages."""

import argparse
from pathlib import Path

from atlas.build.clock import today
from atlas.catalogue.catalogue import load
from atlas.catalogue.reporters import FORMATS, as_text, field_guides
from atlas.checks.checks import check, has_errors


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("--format", choices=("text", *sorted(FORMATS)), default="text")


def run(root: Path, options: argparse.Namespace) -> int:
    """Print the problems; returns 1 if one is an error."""
    catalogue, problems = load(root)
    problems = check(catalogue, today(), problems)
    if options.format in FORMATS:
        print(FORMATS[options.format](problems, catalogue.settings.repository))
    elif problems:
        print(f"{as_text(problems)}\n\n{field_guides(problems)}")
    else:
        print("Sin problemas. · No problems.")
    return 1 if has_errors(problems) else 0
