"""The handbook: which pages are its chapters, in which order, and what the cover and the index say."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from atlas.catalogue.edition import Edition
from atlas.documents.compilation import Compilation, Part, lay_out, number_notes
from atlas.documents.cover import Cloth, Cover
from atlas.documents.nodes import (
    Blocks,
    Heading,
    Label,
    LineBreak,
    Link,
    Note,
    Paragraph,
    Web,
    WebAddress,
    walk,
)
from atlas.documents.tree import PageStore
from atlas.site.views import common
from atlas.site.views.country import processes
from atlas.site.views.organisation import alliances_view, networks_view
from atlas.site.views.resolution import resolutions_view

FRESH = frozenset({"guide/"})
"""Parts whose chapters each begin on a new page, so that one can be handed out alone."""

IN_COLUMNS = frozenset({"glossary/"})
"""Parts of many short entries, set in two columns."""


@dataclass(frozen=True)
class PartBlocks:
    """A part of the handbook; `head` stands across the page above the columns its `blocks` are set in."""

    blocks: Blocks
    head: Blocks = field(default_factory=list)


@dataclass(frozen=True)
class IndexEntry:
    """A name in the index, and the label whose pages it gives; `theme`: its own label stands here."""

    name: str
    label: str
    theme: bool = False


@dataclass(frozen=True)
class IndexGroup:
    """A section of the index."""

    title: str
    entries: list[IndexEntry]


@dataclass(frozen=True)
class Index:
    """The index: what names which page."""

    title: str
    text: str
    groups: list[IndexGroup]


@dataclass(frozen=True)
class Handbook:
    """What `handbook.typ` is given."""

    cover: Cover
    cloth: Cloth
    parts: list[PartBlocks]
    index: Index


def compile_handbook(edition: Edition, store: PageStore, site_url: str) -> Compilation:
    """The pages of the handbook (and of the e-book) in order; `site_url` is the edition's own."""
    catalogue = edition.catalogue
    guide = tuple(p for p in store.pages if p.startswith("guide/") and p != "guide/")
    listed: Mapping[str, Iterable[common.Link]] = {
        "networks/": (line.link for line in networks_view(edition).networks),
        "alliances/": (card.link for card in alliances_view(edition).alliances),
        "countries/": (line.country for line in processes(edition)),
        "resolutions/": (
            row.link for session in resolutions_view(edition).sessions for row in session.rows
        ),
    }
    records = {
        opening: tuple(link.path for link in links if link.path and link.path in store.pages)
        for opening, links in listed.items()
    }
    recorded = records["countries/"]
    parts = [
        Part("guide/", guide),
        Part("scenarios/"),
        *(Part(opening, paths) for opening, paths in records.items()),
        *(Part(opening) for opening in ("calendar/", "glossary/", "sources/")),
    ]
    aliases = {f"scenarios/{s}/": f"scenarios/#scenario-{s}" for s in catalogue.scenarios}
    rest = [c for c in catalogue.countries if f"countries/{c}/" not in recorded]
    rows = {f"countries/{c}/": f"countries/#{c}" for c in rest}
    return Compilation(
        store,
        [part for part in parts if part.opening in store.pages],
        site_url,
        aliases | rows,
        frozenset({*rows.values(), *recorded}),
    )


def make_handbook(
    edition: Edition, compilation: Compilation, cover: Cover, cloth: Cloth
) -> Handbook:
    """The handbook, ready to be set; raises TreeError."""
    chapters = compilation.chapters()
    for part in compilation.parts:
        number = 0
        for path in part.paths:
            if part.opening in FRESH and path != part.opening:
                _begin_page(chapters[path])
                number = 0
            sources = compilation.store.tree(path).sources
            chapters[path] = number_notes(path, chapters[path], sources, number)
            number += sum(isinstance(node, Note) for node in walk(chapters[path]))
    themes = {f"themes/{code}/" for code in edition.catalogue.codes["themes"]}
    for blocks in chapters.values():
        _index_themes(blocks, compilation.site_url, themes)
    _print_addresses(chapters.get("sources/", []))
    parts = []
    for part in compilation.parts:
        blocks = [block for path in part.paths for block in chapters[path]]
        lay_out(blocks)
        parts.append(_in_columns(blocks) if part.opening in IN_COLUMNS else PartBlocks(blocks))
    return Handbook(cover, cloth, parts, _index(edition, compilation))


def _begin_page(blocks: Blocks) -> None:
    if blocks and isinstance(title := blocks[0], Heading):
        title.fresh = True


def _in_columns(blocks: Blocks) -> PartBlocks:
    """What stands across the page, up to the first heading below the title, and what columns hold."""
    heads = [position for position, node in enumerate(blocks) if isinstance(node, Heading)]
    end = heads[1] if len(heads) > 1 else len(blocks)
    return PartBlocks(blocks[end:], blocks[:end])


def _index(edition: Edition, compilation: Compilation) -> Index:
    say = edition.say
    paths = {f"countries/{country.id}/": country for country in edition.countries}
    countries = [
        IndexEntry(edition.country_name(country), compilation.aliases.get(path, path))
        for path, country in paths.items()
    ]
    themes = [
        IndexEntry(edition.label("themes", code).text, f"themes/{code}/", theme=True)
        for code in edition.catalogue.codes["themes"]
    ]
    themes.sort(key=lambda entry: edition.language.sort_key(entry.name))
    groups = [
        IndexGroup(say("kind_countries"), countries),
        IndexGroup(say("kind_themes"), themes),
    ]
    return Index(say("book_index"), say("book_index_text"), groups)


def _index_themes(blocks: Blocks, site_url: str, themes: set[str]) -> None:
    """Links to the page of a theme lead to its entry in the index."""
    for node in walk(blocks):
        if isinstance(node, Link) and isinstance(to := node.destination, Web):
            path = to.url.removeprefix(site_url)
            if to.url.startswith(site_url) and path in themes:
                node.destination = Label(path)


def _print_addresses(blocks: Blocks) -> None:
    """Print the address of each source below its title."""
    for node in walk(blocks):
        if isinstance(node, Paragraph) and node.style != "note":
            destinations = (n.destination for n in walk(node.content) if isinstance(n, Link))
            for to in destinations:
                if isinstance(to, Web) and to.url.startswith("http"):
                    node.content += [LineBreak(), WebAddress(to.url)]
                    break
