"""The handbook: which pages it binds, in which order, and what the cover and the index say."""

from collections.abc import Collection, Mapping
from typing import Any

from atlas.edition import Edition
from atlas.pdf.book import Book, Part, footnotes, lay_out
from atlas.pdf.tree import Shelf, Tree, plain_text, walk

RECORDS = ("networks", "alliances", "countries", "resolutions")


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
    for path, blocks in chapters.items():
        chapters[path] = footnotes(path, blocks, book.shelf.tree(path).sources)
    themes = {f"themes/{code}/" for code in edition.catalogue.codes["themes"]}
    for blocks in chapters.values():
        _index_themes(blocks, book.address, themes)
    _print_addresses(chapters.get("sources/", []))
    parts = [
        [block for path in (part.opening, *part.pages) for block in chapters[path]]
        for part in book.parts
    ]
    for part in parts:
        lay_out(part)
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
                        [edition.country_name(c), _country_places(book, f"countries/{c.id}/")]
                        for c in edition.countries
                    ],
                },
                {
                    "title": say("kind_themes"),
                    "entries": [
                        [code_title, [path]] for path, code_title in _theme_titles(edition)
                    ],
                },
            ],
        },
    }


def _country_places(book: Book, path: str) -> list[str]:
    """The labels under which the index looks for links to a country."""
    return [alias] if (alias := book.aliases.get(path)) else [path]


def _theme_titles(edition: Edition) -> list[tuple[str, str]]:
    codes = edition.catalogue.codes["themes"]
    titles = [(f"themes/{code}/", edition.label("themes", code).text) for code in codes]
    return sorted(titles, key=lambda each: edition.language.sort_key(each[1]))


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
