"""`new`: writes a new record, question by question."""

import argparse
from collections.abc import Callable, Generator
from contextlib import AbstractContextManager, nullcontext
from datetime import date
from pathlib import Path

from atlas.build.clock import today
from atlas.catalogue import disk
from atlas.catalogue.catalogue import load
from atlas.catalogue.problems import GUIDE, LANGUAGES
from atlas.catalogue.reporters import as_text
from atlas.checks.checks import check
from atlas.cli.commands import alone
from atlas.editing.prompts import NAMES, NewRecord, Question, interview
from atlas.model import descriptions
from atlas.model.languages import folded

Ask = Callable[[str], str]

NOBODY_ELSE = nullcontext()


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("kind", nargs="?", choices=tuple(NAMES))
    parser.add_argument("--language", choices=LANGUAGES)


def run(root: Path, options: argparse.Namespace) -> int:
    """Ask in the terminal, and write the record."""
    return new(root, options.kind, options.language, input, today(), alone(root, options))


def new(
    root: Path,
    kind: str | None,
    language: str | None,
    ask: Ask,
    today: date,
    alone: AbstractContextManager[None] = NOBODY_ELSE,
) -> int:
    """Have a new record written, question by question; `ask` shows a text and returns the answer.

    `alone` is entered for the writing only: nobody waits while somebody thinks.
    """
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
    with alone:
        disk.write(root / made.path, made.text.encode())
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
