"""Which words of its own the program says, read from its code and templates: keys, and blanks it fills.

A key that is put together from parts is told by its pattern, and named only if there are such words.
"""

import ast
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from jinja2 import Environment, nodes

from atlas.model.values import Text

KEY = re.compile(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)*")
_PART = "[a-z0-9_-]+"


@dataclass
class Spoken:
    """The keys that stand in the program as they are, the patterns of others, the blanks of each key.

    `sure` are the keys of which it is sure that the program says them.
    """

    strings: set[str] = field(default_factory=set)
    patterns: set[str] = field(default_factory=set)
    blanks: dict[str, set[str]] = field(default_factory=dict)
    sure: set[str] = field(default_factory=set)

    def call(self, name: str, key: str, blanks: Iterable[str]) -> None:
        if name == "say":
            self.sure.add(key)
            self.blanks.setdefault(key, set()).update(blanks)

    def says(self, key: str) -> bool:
        """Whether the program may say the words under a key."""
        return key in self.strings or any(re.fullmatch(p, key) for p in self.patterns)

    def listed(self, present: Mapping[str, Text]) -> str:
        """The text of `words.txt`: the keys that are said for sure, and those `present` that may be."""
        keys = self.sure | {key for key in present if self.says(key)}
        lines = (" ".join([key, *sorted(self._blanks(key, present))]) for key in sorted(keys))
        return "".join(f"{line}\n" for line in lines)

    def _blanks(self, key: str, present: Mapping[str, Text]) -> set[str]:
        texts = present[key].items().values() if key in present else ()
        filled = {name for text in texts for name in re.findall(r"\{([a-z_]+)\}", text)}
        return filled | self.blanks.get(key, set())


SPEAKING_THEMSELVES = frozenset({"editing", "cli"})
"""Layers that speak to editors, from words of their own."""


def spoken(project: Path) -> Spoken:
    """What the program of a project says."""
    found = Spoken()
    for file in (project / "hooks").rglob("*.py"):
        if SPEAKING_THEMSELVES.isdisjoint(file.relative_to(project).parts):
            _python(ast.parse(file.read_text(encoding="utf-8")), found)
    # A template of the frame may use what only its engine knows; its words are read all the same.
    environment = Environment(extensions=["jinja2.ext.do", "jinja2.ext.loopcontrols"])
    for folder in (project / "hooks" / "atlas" / "site" / "templates", project / "overrides"):
        for file in (*folder.rglob("*.html"), *folder.rglob("*.xml")):
            _template(environment.parse(file.read_text(encoding="utf-8")), found)
    return found


def _python(tree: ast.AST, found: Spoken) -> None:
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            if KEY.fullmatch(node.value):
                found.strings.add(node.value)
            if re.fullmatch("[a-z]+_", node.value):
                # As in `key.startswith("plan_")`.
                found.patterns.add(f"{node.value}{_PART}")
        elif isinstance(node, ast.JoinedStr):
            parts = [p.value if isinstance(p, ast.Constant) else None for p in node.values]
            found.patterns.update(_patterns(parts))
        elif isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            blanks = (each.arg for each in node.keywords if each.arg)
            found.call(name, str(node.args[0].value), blanks)


def _template(tree: nodes.Template, found: Spoken) -> None:
    found.strings |= {n.value for n in tree.find_all(nodes.Const) if isinstance(n.value, str)}
    for concat in tree.find_all(nodes.Concat):
        parts = [n.value if isinstance(n, nodes.Const) else None for n in concat.nodes]
        found.patterns.update(_patterns(parts))
    for call in tree.find_all(nodes.Call):
        if call.args and isinstance(call.args[0], nodes.Const):
            name = getattr(call.node, "attr", getattr(call.node, "name", ""))
            found.call(name, str(call.args[0].value), (each.key for each in call.kwargs))


def _patterns(parts: Iterable[object]) -> Iterator[str]:
    """The pattern of keys made of some parts, of which None may be any word; none if they make no key."""
    parts = [*parts]
    fixed = "".join(part for part in parts if isinstance(part, str))
    if "_" in fixed and re.fullmatch(r"[a-z0-9_]*[a-z][a-z0-9_]*", fixed):
        # What stands first, as a kind or a status, is one word.
        yield "".join(
            re.escape(part) if isinstance(part, str) else _PART if index else "[a-z0-9]+"
            for index, part in enumerate(parts)
        )
