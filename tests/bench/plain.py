"""The same pages the plain way: as Markdown files, for an engine that does everything itself."""

import re
from dataclasses import dataclass, field
from html import escape
from html.parser import HTMLParser
from pathlib import Path

from atlas.build.clock import today
from atlas.catalogue.catalogue import Catalogue
from atlas.catalogue.edition import Edition
from atlas.site.pages import Site, pages

CONFIGURATION = """\
site_name: Atlas UNTOC
site_url: https://untoc-atlas.example/
theme:
  name: material
  font: false
  language: es
markdown_extensions: [tables, attr_list, def_list, admonition, sane_lists]
plugins:
  - search: {{lang: [{tags}]}}
  - i18n:
      docs_structure: folder
      languages:
{languages}
"""
SKIPPED = frozenset({"svg", "form", "script", "nav", "select", "button", "figure"})
BLOCKS = frozenset(
    {"p", "li", "dt", "dd", "h1", "h2", "h3", "h4", "h5", "h6", "summary", "figcaption"}
)


@dataclass
class _Writer(HTMLParser):
    """Turns the HTML of a page into Markdown: headings, paragraphs, lists, tables, links."""

    out: list[str] = field(default_factory=list)
    _line: str = ""
    _depth: int = 0
    _skip: int = 0
    _mark: str = ""
    _after: str = ""
    _links: list[str] = field(default_factory=list)
    _row: list[str] | None = None

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in SKIPPED:
            self._skip += 1
        if self._skip:
            return
        values = {name: value or "" for name, value in attrs}
        if tag in ("ul", "ol"):
            self._flush()
            self._depth += 1
        elif tag == "tr":
            self._flush()
            self._row = []
        elif tag == "a":
            self._link(values)
        elif tag in ("strong", "em"):
            self._line += "**" if tag == "strong" else "*"
        elif tag in BLOCKS and self._row is None:
            self._flush()
            self._begin(tag, values)

    def _link(self, values: dict[str, str]) -> None:
        if values.get("class") == "headerlink":
            self._skip += 1
            return
        self._links.append(_file(values.get("href", "")))
        self._line += "["

    def _begin(self, tag: str, values: dict[str, str]) -> None:
        if tag[0] == "h":
            self._mark = "#" * int(tag[1]) + " "
            self._after = f" {{ #{values['id']} }}" if values.get("id") else ""
        elif tag == "li":
            self._mark = "    " * (self._depth - 1) + "- "

    def handle_endtag(self, tag: str) -> None:
        if self._skip:
            self._skip -= tag in SKIPPED or tag == "a"
            return
        if tag in ("ul", "ol"):
            self._flush()
            self._depth -= 1
        elif tag in ("td", "th") and self._row is not None:
            self._row.append(" ".join(self._line.split()).replace("|", "\\|"))
            self._line = ""
        elif tag == "tr" and self._row is not None:
            self.out.append(f"| {' | '.join(self._row)} |")
            self._row = None
        elif tag == "thead":
            self.out.append("|" + " --- |" * self.out[-1].count(" |"))
        elif tag == "table":
            self.out.append("")
        elif tag == "a":
            self._line += f"]({self._links.pop()})" if self._links else ""
        elif tag in ("strong", "em"):
            self._line += "**" if tag == "strong" else "*"
        elif tag in BLOCKS and self._row is None:
            self._flush()

    def handle_data(self, data: str) -> None:
        if not self._skip:
            self._line += escape(data, quote=False).replace("[", "\\[").replace("*", "\\*")

    def _flush(self) -> None:
        words = " ".join(self._line.split())
        if words:
            self.out += [f"{self._mark}{words}{self._after}", *([] if self._depth else [""])]
        self._line = self._mark = self._after = ""


def _file(link: str) -> str:
    """A link to a page as a link to its file."""
    if re.match(r"[a-z]+:", link) or link.startswith("#"):
        return link
    path, mark, fragment = link.partition("#")
    return f"{path}index.md{mark}{fragment}"


def write_plain(catalogue: Catalogue, target: Path) -> None:
    """Write every page of a catalogue, in every language, as a project of Markdown files."""
    for language in catalogue.languages:
        for page in pages(Edition(catalogue, language, today()), Site()):
            writer = _Writer()
            writer.feed(page.html)
            writer.close()
            file = target / "docs" / language.tag / page.path / "index.md"
            file.parent.mkdir(parents=True, exist_ok=True)
            head = f"---\ntitle: {page.title!r}\ndescription: {page.description!r}\n---\n\n"
            file.write_text(head + "\n".join(writer.out) + "\n", encoding="utf-8")
    tags = [language.tag for language in catalogue.languages]
    listed = "\n".join(
        f"        - {{locale: {each.tag}, name: {each.name}, default: {str(each.default).lower()}}}"
        for each in catalogue.languages
    )
    text = CONFIGURATION.format(tags=", ".join(tags), languages=listed)
    (target / "mkdocs.yml").write_text(text, encoding="utf-8")
