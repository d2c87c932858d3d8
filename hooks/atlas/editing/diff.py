"""What a change does to readers, in words: pages, facts, addresses, translations.

It compares two catalogues, both read by the program as it is now.
"""

import io
import re
import tarfile
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from html import unescape
from pathlib import Path
from typing import Any

from markupsafe import escape

from atlas.catalogue.catalogue import WITHHOLD, Catalogue, keep_out
from atlas.catalogue.edition import Edition
from atlas.catalogue.formatting import kind_of
from atlas.catalogue.reporters import plain
from atlas.catalogue.translations import Translation, source_language, translations
from atlas.editing.git import GitError, git
from atlas.model.records import Interface, Model
from atlas.model.values import Text
from atlas.site.pages import Site, pages

SHOWN = 40
ALIKE = 5
WIDTH = 160
"""In short: how many lines a section has, how many pages of one folder are named, and how long a value is."""

Words = Mapping[str, str]


@dataclass(frozen=True)
class FieldChange:
    """One value of one file that is new, gone or other than before; absent values are None."""

    file: str
    field: str
    before: str | None
    after: str | None


@dataclass(frozen=True)
class Alike:
    """Pages that change alike: what goes and what comes in each, as lines of text without markup."""

    pages: Mapping[str, Words]
    gone: tuple[str, ...]
    new: tuple[str, ...]


@dataclass(frozen=True)
class Difference:
    """What readers would notice. Pages and addresses are paths with their titles by language."""

    added: Mapping[str, Words]
    removed: Mapping[str, Words]
    changed: tuple[Alike, ...]
    lost: tuple[str, ...]
    withheld: Mapping[str, int]
    """Folder or single file of data → in how many files something is kept out that was not before."""
    fields: tuple[FieldChange, ...]
    outdated: tuple[Translation, ...]

    def __bool__(self) -> bool:
        return any(
            (self.added, self.removed, self.changed, self.withheld, self.fields, self.outdated)
        )


_UNKNOWN = (
    "Git no conoce aquí «{0}». Pruebe con «main» o con «origin/main».\n"
    "Git does not know “{0}” here. Try “main” or “origin/main”."
)


class UnknownRevisionError(Exception):
    """There is nothing to compare with; the message says why, in both languages."""


@contextmanager
def at_revision(root: Path, revision: str) -> Iterator[Path]:
    """The data and written pages of a revision of the project, in a folder that is removed after."""
    try:
        names = git(root, "ls-tree", "--name-only", f"{revision}^{{tree}}").decode().split("\n")
        parts = [name for name in ("mkdocs.yml", "data", "content") if name in names]
        content = git(root, "archive", "--format=tar", revision, "--", *parts)
    except GitError as error:
        raise UnknownRevisionError(_UNKNOWN.format(revision)) from error
    with tempfile.TemporaryDirectory() as folder:
        with tarfile.open(fileobj=io.BytesIO(content)) as archive:
            archive.extractall(folder, filter="data")
        yield Path(folder)


def difference(before: Catalogue, after: Catalogue, today: date) -> Difference:
    """What readers would notice if `after` were published in the field of `before`.

    What either keeps out is shown of neither: the list that `before` had may be gone with the names,
    and that of `after` may be about what `before` still shows.
    """
    there = {path for path in before.files if path not in before.withheld_in}
    before = keep_out(before, after.withholding)
    # A file may still hold what is kept out, or be gone with it.
    withheld = _by_folder((before.withheld_in | after.withheld_in) & there)
    after = keep_out(after, before.withholding)
    # The program needs the words it needs, whether or not they were there before.
    words = Interface(texts={**after.interface.texts, **before.interface.texts})
    before = replace(before, interface=words)
    old, new = _pages(before, today), _pages(after, today)
    added = {path: titles for path, (titles, _) in new.items() if path not in old}
    removed = {path: titles for path, (titles, _) in old.items() if path not in new}
    redirected = {
        f"{kind}/{former}/"
        for kind, records in after.records.items()
        for record in records.values()
        for former in record.former_ids
    }
    return Difference(
        added=added,
        removed=removed,
        changed=tuple(_alike(old, new)),
        withheld=withheld,
        lost=tuple(path for path in removed if path not in redirected),
        fields=tuple(_fields(before, after)),
        outdated=tuple(_outdated(before, after)),
    )


def _by_folder(files: Iterable[str]) -> dict[str, int]:
    """Folder or single file of data → how many of some files are in it."""
    folders = [path.rpartition("/")[0] for path in files]
    return {folder: folders.count(folder) for folder in sorted({*folders})}


def _pages(catalogue: Catalogue, today: date) -> dict[str, tuple[dict[str, str], str]]:
    """Path → its titles by language and its HTML in all languages."""
    found: dict[str, tuple[dict[str, str], str]] = {}
    for tongue in catalogue.languages:
        for page in pages(Edition(catalogue, tongue, today), Site()):
            titles, html = found.get(page.path, ({}, ""))
            found[page.path] = ({**titles, tongue.tag: page.title}, html + page.html)
    return found


