"""The commands for editors: what `python -m atlas format` and its like do, and say, in a terminal."""

import argparse
import errno
import os
import sys
from collections.abc import Callable, Generator
from datetime import date
from pathlib import Path
from typing import Any

from atlas.build.publishing import today
from atlas.catalogue import formatting
from atlas.catalogue.catalogue import LOCK, Catalogue, load
from atlas.catalogue.problems import (
    GUIDE,
    LANGUAGES,
    Position,
    as_markdown,
    as_text,
    field_guides,
    problem,
)
from atlas.catalogue.translations import (
    State,
    confirmed,
    lock_is_broken,
    read_lock,
    stamped,
    translations,
    write_lock,
)
from atlas.checks.checks import check, has_errors
from atlas.editing import cms
from atlas.editing.diff import FORMATS as DIFFERENCE_FORMATS
from atlas.editing.diff import UnknownRevisionError, at_revision, difference
from atlas.editing.field_guide import guide, richest
from atlas.editing.issue_forms import UnknownFormError, propose
from atlas.editing.json_schema import schemas
from atlas.editing.prompts import NAMES, NewRecord, Question, interview
from atlas.model import descriptions
from atlas.model.languages import address, configuration, folded, repository


def add_commands(commands: Any) -> None:
    """Add the editors' commands to the parser's; each sets `run`, which takes root and options."""
    form = commands.add_parser("format", help="da a los datos su forma única · give data its form")
    form.add_argument("--check", action="store_true", help="solo avisa · only tell")
    form.set_defaults(run=_format)
    fresh = commands.add_parser("new", help="escribe un registro nuevo · write a new record")
    fresh.add_argument("kind", nargs="?", choices=tuple(NAMES))
    fresh.add_argument("--language", choices=LANGUAGES)
    fresh.set_defaults(run=_new)
    tongues = commands.add_parser(
        "translations", help="estado de las traducciones · state of the translations"
    )
    tongues.add_argument(
        "--update", action="store_true", help="anota las nuevas · record the new ones"
    )
    tongues.add_argument("action", nargs="?", choices=("confirm",))
    tongues.add_argument("names", nargs="*", help="archivo o archivo#campo · file or file#field")
    tongues.set_defaults(run=_translations)
    apart = commands.add_parser(
        "diff", help="qué cambia para quienes leen · what changes for readers"
    )
    apart.add_argument("base", help="revisión de Git · Git revision, such as main")
    apart.add_argument("--format", choices=sorted(DIFFERENCE_FORMATS), default="text")
    apart.set_defaults(run=_diff)
    filled = commands.add_parser(
        "form",
        help="escribe lo que propone un formulario ($ISSUE_BODY) · write what a form proposes",
    )
    filled.set_defaults(run=_form)
    browser = commands.add_parser(
        "admin",
        help="crea la página para editar en el navegador · make the page to edit in a browser",
    )
    browser.add_argument("directory", type=Path, help="dónde · where")
    browser.add_argument(
        "--package", type=Path, default=PACKAGE, help="el paquete npm · the package from npm"
    )
    browser.set_defaults(run=_admin)
    made = commands.add_parser(
        "schema", help="escribe el esquema y la guía de campos · write schema and field guide"
    )
    made.set_defaults(run=_schema)


PACKAGE = Path(".venv") / "admin" / "node_modules" / "@sveltia" / "cms"
"""Where `make admin` puts the program for editing in a browser."""

Ask = Callable[[str], str]


def _new(root: Path, options: argparse.Namespace) -> int:
    return new(root, options.kind, options.language, input, today())


def new(root: Path, kind: str | None, language: str | None, ask: Ask, today: date) -> int:
    """Have a new record written, question by question; `ask` shows a text and returns the answer."""
    try:
        while language not in LANGUAGES:
            language = ask("Español (es) / English (en): ").strip().lower()[:2]
        while kind not in NAMES:
            said = {name: descriptions.words("names", name, language) for name in NAMES}
            question = descriptions.words("interview", "kind", language)
            answer = folded(ask(f"{question.format(', '.join(said.values()))} ").strip())
            kind = next((n for n, word in said.items() if answer in (n, folded(word))), None)
        made = _conversation(interview(load(root)[0], NAMES[kind], language, today), ask)
    except (EOFError, KeyboardInterrupt):
        print(f"\n{descriptions.words('interview', 'stopped', language or LANGUAGES[0])}")
        return 1
    file = root / made.path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(made.text, encoding="utf-8", newline="\n")
    place = f"{GUIDE.format(language=language)}#{NAMES[kind]}"
    print(descriptions.words("interview", "done", language).format(made.path, place))
    catalogue, found = load(root)
    own = [each for each in check(catalogue, today, found) if each.path == made.path]
    if own:
        print(as_text(own))
    return 0


def _conversation(questions: Generator[Question, str, NewRecord], ask: Ask) -> NewRecord:
    try:
        question = next(questions)
        while True:
            if question.refused:
                print(f"  ✗ {question.refused}")
            question = questions.send(ask(f"{question.text}\n> "))
    except StopIteration as end:
        made: NewRecord = end.value
        return made


