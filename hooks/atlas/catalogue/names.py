"""Names that are kept out, known by fingerprints only: to find them in a text is to hash its words.

Two spellings of a name are one if they are alike after Unicode normalization, case folding and the
removal of what cannot be seen, whatever their spaces, hyphens and quotes.
"""

import hashlib
import html
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

PREFIX = "sha256:"
BLANK = "[…]"
LONGEST = 24
"""How many words and marks a name may have to be found by a fingerprint given from outside."""

# Default_Ignorable_Code_Point of the Unicode Character Database (DerivedCoreProperties.txt, 16.0).
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    "\U000e0000-\U000e0fff]"
)
# What different keyboards and word processors write for one sign.
_ALIKE = str.maketrans(
    {
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d", "-"),
        **dict.fromkeys("\u2018\u2019\u201a\u201b\u02bc\u02b9\u00b4`", "'"),
        **dict.fromkeys("\u201c\u201d\u201e\u201f\u00ab\u00bb", '"'),
    }
)
_TOKEN = re.compile(r"\w+|[^\w\s]")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|\w{2,31});")
_LINK_TARGET = re.compile(r"\]\([^)\s]*\)|\]\[[^\]]*\]")
# The end of a line, and what makes the next one part of the same quotation.
_QUOTED_LINE = re.compile(r"\n[ \t]*(?:>[ \t]*)+")
_MARKS = "*_`~[]\\"
"""What Markdown puts between or around words and no reader sees."""


def normalized(name: str) -> str:
    """A name as it is compared: NFKC, case folded, nothing invisible, one space between words."""
    # Twice, as folding may undo what normalizing did (Unicode 16, 3.13.5).
    once = unicodedata.normalize("NFKC", _INVISIBLE.sub("", name)).casefold()
    again = unicodedata.normalize("NFKC", _INVISIBLE.sub("", once).translate(_ALIKE))
    return " ".join(again.split())


def fingerprint(name: str) -> str:
    """`sha256:` and the hash, in hexadecimal, of the UTF-8 bytes of a normalized name."""
    return PREFIX + hashlib.sha256(normalized(name).encode()).hexdigest()


def length(name: str) -> int:
    """How many words and marks a name has."""
    return len(_TOKEN.findall(normalized(name)))


@dataclass(frozen=True)
class Names:
    """Some names by their fingerprints, and how long they are; None if some length is not known."""

    fingerprints: frozenset[str] = frozenset()
    lengths: frozenset[int] | None = frozenset()

    @classmethod
    def of(cls, names: Iterable[str]) -> "Names":
        """From names as written, or as fingerprints."""
        prints: set[str] = set()
        lengths: set[int] = set()
        unknown = False
        for name in names:
            if name.startswith(PREFIX):
                prints.add(name)
                unknown = True
            elif normalized(name):
                prints.add(fingerprint(name))
                lengths.add(length(name))
        return cls(frozenset(prints), None if unknown else frozenset(lengths))

    def __bool__(self) -> bool:
        return bool(self.fingerprints)

    def __or__(self, other: "Names") -> "Names":
        either = self.lengths is None or other.lengths is None
        lengths = None if either else (self.lengths or frozenset()) | (other.lengths or frozenset())
        return Names(self.fingerprints | other.fingerprints, lengths)

    def found(self, text: str, *, markdown: bool = False) -> tuple[tuple[int, int, str], ...]:
        """Where each of the names stands in a text: start, end and fingerprint, the longest first.

        In Markdown, names are found through marks and entities, as a reader of the page sees them.
        """
        return _found(self, text, markdown) if self.fingerprints else ()

    def is_one(self, text: str) -> str | None:
        """The fingerprint of a text that is one of the names as a whole; else None."""
        return (
            own if self.fingerprints and (own := fingerprint(text)) in self.fingerprints else None
        )

    def blanked(self, text: str, *, markdown: bool = False) -> str:
        """A text with BLANK in the place of each of the names."""
        for start, end in reversed(_joined(self.found(text, markdown=markdown))):
            text = f"{text[:start]}{BLANK}{text[end:]}"
        return text


# While a site is served, the same texts are looked through after every edit.
@lru_cache(maxsize=65536)
def _found(names: Names, text: str, markdown: bool) -> tuple[tuple[int, int, str], ...]:
    plain, origins = _seen(text, markdown)
    tokens = [(match.start(), match.end()) for match in _TOKEN.finditer(plain)]
    lengths = sorted(range(1, LONGEST + 1) if names.lengths is None else names.lengths)
    return tuple(
        (origins[start][0], origins[end - 1][1], own)
        for start, end in _windows(tokens, lengths)
        if (own := PREFIX + hashlib.sha256(plain[start:end].encode()).hexdigest())
        in names.fingerprints
    )


def _windows(tokens: list[tuple[int, int]], lengths: list[int]) -> Iterator[tuple[int, int]]:
    """Every run of neighbouring tokens of some lengths, as where it starts and ends."""
    for first, (start, _) in enumerate(tokens):
        for number in lengths:
            if first + number > len(tokens):
                break
            yield start, tokens[first + number - 1][1]


def _joined(found: Iterable[tuple[int, int, str]]) -> list[tuple[int, int]]:
    """Where names stand, those that overlap as one, in order."""
    joined: list[tuple[int, int]] = []
    for start, end, _ in sorted(found):
        if joined and start < joined[-1][1]:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, end))
    return joined


def _seen(text: str, markdown: bool) -> tuple[str, list[tuple[int, int]]]:
    """A text in its normal form, and for each character of that where it comes from in the text."""
    plain: list[str] = []
    origins: list[tuple[int, int]] = []
    for start, end in _clusters(text, markdown):
        piece = text[start:end]
        if markdown and (piece in _MARKS or piece.startswith(("](", "]["))):
            continue
        if markdown:
            piece = html.unescape(piece) if piece.startswith("&") else _QUOTED_LINE.sub("\n", piece)
        own = _normalized_piece(piece)
        if own.startswith(" ") and (not plain or plain[-1] == " "):
            own = own[1:]
        plain.extend(own)
        origins.extend([(start, end)] * len(own))
    return "".join(plain), origins


@lru_cache(maxsize=4096)
def _normalized_piece(piece: str) -> str:
    # What hides behind a space does not undo it.
    return f" {normalized(piece[1:])}" if piece[0].isspace() else normalized(piece)


def _clusters(text: str, markdown: bool) -> Iterator[tuple[int, int]]:
    """The pieces of a text that are normalized as one: a character with what joins or hides in it."""
    start, size = 0, len(text)
    while start < size:
        match = None
        if markdown:
            match = (
                _ENTITY.match(text, start)
                or _LINK_TARGET.match(text, start)
                or _QUOTED_LINE.match(text, start)
            )
        end = match.end() if match else start + 1
        while end < size and _joins(text[end]):
            end += 1
        yield start, end
        start = end


@lru_cache(maxsize=4096)
def _joins(character: str) -> bool:
    """Whether a character is one with the character before it."""
    return (
        unicodedata.category(character).startswith("M")
        or bool(_INVISIBLE.match(character))
        or "\u1160" <= character <= "\u11ff"
    )
