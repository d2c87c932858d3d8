"""Public records as tables: CSV (RFC 4180) and the Table Schema of each (Frictionless).

A text is one column per language (`name_es`, `name_en`), a list of codes one cell (`a;b`).
"""

import csv
import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from atlas.exports.public import Json, every_paragraph
from atlas.model.kinds import KINDS, for_each
from atlas.model.values import PARTIAL_DATE

Records = Mapping[str, Sequence[Json]]


@dataclass(frozen=True)
class Column:
    """One column. `path` leads to its value in a public record; without one the name does."""

    name: str
    type: Literal["id", "word", "text", "list", "date", "number", "flag"] = "word"
    path: str = ""
    target: str = ""

    def value(self, row: Json) -> Any:
        """The value in a row, or None where there is none on the way."""
        found: Any = row
        for step in (self.path or self.name).split("."):
            found = found.get(step) if isinstance(found, dict) else None
        return found


@dataclass(frozen=True)
class Table:
    """One table: its rows, its columns, and the columns that together name a row."""

    rows: Callable[[Records], Iterable[Json]]
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ("id",)


def _kind(kind: str) -> Callable[[Records], Iterable[Json]]:
    return lambda records: records[kind]


def _within(kind: str, part: str, name: str) -> Callable[[Records], Iterable[Json]]:
    """The parts of every record of a kind, each with the id of its record under `name`."""
    return lambda records: (
        {**row, name: record["id"]} for record in records[kind] for row in record[part]
    )


def _paragraphs(records: Records) -> Iterable[Json]:
    for resolution in records["resolutions"]:
        for paragraph in every_paragraph(resolution):
            yield {**paragraph, "resolution": resolution["id"], "status": resolution["status"]}


ID = Column("id", "id")
PARENT = Column("scenario", "id", target="scenarios")
GROUNDS = (Column("sources", "list"), Column("as_of", "date"))
REVIEWED = (*GROUNDS, Column("reviewed", "date"), Column("reviewed_by"))

