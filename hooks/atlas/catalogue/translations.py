"""Is a translation current? Told by a hash of the words it was made from, never by dates or commits.

`data/translations.lock.json` says, for each translated text, the hash of the source text it was last
checked against. White space, line wrapping and the order of keys never make one outdated.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from atlas.catalogue.catalogue import Catalogue
from atlas.model.traversal import Leaf
from atlas.model.values import Location, OfficialText, Text


class State(StrEnum):
    """How a text stands in a language."""

    CURRENT = "current"
    OUTDATED = "outdated"
    MISSING = "missing"


@dataclass(frozen=True)
class Translation:
    """One text of one file in one language: its key in the lock, its state and where it stands."""

    file: str
    field: str
    language: str
    state: State
    source_hash: str
    text: Text | None
    line: int
    location: Location = ()

    @property
    def key(self) -> str:
        """What the lock calls it."""
        return f"{self.file}#{self.field}" if self.field else self.file


@lru_cache(maxsize=65536)
def words_hash(text: str) -> str:
    """A short hash of the words of a text, blind to white space."""
    words = " ".join(re.split(r"\s+", text.strip()))
    return hashlib.sha256(words.encode()).hexdigest()[:12]


def _texts(catalogue: Catalogue) -> Iterator[tuple[str, Leaf]]:
    """Every text of the data with the file it stands in."""
    for file, found in catalogue.leaves.items():
        for leaf in found:
            if isinstance(leaf.value, Text):
                yield file, leaf


def source_language(catalogue: Catalogue, text: Text) -> str:
    """The language a text is translated from: the site's default where it has it."""
    default = catalogue.languages[0].tag
    return default if default in text else next(text.languages())


def _is_current(lock: Mapping[str, str], key: str, checked: str) -> bool:
    """Whether a translation was checked against these words.

    An item of a list that has no id may have moved within its list.
    """
    if lock.get(key, checked) == checked:
        return True
    if not re.search(r"\.\d+(?=\.|$)", key):
        return False
    siblings = re.compile(re.sub(r"\\\.\d+(?=\\\.|$)", r"\\.\\d+", re.escape(key)))
    return any(value == checked and siblings.fullmatch(name) for name, value in lock.items())


# The checks ask, and so do the notices on pages and the page of translations.
@lru_cache(maxsize=4)
def text_translations(catalogue: Catalogue, language: str) -> tuple[Translation, ...]:
    """Every text of the data that is, or should be, translated into a language."""
    return tuple(_text_translations(catalogue, language))


def _text_translations(catalogue: Catalogue, language: str) -> Iterator[Translation]:
    lock = catalogue.lock.get(language, {})
    for file, leaf in _texts(catalogue):
        text: Text = leaf.value
        source = source_language(catalogue, text)
        if source == language or (isinstance(text, OfficialText) and language not in text):
            continue
        checked = words_hash(text[source])
        key = f"{file}#{leaf.key}"
        if language not in text:
            state = State.MISSING
        else:
            state = State.CURRENT if _is_current(lock, key, checked) else State.OUTDATED
        line = catalogue.position(file, leaf.location).line
        yield Translation(file, leaf.key, language, state, checked, text, line, leaf.location)


def page_translations(catalogue: Catalogue, language: str) -> Iterator[Translation]:
    """Every written page that is, or should be, translated into a language."""
    default = catalogue.languages[0].tag
    if language == default:
        return
    lock = catalogue.lock.get(language, {})
    for path, original in catalogue.written[default].items():
        page = catalogue.written[language].get(path)
        checked = words_hash(original.body)
        file = page.file if page else original.file
        if not page:
            state = State.MISSING
        else:
            state = State.CURRENT if lock.get(file, checked) == checked else State.OUTDATED
        yield Translation(file, "", language, state, checked, None, 1)


