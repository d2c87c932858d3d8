"""The one registry of kinds: all that the program must know of a kind of record by its name.

To add a kind, write its class in `records` and its line here. What needs code of its own for each kind
(a title, a page, a public form) is a table made by `for_each`, which refuses to be imported while a
kind is missing from it: nothing is forgotten in silence.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from atlas.model.records import (
    Alliance,
    Convention,
    Country,
    Event,
    Glossary,
    History,
    Interface,
    Model,
    Network,
    Programme,
    Record,
    Resolution,
    Scenario,
    Source,
    Treaty,
    Vocabulary,
    Withheld,
)

Answer = TypeVar("Answer")


@dataclass(frozen=True)
class Kind:
    """One kind of record.

    `folder` is its folder in `data/` and its name in the public formats; `record` its class.
    `list_path` is the page that lists its records, counted from a language's root (empty where no
    page does), `list_file` the file one edits to change what that page itself says.
    `has_pages` says that each record has a page below the list; otherwise it is an anchor on it.
    `list_programme` is the field of the convention that names a programme of which the list tells more
    than the records: such a list is there before its first record; any other only with records.
    `new_name` is the word for `make new` (empty where no record is ever added that way).
    `names_organisation`: a record's name is that of an organisation, and goes where it is withheld.
    `is_stable`: a new record is so rare that the JSON Schema lists the ids there are.
    `is_closed`: the program or the data must know each record; the editing page adds none.
    """

    folder: str
    record: type[Record]
    list_path: str = ""
    list_file: str = ""
    has_pages: bool = False
    list_programme: str = ""
    new_name: str = ""
    names_organisation: bool = False
    is_stable: bool = False
    is_closed: bool = False

    def path(self, identifier: str) -> str:
        """Where a record is shown; only for kinds that are listed."""
        assert self.list_path, self.folder
        return (
            f"{self.list_path}{identifier}/" if self.has_pages else f"{self.list_path}#{identifier}"
        )


_ALL = (
    Kind(
        "countries",
        Country,
        "countries/",
        "data/vocabularies/vpi-statuses.yml",
        has_pages=True,
        new_name="country",
        is_stable=True,
        is_closed=True,
    ),
    Kind(
        "networks",
        Network,
        "networks/",
        "data/programmes/net4u.yml",
        has_pages=True,
        new_name="network",
        names_organisation=True,
    ),
    Kind(
        "alliances",
        Alliance,
        "alliances/",
        "data/programmes/nacsa4u.yml",
        has_pages=True,
        list_programme="alliances",
        new_name="alliance",
        names_organisation=True,
    ),
    Kind(
        "resolutions",
        Resolution,
        "resolutions/",
        "data/vocabularies/resolution-statuses.yml",
        has_pages=True,
        new_name="resolution",
    ),
    Kind(
        "scenarios",
        Scenario,
        "scenarios/",
        "data/interface.yml",
        has_pages=True,
        is_stable=True,
        is_closed=True,
    ),
    Kind("programmes", Programme, is_stable=True, is_closed=True),
    Kind(
        "treaties",
        Treaty,
        "treaties/",
        "data/vocabularies/treaty-statuses.yml",
        has_pages=True,
        is_stable=True,
        is_closed=True,
    ),
    Kind("events", Event, "calendar/", "data/vocabularies/event-kinds.yml", new_name="event"),
    Kind("sources", Source, "sources/", "data/vocabularies/source-kinds.yml", new_name="source"),
    Kind("vocabularies", Vocabulary, is_closed=True),
)

KINDS: Mapping[str, Kind] = {kind.folder: kind for kind in _ALL}
"""Folder of data → its kind, in the order in which pages and formats name them."""

RECORDS: dict[str, type[Record]] = {kind.folder: kind.record for kind in _ALL}
"""Folder of data → the class of its records."""

DOCUMENTS: dict[str, type[Model]] = {
    "convention": Convention,
    "glossary": Glossary,
    "interface": Interface,
    "history": History,
    "withhold": Withheld,
}
"""Single file of data → its class."""


def folders(wanted: Callable[[Kind], bool]) -> tuple[str, ...]:
    """The folders of the kinds of which something holds, in the registry's order."""
    return tuple(kind.folder for kind in _ALL if wanted(kind))


LISTED = folders(lambda kind: bool(kind.list_path))
PAGED = folders(lambda kind: kind.has_pages)
SHOWN = tuple(folder for folder in KINDS if folder != "vocabularies")
"""Kinds whose records pages name and link to: a code of a vocabulary is only a word on them."""


def for_each(folders: Iterable[str], answers: Mapping[str, Answer]) -> Mapping[str, Answer]:
    """The answers as given, one for each of some kinds (or of what else is named in `folders`).

    Raises TypeError, at import where such tables are made, if one has no answer or an answer no kind.
    """
    if different := {*folders} ^ {*answers}:
        raise TypeError(
            f"one answer is needed for each kind; look at: {', '.join(sorted(different))}"
        )
    return answers
