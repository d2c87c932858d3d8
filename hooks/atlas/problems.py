"""A problem is data: where it is, which rule it breaks, and how to mend it, in both languages."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

import yaml

Level = Literal["error", "warning"]
LANGUAGES = ("es", "en")
"""The languages of messages to editors; they do not depend on the languages of a site."""


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

    @property
    def guide(self) -> str:
        """Where the field guide explains this kind of file, in both languages; empty if nowhere."""
        folder, _, rest = self.path.partition("/")
        if folder != "data" or not rest.endswith(".yml"):
            return ""
        kind = rest.partition("/")[0].removesuffix(".yml")
        return " · ".join(f"docs/data-format.{language}.md#{kind}" for language in LANGUAGES)


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

    return Problem(path, position, code, level, filled("message"), filled("fix"))


def as_text(problems: Iterable[Problem]) -> str:
    """Problems for a terminal: `file:line:column: level[code]` and the sentences in both languages."""
    lines = []
    for found in problems:
        place = f"{found.path}:{found.position.line}:{found.position.column}"
        lines.append(f"{place}: {found.level}[{found.code}] {found.sentence('es')}")
        lines.append(f"    {found.sentence('en')}")
    return "\n".join(lines)


def field_guides(problems: Iterable[Problem]) -> str:
    """Where the field guide explains the files with problems, a line for each kind of file."""
    found = sorted({each.guide for each in problems if each.guide})
    return "\n".join(f"→ {guide}" for guide in found)


def as_github(problems: Iterable[Problem]) -> str:
    """Problems as GitHub workflow commands, which mark the line in a pull request.

    Format: docs.github.com, “Workflow commands for GitHub Actions”.
    """

    def data(text: str) -> str:
        return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")

    def attribute(text: str) -> str:
        return data(text).replace(":", "%3A").replace(",", "%2C")

    return "\n".join(
        f"::{found.level} file={attribute(found.path)},line={found.position.line},"
        f"col={found.position.column},title={attribute(found.code)}::"
        + data(f"{found.sentence('es')}\n{found.sentence('en')}\n{found.guide}".rstrip())
        for found in problems
    )


def as_markdown(problems: Iterable[Problem]) -> str:
    """Problems as a Markdown table for a pull request's summary."""

    def cell(text: str) -> str:
        return text.replace("|", "\\|").replace("\n", " ")

    rows = [
        f"| `{found.path}:{found.position.line}` | `{found.code}` | {cell(found.sentence('es'))} "
        f"| {cell(found.sentence('en'))} |"
        for found in problems
    ]
    if not rows:
        return "Sin problemas. · No problems."
    head = ["| Dónde · Where | Regla · Rule | Español | English |", "| --- | --- | --- | --- |"]
    return "\n".join(head + rows)


def as_sarif(problems: Iterable[Problem]) -> str:
    """Problems as SARIF 2.1.0 (OASIS), for code-scanning services and editors."""
    found = list(problems)
    codes = sorted({each.code for each in found})
    document = {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": {"name": "untoc-atlas", "rules": [{"id": c} for c in codes]}},
                "results": [
                    {
                        "ruleId": each.code,
                        "level": each.level,
                        "message": {"text": f"{each.sentence('es')}\n{each.sentence('en')}"},
                        "locations": [
                            {
                                "physicalLocation": {
                                    "artifactLocation": {"uri": each.path},
                                    "region": {
                                        "startLine": each.position.line,
                                        "startColumn": each.position.column,
                                    },
                                }
                            }
                        ],
                    }
                    for each in found
                ],
            }
        ],
    }
    return json.dumps(document, ensure_ascii=False, indent=2)


FORMATS = {"text": as_text, "github": as_github, "markdown": as_markdown, "sarif": as_sarif}
"""Name of an output → the function that writes it."""
