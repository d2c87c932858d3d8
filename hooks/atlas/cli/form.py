"""`form`: an issue form, filled in by an outsider, becomes a record."""

import argparse
import os
from pathlib import Path

from atlas.build.clock import today
from atlas.catalogue import disk
from atlas.catalogue.catalogue import load
from atlas.catalogue.reporters import as_markdown
from atlas.checks.checks import check
from atlas.cli.commands import add_no_wait, alone
from atlas.editing.issue_forms import UnknownFormError, forms, propose


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    add_no_wait(parser)


def run(root: Path, options: argparse.Namespace) -> int:
    """Read $ISSUE_BODY, write the record, print a report; returns 1 if there is no record."""
    with alone(root, options):
        return _form(root)


def _form(root: Path) -> int:
    catalogue, _problems = load(root)
    try:
        proposal = propose(catalogue, forms(root), os.environ.get("ISSUE_BODY", ""), today())
    except UnknownFormError:
        print("Este formulario lo lee una persona. · A person reads this form.")
        return 1
    found = list(proposal.problems)
    if proposal.record:
        made = [each for each in (proposal.record, proposal.source) if each]
        for each in made:
            disk.write(root / each.path, each.text.encode())
        catalogue, problems = load(root)
        paths = [each.path for each in made]
        found = [each for each in check(catalogue, today(), problems) if each.path in paths]
        print("".join(f"`{path}`\n" for path in paths))
    number = os.environ.get("ISSUE_NUMBER", "")
    if number.isdigit():
        print(f"#{number}\n")
    print(as_markdown(found, catalogue.settings.repository))
    return 0 if proposal.record else 1
