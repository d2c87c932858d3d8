"""`import`: official documents become records, with what a person must still write."""

import argparse
import re
import sys
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

from atlas.build.clock import today
from atlas.catalogue import disk
from atlas.catalogue.catalogue import Catalogue
from atlas.catalogue.problems import LANGUAGES
from atlas.catalogue.reporters import as_text
from atlas.cli.commands import add_no_wait, alone
from atlas.cli.sound import sound_catalogue
from atlas.editing.importing import account, completion, draft, treaty_status
from atlas.editing.importing.depositary import StatusTable, day_given
from atlas.editing.importing.reader import read_document, read_status
from atlas.editing.importing.refusal import RefusedError, messages, say
from atlas.editing.importing.resolution import aligned, drafted, names
from atlas.editing.importing.structure import Outline, outline
from atlas.editing.prompts import YES
from atlas.model import descriptions

Ask = Callable[[str], str]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the two things that can be imported, and their options."""
    kinds = parser.add_subparsers(dest="what")
    words = "resolución o decisión: DOCX, PDF, HTML, texto · resolution or decision: DOCX, PDF, HTML, text"
    own = kinds.add_parser("resolution", help=words, description=words)
    own.add_argument("files", nargs="*", type=Path, metavar="FILE")
    own.add_argument("--id", required=True, help="id del registro · id of the record: 10-3")
    own.add_argument(
        "--language",
        nargs=2,
        action="append",
        default=[],
        metavar=("TAG", "FILE"),
        help="versión cuya lengua se sabe · version whose language is known: es FILE",
    )
    own.add_argument(
        "--questions",
        choices=LANGUAGES,
        help="pregunta ahora, en esta lengua · ask now, in this language",
    )
    add_no_wait(own)
    words = "página de situación de un tratado · status page of a treaty"
    own = kinds.add_parser("treaty-status", help=words, description=words)
    own.add_argument("file", type=Path, metavar="FILE")
    own.add_argument("--treaty", help="id del tratado · id of the treaty: untoc")
    own.add_argument("--as-of", help="día, si el archivo no lo dice · day, if the file has none")
    own.add_argument("--dry-run", action="store_true", help="solo lee · read only")
    own.add_argument(
        "--yes", action="store_true", help="escribe sin preguntar · write without asking"
    )
    own.add_argument(
        "--allow-removals",
        action="store_true",
        help="deja quitar partes y firmas · let parties and signatures be removed",
    )
    add_no_wait(own)


def run(root: Path, options: argparse.Namespace) -> int:
    """Import; returns 0 when done, 1 if something is still to be answered, 2 if it was refused."""
    try:
        if options.what == "resolution":
            return _resolution(root, options, input)
        if options.what == "treaty-status":
            return _treaty_status(root, options, input)
    except RefusedError as refused:
        print(refused, file=sys.stderr)
        return 2
    print(say("usage"))
    under_way = sorted(file.stem for file in (root / draft.FOLDER).glob("*.yml"))
    if under_way:
        print(say("drafts", ids=", ".join(under_way)))
    return 0


def _catalogue(root: Path) -> Catalogue:
    catalogue = sound_catalogue(root)
    if catalogue is None:
        raise RefusedError("data-errors")
    return catalogue


# --- a resolution -----------------------------------------------------------------------------------


def _resolution(root: Path, options: argparse.Namespace, ask: Ask) -> int:
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", options.id) or len(options.id) > 64:
        raise RefusedError("bad-id", id=options.id)
    catalogue = _catalogue(root)
    if options.id in catalogue.known_ids["resolutions"] - catalogue.resolutions.keys():
        raise RefusedError("kept-out", id=options.id)
    given = [("", file) for file in options.files]
    given += [(tag, Path(file)) for tag, file in options.language]
    path = draft.path_of(root, options.id)
    if given and path.exists():
        raise RefusedError("draft-there", path=f"{draft.FOLDER}/{path.name}", id=options.id)
    if given:
        versions = _versions(catalogue, given)
        aligned(versions)
        made = drafted(catalogue, versions, options.id, today())
        with alone(root, options):
            _keep(root, catalogue, made)
        print(account.summary(made, [tongue.tag for tongue in catalogue.languages]))
    else:
        made = draft.load(root, options.id)
    language = options.questions
    if not given and not language:
        language = _language(ask)
    if language and not _answered(root, catalogue, made, language, ask):
        return 1
    if draft.gaps(made, [tongue.tag for tongue in catalogue.languages]):
        page = path.with_suffix(".html")
        print(say("draft-kept", path=_below(root, path), page=_below(root, page), id=options.id))
        return 0
    return _finish(root, catalogue, made, options)


def _language(ask: Ask) -> str:
    language = ""
    try:
        while language not in LANGUAGES:
            language = ask("Español (es) / English (en): ").strip().lower()[:2]
    except EOFError:
        return ""
    return language


def _versions(catalogue: Catalogue, given: list[tuple[str, Path]]) -> Mapping[str, Outline]:
    """Every version taken apart, the one in the first language of the site first."""
    found: dict[str, Outline] = {}
    for tag, file in given:
        try:
            made = outline(read_document(file), names(catalogue), tag)
        except OSError as error:
            raise RefusedError("no-file", file=str(file)) from error
        except RefusedError as refused:
            refused.values.setdefault("file", file.name)
            raise
        if made.language in found:
            raise RefusedError("same-language", file=file.name, language=made.language)
        found[made.language] = made
    order = [tongue.tag for tongue in catalogue.languages]
    return {tag: found[tag] for tag in sorted(found, key=order.index)}


def _keep(root: Path, catalogue: Catalogue, made: draft.Draft) -> None:
    draft.save(root, made)
    page = account.page(made, [tongue.tag for tongue in catalogue.languages])
    disk.write(draft.path_of(root, made.id).with_suffix(".html"), page.encode())


def _answered(root: Path, catalogue: Catalogue, made: draft.Draft, language: str, ask: Ask) -> bool:
    """Ask for what is missing; what was answered is on the disk before the next question."""
    asking = completion.questions(catalogue, made, language, today())
    try:
        question = next(asking)
        while True:
            if question.refused:
                print(f"  ✗ {question.refused}")
            question = asking.send(ask(f"{question.text}\n> "))
            _keep(root, catalogue, made)
    except StopIteration:
        return True
    except (EOFError, KeyboardInterrupt):
        path = draft.path_of(root, made.id)
        print(f"\n{descriptions.words('interview', 'stopped', language)}")
        page = path.with_suffix(".html")
        print(say("draft-kept", path=_below(root, path), page=_below(root, page), id=made.id))
        return False


def _finish(
    root: Path, catalogue: Catalogue, made: draft.Draft, options: argparse.Namespace
) -> int:
    files, problems = completion.finished(catalogue, made)
    if problems:
        print(as_text(problems), file=sys.stderr)
        return 1
    with alone(root, options):
        for path, text in files.items():
            disk.write(root / path, text.encode())
        for file in (
            draft.path_of(root, made.id),
            draft.path_of(root, made.id).with_suffix(".html"),
        ):
            file.unlink(missing_ok=True)
    print(say("written", paths=", ".join(files)))
    return 0


def _below(root: Path, file: Path) -> str:
    return file.relative_to(root).as_posix()


# --- the status of a treaty -------------------------------------------------------------------------


def _treaty_status(root: Path, options: argparse.Namespace, ask: Ask) -> int:
    catalogue = _catalogue(root)
    table = _table(options)
    print(treaty_status.as_read(table))
    if options.dry_run and not options.treaty:
        _, unknown = treaty_status.matched(catalogue, table)
        if unknown:
            print(say("unknown-names", names="; ".join(unknown)))
        return 0
    _check_treaty(catalogue, table, options)
    source = treaty_status.source_id(options.treaty, table.as_of)
    made = treaty_status.difference(catalogue, table, options.treaty, source)
    print(treaty_status.words(made))
    if catalogue.treaties[options.treaty].known_gap:
        print(say("known-gap"))
    if made.removed and not options.allow_removals:
        raise RefusedError("removals", names="; ".join(made.removed))
    if options.dry_run or not (options.yes or _agreed(ask)):
        print(say("nothing-written"))
        return 0 if options.dry_run else 1
    files = treaty_status.files(root, catalogue, table, options.treaty, made, today())
    with alone(root, options):
        for path, text in files.items():
            disk.write(root / path, text.encode())
    print(say("files-written", count=str(len(files))))
    return 0


def _table(options: argparse.Namespace) -> StatusTable:
    try:
        table = read_status(options.file)
        if not table.as_of or options.as_of:
            table = replace(table, as_of=day_given(options.as_of or ""))
        table.check()
    except OSError as error:
        raise RefusedError("no-file", file=str(options.file)) from error
    except RefusedError as refused:
        refused.values.setdefault("file", options.file.name)
        raise
    return table


def _check_treaty(catalogue: Catalogue, table: StatusTable, options: argparse.Namespace) -> None:
    if options.treaty not in catalogue.treaties:
        known = ", ".join(catalogue.treaties)
        raise RefusedError("unknown-treaty", treaty=options.treaty or "", known=known)
    expected = catalogue.treaties[options.treaty].depositary_number
    if table.number and table.number.lower() != expected.lower():
        raise RefusedError(
            "other-treaty",
            file=options.file.name,
            printed=table.number,
            treaty=options.treaty,
            expected=expected,
        )


def _agreed(ask: Ask) -> bool:
    try:
        return ask(" · ".join(messages()["confirm"].values()) + " ").strip().lower() in YES
    except (EOFError, KeyboardInterrupt):
        return False
