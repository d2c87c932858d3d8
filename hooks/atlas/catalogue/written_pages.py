"""Pages people write: a Markdown file with front matter that is checked like a record."""

from dataclasses import dataclass

from frontmatter.default_handlers import YAMLHandler

from atlas.catalogue.problems import Position, Problem, problem
from atlas.catalogue.validation import validate
from atlas.catalogue.yaml_reader import Document, decode, parse
from atlas.model.records import FrontMatter


@dataclass(frozen=True)
class WrittenPage:
    """One written page in one language.

    `file` is the path from the project's root, `name` the path inside the language's folder, `path`
    the address it is published at; `body_line` is the line its text starts on.
    """

    file: str
    name: str
    front: FrontMatter
    body: str
    body_line: int

    @property
    def path(self) -> str:
        """Its address below the language's root: `guide/vpi/`."""
        return address(self.name)


def address(name: str) -> str:
    """The address of a Markdown file: `guide/vpi.md` → `guide/vpi/`, `about/index.md` → `about/`."""
    stem = name.removesuffix(".md")
    if stem == "index" or stem.endswith("/index"):
        return stem.removesuffix("index")
    return f"{stem}/"


def read_written(
    file: str, name: str, content: bytes
) -> tuple[WrittenPage | None, Document, tuple[Problem, ...]]:
    """Read a written page: the page if its front matter is right, its front matter, its problems."""
    text, found = decode(file, content)
    if found:
        return None, Document(file, None), (found,)
    handler = YAMLHandler()
    # The front matter ends at a second line of hyphens; without one there is nothing to split.
    if not handler.detect(text) or len(handler.FM_BOUNDARY.split(text, 2)) < 3:
        missing = problem("missing-front-matter", file, Position())
        return None, Document(file, None), (missing,)
    matter, body = handler.split(text)
    document = parse(file, matter.removeprefix("\n"), first_line=2)
    front, problems = validate(document, FrontMatter)
    if not front:
        return None, document, problems
    line = text[: len(text) - len(body)].count("\n") + 1
    return WrittenPage(file, name, front, body, line), document, problems
