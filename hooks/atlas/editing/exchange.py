"""Translators' exchange: the texts of one language as a PO file (gettext), and back into the files.

A unit is one text of the data, or one paragraph of a written page. Its context is the key that the lock
of translations knows the text by; what is outdated is fuzzy. What is fuzzy or empty is not taken back,
and neither is a unit whose original has changed since.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from difflib import SequenceMatcher
from functools import cached_property
from io import BytesIO
from pathlib import Path

from babel import Locale
from babel.messages.catalog import Catalog
from babel.messages.pofile import PoFileError, read_po, write_po

from atlas.catalogue import formatting
from atlas.catalogue.catalogue import Catalogue, data_date
from atlas.catalogue.translations import (
    State,
    Translation,
    page_translations,
    source_language,
    text_translations,
    words_hash,
)
from atlas.catalogue.validation import validate
from atlas.catalogue.written_pages import WrittenPage
from atlas.catalogue.yaml_reader import Document, read
from atlas.editing.importing.refusal import RefusedError, say
from atlas.exports.archives import FIRST_DAY
from atlas.model import descriptions, plurals
from atlas.model.kinds import DOCUMENTS, RECORDS
from atlas.model.languages import Language
from atlas.model.traversal import model_at
from atlas.model.values import Location

_SHOWN = 20
"""How many texts a message names."""

WORDS = ("data/interface.yml", "data/convention.yml")
"""The files whose texts may count."""


@dataclass(frozen=True)
class Unit:
    """One text to translate: its context, original and translation, and what helps to translate it."""

    context: str
    source: str
    target: str
    fuzzy: bool
    file: str
    line: int
    notes: tuple[str, ...] = ()
    counts: bool = False
    """Whether it has forms for numbers."""

    @property
    def identity(self) -> tuple[str, str]:
        """What a PO file knows it by: context and original."""
        return self.context, self.source


# --- out --------------------------------------------------------------------------------------------


def exported(catalogue: Catalogue, tag: str) -> bytes:
    """The PO file of a language. Raises RefusedError if the site has no such language."""
    language = _known(catalogue, tag)
    day = data_date(catalogue) or FIRST_DAY
    made = datetime(day.year, day.month, day.day, tzinfo=UTC)
    site = catalogue.words["site_name"]
    name = site[source_language(catalogue, site)]
    catalog = Catalog(
        locale=Locale.parse(tag, sep="-"),
        project=name,
        version=day.isoformat(),
        msgid_bugs_address=catalogue.settings.contact or catalogue.settings.url,
        last_translator=name,
        language_team=language.name,
        creation_date=made,
        revision_date=made,
        header_comment=_HEADER,
        fuzzy=False,
    )
    catalog.mime_headers = [("Plural-Forms", plurals.rule(language.locale))]
    for unit in units(catalogue, tag):
        source, target = _counted(unit, language.locale)
        message = catalog.add(
            source,
            target,
            locations=[(unit.file, unit.line)],
            auto_comments=unit.notes,
            context=unit.context,
        )
        # A per cent sign is no format of Python, as Babel would have it.
        message.flags = {"fuzzy"} if unit.fuzzy else set()
    stream = BytesIO()
    write_po(stream, catalog, width=0)
    return stream.getvalue()


def _counted(unit: Unit, locale: Locale) -> tuple[str | tuple[str, str], str | list[str]]:
    """Original and translation as a PO file has them, which shows the forms of what counts one by one."""
    if not unit.counts:
        return unit.source, unit.target
    empty = [""] * len(plurals.categories(locale))
    return _ends(unit.source), plurals.forms(unit.target, locale) if unit.target else empty


def _ends(text: str) -> tuple[str, str]:
    """The first and the last form of a text that counts: those a PO file shows of an original."""
    forms = text.split(plurals.BAR)
    return forms[0], forms[-1]


_HEADER = """\
# Deje como están lo que va entre llaves, los enlaces, las citas [@…] y las marcas { #… }.
# Leave as it is what stands in braces, the links, the citations [@…] and the marks { #… }."""


def _known(catalogue: Catalogue, tag: str) -> Language:
    tags = [language.tag for language in catalogue.languages]
    if tag not in tags:
        raise RefusedError("no-language", tag=tag, tags=", ".join(tags))
    return catalogue.language(tag)


def units(catalogue: Catalogue, tag: str) -> Iterator[Unit]:
    """Everything to be translated into a language, in the order of the files.

    Files that still hold what is withheld are left out: their originals are not fit to be sent around.
    """
    glossary = _Glossary(catalogue)
    for each in text_translations(catalogue, tag):
        if each.file in catalogue.withheld_in or each.text is None:
            continue
        source = source_language(catalogue, each.text)
        text = each.text[source]
        yield Unit(
            each.key,
            text,
            each.text.items().get(tag, ""),
            each.state is State.OUTDATED,
            each.file,
            each.line,
            (*_note(catalogue, each), *glossary.of(text, source)),
            each.file in WORDS and plurals.BAR in text,
        )
    for page in _pages(catalogue, tag):
        for unit in page.units:
            yield replace(unit, notes=tuple(glossary.of(unit.source, page.source_language)))


