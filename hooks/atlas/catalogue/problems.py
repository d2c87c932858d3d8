"""A problem is data: where it is, which rule it breaks, and how to mend it, in both languages."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Literal

import yaml

from atlas.model.kinds import DOCUMENTS, RECORDS

Level = Literal["error", "warning"]
LANGUAGES = ("es", "en")
"""The languages of messages to editors; they do not depend on the languages of a site."""
GUIDE = "docs/data-format.{language}.md"
"""The field guide, in the language that fills the blank."""


@dataclass(frozen=True, slots=True)
class Position:
    """A base in a file; line and column count from 1."""

    line: int = 1
    column: int = 1


@dataclass(frozen=True, slots=True)
class Problem:
    """One rule broken at one base. `message` and `fix` map a language tag to a sentence."""

    path: str
    position: Position
    code: str
    level: Level
    message: Mapping[str, str]
    fix: Mapping[str, str]
    values: Mapping[str, object] = field(default_factory=dict, repr=False, compare=False)

    @property
    def sort_key(self) -> tuple[str, int, int, str, str]:
        """Order by base, then rule."""
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
        return {tag: f"{guide}{anchor}" for tag, guide in field_guide_links(repository).items()}


def field_guide_links(repository: str) -> dict[str, str]:
    """Language → where the field guide is: an address if `repository` is one, else a path."""
    base = f"{repository.rstrip('/')}/blob/main/" if repository else ""
    return {tag: f"{base}{GUIDE.format(language=tag)}" for tag in LANGUAGES}


@cache
def rules() -> Mapping[str, Mapping[str, str]]:
    """Rule code → its level and its sentences, from `messages.yml`."""
    text = Path(__file__).with_name("messages.yml").read_text(encoding="utf-8")
    loaded: dict[str, dict[str, str]] = yaml.load(text, yaml.CSafeLoader)
    return loaded


def problem(code: str, path: str, position: Position, **values: object) -> Problem:
    """The problem `code` at a base; `values` fill the blanks of its sentences.

    A value that is a mapping of language tag → text is put in language by language.
    """
    rule = rules()[code]
    level: Level = "warning" if rule["level"] == "warning" else "error"

    def fill(part: str) -> dict[str, str]:
        return {
            language: rule[f"{part}_{language}"].format(
                **{
                    name: value[language] if isinstance(value, Mapping) else value
                    for name, value in values.items()
                }
            )
            for language in LANGUAGES
        }

    return Problem(path, position, code, level, fill("message"), fill("fix"), values)


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