TABLES: Mapping[str, Table] = for_each(
    (*KINDS, "country-treaties", "articles", "paragraphs", "options", "glossary"),
    {
        "countries": Table(
            _kind("countries"),
            (
                ID,
                Column("name", "text"),
                Column("alpha_2"),
                Column("alpha_3"),
                Column("m49"),
                Column("kind"),
                Column("regions", "list"),
                Column("networks", "list"),
                Column("alliances", "list"),
                Column("vpi_status"),
                Column("vpi_order", "number", "vpi.order"),
                Column("vpi_summary", "text", "vpi.summary"),
                Column("vpi_launched", "date", "vpi.launch.date"),
                Column("vpi_launch_reported", "date", "vpi.launch.reported_on"),
                Column("vpi_as_of", "date", "vpi.as_of"),
                Column("focal_point_nominated", "flag", "review.focal_point_nominated"),
                *REVIEWED,
            ),
        ),
        "country-treaties": Table(
            _within("countries", "treaties", "country"),
            (
                Column("country", "id", target="countries"),
                Column("treaty", "id", target="treaties"),
                Column("status"),
                Column("signed", "date"),
                Column("action"),
                Column("date", "date"),
                Column("certainty"),
                *GROUNDS,
            ),
            ("country", "treaty"),
        ),
        "networks": Table(
            _kind("networks"),
            (
                ID,
                Column("name", "text"),
                Column("region", "text"),
                Column("regions", "list"),
                Column("founded", "date", "founding.date"),
                Column("founding_event", path="founding.event"),
                Column("link"),
                Column("summary", "text"),
                *REVIEWED,
            ),
        ),
        "alliances": Table(
            _kind("alliances"),
            (
                ID,
                Column("name", "text"),
                Column("country", "id", target="countries"),
                Column("network"),
                Column("founded", "date", "founding.date"),
                Column("government_observer", "flag"),
                Column("link"),
                Column("summary", "text"),
                *REVIEWED,
            ),
        ),
        "resolutions": Table(
            _kind("resolutions"),
            (
                ID,
                Column("kind"),
                Column("status"),
                Column("session", "number"),
                Column("number"),
                Column("number_verified", "flag"),
                Column("date", "date"),
                Column("symbol"),
                Column("topic", "text"),
                Column("official_title", "text"),
                Column("themes", "list"),
                Column("proposers", "list"),
                Column("summary", "text"),
                *REVIEWED,
            ),
        ),
        "paragraphs": Table(
            _paragraphs,
            (
                Column("resolution", "id", target="resolutions"),
                ID,
                Column("number"),
                Column("status"),
                Column("verb"),
                Column("addressees", "list"),
                Column("topic", "text"),
                Column("summary", "text"),
                Column("themes", "list"),
                Column("deadline"),
                Column("usable_by", "list"),
                Column("usable_how", "text"),
            ),
            ("resolution", "id"),
        ),
        "scenarios": Table(
            _kind("scenarios"),
            (
                ID,
                Column("letter"),
                Column("name", "text"),
                Column("summary", "text"),
                Column("adds", "text"),
                Column("includes", "list"),
                Column("effort"),
                *REVIEWED,
            ),
        ),
        "options": Table(
            _within("scenarios", "options", "scenario"),
            (
                ID,
                PARENT,
                Column("name", "text"),
                Column("description", "text"),
                Column("first_move", "text"),
                Column("outcome", "text"),
                Column("actors", "list"),
                Column("needs", "list"),
                Column("effort"),
                Column("themes", "list"),
                *GROUNDS,
            ),
        ),
        "programmes": Table(
            _kind("programmes"),
            (
                ID,
                Column("name", "text"),
                Column("short", "text"),
                Column("summary", "text"),
                Column("link"),
                *REVIEWED,
            ),
        ),
        "treaties": Table(
            _kind("treaties"),
            (
                ID,
                Column("short", "text"),
                Column("official_title", "text"),
                Column("theme"),
                Column("depositary_number"),
                Column("adopted", "date"),
                Column("opened", "date"),
                Column("entry_into_force", "date"),
                Column("signatories", "number"),
                Column("link"),
                *REVIEWED,
            ),
        ),
        "articles": Table(
            _within("treaties", "articles", "treaty"),
            (
                Column("treaty", "id", target="treaties"),
                ID,
                Column("number", "number"),
                Column("title", "text"),
                Column("duty"),
                Column("also", "list"),
                Column("addressees", "list"),
                Column("summary", "text"),
                Column("themes", "list"),
            ),
            ("treaty", "id"),
        ),
        "events": Table(
            _kind("events"),
            (
                ID,
                Column("kind"),
                Column("title", "text"),
                Column("start", "date"),
                Column("end", "date"),
                Column("reported_on", "date"),
                Column("yearly", "flag"),
                Column("place", "text"),
                Column("country"),
                Column("mode"),
                Column("session", "number"),
                Column("themes", "list"),
                Column("networks", "list"),
                Column("countries", "list"),
                Column("programmes", "list"),
                Column("summary", "text"),
                *REVIEWED,
            ),
        ),
        "sources": Table(
            _kind("sources"),
            (
                ID,
                Column("kind"),
                Column("title", "text"),
                Column("official_title", "text"),
                Column("publisher", "text"),
                Column("published", "date"),
                Column("accessed", "date"),
                Column("languages", "list"),
                Column("symbol"),
                Column("link"),
            ),
        ),
        "vocabularies": Table(
            _within("vocabularies", "codes", "vocabulary"),
            (
                Column("vocabulary", "id"),
                ID,
                Column("label", "text"),
                Column("definition", "text"),
                Column("parent"),
                Column("rank", "number"),
                Column("m49"),
            ),
            ("vocabulary", "id"),
        ),
        "glossary": Table(
            _kind("glossary"),
            (
                ID,
                Column("term", "text"),
                Column("definition", "text"),
                Column("unverified", "list"),
                Column("see", "list"),
            ),
        ),
    },
)
"""Name of a table (and of its CSV file) → the table."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def cell(value: Any) -> str:
    """A value as the text of a cell that a spreadsheet never takes for a formula (OWASP)."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    text = ";".join(value) if isinstance(value, list) else str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text


def header(table: Table, tags: Sequence[str]) -> list[str]:
    """The names of the columns; that of a text once for each of the language `tags`, as `title_es`."""
    names = []
    for column in table.columns:
        names.extend([f"{column.name}_{tag}" for tag in tags] if _text(column) else [column.name])
    return names


def as_csv(table: Table, records: Records, tags: Sequence[str]) -> bytes:
    """A table as CSV (RFC 4180) in UTF-8, its header first.

    `records` are those of `public_records`; what is not known is an empty cell.
    """
    page = io.StringIO(newline="")
    writer = csv.writer(page)
    writer.writerow(header(table, tags))
    for row in table.rows(records):
        cells: list[str] = []
        for column in table.columns:
            value = column.value(row)
            cells.extend(
                [cell((value or {}).get(tag)) for tag in tags] if _text(column) else [cell(value)]
            )
        writer.writerow(cells)
    return page.getvalue().encode()


def _text(column: Column) -> bool:
    return column.type == "text"


_TYPES = {"number": "integer", "flag": "boolean"}


def schema(table: Table, tags: Sequence[str]) -> Json:
    """The Table Schema of a table. A date is a string: it may be known to the month or year only."""
    fields: list[Json] = []
    for column in table.columns:
        described: Json = {"type": _TYPES.get(column.type, "string")}
        if column.type == "date":
            described["constraints"] = {"pattern": PARTIAL_DATE}
        elif column.name in table.key:
            described["constraints"] = {"required": True}
        names = [f"{column.name}_{tag}" for tag in tags] if _text(column) else [column.name]
        fields.extend({"name": name, **described} for name in names)
    keys = [
        {"fields": c.name, "reference": {"resource": c.target, "fields": "id"}}
        for c in table.columns
        if c.target
    ]
    whole: Json = {"fields": fields, "missingValues": [""], "primaryKey": list(table.key)}
    return {**whole, "foreignKeys": keys} if keys else whole