Pages = Mapping[str, tuple[dict[str, str], str]]


def _alike(old: Pages, new: Pages) -> Iterator[Alike]:
    """The pages that are other than before, those together in which the same lines go and come.

    A link that begins elsewhere, and a page's own title, make no other line. Most pages first.
    """
    found: dict[tuple[tuple[str, ...], tuple[str, ...]], dict[str, Words]] = {}
    for path, (titles, html) in new.items():
        if path in old and old[path][1] != html:
            was, now = (Counter(_lines(*page)) for page in (old[path], (titles, html)))
            found.setdefault((tuple(was - now), tuple(now - was)), {})[path] = titles
    for (gone, come), own in sorted(found.items(), key=lambda each: -len(each[1])):
        yield Alike(own, tuple(map(_words, gone)), tuple(map(_words, come)))


def _lines(titles: Words, html: str) -> Iterator[str]:
    for title in sorted(titles.values(), key=len, reverse=True):
        html = html.replace(str(escape(title)), "…")
    for line in re.sub(r"(?:\.\./)+", "", html).split("\n"):
        if line.strip():
            yield line


def _words(line: str) -> str:
    """What a line of HTML says; the line itself where it says nothing, as an address does."""
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", line)).split()) or line.strip()


def _fields(before: Catalogue, after: Catalogue) -> Iterator[FieldChange]:
    for file in sorted({*before.files, *after.files} - {WITHHOLD}):
        if not kind_of(file):
            continue
        old = _values(before.files.get(file))
        new = _values(after.files.get(file))
        for field in (*new, *(field for field in old if field not in new)):
            if old.get(field) != new.get(field):
                yield FieldChange(file, field, old.get(field), new.get(field))


def _values(model: Model | None) -> dict[str, str]:
    """Place → value of everything in a file; items of lists by their id, else by their value."""
    return dict(_flat(model.model_dump(mode="json", exclude_defaults=True), "")) if model else {}


