"""A problem is data: where it is, which rule it breaks, and how to mend it, in both languages."""

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Literal
from urllib.parse import quote

import yaml

from atlas.model.kinds import DOCUMENTS, RECORDS

Level = Literal["error", "warning"]
LANGUAGES = ("es", "en")
"""The languages of messages to editors; they do not depend on the languages of a site."""
GUIDE = "docs/data-format.{language}.md"
"""The field guide, in the language that fills the blank."""


@dataclass(frozen=True, slots=True)
class Position:
    """A place in a file; line and column count from 1."""

    line: int = 1
    column: int = 1


@dataclass(frozen=True, slots=True)
class Problem:
    """One rule broken at one place. `message` and `fix` map a language tag to a sentence."""

    path: str
    position: Position
    code: str
    level: Level
    message: Mapping[str, str]
    fix: Mapping[str, str]
    values: Mapping[str, object] = field(default_factory=dict, repr=False, compare=False)

    @property
    def sort_key(self) -> tuple[str, int, int, str, str]:
        """Order by place, then rule."""
        return (
            self.path,
            self.position.line,
            self.position.column,
            self.code,
            self.message[LANGUAGES[0]],
        )

    def sentence(self, language: str) -> str:
        """Message and fix in one language."""
        return f"{self.message[language]} → {self.fix[language]}"

    def guides(self, repository: str = "") -> dict[str, str]:
        """Language → where the field guide explains this kind of file.

        An address if it is known where the files live on the web, else a path in the project.
        """
        folder, _, rest = self.path.partition("/")
        kind = folder if folder == "content" else rest.partition("/")[0].removesuffix(".yml")
        anchor = f"#{kind}" if kind in {*RECORDS, *DOCUMENTS, "content"} else ""
        return {tag: f"{guide}{anchor}" for tag, guide in _guides(repository).items()}


def _guides(repository: str) -> dict[str, str]:
    place = f"{repository.rstrip('/')}/blob/main/" if repository else ""
    return {tag: f"{place}{GUIDE.format(language=tag)}" for tag in LANGUAGES}


@cache
def rules() -> Mapping[str, Mapping[str, str]]:
    """Rule code → its level and its sentences, from `messages.yml`."""
    text = Path(__file__).with_name("messages.yml").read_text(encoding="utf-8")
    loaded: dict[str, dict[str, str]] = yaml.load(text, yaml.CSafeLoader)
    return loaded


def problem(code: str, path: str, position: Position, **values: object) -> Problem:
    """The problem `code` at a place; `values` fill the blanks of its sentences.

    A value that is a mapping of language tag → text is put in language by language.
    """
    rule = rules()[code]
    level: Level = "warning" if rule["level"] == "warning" else "error"

    def filled(part: str) -> dict[str, str]:
        return {
            language: rule[f"{part}_{language}"].format(
                **{
                    name: value[language] if isinstance(value, Mapping) else value
                    for name, value in values.items()
                }
            )
            for language in LANGUAGES
        }

    return Problem(path, position, code, level, filled("message"), filled("fix"), values)


TYPED = ("value", "found", "key", "tag", "name", "id", "link", "heading", "end", "start", "other")
"""The values of a problem that may repeat what an editor typed."""


def discreet(found: Problem) -> Problem:
    """A problem that repeats nothing of what was typed: it may be a name that is to be kept out."""
    hidden = (*TYPED, "field") if found.code == "unknown-field" else TYPED
    values = {
        name: "…" if name in hidden and isinstance(value, str) else value
        for name, value in found.values.items()
    }
    return problem(found.code, found.path, found.position, **values)


def reworded(found: Problem, change: Callable[[str], str]) -> Problem:
    """A problem whose every sentence went through `change`."""
    message = {tag: change(text) for tag, text in found.message.items()}
    fix = {tag: change(text) for tag, text in found.fix.items()}
    return replace(found, message=message, fix=fix)


def as_text(problems: Iterable[Problem]) -> str:
    """Problems for a terminal: `file:line:column: level[code]` and the sentences in both languages.

    Where they are explained, `field_guides` says once for all.
    """
    lines = []
    for found in problems:
        place = f"{found.path}:{found.position.line}:{found.position.column}"
        lines.append(f"{place}: {found.level}[{found.code}] {found.sentence('es')}")
        lines.append(f"    {found.sentence('en')}")
    return "\n".join(lines)


