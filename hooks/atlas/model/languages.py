"""A language is a value: its tag, its name, its direction, and how it writes dates and lists."""

import datetime
import os
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

import yaml
from babel import Locale
from babel.dates import format_date, format_skeleton
from babel.lists import format_list
from babel.numbers import format_decimal

from atlas.model.values import PartialDate

# The English of the United Nations writes “14 October 2024”, as CLDR's British English does.
_REGIONAL = {"en": "en-GB"}


@dataclass(frozen=True)
class Language:
    """One language of the site. `tag` is its BCP 47 tag, `name` what it calls itself."""

    tag: str
    name: str
    default: bool = False

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

    def sort_key(self, text: str) -> tuple[str, str]:
        """A key that orders names as a reader expects: without regard to case or accents."""
        return folded(text), text


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
def folded(text: str) -> str:
    """Text without accents or case; ñ keeps its place after n."""
    # First the plain form of letters of another shape (𝕊, Ⓢ): some have no small letter of their own.
    kept = unicodedata.normalize("NFKC", text).casefold().replace("ñ", "n\uffff")
    decomposed = unicodedata.normalize("NFKD", kept)
    return "".join(c for c in decomposed if not unicodedata.combining(c))


class _Configuration(yaml.CSafeLoader):
    """Reads `mkdocs.yml`. Of its tags, only `!ENV` means something outside the engine."""


def _from_environment(loader: yaml.CSafeLoader, node: yaml.Node) -> Any:
    """`!ENV NAME` or `!ENV [NAME, …, default]`: the first variable that is set, else the default."""
    if isinstance(node, yaml.SequenceNode):
        *names, default = loader.construct_sequence(node)
    else:
        names, default = [str(node.value)], None
    return next((os.environ[name] for name in names if name in os.environ), default)


_Configuration.add_constructor("!ENV", _from_environment)
_Configuration.add_multi_constructor("!", lambda loader, suffix, node: None)
_Configuration.add_multi_constructor("tag:yaml.org,2002:python/", lambda loader, suffix, node: None)


def configuration(text: str) -> dict[str, Any]:
    """The site's configuration, from the text of `mkdocs.yml`; values behind the engine's tags are None."""
    loaded: dict[str, Any] = yaml.load(text, _Configuration)
    return loaded


def address(site: dict[str, Any]) -> str:
    """Where the site of a configuration will stand, with a slash at the end."""
    return f"{str(site.get('site_url') or '').rstrip('/')}/"


def repository(site: dict[str, Any]) -> str:
    """Where the files of a configuration's project live on the web; empty if it does not say."""
    return str((site.get("extra") or {}).get("repository") or "")


def languages(site: dict[str, Any]) -> tuple[Language, ...]:
    """The languages a site's configuration names, the default one first.

    They stand in one place only: `plugins: i18n: languages:` of `mkdocs.yml`.
    """
    plugins: Iterable[Any] = site["plugins"]
    options = next(p["i18n"] for p in plugins if isinstance(p, dict) and "i18n" in p)
    named = [
        Language(each["locale"], each["name"], bool(each.get("default")))
        for each in options["languages"]
        if each.get("build", True)
    ]
    return tuple(sorted(named, key=lambda language: not language.default))
