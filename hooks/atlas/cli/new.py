"""`new`: writes a new record, or a part of one, question by question."""

import argparse
import json
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
from atlas.editing.prompts import (
    ADDITIONS,
    YES,
    ClosedError,
    NewRecord,
    Question,
    called,
    interview,
)
from atlas.model import descriptions

Ask = Callable[[str], str]

NOBODY_ELSE = nullcontext()
UNFINISHED = Path(".cache") / "new"
"""Where in a project the answers to questions are kept that were not finished."""

BACK = "<"
"""The answer that leads back to the question before."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("kind", nargs="?", type=_kind, help=f"{_kinds('es')} · {_kinds('en')}")
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
    """Have something written, question by question; `ask` shows a text and returns the answer.

    `alone` is entered for the writing only: nobody waits while somebody thinks. Returns 1 if nothing was
    written; the answers given so far are then kept for the next time.
    """
    answers: list[str] = []
    unfinished: Path | None = None
    try:
        while language not in LANGUAGES:
            language = ask("Español (es) / English (en): ").strip().lower()[:2]
        while kind is None:
            question = descriptions.words("interview", "kind", language)
            kind = called(ask(f"{question.format(_kinds(language))} "))
        unfinished = root / UNFINISHED / f"{kind}-{language}.json"
        print(descriptions.words("interview", "begin", language))
        answers = _taken_up(unfinished, language, ask)
        addition = ADDITIONS[kind]
        catalogue = load(root)[0]
        made = _conversation(
            lambda: interview(catalogue, addition, language, today), answers, language, ask
        )
    except (EOFError, KeyboardInterrupt):
        print(f"\n{descriptions.words('interview', 'stopped', language or LANGUAGES[0])}")
        if answers and unfinished and language:
            disk.write(unfinished, json.dumps(answers, ensure_ascii=False).encode())
            print(descriptions.words("interview", "saved", language))
        return 1
    except ClosedError as error:
        print(descriptions.words("interview", "closed", language or LANGUAGES[0]).format(error))
        return 1
    with alone:
        disk.write(root / made.path, made.text.encode())
    unfinished.unlink(missing_ok=True)
    guide = f"{GUIDE.format(language=language)}#{addition.kind}"
    print(descriptions.words("interview", "done", language).format(made.path, guide))
    catalogue, found = load(root)
    own = [each for each in check(catalogue, today, found) if each.path == made.path]
    if own:
        print(as_text(own))
    return 0


def _kind(word: str) -> str:
    if name := called(word):
        return name
    told = (
        descriptions.words("interview", "unknown_kind", tag).format(word, _kinds(tag))
        for tag in LANGUAGES
    )
    raise argparse.ArgumentTypeError("\n".join(told))


def _kinds(language: str) -> str:
    return ", ".join(descriptions.words("names", name, language) for name in ADDITIONS)


def _taken_up(unfinished: Path, language: str, ask: Ask) -> list[str]:
    """The answers that were kept, if one wants to go on with them."""
    if not unfinished.exists():
        return []
    answers: list[str] = json.loads(unfinished.read_text(encoding="utf-8"))
    question = descriptions.words("interview", "unfinished", language)
    flag = descriptions.words("interview", "flag", language)
    wanted = ask(f"{question.format(len(answers), flag)}\n> ").strip().lower() or YES[0]
    return answers if wanted in YES else []


def _conversation(
    begin: Callable[[], Generator[Question, str, NewRecord]],
    answers: list[str],
    language: str,
    ask: Ask,
) -> NewRecord:
    """Ask until the record is whole. `answers` are those given already; the list is kept up to date."""
    while True:
        questions = begin()
        try:
            question = next(questions)
            for number, answer in enumerate(answers):
                question = questions.send(answer)
                if question.refused:
                    # The data changed meanwhile: what was right is not any more.
                    del answers[number:]
                    break
            while (answer := _answer(question, ask)) != BACK or not answers:
                if answer == BACK:
                    print(f"  {descriptions.words('interview', 'first', language)}")
                    continue
                question = questions.send(answer)
                if not question.refused:
                    answers.append(answer)
            answers.pop()
        except StopIteration as end:
            made: NewRecord = end.value
            if made.noted:
                print(f"  ✓ {made.noted}")
            return made


def _answer(question: Question, ask: Ask) -> str:
    if question.noted:
        print(f"  ✓ {question.noted}")
    if question.refused:
        print(f"  ✗ {question.refused}")
    return ask(f"{question.text}\n> ").strip()
