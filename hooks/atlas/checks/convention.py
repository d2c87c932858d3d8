"""What the program must find in the data of any convention: vocabularies, roles, pages, blanks."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from string import Formatter

from atlas.catalogue.catalogue import Catalogue
from atlas.catalogue.problems import Position, Problem, problem
from atlas.catalogue.routes import all_paths
from atlas.catalogue.validation import hint_for
from atlas.model.kinds import RECORDS
from atlas.model.plurals import BAR, categories, fits
from atlas.model.roles import ROLES, Roles
from atlas.model.traversal import references
from atlas.model.values import Location, Text
from atlas.model.words import missing, words

FILE = "data/convention.yml"
INTERFACE = "data/interface.yml"

SENTENCE_BLANKS: Mapping[str, frozenset[str]] = {
    "vpi-statuses": frozenset({"country"}),
    "treaty-statuses": frozenset({"date"}),
}
"""Vocabulary \u2192 what the program fills in in the sentences of its codes; others have no sentence."""


def vocabularies(catalogue: Catalogue, today: date) -> Iterator[Problem]:
    """Every vocabulary that a field of some record names is there, whether or not a record uses it."""
    for target in sorted(references(RECORDS.values())):
        folder, _, name = target.partition(".")
        if folder == "vocabularies" and name not in catalogue.known_ids["vocabularies"]:
            yield problem("missing-file", f"data/vocabularies/{name}.yml", Position())


def roles(catalogue: Catalogue, today: date) -> Iterator[Problem]:
    """Codes have only roles that their vocabulary knows, and one code says that nothing is recorded."""
    for name, codes in catalogue.codes.items():
        file = f"data/vocabularies/{name}.yml"
        known = ROLES.get(name, Roles(()))
        for index, code in enumerate(codes.values()):
            if code.role and code.role not in known.names:
                position = catalogue.position(file, ("codes", index, "role"))
                hint = hint_for(code.role, list(known.names))
                yield problem("unknown-role", file, position, role=code.role, hint=hint)
        holders = [code.id for code in codes.values() if code.role == known.default]
        if known.default and len(holders) != 1:
            position = catalogue.position(file, ("codes",), key=True)
            shown = ", ".join(holders) or "\u2013"
            yield problem("default-role", file, position, role=known.default, codes=shown)


def numbers(catalogue: Catalogue, today: date) -> Iterator[Problem]:
    """The number of each resolution has one of the forms the convention gives them."""
    patterns: list[re.Pattern[str]] = []
    for index, text in enumerate(catalogue.convention.numbers):
        try:
            patterns.append(re.compile(text))
        except re.error:
            position = catalogue.position(FILE, ("numbers", index))
            yield problem("wrong-pattern", FILE, position, value=text)
    if not patterns:
        return
    shown = ", ".join(catalogue.convention.numbers)
    for identifier, resolution in catalogue.resolutions.items():
        number = resolution.number
        if number and not any(pattern.fullmatch(number) for pattern in patterns):
            file = f"data/resolutions/{identifier}.yml"
            position = catalogue.position(file, ("number",))
            yield problem("wrong-number", file, position, value=number, patterns=shown)


def pages(catalogue: Catalogue, today: date) -> Iterator[Problem]:
    """The pages that programmes, the convention and the list of changes name are there."""
    paths = all_paths(catalogue)
    named: list[tuple[str, Location, str | None]] = [
        (f"data/programmes/{identifier}.yml", ("page",), programme.page)
        for identifier, programme in catalogue.programmes.items()
    ]
    named.append((FILE, ("rules_page",), catalogue.convention.rules_page))
    named += [
        ("data/history.yml", ("changes", index, "link"), change.link)
        for index, change in enumerate(catalogue.history.changes)
        if change.link and "://" not in change.link
    ]
    withheld = tuple(f"{record.kind}/{record.id}/" for record in catalogue.withhold.records)
    for file, location, page in named:
        path = (page or "").lstrip("/").partition("#")[0]
        if page and path not in paths and not path.startswith(withheld):
            hint = hint_for(path, set(paths))
            yield problem(
                "broken-link", file, catalogue.position(file, location), link=page, hint=hint
            )


def site_words(catalogue: Catalogue, today: date) -> Iterator[Problem]:
    """Whatever the site says has words in one of its two files, and no words are never said."""
    for key in missing(catalogue.words):
        blanks = ", ".join(f"{{{name}}}" for name in sorted(words()[key])) or "\u2013"
        yield problem("missing-word", INTERFACE, Position(), key=key, blanks=blanks)
    for file, texts in _texts(catalogue):
        for key in texts:
            if key not in words():
                position = catalogue.position(file, ("texts", key), key=True)
                hint = hint_for(key, list(words()))
                yield problem("unused-word", file, position, key=key, hint=hint)


def _texts(catalogue: Catalogue) -> tuple[tuple[str, Mapping[str, Text]], ...]:
    return (FILE, catalogue.convention.texts), (INTERFACE, catalogue.interface.texts)


def blanks(catalogue: Catalogue, today: date) -> Iterator[Problem]:
    """What stands in braces in a sentence is what the program fills in, in every language."""
    for file, texts in _texts(catalogue):
        for key, text in texts.items():
            if key in words():
                yield from _blanks(catalogue, file, ("texts", key), text, words()[key])
    for name, codes in catalogue.codes.items():
        allowed = SENTENCE_BLANKS.get(name, frozenset())
        for index, code in enumerate(codes.values()):
            if code.sentence:
                location = ("codes", index, "sentence")
                file = f"data/vocabularies/{name}.yml"
                yield from _blanks(catalogue, file, location, code.sentence, allowed)


def _blanks(
    catalogue: Catalogue,
    file: str,
    location: Location,
    text: Text,
    allowed: frozenset[str],
) -> Iterator[Problem]:
    for tag, sentence in text.items().items():
        names = _names(sentence)
        if names is None or not names <= allowed:
            position = catalogue.position(file, (*location, tag))
            shown = ", ".join(f"{{{name}}}" for name in sorted(allowed)) or "\u2013"
            yield problem("wrong-blank", file, position, blanks=shown)


def forms(catalogue: Catalogue, today: date) -> Iterator[Problem]:
    """A text that counts has as many forms as its language tells numbers apart, or fewer."""
    for file, texts in _texts(catalogue):
        for key, text in texts.items():
            for language in catalogue.languages:
                own = text.items().get(language.tag, "")
                counts = "count" in words().get(key, ())
                if counts and BAR in own and not fits(own, language.locale):
                    position = catalogue.position(file, ("texts", key, language.tag))
                    names = ", ".join(categories(language.locale))
                    yield problem("wrong-forms", file, position, forms=names)


def _names(text: str) -> frozenset[str] | None:
    """The names in braces in a text; None where the braces themselves are wrong."""
    try:
        fields = list(Formatter().parse(text))
    except ValueError:
        return None
    if any(spec or conversion for _, _, spec, conversion in fields):
        return None
    names = frozenset(name for _, name, _, _ in fields if name is not None)
    return names if all(re.fullmatch(r"[a-z_]+", name) for name in names) else None
