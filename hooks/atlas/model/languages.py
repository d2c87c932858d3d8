"""A language is a value: its tag, its name, its direction, and how it writes dates and lists."""

import datetime
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property

from babel import Locale
from babel.dates import format_date, format_skeleton
from babel.lists import format_list
from babel.numbers import format_decimal

from atlas.model.values import PartialDate

# The English of the United Nations writes “14 October 2024”, as CLDR's British English does.
_REGIONAL = {"en": "en-GB"}
# As CLDR's collation rules have it (`&N<ñ<<<Ñ` in `es`); a language without a line has none.
_OWN_LETTERS = {"es": "ñ"}


@dataclass(frozen=True)
class Language:
    """One language of the site. `tag` is its BCP 47 tag, `name` what it calls itself.

    `fallback` are the tags of the languages that its readers are shown first where a text is not in it.
    """

    tag: str
    name: str
    default: bool = False
    fallback: tuple[str, ...] = ()

    @cached_property
    def locale(self) -> Locale:
        """Babel's data on it (CLDR)."""
        return Locale.parse(_REGIONAL.get(self.tag, self.tag), sep="-")

    @property
    def direction(self) -> str:
        """`ltr` or `rtl`."""
        return self.locale.text_direction

    @property
    def prefix(self) -> str:
        """What its addresses begin with: nothing for the default language, else `en/`."""
        return "" if self.default else f"{self.tag}/"

    def date(self, when: PartialDate | datetime.date) -> str:
        """A date in words, no more precise than it is known."""
        if isinstance(when, datetime.date):
            return _in_words(self.locale, "long", when)
        if when.day:
            return _in_words(self.locale, "long", when.first_day)
        return _in_words(self.locale, "yMMMM" if when.month else "y", when.first_day)

    def short_date(self, when: PartialDate) -> str:
        """A date with a short month, such as “4 Mar 2003”, no more precise than it is known."""
        if when.day:
            return _in_words(self.locale, "yMMMd", when.first_day)
        return _in_words(self.locale, "yMMM" if when.month else "y", when.first_day)

    def period(self, start: PartialDate, end: PartialDate | None) -> str:
        """A period in words, such as “14–18 October 2024”."""
        if end is None or end == start:
            return self.date(start)
        same_month = (start.year, start.month) == (end.year, end.month)
        if start.day and end.day and same_month and self._day_comes_first:
            return f"{start.day}–{self.date(end)}"
        return f"{self.date(start)} – {self.date(end)}"

    @property
    def _day_comes_first(self) -> bool:
        return str(self.locale.date_formats["long"].pattern).startswith("d")

    def day_of_year(self, day: datetime.date) -> str:
        """A day without its year: “15 November”."""
        return _in_words(self.locale, "MMMMd", day)

    @property
    def month_letters(self) -> tuple[str, ...]:
        """The shortest names of the twelve months, such as “J” for January."""
        narrow = self.locale.months["stand-alone"]["narrow"]
        return tuple(str(narrow[month]) for month in range(1, 13))

    def listing(self, items: Sequence[str]) -> str:
        """Items as a list in a sentence: “a, b and c”."""
        return str(format_list(list(items), locale=self.locale)) if items else ""

    def number(self, value: int) -> str:
        """A whole number with the separators of the language."""
        return str(format_decimal(value, locale=self.locale))

    def territory(self, alpha_2: str) -> str | None:
        """The short name CLDR gives a territory, if any."""
        name: str | None = self.locale.territories.get(alpha_2)
        return name

    @property
    def letters(self) -> str:
        """Letters with marks that the language counts as letters of their own: `ñ` in Spanish."""
        return _OWN_LETTERS.get(self.locale.language, "")

    def sort_key(self, text: str) -> tuple[str, str]:
        """A key that orders names as a reader expects: without regard to case or accents.

        A letter of the language's own stands after all words with the letter it is built on.
        """
        return folded(text, self.letters), text


def language_name(tag: str, shown_in: str) -> str:
    """The name of a language in the words of another: `en` in `es` is “inglés”."""
    return str(Locale.parse(shown_in).languages.get(tag, tag))


# Babel looks a pattern up anew for every date, and a site shows the same few thousand again and again.
@cache
def _in_words(locale: Locale, form: str, day: datetime.date) -> str:
    if form == "long":
        return str(format_date(day, "long", locale=locale))
    return str(format_skeleton(form, day, locale=locale))


@cache
def folded(text: str, letters: str = "") -> str:
    """Text without accents or case; one of `letters` stands after all else that begins as it does."""
    # First the plain form of letters of another shape (𝕊, Ⓢ): some have no small letter of their own.
    small = unicodedata.normalize("NFKC", text).casefold()
    for letter in letters:
        small = small.replace(letter, f"{_bare(letter)}\uffff")
    return _bare(small)


def _bare(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(c for c in decomposed if not unicodedata.combining(c))
