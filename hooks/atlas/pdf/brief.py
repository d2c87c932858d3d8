"""The brief of a country: what its page says, chosen and set for two sheets of paper."""

from collections.abc import Mapping, Sequence
from copy import deepcopy
from io import BytesIO
from typing import Any
from urllib.parse import urljoin

import segno

from atlas.edition import Edition
from atlas.pdf.book import lay_out, sections
from atlas.pdf.tree import Node, Shelf, Tree, TreeError, walk
from atlas.views.common import Link

NEEDED = ("steps", "menu", "treaties", "review", "network")
CHOSEN = ("steps", "focus", "priorities", "menu", "treaties", "review", "network", "unknown")
"""Ids of the sections of a country's page that its brief takes over, in order."""


def brief(
    edition: Edition,
    shelf: Shelf,
    path: str,
    address: str,
    contacts: Sequence[Link],
    cover: Mapping[str, Any],
) -> dict[str, Any]:
    """What the template of a brief is given; `path` is the country's page. Raises TreeError."""
    tree = shelf.tree(path)
    blocks = deepcopy(tree.blocks)
    found = sections(blocks)
    for name in NEEDED:
        if name not in found:
            raise TreeError(
                path, f"a la ficha le falta la sección «{name}»", f"the brief lacks section “{name}”"
            )
    head = [node for node in found[""] if node["t"] != "h"]
    chosen = [node for name in CHOSEN for node in found.get(name, ())]
    for node in walk(chosen):
        if node["t"] == "h":
            node["n"] = 2
    numbers = [n for n in tree.sources if n in {c["n"] for c in walk([*head, *chosen]) if c["t"] == "cite"}]
    kept = {number: place for place, number in enumerate(sorted(numbers), 1)}
    for part in (head, chosen):
        _resolve(part, shelf, path, address, kept)
    sources = [{"t": "plain", "c": deepcopy(tree.sources[number])} for number in sorted(numbers)]
    lay_out(chosen)
    say = edition.say
    page = urljoin(address, path)
    return {
        **cover,
        "country": _title(blocks),
        "head": head,
        "blocks": chosen,
        "contacts_title": say("brief_contacts"),
        "contacts": [
            {"name": str(link.text), "href": urljoin(address, link.path)} for link in contacts
        ],
        "sources_title": say("sources_title"),
        "sources": sources,
        "page": page,
        "qr": qr_code(page),
        "qr_alt": say("brief_qr", address=page),
        "dates": _dates(blocks),
        "page_text": say("brief_page"),
    }


def _title(blocks: Tree) -> Tree:
    return next(deepcopy(node["c"]) for node in blocks if node["t"] == "h")


def _dates(blocks: Tree) -> str:
    last: Node = blocks[-1]
    return str(last["c"][0]) if last["t"] == "p" and last.get("k") == "note" else ""


def _resolve(
    tree: Tree, shelf: Shelf, page: str, address: str, numbers: Mapping[int, int]
) -> None:
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
    out = BytesIO()
    code = segno.make(address, error="m", micro=False)
    code.save(out, kind="svg", border=2, xmldecl=False, svgclass=None, lineclass=None)
    return out.getvalue().decode()
