"""Everything in the three concept notes is on the site, and everything said to carry it is there.

The notes are no part of the project; `coverage/notes.yml` holds the beginning of each of their lines.
"""

from pathlib import Path
from typing import Any

import pytest
import yaml

from atlas.catalogue.catalogue import Catalogue, paragraphs
from atlas.catalogue.written_pages import insert_names, outline

LISTS = {
    "objective": "objectives",
    "theme": "themes",
    "service": "services",
    "principle": "principles",
    "role": "roles",
    "activity": "activities",
    "step": "steps",
    "result": "results",
    "connection": "connections",
}


@pytest.fixture(scope="module")
def table(project: Path) -> dict[str, list[dict[str, Any]]]:
    """Note → its lines, each with what carries it."""
    text = (project / "tests" / "coverage" / "notes.yml").read_text(encoding="utf-8")
    loaded: dict[str, list[dict[str, Any]]] = yaml.safe_load(text)
    return loaded


def carriers(table: dict[str, list[dict[str, Any]]]) -> list[str]:
    return sorted(
        {each for items in table.values() for item in items for each in item["carried_by"]}
    )


def test_every_line_is_carried_by_something(table: dict[str, list[dict[str, Any]]]) -> None:
    assert [item for items in table.values() for item in items if not item["carried_by"]] == []


def test_everything_said_to_carry_a_line_is_there(
    table: dict[str, list[dict[str, Any]]], real: Catalogue
) -> None:
    absent = [each for each in carriers(table) if not is_there(real, each)]
    assert absent == []


def is_there(catalogue: Catalogue, carrier: str) -> bool:
    where, _, part = carrier.partition("#")
    if where.startswith("content:"):
        path = where.removeprefix("content:") + "/"
        return all(
            path in pages and (not part or part in outline(pages[path]).heading_ids)
            for pages in catalogue.written.values()
        )
    kind, _, identifier = where.partition("/")
    record = catalogue.records[kind].get(identifier)
    if record is None:
        return False
    if not part:
        return True
    name, _, item = part.partition(":")
    if item:
        identifier, _, task = item.partition("/")
        found = [each for each in getattr(record, LISTS[name]) if each.id == identifier]
        return bool(found) and (not task or any(t.id == task for t in found[0].tasks))
    if name in type(record).model_fields:
        return bool(getattr(record, name))
    if kind == "resolutions":
        return any(p.id == name for p in paragraphs(catalogue.resolutions[identifier]))
    return kind == "scenarios" and any(
        option.id == name for option in catalogue.scenarios[identifier].options
    )


def test_every_line_is_carried_by_something_that_is_shown(
    table: dict[str, list[dict[str, Any]]], real: Catalogue
) -> None:
    """A list of a programme is shown where a page inserts it; everything else has a place of its own."""
    names = insert_names(real.programmes, real.codes["actors"], real.words)
    for pages in real.written.values():
        inserted = {m.value for page in pages.values() for m in outline(page).inserts} & names
        hidden = [
            item["item"]
            for items in table.values()
            for item in items
            if not any(is_shown(each, inserted) for each in item["carried_by"])
        ]
        assert hidden == []


def is_shown(carrier: str, inserted: set[str]) -> bool:
    where, _, part = carrier.partition("#")
    kind, _, identifier = where.partition("/")
    if kind != "programmes":
        return True
    name, _, item = part.partition(":")
    return bool(item) and f"{identifier} {LISTS[name]}" in inserted
