"""What somebody may have meant: the records whose ids or names are nearest to what they typed."""

import difflib
import re
from collections.abc import Collection, Mapping

from atlas.catalogue.catalogue import Catalogue
from atlas.catalogue.validation import Words, hint_for
from atlas.model.languages import folded
from atlas.model.records import Country, Model
from atlas.model.values import Text

NAMED_BY = ("name", "title", "topic", "label", "term")
SHOWN = 6
SHORTEST = 3


Names = Mapping[str, str]


def where(target: str) -> str:
    """The file or folder that holds what a reference of a kind may name."""
    folder, _, part = target.partition(".")
    return f"data/{folder}/{part}.yml" if folder == "vocabularies" else f"data/{folder}"


def names(catalogue: Catalogue, target: str) -> dict[str, Names]:
    """Id → language → name, of everything a reference may name."""
    folder, _, part = target.partition(".")
    found: Mapping[str, Model] = {}
    if target in catalogue.records:
        found = catalogue.records[target]
    elif folder == "vocabularies":
        found = catalogue.codes.get(part, {})
    elif target == "scenarios.options":
        found = {identifier: option for identifier, (_, option) in catalogue.options.items()}
    elif target == "programmes.steps":
        found = catalogue.steps
    elif target == "glossary.terms":
        found = catalogue.terms
    return {identifier: _names(catalogue, each) for identifier, each in found.items()}


def _names(catalogue: Catalogue, record: Model) -> Names:
    known: dict[str, str] = {}
    if isinstance(record, Country):
        for language in catalogue.languages:
            known[language.tag] = language.territory(record.alpha_2) or ""
    for field in NAMED_BY:
        if isinstance(text := getattr(record, field, None), Text):
            known |= text.root
    return known


def named(catalogue: Catalogue, target: str, typed: str, ids: Collection[str]) -> list[str]:
    """Those of `ids` whose name is what somebody typed or, if none is, in whose name those words stand."""
    known = names(catalogue, target)
    words = folded(typed.strip())
    spoken = {i: [i, *map(folded, known.get(i, {}).values())] for i in sorted(ids)}
    whole = [i for i, own in spoken.items() if words in own]
    if whole or len(words) < SHORTEST:
        return whole
    within = re.compile(rf"(?<!\w){re.escape(words)}(?!\w)")
    return [i for i, own in spoken.items() if any(within.search(each) for each in own[1:])]


def meant(catalogue: Catalogue, target: str, typed: str, ids: Collection[str]) -> Words:
    """“Did you mean mex (Mexico)?”, or what there is to choose from among `ids`."""
    known = names(catalogue, target)
    words = folded(typed.strip())
    spoken = {i: [i, *map(folded, known.get(i, {}).values())] for i in sorted(ids)}
    near = [i for i, own in spoken.items() if words in own]
    # A short word is a part of too many names to mean any of them.
    if not near and len(words) >= SHORTEST:
        near = [i for i, own in spoken.items() if any(words in each for each in own)]
    if not near:
        every = {name: i for i, own in spoken.items() for name in own}
        close = difflib.get_close_matches(words, every, 1)
        near = [every[name] for name in close]
    if not near:
        return hint_for(typed, set(ids))

    def shown(form: str, tag: str, word: str) -> str:
        own = ((i, known.get(i, {})) for i in near[:SHOWN])
        named = ((i, each.get(tag) or next(iter(each.values()), "")) for i, each in own)
        return f" {word} ".join(form.format(i) + (f" ({n})" if n else "") for i, n in named)

    return {
        "es": f"¿Quiso decir {shown('«{}»', 'es', 'o')}?",
        "en": f"Did you mean {shown('“{}”', 'en', 'or')}?",
    }
