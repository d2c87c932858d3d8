"""The small values records are made of: dates of any precision, bilingual texts, ids, links."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Self

from pydantic import (
    AfterValidator,
    ConfigDict,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    RootModel,
    Strict,
    StringConstraints,
    WithJsonSchema,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

Location = tuple[str | int, ...]
"""Where a value stands in a document: keys and list indexes from the top."""

EARLIEST_YEAR, LATEST_YEAR = 1945, 2100

# As JSON Schema says them, to whoever checks as one types.
PARTIAL_DATE = r"^\d{4}(-\d{2}(-\d{2})?)?$"
FULL_DATE = r"^\d{4}-\d{2}-\d{2}$"
WEB_ADDRESS = r"^https?://[^\s<>\u0022'\\^`{|}]+$"


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A calendar date known to the year, the month or the day (ISO 8601 reduced precision)."""

    year: int
    month: int | None = None
    day: int | None = None

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read `2024`, `2024-10` or `2024-10-14`; raise ValueError for anything else."""
        match = re.fullmatch(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", text, re.ASCII)
        if not match:
            raise ValueError(text)
        year, month, day = (int(part) if part else None for part in match.groups())
        assert year is not None
        if not EARLIEST_YEAR <= year <= LATEST_YEAR:
            raise ValueError(text)
        date(year, 1 if month is None else month, 1 if day is None else day)
        return cls(year, month, day)

    def isoformat(self) -> str:
        """The date as ISO 8601 writes it, with no more precision than is known."""
        parts = [f"{self.year:04}"]
        if self.month:
            parts.append(f"{self.month:02}")
        if self.day:
            parts.append(f"{self.day:02}")
        return "-".join(parts)

    __str__ = isoformat

    @property
    def first_day(self) -> date:
        """The earliest day this date can mean."""
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def last_day(self) -> date:
        """The latest day this date can mean."""
        if self.day:
            return self.first_day
        month = self.month or 12
        following = date(self.year + month // 12, month % 12 + 1, 1)
        return date.fromordinal(following.toordinal() - 1)

    @property
    def sort_key(self) -> tuple[int, int, int]:
        """Order by time; the less precise of two dates comes first."""
        return (self.year, self.month or 0, self.day or 0)

    @classmethod
    def __get_pydantic_core_schema__(
        cls, source: type[Any], handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(
            cls._validate, serialization=core_schema.to_string_ser_schema()
        )

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return {
            "type": ["string", "integer"],
            "pattern": PARTIAL_DATE,
            "examples": ["2024-10-14", "2024-10", "2024"],
        }

    @classmethod
    def _validate(cls, value: object) -> Self:
        if isinstance(value, cls):
            return value
        # A year alone is a whole number to YAML.
        if isinstance(value, int) and not isinstance(value, bool):
            value = str(value)
        try:
            if not isinstance(value, str):
                raise ValueError(value)
            return cls.parse(value)
        except ValueError:
            raise PydanticCustomError("wrong-date", "not a date") from None


def _day(value: PartialDate) -> PartialDate:
    if value.day is None:
        raise PydanticCustomError("wrong-date", "not a full date")
    return value


Day = Annotated[
    PartialDate,
    AfterValidator(_day),
    WithJsonSchema({"type": "string", "pattern": FULL_DATE, "examples": ["2024-10-14"]}),
]
"""A date known to the day."""

MARKUP = re.compile(r"<\s*[/!?]?\s*[a-zA-Z][^<]*>|<!--|&#?\w+;|javascript\s*:", re.IGNORECASE)
EMAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]*\w")
PHONE = re.compile(
    r"(?<![\w/.-])(?:\+|00)\d[\d\s().-]{6,}\d|(?<![\w/.-])\(\d{2,4}\)\s?\d{3,4}[\s-]\d{3,4}\b"
)
MAXIMUM_TEXT = 4000


HIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def hidden_characters(text: str) -> list[str]:
    """The bidirectional controls and other invisible control characters in a text, as `U+202E`.

    A reader cannot see them, and they can make a text read as what it is not (CVE-2021-42574).
    """
    return [f"U+{ord(character):04X}" for character in HIDDEN.findall(text)]


def _plain(text: str) -> str:
    if hidden := hidden_characters(text):
        raise PydanticCustomError("hidden-character", "hidden", {"found": ", ".join(hidden)})
    if not text.strip():
        raise PydanticCustomError("empty-text", "empty")
    if found := MARKUP.search(text):
        raise PydanticCustomError("markup", "markup", {"found": found[0]})
    if found := EMAIL.search(text) or PHONE.search(text):
        raise PydanticCustomError("personal-contact", "contact", {"found": found[0]})
    return " ".join(text.split())


Line = Annotated[str, Strict(), StringConstraints(max_length=MAXIMUM_TEXT), AfterValidator(_plain)]
"""Plain text: no markup, no contact details, white space folded."""

LanguageTag = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")]
"""A BCP 47 language tag in its usual short form."""


class Text(RootModel[dict[LanguageTag, Line]]):
    """One text in as many languages as it exists in; at least one."""

    model_config = ConfigDict(frozen=True)

    def model_post_init(self, context: Any) -> None:
        """Refuse a text in no language."""
        if not self.root:
            raise PydanticCustomError("empty-text", "empty")

    def __getitem__(self, language: str) -> str:
        return self.root[language]

    def __contains__(self, language: str) -> bool:
        return language in self.root

    def languages(self) -> Iterator[str]:
        """The languages it exists in, in the order of the file."""
        return iter(self.root)

    def items(self) -> Mapping[str, str]:
        """Language tag → text."""
        return self.root


class OfficialText(Text):
    """A title or name somebody else gave. A language it was never seen in is not a missing translation."""


def slug(text: str) -> str:
    """An id made from a name: `Alianza de México` → `alianza-de-mexico`."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    letters = "".join(c for c in plain if not unicodedata.combining(c))
    return re.sub(r"[^a-z0-9]+", "-", letters).strip("-")[:64].strip("-")


class Ref:
    """Marks an id as a reference: `kind` is a folder of data, or `kind.part` for what records hold."""

    def __init__(self, target: str) -> None:
        self.target = target

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return handler(schema) | {"x-ref": self.target}


Slug = Annotated[
    str, Strict(), StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=64)
]
"""An id: lower-case letters, digits and single hyphens."""


def _link(url: str) -> str:
    if not re.fullmatch(WEB_ADDRESS, url):
        raise PydanticCustomError("unsafe-link", "unsafe link")
    return url


Link = Annotated[
    str,
    Strict(),
    AfterValidator(_link),
    WithJsonSchema({"type": "string", "pattern": WEB_ADDRESS}),
]
"""A web address; only http and https are allowed."""


PagePath = Annotated[
    str,
    Strict(),
    StringConstraints(
        pattern=r"^([a-z0-9]+(-[a-z0-9]+)*/)+(#[a-z0-9]+(-[a-z0-9]+)*)?$", max_length=200
    ),
]
"""A page of the site, counted from a language's root, perhaps with a heading: `guide/vpi/#steps`."""


def _mailbox(address: str) -> str:
    if not EMAIL.fullmatch(address):
        raise PydanticCustomError("unsafe-link", "not an address")
    return address


Mailbox = Annotated[str, Strict(), AfterValidator(_mailbox)]
"""The public mailbox of an office; never a person's."""

Count = Annotated[int, Strict()]
Flag = Annotated[bool, Strict()]
