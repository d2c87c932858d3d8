"""The Markdown of written pages as tokens that know where they stand: one parser for checks and HTML.

It is CommonMark with tables, definition lists and admonitions, and marks of our own: citations
`[@id]`, inserts `{{ name }}` on a line of their own, `{ #id }` at the end of a heading and `[ ]` at
the start of an item. Raw HTML is no part of it: whatever begins like a tag becomes a token of its own,
which the checks refuse and a page shows as the text it is.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import accumulate

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from mdit_py_plugins.admon import admon_plugin
from mdit_py_plugins.deflist import deflist_plugin

MAXIMUM_BYTES = 48_000
"""Several times the longest page; what any text of this size costs to read stays well below a second."""

MAXIMUM_DEPTH = 20
"""Levels of lists, quotes, brackets or emphasis inside each other. A list and its item are two."""

CITATION = re.compile(r"\[@([a-z0-9-]+)\]")
INSERT = re.compile(r"\{\{ *([a-z0-9 -]+?) *\}\} *$")
HEADING_ID = re.compile(r" *\{ *#([a-z0-9-]+) *\}$")
RAW_HTML = re.compile(r"<[a-zA-Z/!?][^<>\n]*>?")
TARGET = re.compile(r"\]\(\s*<?")
_TASK = "[ ] "

_InlineRule = Callable[[StateInline, bool], bool]


@dataclass(frozen=True)
class Excess:
    """What makes a page too much to read: the code of a problem, its line (from 0) and its values."""

    code: str
    line: int
    values: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Parsed:
    """A text's lines, and its tokens in the order they are read; none if the text is too much to read.

    A token of `link_open`, `image`, `citation` or `html_inline` has in `meta["offset"]` where it stands
    in the text of its passage; `position` turns that into line and column.
    """

    lines: tuple[str, ...]
    tokens: tuple[Token, ...] = ()
    excess: Excess | None = None

    def passages(self) -> Iterator["Passage"]:
        """Every paragraph, heading, cell and term of the text, in order."""
        row, column = -1, 0
        for token in self.tokens:
            if token.type != "inline" or not token.map:
                continue
            first = token.map[0]
            # Cells of a row follow each other on one line.
            start = column if first == row else 0
            passage = Passage(token, self.lines, start)
            row, column = first, passage.end
            yield passage


class Passage:
    """Text that is read in one go: the `inline` token that holds it, and where its lines stand."""

    def __init__(self, token: Token, lines: Sequence[str], start: int) -> None:
        """`lines` are those of the whole text; its first is looked for from column `start` on."""
        self.token = token
        self.first_line = token.map[0] if token.map else 0
        self._words: list[str] = token.meta.get("source", token.content).split("\n")
        self._offsets = [0, *accumulate(len(words) + 1 for words in self._words[:-1])]
        self._columns: list[int] = []
        for words, line in zip(self._words, lines[self.first_line :], strict=False):
            self._columns.append(max(_find(line, words.strip(), start), 0))
            start = 0

    @property
    def end(self) -> int:
        """The column after its first line's text, from 0."""
        return self._columns[0] + len(self._words[0].strip())

    def position(self, offset: int) -> tuple[int, int]:
        """Line and column, both from 0, of what stands at an offset of its text."""
        index = bisect_right(self._offsets, offset) - 1
        words = self._words[index]
        margin = len(words) - len(words.lstrip())
        within = offset - self._offsets[index] - margin
        return self.first_line + index, self._columns[index] + max(within, 0)


def _find(line: str, words: str, start: int) -> int:
    column = line.find(words, start)
    # A line of a table has `\|` where its cells have `|`.
    return column if column >= 0 else line.find(words.replace("|", r"\|"), start)


@lru_cache(maxsize=512)
def parse(text: str) -> Parsed:
    """The tokens of a text. Nobody may change them: checks and pages share them."""
    lines = tuple(re.split(r"\r\n?|\n", text))
    if (size := len(text.encode(errors="replace"))) > MAXIMUM_BYTES:
        limits = (("size", size), ("limit", MAXIMUM_BYTES))
        return Parsed(lines, excess=Excess("file-too-large", 0, limits))
    try:
        return Parsed(lines, tuple(_parser().parse(text)))
    except _TooDeepError as deep:
        return Parsed(lines, excess=Excess("too-deep", deep.line, (("limit", MAXIMUM_DEPTH),)))


@dataclass
class _TooDeepError(Exception):
    line: int


class _Parser(MarkdownIt):
    """Leaves the target of a link as it is written: the checks say what is wrong with it."""

    def validateLink(self, url: str) -> bool:  # noqa: N802 - the name the library calls
        return True

    def normalizeLink(self, url: str) -> str:  # noqa: N802 - the name the library calls
        return url


