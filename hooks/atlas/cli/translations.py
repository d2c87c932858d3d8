"""`translations`: shows which are current, records and confirms them, gives and takes translators' files."""

import argparse
import shutil
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from atlas.build.clock import today
from atlas.catalogue import disk
from atlas.catalogue.catalogue import Catalogue, load
from atlas.catalogue.problems import Problem
from atlas.catalogue.reporters import as_text
from atlas.catalogue.translation_lock import LOCK, write_lock
from atlas.catalogue.translations import (
    State,
    confirmed,
    restamped,
    stamped,
    translations,
)
from atlas.checks.checks import check
from atlas.cli.commands import add_no_wait, alone
from atlas.cli.sound import sound_catalogue
from atlas.editing import exchange
from atlas.editing.diff import UnknownRevisionError, at_revision
from atlas.editing.importing.refusal import RefusedError, say


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
    parser.add_argument("action", nargs="?", choices=("confirm", "export", "import"))
    parser.add_argument(
        "names",
        nargs="*",
        help="archivo, archivo:línea o archivo#campo; para «export» e «import», po/LENGUA.po · "
        "file, file:line or file#field; for “export” and “import”, po/LANGUAGE.po",
    )
    add_no_wait(parser)


def run(root: Path, options: argparse.Namespace) -> int:
    """Do what is asked with the translations; returns 1 if it cannot be."""
    if options.action and not options.names:
        print(USAGE, file=sys.stderr)
        return 2
    if options.action in ("export", "import"):
        return _exchange(root, options)
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


def _exchange(root: Path, options: argparse.Namespace) -> int:
    """Give or take each file; returns 1 if something of one was not taken, 2 if it was refused."""
    worst = 0
    for name in options.names:
        file = Path(name)
        try:
            if options.action == "export":
                _export(root, file)
            else:
                with alone(root, options):
                    worst = max(worst, _import(root, file))
        except RefusedError as refused:
            refused.values.setdefault("file", file.name)
            print(refused, file=sys.stderr)
            worst = 2
    return worst


def _export(root: Path, file: Path) -> None:
    catalogue, tag = _sound(root), _language_of(file)
    content = exchange.exported(catalogue, tag)
    disk.write(file, content)
    units = list(exchange.units(catalogue, tag))
    print(
        say(
            "po-exported",
            path=file.as_posix(),
            count=str(len(units)),
            empty=str(sum(not unit.target for unit in units)),
            fuzzy=str(sum(unit.fuzzy for unit in units)),
        )
    )
    if catalogue.withheld_in:
        print(say("po-kept-out", count=str(len(catalogue.withheld_in))))


def _import(root: Path, file: Path) -> int:
    catalogue, tag = _sound(root), _language_of(file)
    made = exchange.received(root, catalogue, tag, _content(file))
    lock = {name: dict(own) for name, own in catalogue.lock.items()}
    lock.setdefault(tag, {}).update(made.stamps)
    if made.files or made.stamps:
        files = {**made.files, LOCK: write_lock(lock)}
        errors = _errors_with(root, files)
        if errors:
            print(as_text(errors), file=sys.stderr)
            raise RefusedError("po-errors")
        for path, text in files.items():
            disk.write(root / path, text.encode())
    print(exchange.told(made))
    return 1 if made.refused else 0


def _content(file: Path) -> bytes:
    try:
        if file.stat().st_size > MAXIMUM_SIZE:
            limit = f"{MAXIMUM_SIZE // 1_000_000} MB"
            raise RefusedError("po-too-large", limit=limit)
        return file.read_bytes()
    except OSError as error:
        raise RefusedError("no-file", file=str(file)) from error


def _language_of(file: Path) -> str:
    return file.name.removesuffix(".po")


def _sound(root: Path) -> Catalogue:
    catalogue = sound_catalogue(root)
    if catalogue is None:
        raise RefusedError("data-errors")
    return catalogue


def _errors_with(root: Path, files: Mapping[str, str]) -> list[Problem]:
    """The errors that the project would have with some files in the place of its own."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder)
        for part in ("data", "content"):
            if (root / part).exists():
                shutil.copytree(root / part, copy / part)
        shutil.copy(root / "mkdocs.yml", copy)
        for path, text in files.items():
            disk.write(copy / path, text.encode())
        catalogue, found = load(copy)
        return [each for each in check(catalogue, today(), found) if each.level == "error"]


MAXIMUM_SIZE = 20_000_000
"""Bytes of a translators' file that is read; a whole language takes some two million."""


def _update(root: Path) -> int:
    disk.write(root / LOCK, write_lock(stamped(load(root)[0])).encode())
    print(translation_report(load(root)[0]))
    return 0


USAGE = (
    "Diga qué está bien: «confirm ARCHIVO», «confirm ARCHIVO:LÍNEA» o «confirm ARCHIVO#CAMPO»; "
    "o qué archivo se escribe o se lee: «export po/fr.po», «import po/fr.po».\n"
    "Say what is right: “confirm FILE”, “confirm FILE:LINE” or “confirm FILE#FIELD”; "
    "or which file to write or to read: “export po/fr.po”, “import po/fr.po”."
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