def _flat(value: Any, field: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for name, each in value.items():
            yield from _flat(each, f"{field}.{name}" if field else name)
    elif isinstance(value, list):
        for number, each in enumerate(value):
            if isinstance(each, dict):
                name = each.get("id", each.get("treaty", each.get("step", number)))
                yield from _flat(each, f"{field}[{name}]")
            else:
                yield f"{field}[{each}]", str(each)
    elif value is not None:
        yield field, str(value)


def _outdated(before: Catalogue, after: Catalogue) -> Iterator[Translation]:
    """Translations that stayed the same while the words they were made from changed."""
    for tongue in after.languages:
        old = {each.key: each for each in translations(before, tongue.tag)}
        for each in translations(after, tongue.tag):
            known = old.get(each.key)
            if (
                known
                and known.source_hash != each.source_hash
                and _translated(before, known) == _translated(after, each) is not None
            ):
                yield each


def _translated(catalogue: Catalogue, translation: Translation) -> str | None:
    text = translation.text
    if isinstance(text, Text):
        tag = translation.language
        has = tag in text and source_language(catalogue, text) != tag
        return text[tag] if has else None
    own = catalogue.written.get(translation.language, {}).values()
    return next((page.body for page in own if page.file == translation.file), None)


_SAID: Mapping[str, Words] = {
    "title": {"es": "Qué cambia para quienes leen", "en": "What changes for readers"},
    "nothing": {"es": "Nada.", "en": "Nothing."},
    "added": {"es": "Páginas nuevas", "en": "New pages"},
    "removed": {"es": "Páginas que desaparecen", "en": "Pages that go"},
    "changed": {"es": "Páginas que cambian", "en": "Pages that change"},
    "lost": {
        "es": "Direcciones que dejan de funcionar (falta «former_ids»)",
        "en": "Addresses that stop working (“former_ids” is missing)",
    },
    "withheld": {
        "es": "Archivos en que se retira algo a propósito (data/withhold.yml)",
        "en": "Files in which something is withheld on purpose (data/withhold.yml)",
    },
    "fields": {"es": "Datos que cambian", "en": "Facts that change"},
    "outdated": {
        "es": "Traducciones que quedan desactualizadas",
        "en": "Translations that become outdated",
    },
    "more": {"es": "… y {} más", "en": "… and {} more"},
    "new": {"es": "nuevo", "en": "new"},
    "gone": {"es": "se quita", "en": "removed"},
}


def as_markdown(found: Difference, language: str, *, full: bool = False) -> str:
    """The difference in one language as Markdown, for a comment on a pull request.

    What matters most stands first; in short, pages of one folder share a line. `full` leaves nothing out.
    """
    lines = [f"### {_SAID['title'][language]}", ""]
    for name, count, items in _sections(found, language, lambda text: f"`{text}`", plain, full):
        lines += [f"**{_SAID[name][language]}** ({count})", ""]
        lines += [f"- {each}" for each in _some(items, language, full)] + [""]
    if not found:
        lines.append(_SAID["nothing"][language])
    return "\n".join(lines).rstrip("\n") + "\n"


def as_text(found: Difference, language: str, *, full: bool = False) -> str:
    """The difference in one language for a terminal; `full` leaves nothing out."""
    lines = [_SAID["title"][language]]
    for name, count, items in _sections(found, language, str, str, full):
        lines += [f"{_SAID[name][language]} ({count})"]
        lines += [f"  {each}" for each in _some(items, language, full)]
    if not found:
        lines.append(_SAID["nothing"][language])
    return "\n".join(lines) + "\n"


def _some(items: list[str], language: str, full: bool) -> list[str]:
    rest = 0 if full else len(items) - SHOWN
    return [*items[:SHOWN], _SAID["more"][language].format(rest)] if rest > 0 else items


Writer = Callable[[str], str]


def _sections(
    found: Difference, language: str, code: Writer, quoted: Writer, full: bool
) -> Iterator[tuple[str, int, list[str]]]:
    """Sections that say something: name, how many things it is about, and its lines."""

    def page(path: str, titles: Words) -> str:
        title = titles.get(language) or next(iter(titles.values()))
        return f"{quoted(_line(title))} ({code(f'/{path}')})"

    def field(each: FieldChange) -> str:
        start = _parting(each.before or "", each.after or "")
        before = _SAID["new"] if each.before is None else quoted(f"«{_line(each.before, start)}»")
        after = _SAID["gone"] if each.after is None else quoted(f"«{_line(each.after, start)}»")
        told = (words if isinstance(words, str) else words[language] for words in (before, after))
        return f"{code(f'{each.file} {each.field}')}: {' → '.join(told)}"

    def listed(paths: Mapping[str, Words]) -> list[str]:
        folders = Counter(path.partition("/")[0] for path in paths)
        many = {folder for folder, count in folders.items() if count > ALIKE and not full}
        own = [page(*each) for each in paths.items() if each[0].partition("/")[0] not in many]
        return [*own, *(f"{code(f'/{folder}/…')}: {folders[folder]}" for folder in sorted(many))]

    def alike(group: Alike) -> Iterator[str]:
        """Pages that change alike in a line, with what changes in them; in full, each page below it."""
        first, *others = [page(*each) for each in group.pages.items()]
        more = f" {_SAID['more'][language].format(len(others))}" if others else ""
        yield f"{first}{more}: {change(group)}" if others else first
        if full:
            yield from (f"  {other}" for other in others)
            yield from (f"  − {quoted(_line(line))}" for line in group.gone)
            yield from (f"  + {quoted(_line(line))}" for line in group.new)

    def change(group: Alike) -> str:
        said = [quoted(f"«{_line(text[0])}»") for text in (group.gone, group.new) if text]
        return " → ".join(said)

    sections: dict[str, tuple[int, list[str]]] = {
        "withheld": (
            len(found.withheld),
            [f"{code(folder)}: {count}" for folder, count in found.withheld.items()],
        ),
        "lost": (len(found.lost), [code(f"/{path}") for path in found.lost]),
        "removed": (len(found.removed), listed(found.removed)),
        "fields": (len(found.fields), [field(each) for each in found.fields]),
        "outdated": (
            len(found.outdated),
            [
                f"{code(f'{each.file}:{each.line}')} {each.field} ({each.language})"
                for each in found.outdated
            ],
        ),
        "added": (len(found.added), listed(found.added)),
        "changed": (
            sum(len(each.pages) for each in found.changed),
            [line for each in found.changed for line in alike(each)],
        ),
    }
    yield from ((name, *own) for name, own in sections.items() if own[0])


def _line(text: str, start: int = 0) -> str:
    """A text on one line, and of a long one the part from `start` on, a few words earlier."""
    line = " ".join(text.split())
    if len(line) <= WIDTH:
        return line
    start = min(start, len(line) - WIDTH // 2)
    cut = line.rfind(" ", 0, start - WIDTH // 4) + 1 if start > WIDTH // 2 else 0
    end = line[cut:] if len(line) - cut <= WIDTH else f"{line[cut : cut + WIDTH - 1]}…"
    return f"… {end}" if cut else end


def _parting(before: str, after: str) -> int:
    """How far two texts are the same."""
    pairs = zip(" ".join(before.split()), " ".join(after.split()), strict=False)
    return next(
        (n for n, (old, new) in enumerate(pairs) if old != new), min(len(before), len(after))
    )


FORMATS = {"text": as_text, "markdown": as_markdown}
"""Name of an output → the function that writes it."""
