"""A depositary's status table against the data: what differs in words, and the files that would say it."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from atlas.catalogue import formatting
from atlas.catalogue.catalogue import Catalogue
from atlas.catalogue.validation import validate
from atlas.catalogue.yaml_reader import Document, read
from atlas.editing.importing.depositary import Act, Declaration, Participant, StatusTable
from atlas.editing.importing.phrases import PHRASES
from atlas.editing.importing.refusal import RefusedError, say
from atlas.model.kinds import RECORDS
from atlas.model.languages import Language, folded
from atlas.model.records import Country, TreatyStatus

SIGNATORY, NO_ACTION = "signatory", "no-action"
PREFERRED_KINDS = ("treaty-collection", "data-set")

_NAMES_SHOWN = 40


@dataclass
class Difference:
    """What a table changes: names of countries by what happens to them, and the values to be written."""

    became_parties: list[str] = field(default_factory=list)
    became_signatories: list[str] = field(default_factory=list)
    dates_differ: list[str] = field(default_factory=list)
    confirmed: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    notes_dropped: list[str] = field(default_factory=list)
    entry: list[str] = field(default_factory=list)
    page_notes: list[str] = field(default_factory=list)
    declared: list[str] = field(default_factory=list)
    statuses: dict[str, dict[str, Any]] = field(default_factory=dict)
    """Id of a country → its new status."""


def names_of(catalogue: Catalogue) -> dict[str, str]:
    """A State's names as the depositary writes them, folded → its id."""
    english = Language("en", "English")
    found: dict[str, str] = {}
    for country in catalogue.countries.values():
        own = [
            english.territory(country.alpha_2) or "",
            *PHRASES.participants.get(country.alpha_2, ()),
        ]
        own += country.name.root.values() if country.name else ()
        found |= {_plain(name): country.id for name in own if name}
    for country in catalogue.countries.values():  # what people say comes after what States say
        for names in country.other_names:
            for name in names.root.values():
                found.setdefault(_plain(name), country.id)
    return found


def _plain(name: str) -> str:
    return " ".join(folded(name.replace("’", "'").replace("&", "and")).split())


def matched(catalogue: Catalogue, table: StatusTable) -> tuple[dict[str, Participant], list[str]]:
    """Id of a country → its row, and the names that no record has. Raises RefusedError for doubles."""
    known = names_of(catalogue)
    found: dict[str, Participant] = {}
    unknown: list[str] = []
    for row in table.participants:
        identifier = known.get(_plain(row.name))
        if identifier is None:
            unknown.append(row.name)
        elif identifier in found:
            raise RefusedError(
                "same-country", first=found[identifier].name, second=row.name, country=identifier
            )
        else:
            found[identifier] = row
    return found, unknown


def difference(catalogue: Catalogue, table: StatusTable, treaty: str, source: str) -> Difference:
    """What a table changes for the States on record. Raises RefusedError where it cannot be known."""
    rows, unknown = matched(catalogue, table)
    if unknown:
        raise RefusedError("unknown-names", names="; ".join(unknown))
    made = Difference()
    notes = dict(table.notes)
    declared = _declared(catalogue, table)
    for identifier, country in sorted(catalogue.countries.items()):
        row = rows.get(identifier, Participant(""))
        before = next((each for each in country.treaties if each.treaty == treaty), None)
        after = _status(catalogue, row, treaty, table.as_of, source)
        name = _name(catalogue, country)
        _compare(catalogue, made, name, before, after)
        if identifier in declared:
            made.declared.append(name)
        _note_declared(catalogue, after, declared.get(identifier))
        made.statuses[identifier] = after
        made.page_notes += [f"{name} {n}: {notes[n]}" for n in row.notes if n in notes]
        if after["status"] == _party(catalogue) and name in made.became_parties and "date" in after:
            in_force = catalogue.treaties[treaty].entry_into_force.first_day
            made.entry.append(f"{name} {entry_into_force(after['date'], in_force).isoformat()}")
    return made


def entry_into_force(deposited: str, treaty: date) -> date:
    """When a treaty binds a State: so many days after its deposit, but not before the treaty is in force."""
    return max(treaty, date.fromisoformat(deposited) + timedelta(days=PHRASES.days_to_entry))


