"""`schema`: writes what is made from the model, schemas and field guide."""

import argparse
from pathlib import Path

from atlas.catalogue import disk
from atlas.catalogue.catalogue import load
from atlas.catalogue.problems import GUIDE, LANGUAGES
from atlas.cli.commands import add_no_wait, alone
from atlas.editing.field_guide import guide, richest
from atlas.editing.json_schema import schemas


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    add_no_wait(parser)


def run(root: Path, options: argparse.Namespace) -> int:
    """Write what differs, and print its paths."""
    with alone(root, options):
        for name, text in generated(root).items():
            path = root / name
            if not path.exists() or path.read_text(encoding="utf-8") != text:
                disk.write(path, text.encode())
                print(name)
    return 0


def generated(root: Path) -> dict[str, str]:
    """Path below the root → text, of every file that is made from the model: schemas and guide."""
    catalogue, _ = load(root)
    folder = root / "tests" / "example"
    example, _ = load(folder if folder.is_dir() else root)
    examples = richest(example.documents)
    return {f"schema/{name}": text for name, text in schemas(catalogue).items()} | {
        GUIDE.format(language=language): guide(language, examples) for language in LANGUAGES
    }