def _translations(root: Path, options: argparse.Namespace) -> int:
    catalogue, _ = load(root)
    if (options.action or options.update) and lock_is_broken(root):
        print(as_text([problem("broken-lock", LOCK, Position())]), file=sys.stderr)
        return 1
    if options.action == "confirm":
        lock, count = confirmed(catalogue, options.names)
        if not count:
            print(NO_TRANSLATION, file=sys.stderr)
            return 1
        before = read_lock(root)
        mended = sum(
            before.get(tag, {}).get(key) != checked
            for tag, own in lock.items()
            for key, checked in own.items()
        )
        (root / LOCK).write_text(write_lock(lock), encoding="utf-8", newline="\n")
        print(f"Confirmadas · Confirmed: {mended}")
        return 0
    if options.update:
        (root / LOCK).write_text(write_lock(stamped(catalogue)), encoding="utf-8", newline="\n")
        catalogue, _ = load(root)
    print(translation_report(catalogue))
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


def _form(root: Path, _: argparse.Namespace) -> int:
    catalogue, _problems = load(root)
    try:
        proposal = propose(catalogue, os.environ.get("ISSUE_BODY", ""), today())
    except UnknownFormError:
        print("Este formulario lo lee una persona. · A person reads this form.")
        return 1
    found = list(proposal.problems)
    if proposal.record:
        file = root / proposal.record.path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(proposal.record.text, encoding="utf-8", newline="\n")
        catalogue, problems = load(root)
        path = proposal.record.path
        found = [each for each in check(catalogue, today(), problems) if each.path == path]
        print(f"`{path}`\n")
    number = os.environ.get("ISSUE_NUMBER", "")
    if number.isdigit():
        print(f"#{number}\n")
    print(as_markdown(found, repository(configuration((root / "mkdocs.yml").read_text("utf-8")))))
    return 0 if proposal.record else 1


def _diff(root: Path, options: argparse.Namespace) -> int:
    after, problems = load(root)
    if has_errors(problems := check(after, today(), problems)):
        print(as_text(each for each in problems if each.level == "error"), file=sys.stderr)
        return 1
    try:
        with at_revision(root, options.base) as place:
            before, problems = load(place)
            if has_errors(check(before, today(), problems)):
                raise UnknownRevisionError(f"{options.base}: datos con errores · data with errors")
            found = difference(before, after, today())
    except UnknownRevisionError as error:
        print(error, file=sys.stderr)
        return 2
    print("\n".join(DIFFERENCE_FORMATS[options.format](found, tag) for tag in LANGUAGES))
    return 0


def _admin(root: Path, options: argparse.Namespace) -> int:
    catalogue, problems = load(root)
    if has_errors(problems := check(catalogue, today(), problems)):
        print(as_text(each for each in problems if each.level == "error"), file=sys.stderr)
        return 1
    site = configuration((root / "mkdocs.yml").read_text(encoding="utf-8"))
    try:
        pages = cms.pages(catalogue, cms.Settings.of(site, address(site)))
        written = _files_of(root / options.package)
    except cms.SettingsError as error:
        print(
            f"{error}: falta en mkdocs.yml; vea docs/browser-editing.es.md.\n"
            f"{error}: missing in mkdocs.yml; see docs/browser-editing.en.md.",
            file=sys.stderr,
        )
        return 2
    except FileNotFoundError as error:
        print(
            f"{error.filename}: el programa no está; «make admin» lo instala.\n"
            f"{error.filename}: the program is not there; “make admin” installs it.",
            file=sys.stderr,
        )
        return 2
    except cms.ForeignBundleError as error:
        print(
            f"{error}: no está en el programa, que es de otra versión; vea docs/browser-editing.es.md.\n"
            f"{error}: not in the program, which is of another version; see docs/browser-editing.en.md.",
            file=sys.stderr,
        )
        return 2
    for name, content in (written | {n: text.encode() for n, text in pages.items()}).items():
        file = options.directory / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    print(options.directory)
    return 0


def _files_of(package: Path) -> dict[str, bytes]:
    """What the editing page takes from its package: where each file goes, and what it holds."""
    program = cms.patched((package / cms.PROGRAM).read_text(encoding="utf-8"))
    found = {cms.BUNDLE: program.encode()}
    for pattern, place in cms.COPIES.items():
        files = sorted(package.glob(pattern))
        if not files:
            raise FileNotFoundError(errno.ENOENT, "", str(package / pattern))
        found |= {
            f"{place}{f.name}" if place.endswith("/") else place: f.read_bytes() for f in files
        }
    return found


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
    place = root / "tests" / "example"
    example, _ = load(place if place.is_dir() else root)
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
    if not (changes or refused):
        print("Nada que cambiar. · Nothing to change.")
    if refused:
        print(as_text(sorted(refused, key=lambda each: each.sort_key)), file=sys.stderr)
        print(f"\n{field_guides(refused)}", file=sys.stderr)
    return 1 if refused else 0
