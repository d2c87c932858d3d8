"""An issue form, filled in by an outsider, as a new record. What they typed is data and nothing else."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from atlas.catalogue import formatting
from atlas.catalogue.catalogue import Catalogue
from atlas.catalogue.problems import Position, Problem, problem
from atlas.catalogue.validation import validate
from atlas.catalogue.yaml_reader import Document
from atlas.editing.prompts import NewRecord
from atlas.model.kinds import RECORDS
from atlas.model.values import slug

TEMPLATES = Path(".github") / "ISSUE_TEMPLATE"
FORMS = {"2-country-news.yml": "events", "3-alliance.yml": "alliances"}
"""Form → the kind of record it makes. The other forms are for people to read."""

HEADING = "### "
EMPTY = "_No response_"
MAXIMUM_BODY = 20_000


@dataclass(frozen=True)
class Proposal:
    """What a form came to: a record to write, or the problems that keep it from being one."""

    record: NewRecord | None
    problems: tuple[Problem, ...] = ()


class UnknownFormError(Exception):
    """The issue was not written with a form that makes a record."""


def answers(body: str, labels: Mapping[str, str]) -> dict[str, str]:
    """Field → what was typed, from the body of an issue; `labels` maps each heading to its field."""
    found: dict[str, str] = {}
    for heading, lines in _sections(body):
        field, text = labels.get(heading), "\n".join(lines).strip()
        if field and text and text != EMPTY:
            found.setdefault(field, text)
    return found


def _sections(body: str) -> list[tuple[str, list[str]]]:
    """The headings of an issue that GitHub made of a form, each with the lines below it."""
    found: list[tuple[str, list[str]]] = []
    for line in body[:MAXIMUM_BODY].splitlines():
        if line.startswith(HEADING):
            found.append((line.removeprefix(HEADING).strip(), []))
        elif found:
            found[-1][1].append(line)
    return found


def labels_of(form: str) -> dict[str, str]:
    """Heading → field of an issue form, from its template's text."""
    template: dict[str, Any] = yaml.safe_load(form)
    return {part["attributes"]["label"]: part["id"] for part in template["body"] if "id" in part}


def forms(root: Path) -> dict[str, str]:
    """Form → its template's text, of the forms of a project that make a record."""
    return {name: (root / TEMPLATES / name).read_text(encoding="utf-8") for name in FORMS}


def propose(catalogue: Catalogue, templates: Mapping[str, str], body: str, today: date) -> Proposal:
    """The record that the body of an issue proposes; `templates` are those that `forms` gives.

    Raises UnknownFormError if it is of no form.
    """
    for name, kind in FORMS.items():
        labels = labels_of(templates[name])
        if set(labels) <= {heading for heading, _ in _sections(body)}:
            given = answers(body, labels)
            # An id is made from a name: not even the name of a file may show it.
            if any(catalogue.withholding.names.found(answer) for answer in given.values()):
                return Proposal(None, (problem("withheld-proposal", f"data/{kind}", Position()),))
            return _proposal(catalogue, kind, given, today)
    raise UnknownFormError


def _proposal(catalogue: Catalogue, kind: str, given: Mapping[str, str], today: date) -> Proposal:
    tags = [tongue.tag for tongue in catalogue.languages]
    texts: dict[str, dict[str, str]] = {}
    for field, answer in given.items():
        name, _, tag = field.rpartition("_")
        if tag in tags:
            texts.setdefault(name, {})[tag] = " ".join(answer.split())
    named = texts.get("name") or texts.get("title") or {}
    base = slug(named.get("en") or next(iter(named.values()), "")) or kind
    day = today.isoformat()
    value: dict[str, Any] = {
        "id": _free(base, catalogue.known_ids[kind]),
        "sources": re.findall(r"[^\s,;]+", given.get("sources", "")),
        "reviewed": day,
        # What is still to come is known as of today. Dates as text stand in their order.
        "as_of": min(given.get("start") or given.get("date") or day, day),
        **texts,
    }
    if kind == "alliances":
        value |= {"founding": {"date": given["date"]} if "date" in given else {}}
        value |= {name: given[name] for name in ("country", "link") if name in given}
    else:
        value |= {name: given[name] for name in ("kind", "start", "country") if name in given}
    path = f"data/{kind}/{value['id']}.yml"
    record, found = validate(Document(path, value), RECORDS[kind])
    if record is None or found:
        return Proposal(None, found)
    return Proposal(NewRecord(path, formatting.write(record, kind, tags)))


def _free(base: str, taken: frozenset[str]) -> str:
    number = 2
    name = base
    while name in taken:
        name, number = f"{base[:60]}-{number}", number + 1
    return name