def text_states(catalogue: Catalogue, language: str) -> dict[str, State]:
    """The key of each text of the data (`Text.key`) → its state in a language."""
    return {t.key: t.state for t in text_translations(catalogue, language)}


def page_states(catalogue: Catalogue, language: str) -> dict[str, State]:
    """The file of each written page → its state in a language."""
    return {t.file: t.state for t in page_translations(catalogue, language)}


def translations(catalogue: Catalogue, language: str) -> list[Translation]:
    """Every text and page that is, or should be, translated into a language, in order of place."""
    found = [*text_translations(catalogue, language), *page_translations(catalogue, language)]
    return sorted(found, key=lambda each: (each.file, each.line, each.field))


def stamped(catalogue: Catalogue) -> dict[str, dict[str, str]]:
    """The lock with every new translation taken as checked, and without those that are gone.

    A translation that is outdated stays so: only a person can say that it is right again.
    """
    lock = catalogue.lock
    made: dict[str, dict[str, str]] = {}
    for tongue in catalogue.languages:
        before = lock.get(tongue.tag, {})
        own = {
            each.key: each.source_hash
            if each.state is State.CURRENT
            else before.get(each.key, each.source_hash)
            for each in translations(catalogue, tongue.tag)
            if each.state is not State.MISSING
        }
        unread = {key: checked for key, checked in before.items() if _is_unread(catalogue, key)}
        if own or unread:
            made[tongue.tag] = unread | own
    return made


def _is_unread(catalogue: Catalogue, key: str) -> bool:
    """Whether a text's file is there but gave nothing: it is withheld, or has a mistake just now."""
    file = key.partition("#")[0]
    if "#" in key:
        return not catalogue.leaves.get(file) and file in catalogue.documents
    original = re.sub(r"^content/[^/]+/", f"content/{catalogue.languages[0].tag}/", file)
    pair = {file, original}
    return any(name not in catalogue.files for name in pair) and all(
        name in catalogue.documents for name in pair
    )


def confirmed(catalogue: Catalogue, names: Iterable[str]) -> tuple[dict[str, dict[str, str]], int]:
    """The lock with some translations taken as right, and how many these are.

    Each is named by its key, by its file, or by file and line as the list of translations shows it.
    """
    wanted = set(names)
    made = {tag: dict(own) for tag, own in catalogue.lock.items()}
    count = 0
    for tongue in catalogue.languages:
        for each in translations(catalogue, tongue.tag):
            if each.state is not State.MISSING and wanted & {
                each.key,
                each.file,
                f"{each.file}:{each.line}",
            }:
                made.setdefault(tongue.tag, {})[each.key] = each.source_hash
                count += 1
    return made, count


def restamped(
    catalogue: Catalogue, before: Catalogue, file: str
) -> tuple[dict[str, dict[str, str]], int]:
    """The lock after a change of a file that changes no meaning, and how many translations that spares.

    Only translations that were current `before` stay so: what was outdated already has to be read. Of a
    written page, `file` may be the page that changed or its translation.
    """
    made = {tag: dict(own) for tag, own in catalogue.lock.items()}
    count = 0
    for tongue in catalogue.languages:
        current = {
            each.key for each in translations(before, tongue.tag) if each.state is State.CURRENT
        }
        for each in translations(catalogue, tongue.tag):
            is_meant = _without_language(each.file) == _without_language(file)
            if is_meant and each.state is State.OUTDATED and each.key in current:
                made.setdefault(tongue.tag, {})[each.key] = each.source_hash
                count += 1
    return made, count


def _without_language(file: str) -> str:
    return re.sub(r"^content/[^/]+/", "content/", file)


def unstamped(catalogue: Catalogue) -> tuple[int, int]:
    """How many translations the lock does not know, and how many it knows that are gone."""
    lock = catalogue.lock
    known = {(tag, key) for tag, own in lock.items() for key in own}
    there = {(tag, key) for tag, own in stamped(catalogue).items() for key in own}
    return len(there - known), len(known - there)
