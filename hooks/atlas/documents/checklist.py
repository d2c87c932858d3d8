"""The menu of options as a form to print, tick and fill in by hand."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urljoin

from atlas.catalogue.edition import Edition
from atlas.documents.tree import Node, Shelf, Tree, TreeError, copied, walk

PAGE = "scenarios/"
FIRST_PAIRS = 3
"""How many facts of an option the form repeats: first move, outcome, who acts."""


def checklist(
    edition: Edition, shelf: Shelf, address: str, cover: Mapping[str, Any]
) -> dict[str, Any]:
    """What the template of the checklist is given. Raises TreeError."""
    scenarios: list[dict[str, Any]] = []
    for node in copied(shelf.tree(PAGE).blocks):
        is_head = node["t"] == "h" and node.get("id", "").startswith("scenario-")
        if is_head:
            scenarios.append({"title": node["c"], "text": [], "options": []})
        elif not scenarios:
            continue
        elif node["t"] == "group":
            scenarios[-1]["options"].append(_option(node))
        elif node["t"] == "p":
            words = [each for each in node["c"] if isinstance(each, str) or each["t"] != "a"]
            scenarios[-1]["text"].append({**node, "c": words})
        else:
            break
    if not any(scenario["options"] for scenario in scenarios):
        raise TreeError(PAGE, "no hay opciones que imprimir", "there are no options to print")
    for node in walk(part for each in scenarios for part in (*each["text"], *each["options"])):
        node.pop("id", None)
        if node["t"] == "a":
            node["t"] = "span"  # a sheet of paper leads nowhere
    say = edition.say
    return {
        **cover,
        "intro": say("checklist_intro"),
        "fields": [say(f"checklist_{name}") for name in ("country", "organisation", "date")],
        "who": say("checklist_who"),
        "when": say("checklist_when"),
        "notes": say("checklist_notes"),
        "address": urljoin(address, PAGE),
        "scenarios": scenarios,
    }


def _option(group: Node) -> Node:
    """An option of the menu: its heading, its description, its first facts; no citations."""
    head, *rest = group["c"]
    text: Tree = [node for node in rest if node["t"] == "p"]
    for node in text:
        node["c"] = [each for each in node["c"] if isinstance(each, str) or each["t"] != "cite"]
    facts = next((node for node in rest if node["t"] == "dl"), None)
    pairs = facts["c"][:FIRST_PAIRS] if facts else []
    return {"t": "option", "c": text, "title": head["c"], "pairs": pairs}
