"""An issue form, filled in by an outsider, as a new record. What they typed is data and nothing else."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml
from babel import Locale, UnknownLocaleError
from babel.localedata import locale_identifiers

from atlas.catalogue import formatting
from atlas.catalogue.catalogue import Catalogue
from atlas.catalogue.problems import Position, Problem, problem
from atlas.catalogue.suggestions import meant, named, where
from atlas.catalogue.validation import validate
from atlas.catalogue.yaml_reader import Document
from atlas.editing.prompts import NewRecord
from atlas.model.kinds import RECORDS
from atlas.model.languages import folded
from atlas.model.values import slug

TEMPLATES = Path(".github") / "ISSUE_TEMPLATE"
FORMS = {"2-country-news.yml": "events", "3-alliance.yml": "alliances"}
"""Form → the kind of record it makes. The other forms are for people to read."""

HEADING = "### "
EMPTY = "_No response_"
WEB_PAGE = "web-page"
"""The kind of a source that a form gives: it has a link."""

MAXIMUM_BODY = 20_000


@dataclass(frozen=True)
class Proposal:
    """What a form came to: a record to write, or the problems that keep it from being one.

    `source` is the record of its source, where the Atlas does not know that yet.
    """

    record: NewRecord | None
    problems: tuple[Problem, ...] = ()
    source: NewRecord | None = None


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
    day = today.isoformat()
    source_id, source_value = _source(catalogue, given, day)
    country, unknown = _country(catalogue, f"data/{kind}", given.get("country", ""))
    texts: dict[str, dict[str, str]] = {}
    for field, answer in given.items():
        name, _, tag = field.rpartition("_")
        if tag in _tags(catalogue):
            texts.setdefault(name, {})[tag] = " ".join(answer.split())
    own = texts.get("name") or texts.get("title") or {}
    base = slug(own.get("en") or next(iter(own.values()), "")) or kind
    value: dict[str, Any] = {
        "id": _free(base, catalogue.known_ids[kind]),
        "country": country,
        "sources": [source_id],
        "reviewed": day,
        "reviewed_by": "nobody",
        # What is still to come is known as of today. Dates as text stand in their order.
        "as_of": min(given.get("start") or given.get("date") or day, day),
        **texts,
    }
    if kind == "alliances":
        value |= {"founding": {"date": given["date"]} if "date" in given else {}}
        value |= {name: given[name] for name in ("link",) if name in given}
    else:
        value |= {name: given[name] for name in ("kind", "start") if name in given}
    record, problems = _record(catalogue, kind, value)
    source, more = _record(catalogue, "sources", source_value) if source_value else (None, ())
    if problems := (*unknown, *problems, *more):
        return Proposal(None, problems)
    return Proposal(record, source=source)


def _tags(catalogue: Catalogue) -> list[str]:
    return [language.tag for language in catalogue.languages]


def _record(
    catalogue: Catalogue, kind: str, value: Mapping[str, Any]
) -> tuple[NewRecord | None, tuple[Problem, ...]]:
    path = f"data/{kind}/{value['id']}.yml"
    record, problems = validate(Document(path, value), RECORDS[kind])
    if record is None or problems:
        return None, problems
    return NewRecord(path, formatting.write(record, kind, _tags(catalogue))), ()


def _source(
    catalogue: Catalogue, given: Mapping[str, str], day: str
) -> tuple[str, dict[str, Any] | None]:
    """The id of the source of a form, and its values where no source has its link yet."""
    link = given.get("source_link", "")
    for identifier, known in catalogue.sources.items():
        if known.link and known.link.rstrip("/") == link.rstrip("/"):
            return identifier, None
    title = " ".join(given.get("source_title", "").split())
    tag = given.get("source_language", "")
    identifier = _free(slug(title)[:60].strip("-") or "source", catalogue.known_ids["sources"])
    shown_in = tag if tag in _tags(catalogue) else _tags(catalogue)[0]
    return identifier, {
        "id": identifier,
        "kind": WEB_PAGE,
        "title": {shown_in: title},
        "official_title": {tag: title},
        "publisher": {tag: " ".join(given.get("source_publisher", "").split())},
        "accessed": day,
        "languages": [tag],
        "link": link,
    }


def _country(catalogue: Catalogue, path: str, typed: str) -> tuple[str, tuple[Problem, ...]]:
    """The id of the country that somebody named in any language; a problem if it is none, or several."""
    ids = catalogue.ids("countries")
    found = {*named(catalogue, "countries", typed, ids)} & {*ids}
    if len(found) != 1:
        codes = {code for locale in _locales() for code in _codes(locale, typed)}
        found = {
            i for i, country in catalogue.countries.items() if country.alpha_2 in codes
        } or found
    if len(found) == 1:
        return found.pop(), ()
    hint = meant(catalogue, "countries", typed, found or ids)
    values = {"field": "country", "id": typed, "target": where("countries"), "hint": hint}
    return slug(typed) or "unknown", (problem("dangling-reference", path, Position(), **values),)


def _locales() -> Iterator[Locale]:
    """Every language that CLDR knows, once: without the ways regions write it."""
    for name in locale_identifiers():
        if "_" not in name:
            try:
                yield Locale.parse(name)
            except UnknownLocaleError:
                continue


def _codes(locale: Locale, typed: str) -> Iterator[str]:
    """The ISO 3166-1 codes of the territories that a language calls so."""
    wanted = folded(typed.strip())
    return (code for code, name in locale.territories.items() if folded(name) == wanted)


def _free(base: str, taken: frozenset[str]) -> str:
    number = 2
    name = base
    while name in taken:
        name, number = f"{base[:60]}-{number}", number + 1
    return name
