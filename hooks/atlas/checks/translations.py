"""Texts in the languages of the site, and the lock that says which are current."""

import re
from collections.abc import Iterator
from datetime import date

from atlas.catalogue.catalogue import Catalogue
from atlas.catalogue.problems import LANGUAGES, Position, Problem, problem
from atlas.catalogue.translation_lock import LOCK
from atlas.catalogue.translations import (
    State,
    page_translations,
    text_translations,
    unstamped,
)
from atlas.checks.references import field_name
from atlas.model.languages import language_name
from atlas.model.values import OfficialText, Text


def unknown_languages(catalogue: Catalogue, today: date) -> Iterator[Problem]:
    """A text is written in the languages of the site; official titles may be in any."""
    tags = [tongue.tag for tongue in catalogue.languages]
    for file, found in catalogue.leaves.items():
        for leaf in found:
            text = leaf.value
            if not isinstance(text, Text) or isinstance(text, OfficialText):
                continue
            for tag in text.languages():
                if tag not in tags:
                    yield problem(
                        "unknown-language",
                        file,
                        catalogue.position(file, (*leaf.location, tag), key=True),
                        tag=tag,
                        field=field_name(leaf.location),
                        tags=", ".join(tags),
                    )


def missing_translations(catalogue: Catalogue, today: date) -> Iterator[Problem]:
    """Every text exists in every language of the site."""
    for tongue in catalogue.languages:
        names = {shown: language_name(tongue.tag, shown) for shown in LANGUAGES}
        for found in text_translations(catalogue, tongue.tag):
            if found.state is State.MISSING:
                yield problem(
                    "missing-translation",
                    found.file,
                    Position(found.line, 1),
                    field=found.field,
                    language=names,
                    tag=tongue.tag,
                )
        for found in page_translations(catalogue, tongue.tag):
            if found.state is State.MISSING:
                own = re.sub(r"^content/[^/]+/", f"content/{tongue.tag}/", found.file)
                yield problem("missing-page", found.file, Position(), language=names, file=own)


def translation_lock(catalogue: Catalogue, today: date) -> Iterator[Problem]:
    """The lock knows every translation, and none that is gone."""
    if not catalogue.lock:
        return
    missing, orphaned = unstamped(catalogue)
    if missing:
        yield problem("translation-not-stamped", LOCK, Position())
    if orphaned:
        yield problem("translation-orphaned", LOCK, Position())
