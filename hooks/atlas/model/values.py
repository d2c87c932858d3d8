"""The small values records are made of: dates of any precision, bilingual texts, ids, links."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from html import unescape
from typing import Annotated, Any, Self

import nh3
from pydantic import (
    AfterValidator,
    ConfigDict,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    PrivateAttr,
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
SITE_LINK = rf"^/?([a-z0-9-]+/)+$|^/?([a-z0-9-]+/)*#[a-z0-9-]+$|^/$|{WEB_ADDRESS}"


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

# What closes a tag however it stands open: its name, or a value in double, in single or in no quotes.
_CLOSED = '">\'>">'
_LIKE_MARKUP = re.compile(r"<[a-zA-Z/!?][^<>]*>?|&(?:#\w{1,8}|\w{1,32});?")
_SCRIPT = re.compile(r"javascript\s*:", re.IGNORECASE)


def markup(text: str) -> str | None:
    """The first thing in a text that a browser could take for more than the text it is; None if none.

    That is what the tokenizer of the HTML standard takes for a tag (closed or not), a comment or a
    declaration, or for a character reference; and the scheme of a script, which no honest text has.
    """
    if nh3.is_html(text + _CLOSED) or unescape(text) != text:
        candidates = (match[0] for match in _LIKE_MARKUP.finditer(text))
        # What it begins with is told; the rest may be long.
        return next((m for m in candidates if m[0] == "<" or unescape(m) != m), "<")
    script = _SCRIPT.search(text)
    return script[0] if script else None


EMAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]*\w")
PHONE = re.compile(
    r"(?<![\w/.-])(?:\+|00)\d[\d\s().-]{6,}\d|(?<![\w/.-])\(\d{2,4}\)\s?\d{3,4}[\s-]\d{3,4}\b"
)
MAXIMUM_TEXT = 4000


_INVISIBLE = (
    r"\x00-\x08\x0b-\x1f\x7f-\x9f"  # controls; a tab and the end of a line are white space
    r"\u00ad"  # soft hyphen: browsers hyphenate by themselves, and a name with one is not found
    r"\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\uffa0"  # fillers that show nothing
    r"\u061c\u200e\u200f\u202a-\u202e\u2066-\u206f"  # direction of writing
    r"\u200b\u2060-\u2065\ufeff"  # zero width
    r"\u2028\u2029"  # ends of lines that count as such to some programs only
    r"\ufe00-\ufe0f\ufff0-\ufffb"  # variants of a sign, marks of annotations
    r"\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"  # no characters at all
    + "".join(rf"\U{plane:04x}fffe\U{plane:04x}ffff" for plane in range(1, 17))
    + r"\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"  # marks of shorthand and of scores
    + r"\U000e0000-\U000e0fff"  # tags: text that is not shown
)
# Persian, Urdu and the scripts of India need a joiner or its opposite after a letter.
_JOINING = r"\u0600-\u08ff\u0900-\u0dff\u1000-\u109f\u1780-\u17b3\u17b6-\u17ff"
HIDDEN = re.compile(rf"[{_INVISIBLE}]|(?<![{_JOINING}])[\u200c\u200d]")
"""A character that nobody sees and that may make a text another than it seems."""


def hidden_characters(text: str) -> list[str]:
    """The invisible characters and noncharacters in a text, as `U+202E`.

    A reader cannot see them, and they can make a text read as what it is not (CVE-2021-42574) or keep
    a name from being found.
    """
    return [f"U+{ord(character):04X}" for character in HIDDEN.findall(text)]


def _plain(text: str) -> str:
    if hidden := hidden_characters(text):
        raise PydanticCustomError("hidden-character", "hidden", {"found": ", ".join(hidden)})
    if not text.strip():
        raise PydanticCustomError("empty-text", "empty")
    if (code := markup(text)) is not None:
        raise PydanticCustomError("markup", "markup", {"found": code})
    if found := EMAIL.search(text) or PHONE.search(text):
        raise PydanticCustomError("personal-contact", "contact", {"found": found[0]})
    return " ".join(text.split())


Line = Annotated[str, Strict(), StringConstraints(max_length=MAXIMUM_TEXT), AfterValidator(_plain)]
"""Plain text: no markup, no contact details, white space folded."""

Name = Annotated[str, Strict(), StringConstraints(pattern=r"^[a-z0-9]+([_-][a-z0-9]+)*$")]
"""What a template calls a text of the interface."""

FINGERPRINT = r"sha256:[0-9a-f]{64}"


def _name(text: str) -> str:
    # The digits of a hash may look like those of a telephone.
    return text if re.fullmatch(FINGERPRINT, text) else _plain(text)


WithheldName = Annotated[
    str, Strict(), StringConstraints(max_length=MAXIMUM_TEXT), AfterValidator(_name)
]
"""A name as plain text, or its fingerprint: `sha256:` and 64 hexadecimal digits."""

LanguageTag = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")]
"""A BCP 47 language tag in its usual short form."""


class Text(RootModel[dict[LanguageTag, Line]]):
    """One text in as many languages as it exists in; at least one."""

    model_config = ConfigDict(frozen=True)
    _key: str = PrivateAttr("")

    def model_post_init(self, context: Any) -> None:
        """Refuse a text in no language."""
        super().model_post_init(context)
        if not self.root:
            raise PydanticCustomError("empty-text", "empty")

    def __eq__(self, other: object) -> bool:
        """Whether both say the same, wherever they stand."""
        return isinstance(other, type(self)) and other.root == self.root

    def __hash__(self) -> int:
        """The same for texts that say the same."""
        return hash(frozenset(self.root.items()))

    @property
    def key(self) -> str:
        """The file it was read from and where it stands there, `file#place`; empty if it was not read."""
        return self._key

    def stand_at(self, key: str) -> None:
        """Remember where it stands."""
        self._key = key

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
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
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
    return _address(url, WEB_ADDRESS)


def _site_link(link: str) -> str:
    return _address(link, SITE_LINK)


def _address(link: str, pattern: str) -> str:
    if hidden := hidden_characters(link):
        raise PydanticCustomError("hidden-character", "hidden", {"found": ", ".join(hidden)})
    if not re.fullmatch(pattern, link):
        raise PydanticCustomError("unsafe-link", "unsafe link")
    return link


Link = Annotated[
    str,
    Strict(),
    AfterValidator(_link),
    WithJsonSchema({"type": "string", "pattern": WEB_ADDRESS}),
]
"""A web address; only http and https are allowed."""

SiteLink = Annotated[
    str,
    Strict(),
    AfterValidator(_site_link),
    WithJsonSchema({"type": "string", "pattern": SITE_LINK}),
]
"""A path on the site, such as `countries/` or `glossary/#vpi`, or a web address."""


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
