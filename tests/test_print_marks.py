"""Templates may be renamed and rearranged: on paper nothing changes unless the build stops."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest
from jinja2 import FunctionLoader

from atlas.catalogue.catalogue import Catalogue
from atlas.catalogue.edition import Edition
from atlas.documents.handbook import compile_handbook
from atlas.documents.nodes import Link, PagePlace, walk
from atlas.documents.tree import PageStore, PageTree, TreeError, page_tree
from atlas.site import pages as site_pages
from atlas.site.pages import Plan, Site, page_of, plans
from support.projects import EXAMPLE_DAY

SITE = Site("https://git.example.org/atlas", "corrections@example.org")
HOME = "https://atlas.example/"

pytestmark = pytest.mark.slow
NAME = r"[A-Za-z](?:[\w-]|(?:__|--))*"

_CLASS = re.compile(r'(?<=class=")[^"]*(?=")')
_ID = re.compile(rf"""\bid="({NAME})"|m\.h[23]\('({NAME})'""")
_ATTRIBUTE = re.compile(rf"\s((?:data|aria)-{NAME}|hidden|colspan|rowspan|lang|value)(?==|[\s>])")


@dataclass
class Templates:
    """The templates, some of them changed."""

    changed: dict[str, str] = field(default_factory=dict)

    def read(self, name: str) -> tuple[str, str | None, Callable[[], bool]]:
        """What Jinja asks of a loader: the text, no file, and whether the text still holds."""
        text = self.text(name)
        return text, None, lambda: self.text(name) == text

    def text(self, name: str) -> str:
        """A template as it is now."""
        return self.changed.get(name) or (site_pages.TEMPLATES / name).read_text(encoding="utf-8")


@dataclass(frozen=True)
class Renamed:
    """A name that stands in a template at some positions, and what it names."""

    template: str
    sort: str
    name: str
    spans: tuple[tuple[int, int], ...]

    def apply(self, text: str) -> str:
        """The template with another name in its place."""
        for _, end in reversed(self.spans):
            text = f"{text[:end]}-renamed{text[end:]}"
        return text


def names(template: str, text: str) -> Iterator[Renamed]:
    """Every class, id and attribute a template names."""
    spans: dict[tuple[str, str], list[tuple[int, int]]] = {}
    for value in _CLASS.finditer(text):
        plain = re.sub(r"{[{%].*?[%}]}", lambda code: " " * len(code[0]), value[0])
        for word in re.finditer(NAME, plain):
            start = value.start() + word.start()
            spans.setdefault(("class", word[0]), []).append((start, start + len(word[0])))
    for sort, pattern in (("id", _ID), ("attribute", _ATTRIBUTE)):
        for match in pattern.finditer(text):
            group = match.lastindex or 0
            spans.setdefault((sort, match[group]), []).append(match.span(group))
    for (sort, name), where in spans.items():
        yield Renamed(template, sort, name, tuple(where))


def without_ids(tree: PageTree) -> PageTree:
    """A tree without its anchors, and links without theirs: those alone may change with an id."""
    for node in walk([*tree.blocks, *(piece for line in tree.sources.values() for piece in line)]):
        node.id = ""
        if isinstance(node, Link) and isinstance(to := node.destination, PagePlace):
            node.destination = PagePlace(to.path, "", to.query)
    return tree


@dataclass
class Printed:
    """The pages of a handbook, as templates make them and as the tree reads them."""

    edition: Edition
    templates: Templates
    plans: dict[str, Plan]
    html: dict[str, str]
    trees: dict[str, PageTree]

    def same_or_stopped(self, renamed: Renamed) -> bool | None:
        """Whether a renamed template gives the same trees or an error; None where no page has the name."""
        text = self.templates.text(renamed.template)
        self.templates.changed = {renamed.template: renamed.apply(text)}
        touched = False
        try:
            for path, before in self.html.items():
                if renamed.name not in before:
                    continue
                html = page_of(self.edition, SITE, self.plans[path]).html
                if html == before:
                    continue
                touched = True
                if without_ids(page_tree(path, html)) != self.trees[path]:
                    return False
        except TreeError:
            return True
        finally:
            self.templates.changed = {}
        return True if touched else None


@pytest.fixture
def printed(example: Catalogue, monkeypatch: pytest.MonkeyPatch) -> Printed:
    templates = Templates()
    environment = site_pages.environment().overlay(loader=FunctionLoader(templates.read))
    monkeypatch.setattr(site_pages, "environment", lambda: environment)
    edition = Edition(example, example.languages[0], EXAMPLE_DAY)
    found = {plan.path: plan for plan in plans(edition, SITE)}
    html = {path: page_of(edition, SITE, plan).html for path, plan in found.items()}
    paths = compile_handbook(edition, PageStore(html), HOME).paths
    return Printed(
        edition,
        templates,
        found,
        {path: html[path] for path in paths},
        {path: without_ids(page_tree(path, html[path])) for path in paths},
    )


def test_a_renamed_id_class_or_attribute_loses_nothing_on_paper(printed: Printed) -> None:
    silent, counts = [], {"class": 0, "id": 0, "attribute": 0}
    for file in sorted(site_pages.TEMPLATES.glob("*.html")):
        for renamed in names(file.name, printed.templates.text(file.name)):
            same = printed.same_or_stopped(renamed)
            counts[renamed.sort] += same is not None
            if same is False:
                silent.append(f"{renamed.template}: {renamed.sort} {renamed.name}")
    assert not silent
    assert counts["class"] > 80, counts
    assert counts["id"] > 15, counts
    assert counts["attribute"] > 15, counts