def _declared(catalogue: Catalogue, table: StatusTable) -> dict[str, Declaration]:
    """Id of a country → what it declared. Raises RefusedError for names that no record has."""
    known = names_of(catalogue)
    unknown = [each.name for each in table.declarations if _plain(each.name) not in known]
    if unknown:
        raise RefusedError("unknown-names", names="; ".join(unknown))
    found: dict[str, Declaration] = {}
    for each in table.declarations:
        identifier = known[_plain(each.name)]
        before = found.get(identifier, Declaration(each.name, ()))
        found[identifier] = Declaration(
            each.name,
            tuple(dict.fromkeys((*before.kinds, *each.kinds))),
            tuple(dict.fromkeys((*before.days, *each.days))),
        )
    return found


def _note_declared(
    catalogue: Catalogue, status: dict[str, Any], declared: Declaration | None
) -> None:
    """Say in the note of a status what its State declared; what an earlier page said of it goes."""
    note = dict(status.pop("note", {}))
    for language in catalogue.languages:
        words = PHRASES.declared.get(language.tag)
        if not words:
            continue
        start = re.escape(words["said"].partition("{")[0])
        kept = re.sub(rf"\s*{start}[^.]*\.", "", note.get(language.tag, "")).strip()
        said = ""
        if declared:
            said = words["said"].format(kinds=language.listing([words[k] for k in declared.kinds]))
            days = [language.date(date.fromisoformat(day)) for day in declared.days]
            said = f"{said[:-1]} ({language.listing(days)})." if days else said
        if text := f"{kept} {said}".strip():
            note[language.tag] = text
        else:
            note.pop(language.tag, None)
    if note:
        status["note"] = note


def _party(catalogue: Catalogue) -> str:
    codes = catalogue.codes["treaty-statuses"].values()
    return next(code.id for code in codes if code.role == "party")


def _standing(acts: Sequence[Act]) -> Act | None:
    """The last act of a cell that was not withdrawn."""
    return next((act for act in reversed(acts) if not act.withdrawn), None)


def _status(
    catalogue: Catalogue, row: Participant, treaty: str, as_of: str, source: str
) -> dict[str, Any]:
    signed, bound = _standing(row.signature), _standing(row.binding)
    status: dict[str, Any] = {"treaty": treaty, "status": NO_ACTION}
    if bound:
        action = PHRASES.letters[bound.letter]
        if action not in catalogue.codes["treaty-actions"]:
            raise RefusedError("unknown-action", name=row.name, action=action)
        status |= {"status": _party(catalogue), "action": action, "date": bound.day}
    elif signed:
        status["status"] = SIGNATORY
    if signed:
        status["signed"] = signed.day
    return status | {"certainty": "high", "sources": [source], "as_of": as_of}


def _compare(
    catalogue: Catalogue,
    made: Difference,
    name: str,
    before: TreatyStatus | None,
    after: dict[str, Any],
) -> None:
    party = _party(catalogue)
    rank = {NO_ACTION: 0, SIGNATORY: 1, party: 2}
    old = before.status if before else NO_ACTION
    if before and before.as_of.isoformat() > after["as_of"]:
        raise RefusedError(
            "older", as_of=after["as_of"], newer=before.as_of.isoformat(), country=name
        )
    if rank.get(after["status"], 0) < rank.get(old, 0):
        made.removed.append(name)
    elif after["status"] == party and old != party:
        made.became_parties.append(name)
    elif after["status"] == SIGNATORY and old != SIGNATORY:
        made.became_signatories.append(name)
    elif (
        before
        and after["status"] == old
        and _dates(before)
        != {key: str(after[key]) for key in ("signed", "action", "date") if key in after}
    ):
        made.dates_differ.append(name)
    else:
        made.confirmed.append(name)
    if before and before.note and after["status"] == old and name in made.confirmed:
        after["note"] = dict(before.note.root)
    elif before and before.note:
        made.notes_dropped.append(name)


def _dates(status: TreatyStatus) -> dict[str, str]:
    values = {"signed": status.signed, "action": status.action, "date": status.date}
    return {name: str(value) for name, value in values.items() if value}


def _name(catalogue: Catalogue, country: Country) -> str:
    tag = "en" if any(language.tag == "en" for language in catalogue.languages) else ""
    own = country.name.root.get(tag) if country.name else None
    return own or Language("en", "English").territory(country.alpha_2) or country.id


def words(made: Difference) -> str:
    """A difference in words, in every language of messages."""
    lines = []
    for code, listed in (
        ("became-parties", made.became_parties),
        ("became-signatories", made.became_signatories),
        ("dates-differ", made.dates_differ),
        ("removed", made.removed),
    ):
        if listed:
            lines.append(say(code, count=str(len(listed)), names=_listed(listed)))
    lines.append(say("confirmed", count=str(len(made.confirmed))))
    for code, listed in (
        ("note-dropped", made.notes_dropped),
        ("entry", made.entry),
        ("page-notes", made.page_notes),
        ("declared", made.declared),
    ):
        if listed:
            lines.append(say(code, names=_listed(listed)))
    return "\n".join(lines)