def _note(catalogue: Catalogue, translation: Translation) -> Iterator[str]:
    """What the field of a text is for, in the languages of messages."""
    model = type(catalogue.files[translation.file])
    location = translation.location
    for depth in range(len(location) - 1, -1, -1):
        parent, step = model_at(model, location[:depth]), location[depth]
        if parent and isinstance(step, str) and descriptions.name_of_field(parent, step):
            if step in parent.model_fields:
                yield from descriptions.of_field(parent, step).values()
            return


class _Glossary:
    """Finds the terms of the glossary in a text, and says what other languages call them."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.forms: dict[str, dict[str, str]] = defaultdict(dict)
        for term in catalogue.glossary.terms:
            for tag, name in term.term.items().items():
                for form in (re.sub(r"\s*\([^)]*\)", "", name), *term.forms.get(tag, ())):
                    self.forms[tag].setdefault(form.lower(), term.id)
        self.patterns = {
            tag: re.compile(
                r"\b(?:" + "|".join(map(re.escape, sorted(own, key=len, reverse=True))) + r")\b"
            )
            for tag, own in self.forms.items()
        }

    def of(self, text: str, tag: str) -> Iterator[str]:
        """A line for each term in a text of a language, in the order of the text."""
        if tag not in self.patterns:
            return
        found = dict.fromkeys(
            self.forms[tag][match[0]] for match in self.patterns[tag].finditer(text.lower())
        )
        for identifier in found:
            words = self.catalogue.terms[identifier].term.items()
            others = [f"{other}: {word}" for other, word in words.items() if other != tag]
            if others:
                yield f"{words.get(tag, identifier)} = {'; '.join(others)}"


# --- written pages ----------------------------------------------------------------------------------


def pieces(body: str) -> list[str]:
    """A text in Markdown as white space, paragraph, white space, …, white space: joined, they are it."""
    made = [""]
    fence = ""
    for line in body.splitlines(keepends=True):
        mark = re.match(r"[ ]{0,3}(`{3,}|~{3,})", line)
        is_space, in_space = not (line.strip() or fence), len(made) % 2 == 1
        if is_space != in_space:
            made.append("")
        if mark and not fence:
            fence = mark[1]
        elif mark and mark[1].startswith(fence):
            fence = ""
        made[-1] += line
    if not len(made) % 2:
        made.append("")
    # The end of a paragraph's last line is no part of it.
    for index in range(1, len(made), 2):
        text = made[index].rstrip("\n")
        made[index + 1] = made[index][len(text) :] + made[index + 1]
        made[index] = text
    return made


def _shape(paragraph: str) -> str:
    """What kind of paragraph this is: a heading of some level, a list, a table, an insert, prose."""
    found = re.match(r"\s*(#+|[-*+](?=\s)|\d+[.)](?=\s)|\||>|\{\{|`{3}|~{3}|)", paragraph)
    return found[1] if found and not found[1][:1].isdigit() else "1"


@dataclass(frozen=True)
class _Page:
    """A written page, its translation if there is one, and the paragraphs of either."""

    translation: Translation
    file: str
    """Where the translation stands, or will."""
    original: WrittenPage
    own: WrittenPage | None
    source_language: str

    @cached_property
    def source(self) -> list[str]:
        return pieces(self.original.body)

    @cached_property
    def alike(self) -> bool:
        """Whether the translation has the paragraphs of the original, one by one."""
        return self.own is not None and [*map(_shape, self.source[1::2])] == [
            *map(_shape, pieces(self.own.body)[1::2])
        ]

    @cached_property
    def targets(self) -> Mapping[int, str]:
        """Number of a paragraph of the original → the one that translates it, as far as can be told."""
        if self.own is None:
            return {}
        here, there = self.source[1::2], pieces(self.own.body)[1::2]
        alike = SequenceMatcher(None, [*map(_shape, here)], [*map(_shape, there)], autojunk=False)
        return {
            block.a + n: there[block.b + n]
            for block in alike.get_matching_blocks()
            for n in range(block.size)
        }

    @cached_property
    def units(self) -> tuple[Unit, ...]:
        """Title, description and every paragraph that has words."""
        return (*self.titles, *self.paragraphs.values())

    @cached_property
    def titles(self) -> tuple[Unit, ...]:
        fuzzy = self.own is not None and self.translation.state is State.OUTDATED
        return tuple(
            Unit(
                f"{self.file}#{name}",
                getattr(self.original.front, name),
                getattr(self.own.front, name) if self.own else "",
                fuzzy,
                self.original.file,
                1,
            )
            for name in ("title", "description")
        )

    @cached_property
    def paragraphs(self) -> Mapping[int, Unit]:
        """Number of a paragraph that has words → its unit."""
        seen: Counter[str] = Counter()
        line = self.original.body_line
        doubtful = self.translation.state is State.OUTDATED or not self.alike
        made = {}
        for index, piece in enumerate(self.source):
            if index % 2 and re.search(r"\w", re.sub(r"\{\{.*?\}\}", "", piece)):
                seen[piece] += 1
                again = f"-{seen[piece]}" if seen[piece] > 1 else ""
                target = self.targets.get(index // 2, "")
                made[index // 2] = Unit(
                    f"{self.file}#text{again}",
                    piece,
                    target,
                    bool(target) and doubtful,
                    self.original.file,
                    line,
                )
            line += piece.count("\n")
        return made

    def body(self, words: Mapping[tuple[str, str], str]) -> str:
        """The translation's text with some words in the place of others; its own form where it has one."""
        own = self.own.body if self.own and self.alike else ""
        made = pieces(own) if own else list(self.source)
        for number, unit in self.paragraphs.items():
            if unit.identity in words:
                made[2 * number + 1] = words[unit.identity]
        return "".join(made)


