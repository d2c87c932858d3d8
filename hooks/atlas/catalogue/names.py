"""Names that are kept out, known by fingerprints only: to find them in a text is to hash its words.

Two spellings of a name are one if they are alike after Unicode normalization, case folding and the
removal of what cannot be seen, whatever their spaces and the form of hyphens and quotes. From WIDE letters
on, accents, vowel marks, spaces and hyphens count for nothing; a short name is more likely to become
another word without them (ASI, "así").
"""

import hashlib
import html
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

PREFIX = "sha256:"
BLANK = "[…]"
LONGEST = 24
"""How many words and marks a name may have to be found by a fingerprint given from outside."""
WIDE = 8
"""How many letters and marks a name has, at least, whose accents, spaces and hyphens do not matter."""

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
# Letters without a decomposition that many keyboards lack, and the line that stretches Arabic words.
_PLAIN = str.maketrans({"ı": "i", "ł": "l", "ø": "o", "đ": "d", "\u0640": "", "-": " "})
# Thai, Lao, Burmese, Khmer, Japanese and Chinese are written without spaces: each letter is a word.
_RUN_IN = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\U00020000-\U0003ffff"
)
_TOKEN = re.compile(rf"[{_RUN_IN}]|[^\W{_RUN_IN}]+|[^\w\s]")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|\w{2,31});")
_LINK_TARGET = re.compile(r"\]\([^)\s]*\)|\]\[[^\]]*\]|\[@[^\]\s]*\]")
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
    """`sha256:` and the hash, in hexadecimal, of the UTF-8 bytes of a name as `_Words.key` compares it."""
    words = _Words.of(normalized(name))
    return _hashed(words.key(0, len(words)))


def length(name: str) -> int:
    """How many words and marks a name has."""
    return len(_Words.of(normalized(name)))


def _hashed(key: str) -> str:
    return PREFIX + hashlib.sha256(key.encode()).hexdigest()


@dataclass(frozen=True)
class _Words:
    """The words and marks of a normalized text.

    `letters` is the text without accents, spaces and hyphens, `ends` where each word begins and ends in
    it, and `places` where each letter stands in the text, with one more for the end.
    """

    text: str
    letters: str
    ends: Sequence[tuple[int, int]]
    places: Sequence[int]

    @classmethod
    def of(cls, text: str) -> "_Words":
        """Those of a text that is normalized."""
        wide, origins = text.replace("-", " "), [*range(len(text) + 1)]
        if not text.isascii():
            plain = [(letter, i) for i, own in enumerate(text) for letter in _plain(own)]
            wide = "".join(letter for letter, _ in plain)
            origins = [*(i for _, i in plain), len(text)]
        pieces: list[str] = []
        ends: list[tuple[int, int]] = []
        places: list[int] = []
        for match in _TOKEN.finditer(wide):
            pieces.append(match[0])
            ends.append((len(places), len(places) + len(match[0])))
            places.extend(origins[i] for i in range(*match.span()))
        return cls(text, "".join(pieces), ends, [*places, len(text)])

    def __len__(self) -> int:
        return len(self.ends)

    def span(self, first: int, number: int) -> tuple[int, int]:
        """Where some neighbouring words begin and end in the text."""
        start, end = self.places[self.ends[first][0]], self.places[self.ends[first + number - 1][1]]
        # What follows the last letter before the next word: a mark that belongs to it, or a space.
        return start, start + len(self.text[start:end].rstrip(" -"))

    def key(self, first: int, number: int) -> str:
        """What some neighbouring words are compared by."""
        if not number:
            return ""
        letters = self.letters[self.ends[first][0] : self.ends[first + number - 1][1]]
        if len(letters) >= WIDE:
            return letters
        start, end = self.span(first, number)
        return self.text[start:end]


@lru_cache(maxsize=4096)
def _plain(character: str) -> str:
    """A character without accents and vowel marks; a space for a hyphen."""
    apart = unicodedata.normalize("NFKD", character)
    return "".join(c for c in apart if not unicodedata.combining(c)).translate(_PLAIN)


@dataclass(frozen=True)
class Names:
    """Some names by their fingerprints, and how many words they may have; None if that is not known."""

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
            elif length(name):
                prints.add(fingerprint(name))
                # Words may be written as one, and then are fewer.
                lengths.update(range(1, length(name) + 1))
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
    words = _Words.of(plain)
    lengths = sorted(range(1, LONGEST + 1) if names.lengths is None else names.lengths)
    found = []
    for first in range(len(words)):
        for number in lengths:
            if first + number > len(words):
                break
            own = _hashed(words.key(first, number))
            if own in names.fingerprints:
                start, end = words.span(first, number)
                found.append((origins[start][0], origins[end - 1][1], own))
    return tuple(found)


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
        if markdown and (piece in _MARKS or piece.startswith(("](", "][", "[@"))):
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
