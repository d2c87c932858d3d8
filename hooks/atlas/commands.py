"""The commands for editors: what `python -m atlas format` and its like do, and say, in a terminal."""

import argparse
import sys
from pathlib import Path
from typing import Any

from atlas import formatting
from atlas.catalogue import load
from atlas.fieldguide import GUIDE, guide, richest
from atlas.problems import LANGUAGES, Position, as_text, field_guides, problem
from atlas.schema import schemas


def add_commands(commands: Any) -> None:
    """Add the editors' commands to the parser's; each sets `run`, which takes root and options."""
    form = commands.add_parser("format", help="da a los datos su forma única · give data its form")
    form.add_argument("--check", action="store_true", help="solo avisa · only tell")
    form.set_defaults(run=_format)
    made = commands.add_parser(
        "schema", help="escribe el esquema y la guía de campos · write schema and field guide"
    )
    made.set_defaults(run=_schema)


def _schema(root: Path, _: argparse.Namespace) -> int:
    for name, text in generated(root).items():
        path = root / name
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
            print(name)
    return 0


def generated(root: Path) -> dict[str, str]:
    """Path below the root → text, of every file that is made from the model: schemas and guide."""
    catalogue, _ = load(root)
    example, _ = load(root / "tests" / "example")
    examples = richest(example.documents)
    return {f"schema/{name}": text for name, text in schemas(catalogue).items()} | {
        GUIDE.format(language=language): guide(language, examples) for language in LANGUAGES
    }


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
        print(f"\n{field_guides(refused)}", file=sys.stderr)
    return 1 if refused else 0