def _pages(catalogue: Catalogue, tag: str) -> Iterator[_Page]:
    default = catalogue.languages[0].tag
    for each in page_translations(catalogue, tag):
        path = re.sub(r"^content/[^/]+/", "", each.file)
        file = f"content/{tag}/{path}"
        original = next(page for page in catalogue.written[default].values() if page.name == path)
        own = catalogue.written[tag].get(original.path)
        if not {file, original.file} & catalogue.withheld_in:
            yield _Page(each, file, original, own, default)


# --- back -------------------------------------------------------------------------------------------


@dataclass
class Received:
    """What a PO file changes, and what of it was not taken."""

    files: dict[str, str] = field(default_factory=dict)
    """Path → new content."""
    stamps: dict[str, str] = field(default_factory=dict)
    """Key of a translation that is right now → hash of its original."""
    written: int = 0
    confirmed: int = 0
    fuzzy: int = 0
    changed: list[str] = field(default_factory=list)
    """Contexts of the units whose original is another one now."""
    gone: list[str] = field(default_factory=list)
    withheld: list[str] = field(default_factory=list)
    incomplete: list[str] = field(default_factory=list)
    """Pages that are not there yet and of which some paragraphs still lack words."""

    @property
    def refused(self) -> bool:
        """Whether something of the file was not taken that its translators meant to be."""
        return bool(self.changed or self.gone or self.withheld or self.incomplete)


def received(root: Path, catalogue: Catalogue, tag: str, content: bytes) -> Received:
    """What the bytes of a PO file change. Raises RefusedError for what is no PO file of that language."""
    _known(catalogue, tag)
    made = Received()
    every = list(units(catalogue, tag))
    words = _words(catalogue, tag, content, every, made)
    texts = {each.key: each for each in text_translations(catalogue, tag)}
    pages = {page.file: page for page in _pages(catalogue, tag)}
    known = {unit.identity for unit in every}
    contexts = {context for context, _ in known}
    for context, source in words:
        if (context, source) not in known and not _same_words(texts.get(context), source):
            file = context.partition("#")[0]
            (made.changed if context in contexts or file in pages else made.gone).append(context)
    _take_texts(root, catalogue, tag, words, texts, made)
    for page in pages.values():
        _take_page(root, page, words, made)
    return made


def _same_words(translation: Translation | None, source: str) -> bool:
    return translation is not None and translation.source_hash == words_hash(source)


def _words(
    catalogue: Catalogue, tag: str, content: bytes, every: Iterable[Unit], made: Received
) -> dict[tuple[str, str], str]:
    """Context and original → translation, of the units of a file that are translated for certain."""
    try:
        catalog = read_po(BytesIO(content), ignore_obsolete=True, abort_invalid=True)
    except (PoFileError, ValueError, LookupError, TypeError, SyntaxError) as error:
        raise RefusedError("no-po") from error
    printed = (catalog.locale_identifier or "").replace("_", "-")
    if not (printed or any(message.context for message in catalog)):
        raise RefusedError("no-po")
    # `fr-FR` of an editor is the site's `fr`.
    if not (printed.startswith(tag) or tag.startswith(printed)):
        raise RefusedError("po-language", printed=printed, tag=tag)
    locale = _known(catalogue, tag).locale
    counting = {(unit.context, _ends(unit.source)): unit.source for unit in every if unit.counts}
    words = {}
    for message in catalog:
        text = _translated(message.string, locale)
        if not message.context or not text:
            continue
        source = message.id
        if not isinstance(source, str):
            first, last = source
            source = counting.get((message.context, (first, last)), plurals.BAR.join(source))
        if message.fuzzy:
            made.fuzzy += 1
        elif catalogue.withholding.names.found(text, markdown=True):
            made.withheld.append(message.context)
        else:
            words[message.context, source] = text
    return words


