"""The command line: `python -m atlas check | build | pdf | serve`."""

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from yaml import YAMLError

from atlas.build.publishing import WORKPLACE, BuildError, build, documents, today
from atlas.catalogue.catalogue import load
from atlas.catalogue.problems import FORMATS, as_text, field_guides
from atlas.checks.checks import check, has_errors
from atlas.cli.editing import add_commands
from atlas.exports import files
from atlas.model.languages import address, configuration, languages, repository
from atlas.site.downloads import FOLDER


class _Parser(argparse.ArgumentParser):
    """Says in both languages that a command was not understood."""

    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        self.exit(
            2,
            "No se entiende la orden; arriba está su forma, y «--help» la explica.\n"
            f"The command is not understood; its form is above, and “--help” explains it. ({message})\n",
        )


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit status: 0 well, 1 problems, 2 wrong arguments."""
    parser = _Parser(prog="python -m atlas", description="UNTOC Atlas")
    parser.add_argument(
        "--root", type=Path, default=Path.cwd(), help="carpeta del proyecto · the project's folder"
    )
    commands = parser.add_subparsers(dest="command", required=True)
    checking = commands.add_parser("check", help="comprueba los datos · check the data")
    checking.add_argument("--format", choices=("text", *sorted(FORMATS)), default="text")
    building = commands.add_parser("build", help="crea el sitio · build the site")
    building.add_argument("--engine", choices=("mkdocs", "properdocs"), default="mkdocs")
    building.add_argument(
        "--without-documents",
        action="store_true",
        help="sin PDF, EPUB ni ZIP · without PDF, EPUB and ZIP",
    )
    commands.add_parser("pdf", help="crea los documentos · make the documents")
    serving = commands.add_parser("serve", help="muestra el sitio en vivo · show the site, live")
    serving.add_argument("--address", default="127.0.0.1:8000", help="dónde · where")
    add_commands(commands)
    options = parser.parse_args(arguments)
    root = options.root.resolve()
    if unfit := _unfit(root):
        print(unfit, file=sys.stderr)
        return 2
    if run := getattr(options, "run", None):
        return int(run(root, options))
    match options.command:
        case "check":
            return _check(root, options.format)
        case "build":
            return _build(root, options.engine, not options.without_documents)
        case "pdf":
            return _pdf(root)
    return _serve(root, options.address)


def _unfit(root: Path) -> str:
    """Why there is no project to work on in a folder, in both languages; empty if there is one."""
    file = root / "mkdocs.yml"
    if not file.is_file():
        return (
            f"{root}: aquí no está el proyecto (falta mkdocs.yml). Vaya a su carpeta con «cd».\n"
            f"{root}: the project is not here (mkdocs.yml is missing). Go to its folder with “cd”."
        )
    try:
        languages(configuration(file.read_text(encoding="utf-8")))
    except (YAMLError, UnicodeDecodeError, LookupError, StopIteration, TypeError) as error:
        mark = getattr(error, "problem_mark", None)
        place = f"mkdocs.yml:{mark.line + 1 if mark else 1}"
        return (
            f"{place}: la configuración no se puede leer, o no dice las lenguas del sitio."
            " Compárela con la de la rama principal: «git diff main -- mkdocs.yml».\n"
            f"{place}: the configuration cannot be read, or does not say the site's languages."
            " Compare it with that of the main branch: “git diff main -- mkdocs.yml”."
        )
    return ""


def _check(root: Path, form: str) -> int:
    catalogue, found = load(root)
    problems = check(catalogue, today(), found)
    if form in FORMATS:
        site = configuration((root / "mkdocs.yml").read_text(encoding="utf-8"))
        print(FORMATS[form](problems, repository(site)))
    elif problems:
        print(f"{as_text(problems)}\n\n{field_guides(problems)}")
    else:
        print("Sin problemas. · No problems.")
    return 1 if has_errors(problems) else 0


def _build(root: Path, engine: str, with_documents: bool) -> int:
    catalogue, found = load(root)
    problems = check(catalogue, today(), found)
    if problems:
        print(f"{as_text(problems)}\n\n{field_guides(problems)}", file=sys.stderr)
    if has_errors(problems):
        return 1
    try:
        site = build(root, catalogue, engine, with_documents=with_documents)
    except BuildError as error:
        print(error, file=sys.stderr)
        return 1
    print(site)
    return 0


def _pdf(root: Path) -> int:
    catalogue, found = load(root)
    if has_errors(problems := check(catalogue, today(), found)):
        print(f"{as_text(problems)}\n\n{field_guides(problems)}", file=sys.stderr)
        return 1
    home = address(configuration((root / "mkdocs.yml").read_text(encoding="utf-8")))
    try:
        documents(root, catalogue, home, files(catalogue, home))
    except BuildError as error:
        print(error, file=sys.stderr)
        return 1
    print(root / WORKPLACE / FOLDER)
    return 0


def _serve(root: Path, address: str) -> int:
    os.chdir(root)
    variables = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    command = [sys.executable, "-m", "mkdocs", "serve", "--dirty", "--dev-addr", address]
    os.execve(sys.executable, command, variables)
