"""Named checks of the whole catalogue. Each yields every problem it finds; none stops at the first."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date

from atlas.catalogue.catalogue import Catalogue
from atlas.catalogue.problems import Problem
from atlas.checks import convention, policy, references, translations, written_pages

Check = Callable[[Catalogue, date], Iterator[Problem]]


CHECKS: tuple[Check, ...] = (
    convention.vocabularies,
    convention.roles,
    convention.numbers,
    convention.pages,
    convention.site_words,
    convention.blanks,
    convention.forms,
    references.dangling_references,
    references.dangling_paragraphs,
    references.dangling_articles,
    references.duplicate_ids,
    references.reserved_ids,
    references.cycles,
    translations.unknown_languages,
    translations.missing_translations,
    policy.periods,
    policy.organisations,
    written_pages.page_clashes,
    written_pages.written_pages,
    policy.forbidden_terms,
    policy.reviews,
    policy.canonical_form,
    policy.withheld,
    translations.translation_lock,
)
"""All checks, in the order they are run."""


def check(catalogue: Catalogue, today: date, found: Iterable[Problem] = ()) -> list[Problem]:
    """Every problem of a catalogue, those found while loading it included, in order of place."""
    problems = [*found, *(each for run in CHECKS for each in run(catalogue, today))]
    discreet = map(catalogue.discreet, problems)
    return sorted(set_of(discreet), key=lambda each: each.sort_key)


def set_of(problems: Iterable[Problem]) -> list[Problem]:
    """The problems without repetitions, in their order."""
    seen: dict[tuple[object, ...], Problem] = {}
    for each in problems:
        seen.setdefault((each.sort_key, each.sentence("es")), each)
    return list(seen.values())


def has_errors(problems: Iterable[Problem]) -> bool:
    """Whether any problem keeps the site from being built."""
    return any(each.level == "error" for each in problems)