def _translated(given: str | Sequence[str] | None, locale: Locale) -> str:
    """The translation of a unit; empty where it, or one of its forms, has none."""
    if given is None or isinstance(given, str):
        return (given or "").strip("\n")
    whole = len(given) == len(plurals.categories(locale)) and all(given)
    return plurals.joined(given, locale) if whole else ""


def _take_texts(
    root: Path,
    catalogue: Catalogue,
    tag: str,
    words: Mapping[tuple[str, str], str],
    texts: Mapping[str, Translation],
    made: Received,
) -> None:
    taken: dict[str, dict[Location, str]] = defaultdict(dict)
    for (context, source), text in words.items():
        each = texts.get(context)
        if each is None or each.text is None or not _same_words(each, source):
            continue
        if each.file in catalogue.withheld_in:
            made.changed.append(context)
            continue
        if " ".join(text.split()) == each.text.items().get(tag):
            if each.state is State.OUTDATED:
                made.confirmed += 1
                made.stamps[context] = each.source_hash
            continue
        taken[each.file][each.location] = text
        made.written += 1
        made.stamps[context] = each.source_hash
    tags = [language.tag for language in catalogue.languages]
    for file, own in taken.items():
        values = read(file, (root / file).read_bytes()).value
        for location, text in own.items():
            place = values
            for step in location:
                place = place[step]
            place[tag] = text
        kind = formatting.kind_of(file)
        assert kind, file
        record, problems = validate(Document(file, values), (RECORDS | DOCUMENTS)[kind])
        if record is None or problems:
            said = "; ".join(problem.sentence("en") for problem in problems[:3])
            raise RefusedError("po-unfit", data=file, said=said)
        made.files[file] = formatting.write(record, kind, tags)


def _take_page(
    root: Path, page: _Page, words: Mapping[tuple[str, str], str], made: Received
) -> None:
    given = {unit.identity for unit in page.units} & words.keys()
    if not given:
        return
    whole = len(given) == len(page.units)
    if not whole and not page.alike:
        made.incomplete.append(f"{page.file} ({len(given)}/{len(page.units)})")
        return
    existing = (root / page.file) if page.own else None
    model = existing or root / page.original.file
    text = model.read_text(encoding="utf-8")
    head = text[: len(text) - len((page.own or page.original).body)]
    for unit in page.titles:
        name = unit.context.rpartition("#")[2]
        if unit.identity in words and words[unit.identity] != unit.target:
            head = _with(head, name, words[unit.identity])
    if not existing:
        head = _with(head, "translated_from", page.source_language)
    content = head + page.body(words)
    if content != text or not existing:
        made.files[page.file] = content
        made.written += sum(
            words[unit.identity] != unit.target for unit in page.units if unit.identity in words
        )
    if whole and (page.translation.state is not State.CURRENT or page.file in made.files):
        made.stamps[page.file] = page.translation.source_hash
        made.confirmed += page.translation.state is State.OUTDATED and page.file not in made.files


def _with(head: str, name: str, value: str) -> str:
    """The lines at the top of a page with another value of a field."""
    line = f"{name}: {formatting.scalar(' '.join(value.split()))}\n"
    made, count = re.subn(rf"(?m)^{name}:.*\n(?:[ \t]+.*\n)*", lambda _: line, head, count=1)
    if count:
        return made
    end = head.rindex("\n---") + 1
    return head[:end] + line + head[end:]


def told(made: Received) -> str:
    """What was taken and what was not, in every language of messages."""
    lines = [
        say(
            "po-imported",
            written=str(made.written),
            confirmed=str(made.confirmed),
            fuzzy=str(made.fuzzy),
        )
    ]
    for code, listed in (
        ("po-changed", made.changed),
        ("po-gone", made.gone),
        ("po-withheld", made.withheld),
        ("po-incomplete", made.incomplete),
    ):
        if listed:
            lines.append(say(code, count=str(len(listed)), names=_listed(listed)))
    return "\n".join(lines)


def _listed(names: Iterable[str]) -> str:
    every = list(dict.fromkeys(names))
    more = f"; … +{len(every) - _SHOWN}" if len(every) > _SHOWN else ""
    return "; ".join(every[:_SHOWN]) + more
