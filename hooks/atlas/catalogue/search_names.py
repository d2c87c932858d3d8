"""What people call the things they look for: names, initials, codes, in the words of one edition.

A name is for reading and finding. A code is found only by one who types the whole of it: `can` is
Canada, but in “how can I speak” it is not.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from atlas.catalogue.edition import Edition
from atlas.model.kinds import KINDS
from atlas.model.records import Country
from atlas.model.values import OfficialText, Text

T = TypeVar("T")


LISTS = (
    ("calendar/", "search_names_calendar"),
    ("countries/compare/", "search_names_compare"),
    ("downloads/", "search_names_downloads"),
    ("scenarios/", "search_names_scenarios"),
)
"""Path of a page that no record makes → the key of what else people look for it by, with `;` between."""


@dataclass(frozen=True)
class Names:
    """The names and the codes of one thing, besides its title."""

    names: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()

    def listed(self) -> str:
        """All of them, for a list that is filtered as one types."""
        return " · ".join((*self.names, *self.codes))


def country_names(edition: Edition, country: Country) -> Names:
    """Other names of a country in this language, its names in the site's others, and its ISO codes."""
    own = edition.language
    others = [one for one in edition.catalogue.languages if one != own]
    return Names(
        _distinct(
            own.territory(country.alpha_2),
            *_spoken(edition, country.other_names),
            *(
                name
                for one in others
                for name in (
                    _in(country.name, one.tag),
                    one.territory(country.alpha_2),
                    *(_in(text, one.tag) for text in country.other_names),
                )
            ),
        ),
        (country.alpha_2, country.id.upper()),
    )


def names_by_address(edition: Edition) -> Mapping[str, Names]:
    """Address of a page or of a place in one (`glossary/#ngo`) → what else it is called."""
    catalogue = edition.catalogue
    found = {path: Names(tuple(edition.say(key).split("; "))) for path, key in LISTS}
    for identifier, country in catalogue.countries.items():
        found[KINDS["countries"].path(identifier)] = country_names(edition, country)
    for identifier, treaty in catalogue.treaties.items():
        names = _spoken(edition, (treaty.short, *treaty.other_names, treaty.official_title))
        found[KINDS["treaties"].path(identifier)] = Names(
            _distinct(*names), (identifier, treaty.depositary_number)
        )
    for identifier, resolution in catalogue.resolutions.items():
        names = _spoken(edition, [resolution.topic, *_present(resolution.official_title)])
        codes = _present(resolution.number if resolution.number_verified else None)
        symbols = _present(resolution.symbol)
        found[KINDS["resolutions"].path(identifier)] = Names(_distinct(*names), (*codes, *symbols))
    for code in catalogue.codes.get("themes", {}).values():
        found[f"themes/{code.id}/"] = Names(_distinct(*_spoken(edition, code.other_names)))
    tag = edition.language.tag
    for term in catalogue.glossary.terms:
        found[f"glossary/#{term.id}"] = Names(
            _distinct(
                *term.forms.get(tag, ()),
                *_spoken(edition, term.other_names),
                *term.avoid.get(tag, ()),
            )
        )
    for path, page in catalogue.written[tag].items():
        found[path] = Names(page.front.other_names)
    return found


def _present(value: T | None) -> tuple[T, ...]:
    return (value,) if value else ()


def _in(text: Text | None, tag: str) -> str | None:
    return text[tag] if text and tag in text else None


def _spoken(edition: Edition, texts: Iterable[Text | OfficialText]) -> list[str]:
    """The texts in the language of an edition, of those there are."""
    tag = edition.language.tag
    return [text[tag] for text in texts if tag in text]


def _distinct(*names: str | None) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for name in names if name))
