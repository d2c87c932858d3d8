"""The handbook: which pages it binds, in which order, and what the cover and the index say."""

from collections.abc import Collection, Mapping
from typing import Any

from atlas.catalogue.edition import Edition
from atlas.documents.book import Book, Part, footnotes, lay_out
from atlas.documents.tree import Shelf, Tree, plain_text, walk

RECORDS = ("networks", "alliances", "countries", "resolutions")
FRESH = frozenset({"guide/"})
"""Parts whose chapters each begin on a new page, so that one can be handed out alone."""

IN_COLUMNS = frozenset({"glossary/"})
"""Parts of many short entries, set in two columns."""


def bind(edition: Edition, shelf: Shelf, address: str) -> Book:
    """The pages of the handbook (and of the e-book) in order; `address` is the edition's own."""
    catalogue = edition.catalogue
    guide = tuple(p for p in shelf.pages if p.startswith("guide/") and p != "guide/")
    recorded = {f"countries/{c.id}/" for c in catalogue.countries.values() if c.vpi}
    parts = [Part("guide/", guide), Part("scenarios/")]
    for section in RECORDS:
        if f"{section}/" in shelf.pages:
            kept = recorded if section == "countries" else shelf.pages.keys()
            listed = _listed(shelf.tree(f"{section}/").blocks, section, kept)
            parts.append(Part(f"{section}/", listed))
    parts += [Part("calendar/"), Part("glossary/"), Part("sources/")]
    parts = [part for part in parts if part.opening in shelf.pages]
    aliases = {f"scenarios/{s}/": f"scenarios/#scenario-{s}" for s in catalogue.scenarios}
    aliases |= {
        f"countries/{c}/": f"countries/#{c}"
        for c in catalogue.countries
        if f"countries/{c}/" not in recorded
    }
    marked = (
        frozenset(aliases[path] for path in aliases if path.startswith("countries/")) | recorded
    )
    return Book(shelf, parts, address, aliases, marked)


def _listed(blocks: Tree, section: str, kept: Collection[str]) -> tuple[str, ...]:
    """The pages of a section that the page which opens it links to, in that order."""
    found = [
        node["path"]
        for node in walk(blocks)
        if node["t"] == "a"
        and node.get("path", "").startswith(f"{section}/")
        and node["path"] != f"{section}/"
        and node["path"] in kept
    ]
    return tuple(dict.fromkeys(path for path in found if path.count("/") == 2))


def handbook(edition: Edition, book: Book, cover: Mapping[str, str]) -> dict[str, Any]:
    """What the handbook's template is given: the words of its cover, its parts, its index."""
    chapters = book.chapters()
    for part in book.parts:
        number = 0
        for path in (part.opening, *part.pages):
            if part.opening in FRESH and path != part.opening:
                chapters[path][0]["fresh"] = True
                number = 0
            sources = book.shelf.tree(path).sources
            chapters[path] = footnotes(path, chapters[path], sources, number)
            number += sum(node["t"] == "note" for node in walk(chapters[path]))
    themes = {f"themes/{code}/" for code in edition.catalogue.codes["themes"]}
    for blocks in chapters.values():
        _index_themes(blocks, book.address, themes)
    _print_addresses(chapters.get("sources/", []))
    parts = []
    for part in book.parts:
        blocks = [block for path in (part.opening, *part.pages) for block in chapters[path]]
        lay_out(blocks)
        parts.append(_in_columns(blocks) if part.opening in IN_COLUMNS else {"blocks": blocks})
    say = edition.say
    return {
        **cover,
        "parts": parts,
        "index": {
            "title": say("book_index"),
            "text": say("book_index_text"),
            "groups": [
                {
                    "title": say("kind_countries"),
                    "entries": [
                        [edition.country_name(c), _place(book, f"countries/{c.id}/")]
                        for c in edition.countries
                    ],
                },
                {
                    "title": say("kind_themes"),
                    "entries": _theme_entries(edition),
                },
            ],
        },
    }


def _in_columns(blocks: Tree) -> dict[str, Tree]:
    """What stands across the page, up to the first heading below the title, and what columns hold."""
    heads = [place for place, node in enumerate(blocks) if node["t"] == "h"]
    end = heads[1] if len(heads) > 1 else len(blocks)
    return {"head": blocks[:end], "blocks": blocks[end:]}


def _place(book: Book, path: str) -> str:
    """The label under which the index looks for links to a page."""
    return book.aliases.get(path, path)


def _theme_entries(edition: Edition) -> list[tuple[str, str]]:
    codes = edition.catalogue.codes["themes"]
    entries = [(edition.label("themes", code).text, f"themes/{code}/") for code in codes]
    return sorted(entries, key=lambda entry: edition.language.sort_key(entry[0]))


def _index_themes(blocks: Tree, address: str, themes: set[str]) -> None:
    """Links to the page of a theme lead to its entry in the index."""
    for node in walk(blocks):
        if node["t"] == "a" and (href := node.get("href", "")).startswith(address):
            path = href.removeprefix(address)
            if path in themes:
                del node["href"]
                node["to"] = path


def _print_addresses(blocks: Tree) -> None:
    """Print the address of each source below its title."""
    for node in walk(blocks):
        if (
            node["t"] == "p"
            and node.get("k") != "note"
            and (link := next(_outside(node["c"]), None))
        ):
            node["c"] = [*node["c"], {"t": "br"}, {"t": "url", "href": link, "c": []}]


def _outside(tree: Tree) -> Any:
    return (n["href"] for n in walk(tree) if n["t"] == "a" and n.get("href", "").startswith("http"))


def page_title(blocks: Tree) -> str:
    """The words of a page's first heading."""
    return next((plain_text(n["c"]) for n in walk(blocks) if n["t"] == "h"), "")
