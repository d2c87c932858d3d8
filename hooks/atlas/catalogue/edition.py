"""One edition of the Atlas: the catalogue as a reader of one language sees it on one day."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from markupsafe import Markup, escape

from atlas.catalogue.articles import article_anchor
from atlas.catalogue.catalogue import Catalogue
from atlas.catalogue.routes import Ways, path_of, ways
from atlas.catalogue.translations import State, text_states
from atlas.model.languages import Language
from atlas.model.plurals import form
from atlas.model.records import Code, Country, Programme, Provision
from atlas.model.values import OfficialText, PartialDate, Text


@dataclass(frozen=True, slots=True)
class Phrase:
    """A text in one language; `language` is set only where it is not the language of the page.

    `notice` tells the reader why: that it awaits translation, or that the translation is outdated.
    In a template it prints itself, marked up with its language (WCAG 2.2, 3.1.2).
    """

    text: str
    language: str | None = None
    direction: str | None = None
    notice: str | None = None

    def __str__(self) -> str:
        return self.text

    def __html__(self) -> Markup:
        if not self.language and not self.notice:
            return escape(self.text)
        inner = (
            Markup('<span lang="{}" dir="{}">{}</span>').format(
                self.language, self.direction, self.text
            )
            if self.language
            else escape(self.text)
        )
        if not self.notice:
            return inner
        return Markup('{} <small class="notice">({})</small>').format(inner, self.notice)


@dataclass(frozen=True)
class Edition:
    """What every view needs besides its record: catalogue, language, day, and the site's settings."""

    catalogue: Catalogue
    language: Language
    today: date

    @cached_property
    def _states(self) -> Mapping[str, State]:
        return text_states(self.catalogue, self.language.tag)

    def say(self, key: str, **values: object) -> str:
        """A word or sentence of the site's own, from `interface.yml`, with its blanks filled.

        Where it has forms for numbers, `count` says which.
        """
        words = self.catalogue.words[key]
        tag = self.language.tag
        # Not by `phrase`, whose notice is itself such a word and may await translation, too.
        tongue = self.language if tag in words else self._tongue(words.languages())
        text = words[tongue.tag]
        count = values.get("count")
        if isinstance(count, int):
            text = form(text, tongue.locale, count)
            values["count"] = self.language.number(count)
        return text.format(**values) if values else text

    def knows(self, key: str) -> bool:
        """Whether the site has words under a key that not every convention needs."""
        return key in self.catalogue.words

    def phrase(self, text: Text) -> Phrase:
        """A text in this language or, with a notice, in the first other language it exists in."""
        tag = self.language.tag
        if tag in text:
            if self._states.get(text.key) is State.OUTDATED:
                return Phrase(text[tag], notice=self.say("notice_outdated"))
            return Phrase(text[tag])
        other = self._tongue(text.languages())
        notice = (
            None
            if isinstance(text, OfficialText)
            else self.say("notice_untranslated", language=self.language_name(other.tag))
        )
        return Phrase(text[other.tag], other.tag, other.direction, notice)

    def maybe(self, text: Text | None) -> Phrase | None:
        """The phrase of a text that may be absent."""
        return self.phrase(text) if text else None

    @cached_property
    def tongues(self) -> tuple[Language, ...]:
        """The languages of the site in the order a reader of this one is shown a text in."""
        first = (self.language, *map(self.catalogue.language, self.language.fallback))
        tags = {tongue.tag for tongue in first}
        return (*first, *(t for t in self.catalogue.languages if t.tag not in tags))

    def _tongue(self, tags: Iterable[str]) -> Language:
        present = set(tags)
        site = next((t for t in self.tongues if t.tag in present), None)
        return site or Language(next(iter(present)), next(iter(present)))

    def language_name(self, tag: str) -> str:
        """The name of a language in this language."""
        name = self.language.locale.languages.get(tag)
        return str(name or tag)

    def date(self, when: PartialDate | date) -> str:
        """A date in words."""
        return self.language.date(when)

    def code(self, vocabulary: str, code: str) -> Code:
        """A code of a vocabulary."""
        return self.catalogue.codes[vocabulary][code]

    def label(self, vocabulary: str, code: str) -> Phrase:
        """What a code is called."""
        return self.phrase(self.code(vocabulary, code).label)

    def labels(self, vocabulary: str, codes: Iterable[str]) -> str:
        """Several codes as a list in a sentence."""
        return self.language.listing([self.label(vocabulary, code).text for code in codes])

    def country_name(self, country: Country) -> str:
        """A country's name: the record's own, else the short name of CLDR."""
        if country.name:
            return self.phrase(country.name).text
        return self.language.territory(country.alpha_2) or country.id.upper()

    @cached_property
    def ways(self) -> Ways:
        """The pages that templates lead to."""
        return ways(self.catalogue)

    @property
    def process(self) -> Programme | None:
        """The programme whose steps countries go through, if the convention has one."""
        return self.catalogue.programmes.get(self.catalogue.convention.process or "")

    def other_names(self, country: Country) -> str:
        """What else people of this language call a country, as a list in a sentence; or empty."""
        tag = self.language.tag
        return self.language.listing([name[tag] for name in country.other_names if tag in name])

    @cached_property
    def countries(self) -> list[Country]:
        """All countries in the order of their names."""
        return sorted(
            self.catalogue.countries.values(),
            key=lambda country: self.language.sort_key(self.country_name(country)),
        )

    def provision(self, provision: Provision) -> tuple[str, str | None]:
        """What a provision is called, and the path of the page that shows it, if one does.

        The name says so where the editors, and not the text, make the link.
        """
        name, path = self._provision(provision)
        if provision.by == "editors":
            return self.say("provision_by_editors", name=name), path
        return name, path

    def _provision(self, provision: Provision) -> tuple[str, str | None]:
        if provision.treaty:
            treaty = self.catalogue.treaties[provision.treaty]
            name = self.phrase(treaty.short).text
            path = f"treaties/{treaty.id}/"
            if not provision.article:
                return name, path
            named = self.say("provision_article", article=provision.article, treaty=name)
            return named, path + article_anchor(treaty, provision.article)
        if provision.resolution:
            resolution = self.catalogue.resolutions[provision.resolution]
            name = self.resolution_name(provision.resolution)
            shown = path_of(self.catalogue, "resolutions", resolution.id)
            if not provision.paragraph:
                return name, shown
            number = paragraph_number(provision.paragraph)
            annex = provision.paragraph.split("-")[0] == self.catalogue.convention.annex_prefix
            key = "provision_rule_paragraph" if annex else "provision_paragraph"
            named = self.say(key, number=number, resolution=name)
            return named, f"{shown}#{provision.paragraph}"
        page = self.catalogue.convention.rules_page
        return self.say("provision_rule", rule=provision.rule), page

    def resolution_name(self, identifier: str) -> str:
        """The short name of a resolution: its number, or its topic and session where it has none."""
        resolution = self.catalogue.resolutions[identifier]
        key = f"{resolution.kind}_name"
        if resolution.number and resolution.number_verified:
            return self.say(key, number=resolution.number)
        topic = self.phrase(resolution.topic).text
        draft = self.catalogue.role("resolution-statuses", resolution.status) == "draft"
        return self.say(
            "draft_name" if draft else "topic_name", topic=topic, session=resolution.session
        )


def paragraph_number(identifier: str) -> str:
    """The number a reader knows a paragraph by: `op-13-a` → `13 a)`, `pr-23` → `23`."""
    _, number, *item = identifier.split("-")
    return f"{number} {item[0]})" if item else number


def path_between(start: str, target: str) -> str:
    """The relative link from one page's path to another's, with or without a fragment.

    Both are paths below a language's root: `path_between("guide/vpi/", "countries/mex/#vpi")` is
    `../../countries/mex/#vpi`. Such links work on any host, in any folder and from `file://`.
    """
    path, mark, fragment = target.partition("#")
    if path == start and mark:
        return f"#{fragment}"
    here, there = start.split("/")[:-1], path.split("/")
    while here and len(there) > 1 and here[0] == there[0]:
        here, there = here[1:], there[1:]
    return "../" * len(here) + "/".join(there) + mark + fragment or "./"
