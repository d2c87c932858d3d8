"""A text that counts: its forms between bars, `1 page | {count} pages`, in the order CLDR names them.

A language has up to six: zero, one, two, few, many, other. A text may have one form for all numbers, one
for each category of its language, or two: that for one, and that for all others.
"""

import re
from collections.abc import Sequence
from functools import cache

from babel import Locale
from babel.plural import to_gettext

BAR = " | "
_ORDER = ("zero", "one", "two", "few", "many", "other")


@cache
def categories(locale: Locale) -> tuple[str, ...]:
    """The categories of numbers a language tells apart (CLDR)."""
    tags = {*locale.plural_form.tags, "other"}
    return tuple(name for name in _ORDER if name in tags)


def fits(text: str, locale: Locale) -> bool:
    """Whether a text has as many forms as its language may have."""
    return len(text.split(BAR)) in _lengths(locale)


def _lengths(locale: Locale) -> tuple[int, ...]:
    every = categories(locale)
    return (1, 2, len(every)) if "one" in every else (1, len(every))


def form(text: str, locale: Locale, count: int) -> str:
    """The form of a text for a number."""
    every = forms(text, locale)
    return every[categories(locale).index(locale.plural_form(count))]


def forms(text: str, locale: Locale) -> list[str]:
    """One form for each category of a language; what a text does not tell apart stands twice."""
    own, every = text.split(BAR), categories(locale)
    if len(own) == len(every):
        return own
    return [own[0] if name == "one" else own[-1] for name in every]


def joined(given: Sequence[str], locale: Locale) -> str:
    """A text from one form for each category, as short as can be."""
    if len(set(given)) == 1:
        return given[0]
    others = {text for text, name in zip(given, categories(locale), strict=True) if name != "one"}
    if "one" in categories(locale) and len(others) == 1:
        return BAR.join((given[categories(locale).index("one")], *others))
    return BAR.join(given)


def rule(locale: Locale) -> str:
    """The rule of a language as the header of a PO file has it; it counts whole numbers."""
    return re.sub(r"\be\b", "0", to_gettext(locale.plural_form))
