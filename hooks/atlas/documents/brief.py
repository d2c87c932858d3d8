"""The brief of a country: what its page says, chosen and set for two sheets of paper."""

from collections.abc import Mapping
from io import BytesIO
from typing import Any
from urllib.parse import urljoin

import segno

from atlas.catalogue.edition import Edition
from atlas.documents.book import lay_out, sections
from atlas.documents.tree import Node, Shelf, Tree, TreeError, copied, plain_text, walk

NEEDED = ("steps", "menu", "treaties", "review", "network")
CHOSEN = (
    "steps",
    "focus",
    "priorities",
    "treaties",
    "ask-next",
    "options",
    "review",
    "network",
    "unknown",
)
"""Ids of the sections of a country's page that its brief takes over, in order."""

LINE = 130
"""Letters in a line of a table, about: a brief is set smaller than the handbook, on a wider page."""


def brief(
    edition: Edition, shelf: Shelf, path: str, address: str, cover: Mapping[str, Any]
) -> dict[str, Any]:
    """What the template of a brief is given; `path` is the country's page. Raises TreeError."""
    tree = shelf.tree(path)
    found = sections(tree.blocks)
    for name in NEEDED:
        if name not in found:
            raise TreeError(
                path,
                f"a la ficha le falta la sección «{name}»",
                f"the brief lacks section “{name}”",
            )
    menu = copied(found["menu"][:1])
    found = {name: copied(found.get(name, [])) for name in ("", *CHOSEN)}
    found["options"] = _recorded(menu, found["options"])
    head = [node for node in found[""] if node["t"] != "h"]
    chosen = [node for name in CHOSEN for node in found[name]]
    for node in walk(chosen):
        if node["t"] == "h":
            node["n"] = 2
    contacts = _contacts(edition, found["network"])
    cited = {node["n"] for node in walk([*head, *chosen]) if node["t"] == "cite"}
    places = {number: place for place, number in enumerate(sorted(cited), 1)}
    for part in (head, chosen):
        _resolve(part, shelf, path, address, places)
    lay_out(chosen, LINE)
    say = edition.say
    page = urljoin(address, path)
    return {
        **cover,
        "kind": say("brief_kind"),
        "country": next(node["c"] for node in tree.blocks if node["t"] == "h"),
        "head": head,
        "blocks": chosen,
        "contacts_title": say("brief_contacts"),
        "contacts": [{"name": name, "href": urljoin(address, to)} for name, to in contacts],
        "sources_title": say("sources_title"),
        "sources": [copied(tree.sources[number]) for number in places],
        "page": page,
        "page_text": say("brief_page"),
        "qr_alt": say("brief_qr", address=page),
        "dates": _dates(tree.blocks),
    }


def _recorded(head: Tree, blocks: Tree) -> Tree:
    """The options on record, under the head of the menu; nothing when none is."""
    for node in blocks:
        if node.get("k") == "options":
            done = [item for item in node["c"] if item.get("k") == "done"]
            return [*head, {**node, "c": done}] if done else []
    return []


def _contacts(edition: Edition, network: Tree) -> list[tuple[str, str]]:
    """Name and path of the pages that tell whom to turn to."""
    named = {
        node["path"]: plain_text(node["c"])
        for node in walk(network)
        if node["t"] == "a" and node.get("path", "").startswith("networks/")
    }
    return [
        *((name, path) for path, name in named.items()),
        (edition.say("kind_alliances"), "alliances/"),
        (edition.say("how_to_take_part"), "guide/review/"),
        (edition.say("correct_or_remove"), "about/corrections/"),
    ]


def _dates(blocks: Tree) -> str:
    last: Node = blocks[-1]
    return str(last["c"][0]) if last["t"] == "p" and last.get("k") == "note" else ""


def _resolve(tree: Tree, shelf: Shelf, page: str, address: str, numbers: Mapping[int, int]) -> None:
    """Turn links into addresses on the site, and number citations as the brief lists them."""
    for node in walk(tree):
        node.pop("id", None)
        if node["t"] == "cite":
            node["n"] = numbers[node["n"]]
        elif node["t"] == "a" and "path" in node:
            path, anchor = node.pop("path"), node.pop("anchor")
            shelf.check(page, path, anchor)
            mark = f"#{anchor}" if anchor else ""
            node["href"] = urljoin(address, f"{path}{mark}")


def qr_code(address: str) -> str:
    """The QR code of an address, as SVG."""
    # Any mask can be read; to look for the one that reads best takes five times as long.
    out = BytesIO()
    code = segno.make(address, error="m", mask=3, micro=False)
    code.save(out, kind="svg", border=2, xmldecl=False, svgclass=None, lineclass=None)
    return out.getvalue().decode()
