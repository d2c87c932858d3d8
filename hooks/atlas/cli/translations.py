"""`translations`: shows which translations are current, records new ones, and confirms mended ones."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from atlas.catalogue import disk
from atlas.catalogue.catalogue import Catalogue, load
from atlas.catalogue.reporters import as_text
from atlas.catalogue.translation_lock import LOCK, write_lock
from atlas.catalogue.translations import (
    State,
    confirmed,
    stamped,
    translations,
)
from atlas.cli.commands import add_no_wait, alone


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument(
        "--update", action="store_true", help="anota las nuevas · record the new ones"
    )
    parser.add_argument("action", nargs="?", choices=("confirm",))
    parser.add_argument("names", nargs="*", help="archivo o archivo#campo · file or file#field")
    add_no_wait(parser)


def run(root: Path, options: argparse.Namespace) -> int:
    """Do what is asked with the translations; returns 1 if it cannot be."""
    if not (options.action or options.update):
        print(translation_report(load(root)[0]))
        return 0
    with alone(root, options):
        broken = [problem for problem in load(root)[1] if problem.path == LOCK]
        if broken:
            print(as_text(broken), file=sys.stderr)
            return 1
        return _confirm(root, options.names) if options.action else _update(root)


def _confirm(root: Path, names: Sequence[str]) -> int:
    catalogue = load(root)[0]
    lock, count = confirmed(catalogue, names)
    if not count:
        print(NO_TRANSLATION, file=sys.stderr)
        return 1
    before = catalogue.lock
    mended = sum(
        before.get(tag, {}).get(key) != checked
        for tag, own in lock.items()
        for key, checked in own.items()
    )
    disk.write(root / LOCK, write_lock(lock).encode())
    print(f"Confirmadas · Confirmed: {mended}")
    return 0


def _update(root: Path) -> int:
    disk.write(root / LOCK, write_lock(stamped(load(root)[0])).encode())
    print(translation_report(load(root)[0]))
    return 0


NO_TRANSLATION = (
    "No hay tal traducción. Nombre el archivo, o archivo#campo, como los muestra «make translations».\n"
    "There is no such translation. Name the file, or file#field, as “make translations” shows them."
)
CONFIRM = (
    "\nCuando vuelva a estar bien · When it is right again: "
    ".venv/bin/python -m atlas translations confirm {}"
)


STATES = {
    State.OUTDATED: "desactualizada · outdated",
    State.MISSING: "falta · missing",
    State.CURRENT: "al día · current",
}


def translation_report(catalogue: Catalogue) -> str:
    """What awaits translation in each language, with file and line, and how many stand how."""
    lines = []
    outdated: list[str] = []
    for tongue in catalogue.languages:
        found = translations(catalogue, tongue.tag)
        outdated += [each.key for each in found if each.state is State.OUTDATED]
        if not found:
            continue
        counts = ", ".join(
            f"{words}: {sum(each.state is state for each in found)}"
            for state, words in STATES.items()
        )
        lines.append(f"{tongue.name} ({tongue.tag}): {counts}")
        lines += [
            f"  {each.file}:{each.line}: {STATES[each.state]}: {each.place}".rstrip(": ")
            for each in found
            if each.state is not State.CURRENT
        ]
    return "\n".join([*lines, *(CONFIRM.format(key) for key in outdated[:1])])
