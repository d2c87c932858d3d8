"""HTML → passages: what a browser shows, without menus; nothing is fetched."""

import re
from typing import Any

from lxml import html

from atlas.editing.importing.passages import Passage, Run, passage
from atlas.editing.importing.refusal import RefusedError

_LEFT_OUT = re.compile(
    "head|script|style|nav|form|iframe|object|embed|svg|noscript|template|button|select"
)
_BLOCK = re.compile(
    "p|div|li|h[1-6]|t[dhr]|d[dtl]|blockquote|section|article|aside|main|body|html|table|tbody|thead"
    "|tfoot|ul|ol|header|footer|figure|figcaption|pre|center"
)
_ITALIC_STYLE = re.compile(r"font-style\s*:\s*(?:italic|oblique)")
_NOTE = re.compile(r"(?:^|[\s_-])(?:foot|end)?notes?(?:$|[\s_-])|footnote|\bfn\d", re.IGNORECASE)


def tree(content: bytes) -> Any:
    """The tree of a page, by the lenient reader of browsers. Raises RefusedError if there is none."""
    parser = html.HTMLParser(
        no_network=True, huge_tree=False, recover=True, encoding=_encoding(content)
    )
    try:
        root = html.document_fromstring(content, parser=parser)
    except (ValueError, html.etree.LxmlError) as error:
        raise RefusedError("unreadable") from error
    return root


def _encoding(content: bytes) -> str | None:
    """UTF-8 where it can be: a saved page often says no encoding, or another."""
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return "utf-8"


def passages(content: bytes) -> list[Passage]:
    """The passages of a page."""
    found: list[Passage] = []
    runs: list[Run] = []
    state = _Walk(found, runs)
    state.inside(tree(content), italic=False, raised=False, note=False)
    state.end("", note=False)
    return found


class _Walk:
    def __init__(self, found: list[Passage], runs: list[Run]) -> None:
        self.found = found
        self.runs = runs
        self.label = ""

    def end(self, label: str, *, note: bool) -> None:
        if made := passage(self.runs, self.label, note=note):
            self.found.append(made)
            self.label = ""
        self.label = label or self.label
        self.runs.clear()

    def inside(self, node: Any, *, italic: bool, raised: bool, note: bool) -> None:
        tag = node.tag if isinstance(node.tag, str) else ""
        if _LEFT_OUT.fullmatch(tag) or not tag:
            return
        block = bool(_BLOCK.fullmatch(tag))
        note = note or bool(_NOTE.search(f"{node.get('class', '')} {node.get('id', '')}"))
        if block:
            self.end(_label(node), note=note)
        style = _ITALIC_STYLE.search(node.get("style", ""))
        italic = italic or tag in ("i", "em", "cite") or bool(style)
        raised = raised or tag == "sup"
        self.say(node.text, italic=italic, raised=raised)
        if tag == "br":
            self.say(" ", italic=italic, raised=False)
        for child in node:
            self.inside(child, italic=italic, raised=raised, note=note)
            self.say(child.tail, italic=italic, raised=raised)
        if block:
            self.end("", note=note)

    def say(self, text: str | None, *, italic: bool, raised: bool) -> None:
        if text:
            self.runs.append(Run(text, italic, raised))


def _label(node: Any) -> str:
    """The number a browser puts before an item of a list."""
    parent = node.getparent()
    if node.tag != "li" or parent is None or parent.tag != "ol":
        return ""
    items = [each for each in parent if each.tag == "li"]
    start = parent.get("start", "1")
    number = (int(start) if start.isdigit() else 1) + items.index(node)
    return numbered(number, {"a": "letter", "i": "roman"}.get(parent.get("type", ""), "number"))


def numbered(number: int, style: str) -> str:
    """The label of an item: `3.`, `(c)` or `(iii)`."""
    if style == "letter" and 1 <= number <= 26:
        return f"({chr(96 + number)})"
    if style == "roman":
        return f"({roman(number)})"
    return f"{number}."


def roman(number: int) -> str:
    """A number below 40 in small Roman figures."""
    units = ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")
    return "x" * (number // 10) + units[number % 10]