@cache
def _parser() -> MarkdownIt:
    # Beyond its own limit the library leaves text out in silence, so ours must come first.
    parser = _Parser("commonmark", {"maxNesting": 10 * MAXIMUM_DEPTH})
    parser.enable("table").disable("html_block").use(deflist_plugin).use(admon_plugin)
    inline, block, core = parser.inline.ruler, parser.block.ruler, parser.core.ruler
    for name, rule in _rules_of(parser, ("link", "image", "autolink")):
        inline.at(name, _located(rule))
    inline.at("html_inline", _located(_raw_html))
    inline.before("link", "citation", _located(_citation))
    block.before("table", "depth", _block_depth)
    block.before("paragraph", "insert", _insert, {"alt": ["paragraph", "reference", "blockquote"]})
    core.after("block", "heading_ids", _heading_ids)
    core.after("heading_ids", "brackets", _bracket_depth)
    core.after("inline", "tasks", _tasks)
    core.after("tasks", "emphasis", _emphasis_depth)
    return parser


def _rules_of(parser: MarkdownIt, names: Sequence[str]) -> list[tuple[str, _InlineRule]]:
    active = dict(
        zip(parser.inline.ruler.get_active_rules(), parser.inline.ruler.getRules(""), strict=True)
    )
    return [(name, active[name]) for name in names]


def _located(rule: _InlineRule) -> _InlineRule:
    """The rule, with the offset of what it reads: of the target of a link that names one in place."""

    def located(state: StateInline, silent: bool) -> bool:
        offset, count = state.pos, len(state.tokens)
        if not rule(state, silent):
            return False
        if not silent:
            token = next(t for t in state.tokens[count:] if t.type != "text")
            token.meta["offset"] = _target(state, offset) if token.type == "link_open" else offset
        return True

    return located


def _target(state: StateInline, offset: int) -> int:
    if state.src[offset] != "[":
        return offset
    end = state.md.helpers.parseLinkLabel(state, offset, True)
    inline = TARGET.match(state.src, end)
    return inline.end() if inline else offset


def _raw_html(state: StateInline, silent: bool) -> bool:
    """Whatever a browser could take for a tag, comment or declaration, closed or not."""
    return _marked(state, silent, RAW_HTML, "html_inline")


def _citation(state: StateInline, silent: bool) -> bool:
    return _marked(state, silent, CITATION, "citation")


def _marked(state: StateInline, silent: bool, mark: re.Pattern[str], kind: str) -> bool:
    match = mark.match(state.src, state.pos, state.posMax)
    if not match:
        return False
    if not silent:
        token = state.push(kind, "", 0)
        token.content = match[1] if mark.groups else match[0]
    state.pos = match.end()
    return True


def _block_depth(state: StateBlock, line: int, _end: int, _silent: bool) -> bool:
    if state.level > MAXIMUM_DEPTH:
        raise _TooDeepError(line)
    return False


def _insert(state: StateBlock, line: int, _end: int, silent: bool) -> bool:
    if state.is_code_block(line):
        return False
    start = state.bMarks[line] + state.tShift[line]
    match = INSERT.match(state.src[start : state.eMarks[line]])
    if not match:
        return False
    if not silent:
        token = state.push("insert", "", 0)
        token.content, token.map = match[1], [line, line + 1]
        state.line = line + 1
    return True


def _heading_ids(state: StateCore) -> None:
    """Takes the id off the end of a heading, which then has it as an attribute."""
    for heading, words in zip(state.tokens, state.tokens[1:], strict=False):
        if heading.type == "heading_open" and (match := HEADING_ID.search(words.content)):
            heading.attrs["id"] = match[1]
            words.meta["source"] = words.content
            words.content = words.content[: match.start()]


def _bracket_depth(state: StateCore) -> None:
    """To look for the end of each of many open brackets would take time that grows with their square."""
    for token in state.tokens:
        if token.type == "inline":
            depth = 0
            for bracket in re.finditer(r"[\[\]]", token.content):
                depth = depth + 1 if bracket[0] == "[" else max(depth - 1, 0)
                if depth > MAXIMUM_DEPTH:
                    line = token.content.count("\n", 0, bracket.start())
                    raise _TooDeepError((token.map or [0])[0] + line)


def _tasks(state: StateCore) -> None:
    """What is to be done has a box that can be ticked on paper."""
    for number, token in enumerate(state.tokens):
        if token.type == "list_item_open" and number + 2 < len(state.tokens):
            for words in (state.tokens[number + 2].children or [])[:1]:
                if words.type == "text" and words.content.startswith(_TASK):
                    words.content = "☐ " + words.content.removeprefix(_TASK)


def _emphasis_depth(state: StateCore) -> None:
    for token in state.tokens:
        depth = 0
        for child in token.children or ():
            depth += child.nesting
            if depth > MAXIMUM_DEPTH:
                raise _TooDeepError((token.map or [0])[0])