def as_read(table: StatusTable) -> str:
    """What a table holds, beside the totals it prints, in every language of messages."""
    signatories, parties = table.counted()
    printed = f"{table.signatories or 0} / {table.parties}" if table.parties is not None else "–"
    return say(
        "as-read",
        title=table.title or table.number or "?",
        as_of=table.as_of or "?",
        participants=str(len(table.participants)),
        signatories=str(signatories),
        parties=str(parties),
        printed=printed,
    )


def _listed(names: Iterable[str]) -> str:
    every = list(names)
    shown = "; ".join(every[:_NAMES_SHOWN])
    return shown if len(every) <= _NAMES_SHOWN else f"{shown}; … +{len(every) - _NAMES_SHOWN}"


# --- files ------------------------------------------------------------------------------------------


def source_id(treaty: str, as_of: str) -> str:
    """The id of the source record of a page: there is one for each day it was read as of."""
    return f"untc-{treaty}-{as_of}"


def files(
    root: Path, catalogue: Catalogue, table: StatusTable, treaty: str, made: Difference, today: date
) -> dict[str, str]:
    """Path → content of every file that a difference changes: countries, the treaty, the source.

    They are made from the files themselves, which may hold what the catalogue keeps out.
    """
    tags = [language.tag for language in catalogue.languages]
    source = source_id(treaty, table.as_of)
    found = {}
    for identifier, status in made.statuses.items():
        path = f"data/countries/{identifier}.yml"
        values = _values(root, path)
        others = [each for each in values["treaties"] if each["treaty"] != treaty]
        index = next(
            (i for i, each in enumerate(values["treaties"]) if each["treaty"] == treaty),
            len(others),
        )
        values["treaties"] = [*others[:index], status, *others[index:]]
        found[path] = _written("countries", path, values, tags)
    path = f"data/treaties/{treaty}.yml"
    found[path] = _written("treaties", path, _counted(_values(root, path), table, source), tags)
    path = f"data/sources/{source}.yml"
    found[path] = _written("sources", path, _source(catalogue, table, treaty, today), tags)
    return found


def _values(root: Path, path: str) -> dict[str, Any]:
    value = read(path, (root / path).read_bytes()).value
    assert isinstance(value, dict)
    return value


def _written(kind: str, path: str, values: Mapping[str, Any], tags: Sequence[str]) -> str:
    record: BaseModel | None
    record, problems = validate(Document(path, dict(values)), RECORDS[kind])
    if record is None or problems:
        raise RefusedError("data-errors")
    return formatting.write(record, kind, tags)


def _counted(values: dict[str, Any], table: StatusTable, source: str) -> dict[str, Any]:
    signatories, parties = table.counted()
    count = {"parties": parties, "certainty": "high", "sources": [source], "as_of": table.as_of}
    others = [each for each in values.get("counts", []) if str(each["as_of"]) != table.as_of]
    values["counts"] = sorted([*others, count], key=lambda each: str(each["as_of"]))
    values["sources"] = list(dict.fromkeys([*values["sources"], source]))
    values["as_of"] = max(str(values["as_of"]), table.as_of)
    if table.signed:
        values["signatories"] = signatories
    return values


def _source(catalogue: Catalogue, table: StatusTable, treaty: str, today: date) -> dict[str, Any]:
    short = catalogue.treaties[treaty].short
    tags = [language.tag for language in catalogue.languages]
    day = date.fromisoformat(table.as_of)
    said = {language.tag: language.date(day) for language in catalogue.languages}
    title = {
        "es": "{}: situación al {}, según el depositario",
        "en": "{}: status as at {}, from the depositary",
    }
    publisher = {
        "es": "Naciones Unidas (Colección de Tratados)",
        "en": "United Nations (Treaty Collection)",
    }
    kinds = catalogue.codes["source-kinds"]
    return {
        "id": source_id(treaty, table.as_of),
        "kind": next((kind for kind in PREFERRED_KINDS if kind in kinds), PREFERRED_KINDS[0]),
        "title": {t: title[t].format(short[t], said[t]) for t in tags if t in title and t in short},
        "publisher": {t: publisher[t] for t in tags if t in publisher},
        "published": table.as_of,
        "accessed": today.isoformat(),
        "languages": ["en"],
    }
