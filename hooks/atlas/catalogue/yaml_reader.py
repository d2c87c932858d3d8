"""YAML text → plain values with the position of each. The only code that reads a data file.

Scalars follow the core schema of YAML 1.2: only `true`, `false`, `null` and plain numbers are not
text, so `NO` stays Norway and `2024-10-14` stays as written. Anchors, aliases and tags are refused
before anything is built.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar

import yaml
from yaml.cyaml import CParser  # type: ignore[attr-defined]  # missing from the stub
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from atlas.catalogue.problems import Position, Problem, problem
from atlas.model.values import HIDDEN, Location, hidden_characters

MAXIMUM_BYTES = 512_000
MAXIMUM_DEPTH = 20
MAXIMUM_DIGITS = 18
"""Of a whole number; no field holds one near that size, and Python refuses to read 4,300."""
SCHEMA_LINE = "# yaml-language-server: $schema="
"""How the one comment a file may hold begins: its first line, by which editors find its schema."""


@dataclass(frozen=True, eq=False)
class Document:
    """A file that was read: its plain value (None if unreadable), text, positions and problems."""

    path: str
    value: Any
    values_at: Mapping[Location, Position] = field(default_factory=dict)
    keys_at: Mapping[Location, Position] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    text: str = field(default="", repr=False)

    def position(self, location: Location, *, key: bool = False) -> Position:
        """Where a value, or its key, stands; for something absent, where its nearest parent does."""
        if key and location in self.keys_at:
            return self.keys_at[location]
        while location:
            if location in self.values_at:
                return self.values_at[location]
            location = location[:-1]
        return self.values_at.get((), Position())

    def emptied(self) -> "Document":
        """A document that knows where things stood in the file, and nothing of what stood there."""
        return replace(self, value=None, text="", problems=())


class _Loader(CParser, yaml.constructor.SafeConstructor, yaml.resolver.BaseResolver):
    """PyYAML's C parser with the scalars of YAML 1.2."""

    yaml_implicit_resolvers: ClassVar[dict[Any, Any]] = {}  # type: ignore[misc]  # as PyYAML does

    def __init__(self, stream: str) -> None:
        CParser.__init__(self, stream)
        yaml.constructor.SafeConstructor.__init__(self)
        yaml.resolver.BaseResolver.__init__(self)


for _tag, _pattern, _first in (
    ("bool", r"^(?:true|false)$", list("tf")),
    ("null", r"^(?:null|~|)$", ["n", "~", ""]),
    ("int", r"^[-+]?(?:0|[1-9][0-9]*)$", list("-+0123456789")),
    ("float", r"^[-+]?[0-9]+\.[0-9]+$", list("-+0123456789")),
):
    _Loader.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(_pattern), _first)


# Git leaves these where two changes meet; the line of `=` between them may be the underline of a heading.
_CONFLICT = re.compile(r"^(?:<{7}|>{7}) .*$", re.MULTILINE)
# A tab, or a space that only looks like one: word processors write those.
_ODD_INDENTATION = re.compile(r"^ *[\t\u00a0\u2000-\u200a\u202f\u3000]", re.MULTILINE)
_UNSPACED = re.compile(r" *(?:- +)*[^\W\d]\w*[:\uff1a](?=[^\s/])|.*:(?=[\t\u00a0])")
_CLOSED_EARLY = re.compile(r"""(?:[^'"]*[:\-] +)?(?:"[^"]*"|'[^']*')\s*[^\s:,\]}]""")


def decode(path: str, content: bytes) -> tuple[str, Problem | None]:
    """A file's text, or the problem that keeps it from being read at all."""
    if len(content) > MAXIMUM_BYTES:
        found = problem("file-too-large", path, Position(), size=len(content), limit=MAXIMUM_BYTES)
        return "", found
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        column = error.start - content.rfind(b"\n", 0, error.start)
        byte = f"0x{content[error.start]:02X}"
        return "", problem("not-utf-8", path, Position(line, column), byte=byte)
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if match := _CONFLICT.search(text):
        line = text.count("\n", 0, match.start()) + 1
        return "", problem("conflict", path, Position(line))
    if match := HIDDEN.search(text):
        before = text[: match.start()]
        position = Position(before.count("\n") + 1, len(before) - before.rfind("\n"))
        shown = hidden_characters(match[0])[0]
        return "", problem("hidden-character", path, position, found=shown)
    return text, None


def read(path: str, content: bytes) -> Document:
    """Read the YAML file `path` (a name for messages only) with the bytes `content`."""
    text, found = decode(path, content)
    if found:
        return Document(path, None, problems=(found,))
    # The bytes as they are: a byte order mark or other line ends are not the one form of a file.
    return replace(parse(path, text), text=content.decode("utf-8"))


def parse(path: str, text: str, *, first_line: int = 1) -> Document:
    """Parse YAML text that begins on line `first_line` of the file `path`."""

    def refuse(code: str, line: int, column: int, **values: object) -> Document:
        position = Position(line + first_line, column + 1)
        return Document(path, None, problems=(problem(code, path, position, **values),))

    if match := _ODD_INDENTATION.search(text):
        return refuse("tab", text.count("\n", 0, match.end() - 1), len(match[0]) - 1)
    try:
        scalars = _scalars(text)
        node = _Loader(text).get_single_node()
    except _RefusedError as refused:
        return refuse(refused.code, refused.line, refused.column, **refused.values)
    except yaml.MarkedYAMLError as error:
        return refuse(*_syntax(text.split("\n"), error))
    except (yaml.YAMLError, RecursionError):
        return refuse("syntax", 0, 0)
    comment = _comment(text, scalars)
    if comment is not None:
        start = text.rfind("\n", 0, comment) + 1
        return refuse("comment", text.count("\n", 0, comment), comment - start)
    if node is None:
        return refuse("empty-file", 0, 0)
    document = replace(_Builder(path, first_line).document(node), text=text)
    if document.value is None:
        return refuse("empty-file", node.start_mark.line, node.start_mark.column)
    return document


