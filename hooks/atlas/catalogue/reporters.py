"""Problems as text for people and for programs: a terminal, GitHub, Markdown, SARIF."""

import json
import re
from collections.abc import Iterable, Mapping
from urllib.parse import quote

from atlas.catalogue.problems import LANGUAGES, Problem, field_guide_links


def as_text(problems: Iterable[Problem]) -> str:
    """Problems for a terminal: `file:line:column: level[code]` and the sentences in both languages.

    Where they are explained, `field_guides` says once for all.
    """
    lines = []
    for found in problems:
        position = f"{found.path}:{found.position.line}:{found.position.column}"
        lines.append(f"{position}: {found.level}[{found.code}] {found.sentence('es')}")
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
        position = f"`{path}:{found.position.line}:{found.position.column}`"
        messages = " | ".join(plain(sentence) for sentence in _told(found))
        rows.append(f"| {position} | `{found.code}` | {messages} |")
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
        "tool": {"driver": {"name": "atlas", "rules": rules}},
        "results": [_sarif_result(each, repository) for each in found],
    }
    document = {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [run],
    }
    return json.dumps(document, ensure_ascii=False, indent=2)


def _sarif_rule(code: str, repository: str) -> dict[str, object]:
    guides = field_guide_links(repository)
    messages = {"text": "\n".join(guides.values()), "markdown": _linked(guides)}
    # SARIF 2.1.0, 3.49.12: an absolute address, or none.
    link = {"helpUri": guides[LANGUAGES[0]]} if repository else {}
    return {"id": code, "help": messages, **link}


def _sarif_result(found: Problem, repository: str) -> dict[str, object]:
    region = {"startLine": found.position.line, "startColumn": found.position.column}
    lines = [*_told(found), *found.guides(repository).values()]
    position = {"artifactLocation": {"uri": quote(found.path)}, "region": region}
    return {
        "ruleId": found.code,
        "level": found.level,
        "message": {"text": "\n".join(lines)},
        "locations": [{"physicalLocation": position}],
    }


FORMATS = {"github": as_github, "markdown": as_markdown, "sarif": as_sarif}
"""Name of an output for programs → the function that writes it."""
