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
    restamped,
    stamped,
    translations,
)
from atlas.cli.commands import add_no_wait, alone
from atlas.editing.diff import UnknownRevisionError, at_revision


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument(
        "--update", action="store_true", help="anota las nuevas · record the new ones"
    )
    parser.add_argument(
        "--trivial",
        metavar="FILE",
        help="tras corregir una errata: las traducciones que estaban al día lo siguen estando · "
        "after mending a typo: translations that were current stay so",
    )
    parser.add_argument("action", nargs="?", choices=("confirm",))
    parser.add_argument(
        "names",
        nargs="*",
        help="archivo, archivo:línea o archivo#campo · file, file:line or file#field",
    )
    add_no_wait(parser)


def run(root: Path, options: argparse.Namespace) -> int:
    """Do what is asked with the translations; returns 1 if it cannot be."""
    if options.action and not options.names:
        print(USAGE, file=sys.stderr)
        return 2
    if not (options.action or options.update or options.trivial):
        print(translation_report(load(root)[0]))
        return 0
    with alone(root, options):
        broken = [problem for problem in load(root)[1] if problem.path == LOCK]
        if broken:
            print(as_text(broken), file=sys.stderr)
            return 1
        if options.trivial:
            return _trivial(root, options.trivial)
        return _confirm(root, options.names) if options.action else _update(root)


def _trivial(root: Path, file: str) -> int:
    try:
        with at_revision(root, "HEAD") as committed:
            lock, count = restamped(load(root)[0], load(committed)[0], file)
    except UnknownRevisionError as error:
        print(error, file=sys.stderr)
        return 2
    if not count:
        print(NOTHING_TRIVIAL, file=sys.stderr)
        return 1
    disk.write(root / LOCK, write_lock(lock).encode())
    print(f"Siguen al día · Still current: {count}. {UNDO}")
    return 0


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


USAGE = (
    "Diga qué está bien: «confirm ARCHIVO», «confirm ARCHIVO:LÍNEA» o «confirm ARCHIVO#CAMPO».\n"
    "Say what is right: “confirm FILE”, “confirm FILE:LINE” or “confirm FILE#FIELD”."
)
NO_TRANSLATION = (
    "No hay tal traducción. Nombre el archivo, o archivo:línea, como los muestra «make translations».\n"
    "There is no such translation. Name the file, or file:line, as “make translations” shows them."
)
NOTHING_TRIVIAL = (
    "Ninguna traducción de ese archivo estaba al día y dejó de estarlo desde el último «git commit».\n"
    "No translation of that file was current and is so no more since the last “git commit”."
)
UNDO = f"Se deshace con · Undone with: git checkout {LOCK}"
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
    for language in catalogue.languages:
        found = translations(catalogue, language.tag)
        outdated += [each.key for each in found if each.state is State.OUTDATED]
        if not found:
            continue
        counts = ", ".join(
            f"{words}: {sum(each.state is state for each in found)}"
            for state, words in STATES.items()
        )
        lines.append(f"{language.name} ({language.tag}): {counts}")
        lines += [
            f"  {each.file}:{each.line}: {STATES[each.state]}: {each.field}".rstrip(": ")
            for each in found
            if each.state is not State.CURRENT
        ]
    return "\n".join([*lines, *(CONFIRM.format(key) for key in outdated[:1])])