@dataclass
class _RefusedError(Exception):
    """Something YAML allows and a data file does not."""

    code: str
    line: int
    column: int
    values: dict[str, object] = field(default_factory=dict)


def _scalars(text: str) -> list[tuple[int, int]]:
    """Where each scalar begins and ends. Raises _RefusedError at anchors, aliases, tags and great depth."""
    found: list[tuple[int, int]] = []
    depth = 0
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        start: Any = event.start_mark
        end: Any = event.end_mark
        line, column = _line_and_column(start)
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise _RefusedError("anchor", line, column)
        if tag := getattr(event, "tag", None):
            raise _RefusedError("tag", line, column, {"tag": tag})
        if isinstance(event, yaml.ScalarEvent):
            found.append((start.index, end.index))
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if depth > MAXIMUM_DEPTH:
            raise _RefusedError("too-deep", line, column, {"limit": MAXIMUM_DEPTH})
    return found


def _comment(text: str, scalars: Iterable[tuple[int, int]]) -> int | None:
    """Where the first comment stands, given where the scalars do. The schema line is none."""
    start = text.find("\n") + 1 if text.startswith(SCHEMA_LINE) else 0
    for first, last in (*scalars, (len(text), len(text))):
        if (found := text.find("#", start, first)) >= 0:
            return found
        start = max(start, last)
        # The first line of a block scalar holds its style, and may hold a comment.
        if text[first : first + 1] in ("|", ">") and "#" in text[first : text.find("\n", first)]:
            return text.find("#", first)
    return None


def _line_and_column(mark: Any) -> tuple[int, int]:
    """Where a mark of PyYAML points, counted from 0; the start where there is none."""
    return (mark.line, mark.column) if mark else (0, 0)


def _syntax(lines: list[str], error: yaml.MarkedYAMLError) -> tuple[str, int, int]:
    """The rule that a text breaks, and the line and column where a person would look, from 0.

    The parser points at where it could not go on, which is often after the mistake.
    """
    line, column = _line_and_column(error.problem_mark or error.context_mark)
    first, indent = _line_and_column(error.context_mark or error.problem_mark)
    reason = str(error.problem or error.context)
    code = _syntax_code(reason)
    if code == "second-document" and not any(each in ("---", "...") for each in lines):
        code = "broken-line"
    if code in ("colon", "broken-line"):
        before = next((n for n in range(line - 1, -1, -1) if lines[n].strip()), line)
        for number in dict.fromkeys((line, before)):
            if number < len(lines) and (match := _UNSPACED.match(lines[number])):
                return "missing-space", number, match.end()
        if line < len(lines) and _CLOSED_EARLY.match(lines[line]):
            return "open-quote", line, column
    if code == "open-quote" or "could not find expected ':'" in reason:
        line, column = first, indent
    return code, line, column


_REASONS = (
    ("mapping values are not allowed", "colon"),
    ("could not find expected ':'", "broken-line"),
    ("did not find expected key", "broken-line"),
    ("did not find expected '-'", "broken-line"),
    ("quoted scalar", "open-quote"),
    ("unexpected end of stream", "open-quote"),
    ("',' or '", "open-quote"),
    ("cannot start any token", "reserved-character"),
    ("expected alphabetic or numeric character", "anchor"),
    ("document", "second-document"),
)


def _syntax_code(reason: str) -> str:
    """The rule behind a reason that libyaml gives."""
    return next((code for part, code in _REASONS if part in reason), "syntax")


class _Builder:
    """Turns nodes into plain values and remembers where each stood."""

    def __init__(self, path: str, first_line: int) -> None:
        self.path = path
        self.first_line = first_line
        self.scalars = _Loader("")
        self.values_at: dict[Location, Position] = {}
        self.keys_at: dict[Location, Position] = {}
        self.problems: list[Problem] = []

    def document(self, node: Node) -> Document:
        value = self.build(node, ())
        return Document(self.path, value, self.values_at, self.keys_at, tuple(self.problems))

    def position(self, node: Node) -> Position:
        return Position(node.start_mark.line + self.first_line, node.start_mark.column + 1)

    def build(self, node: Node, location: Location) -> Any:
        self.values_at[location] = self.position(node)
        if isinstance(node, MappingNode):
            return self.mapping(node, location)
        if isinstance(node, SequenceNode):
            return [self.build(item, (*location, i)) for i, item in enumerate(node.value)]
        assert isinstance(node, ScalarNode)
        if node.tag == "tag:yaml.org,2002:int" and len(node.value) > MAXIMUM_DIGITS:
            position, digits = self.position(node), len(node.value)
            self.problems.append(
                problem("long-number", self.path, position, digits=digits, limit=MAXIMUM_DIGITS)
            )
            return 0
        return self.scalars.construct_object(node)

    def mapping(self, node: MappingNode, location: Location) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for key_node, value_node in node.value:
            position = self.position(key_node)
            if not isinstance(key_node, ScalarNode):
                self.problems.append(problem("odd-key", self.path, position))
                continue
            key: str = key_node.value
            if key in values:
                first = self.keys_at[(*location, key)].line
                self.problems.append(
                    problem("duplicate-key", self.path, position, key=key, line=first)
                )
                continue
            self.keys_at[(*location, key)] = position
            values[key] = self.build(value_node, (*location, key))
        return values
