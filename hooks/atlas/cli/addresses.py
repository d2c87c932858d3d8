"""`addresses`: says which published addresses would be lost; publishing lets it extend their ledger."""

import argparse
import sys
from pathlib import Path

from atlas.catalogue import disk
from atlas.catalogue.ledger import extended, lost
from atlas.cli.commands import add_no_wait, alone
from atlas.cli.sound import sound_catalogue

LEDGER = Path("tests", "published_paths.txt")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument(
        "--extend",
        action="store_true",
        help=f"tras publicar, añade las nuevas a {LEDGER} · after publishing, add the new ones",
    )
    add_no_wait(parser)


def run(root: Path, options: argparse.Namespace) -> int:
    """Print the addresses that are lost, and extend the ledger if asked to; returns 1 if any is lost."""
    with alone(root, options):
        catalogue = sound_catalogue(root)
        if not catalogue:
            return 1
        file = root / LEDGER
        ledger = file.read_text(encoding="utf-8").split() if file.exists() else []
        gone = lost(catalogue, ledger)
        if gone:
            print(_LOST, *gone, sep="\n", file=sys.stderr)
        if options.extend:
            lines = extended(catalogue, ledger)
            disk.write(file, "".join(f"{line}\n" for line in lines).encode())
    return 1 if gone else 0


_LOST = (
    "Direcciones publicadas que se pierden: ponga el id anterior en «former_ids» de otro registro.\n"
    "Published addresses that are lost: put the former id into “former_ids” of another record."
)