def field_guides(problems: Iterable[Problem]) -> str:
    """Where the field guide explains the files with problems, a line for each kind of file."""
    found = sorted({" · ".join(each.guides().values()) for each in problems})
    return "\n".join(f"→ {guide}" for guide in found)


def as_github(problems: Iterable[Problem], repository: str = "") -> str:
    """Problems as GitHub workflow commands, which mark the line in a pull request.

    The links to the field guide lead to `repository`, where the files live on the web. Format:
    docs.github.com, “Workflow commands for GitHub Actions”.
    """

    def data(text: str) -> str:
        return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")

    def attribute(text: str) -> str:
        return data(text).replace(":", "%3A").replace(",", "%2C")

    return "\n".join(
        f"::{found.level} file={attribute(found.path)},line={found.position.line},"
        f"col={found.position.column},title={attribute(found.code)}::"
        + data("\n".join([*_told(found), *found.guides(repository).values()]))
        for found in problems
    )


def as_markdown(problems: Iterable[Problem], repository: str = "") -> str:
    """Problems as a Markdown table for a pull request's summary, with links to the field guide.

    `repository` is where the files live on the web.
    """
    rows = []
    guides = set()
    for found in problems:
        # What would end a piece of code or a cell is in no file name of ours.
        path = re.sub(r"[`|\s]", "?", found.path)
        place = f"`{path}:{found.position.line}:{found.position.column}`"
        told = " | ".join(plain(sentence) for sentence in _told(found))
        rows.append(f"| {place} | `{found.code}` | {told} |")
        guides.add(_linked(found.guides(repository)))
    if not rows:
        return "Sin problemas. · No problems."
    head = ["| Dónde · Where | Regla · Rule | Español | English |", "| --- | --- | --- | --- |"]
    links = ["", "Guía de los datos · Field guide:", "", *(f"- {each}" for each in sorted(guides))]
    return "\n".join([*head, *rows, *links])


def _told(found: Problem) -> list[str]:
    return [found.sentence(tag) for tag in LANGUAGES]


def _linked(guides: Mapping[str, str]) -> str:
    return " · ".join(f"[{each.rpartition('/')[2]}]({each})" for each in guides.values())


def plain(text: str) -> str:
    """A text that Markdown takes for nothing but text: no markup, no mention of a person.

    What is not a letter, a digit or harmless punctuation becomes a numeric reference.
    """
    line = " ".join(text.split())
    return re.sub(r"[^\w\s.,;:()«»“”¿?¡!/–—…→-]", lambda match: f"&#{ord(match[0])};", line)


def as_sarif(problems: Iterable[Problem], repository: str = "") -> str:
    """Problems as SARIF 2.1.0 (OASIS), for code-scanning services and editors.

    `repository` is where the files live on the web.
    """
    found = list(problems)
    rules = [_sarif_rule(code, repository) for code in sorted({each.code for each in found})]
    run = {
        "tool": {"driver": {"name": "untoc-atlas", "rules": rules}},
        "results": [_sarif_result(each, repository) for each in found],
    }
    document = {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [run],
    }
    return json.dumps(document, ensure_ascii=False, indent=2)


def _sarif_rule(code: str, repository: str) -> dict[str, object]:
    guides = _guides(repository)
    told = {"text": "\n".join(guides.values()), "markdown": _linked(guides)}
    # SARIF 2.1.0, 3.49.12: an absolute address, or none.
    address = {"helpUri": guides[LANGUAGES[0]]} if repository else {}
    return {"id": code, "help": told, **address}


def _sarif_result(found: Problem, repository: str) -> dict[str, object]:
    region = {"startLine": found.position.line, "startColumn": found.position.column}
    lines = [*_told(found), *found.guides(repository).values()]
    place = {"artifactLocation": {"uri": quote(found.path)}, "region": region}
    return {
        "ruleId": found.code,
        "level": found.level,
        "message": {"text": "\n".join(lines)},
        "locations": [{"physicalLocation": place}],
    }


FORMATS = {"github": as_github, "markdown": as_markdown, "sarif": as_sarif}
"""Name of an output for programs → the function that writes it."""
