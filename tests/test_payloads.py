"""Texts that mean something to some reader of what is made are texts to all of them.

Payloads stand in every text of every kind, in front matter, bodies and headings. What the checks refuse
is refused where it stands; what they accept is built, and read by the programs its users have.
"""

import csv
import io
import json
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path
from random import Random
from typing import Any

import feedparser
import icalendar
import pypdfium2
import pytest
import rispy
from bibtexparser.entrypoint import parse_string
from bs4 import BeautifulSoup
from lxml import etree
from playwright.sync_api import Browser, Dialog

from atlas.catalogue import formatting
from atlas.catalogue.catalogue import Catalogue
from atlas.catalogue.validation import validate
from atlas.catalogue.written_pages import outline, read_written
from atlas.catalogue.yaml_reader import read as parse_file
from conftest import Open, Served
from support import payloads
from support.kinds import IN_EXAMPLE, file_of
from support.payloads import ACCEPTED, MARK, REFUSED
from support.projects import build, copy_example, files_of

SAMPLE = 6
"""How many texts of a file are tried: most stand in a file with many like them."""

SCRIPTS = {"application/json", "application/ld+json"}
FORMULA = ("=", "+", "-", "@", "\t", "\r")

# What the parser of a browser makes of some pages: which elements with which attributes, which of them
# inside which, what is linked and what scripts hold.
STRUCTURE = """texts => texts.map(text => {
  const page = new DOMParser().parseFromString(text, "text/html");
  const all = [...page.querySelectorAll("*")];
  const names = element => [...element.attributes].map(attribute => attribute.name).sort();
  return {
    elements: [...new Set(all.map(each => [each.localName, ...names(each)].join(" ")))],
    inside: [...new Set(all.map(each => `${each.parentElement?.localName} > ${each.localName}`))],
    links: all.flatMap(each => ["href", "src", "action"].map(name => each.getAttribute(name) ?? "")),
    scripts: all.filter(each => each.localName === "script" && each.textContent)
      .map(each => [each.type, each.textContent]),
  };
})"""


@dataclass(frozen=True)
class Built:
    """The site of the example with payloads in it, and the site of the example as it is."""

    site: Path
    hostile: Mapping[str, bytes]
    plain: Mapping[str, bytes]

    def ending(self, end: str) -> Iterator[tuple[str, bytes, bytes]]:
        """Path and content, with payloads and without, of the files whose names end so."""
        for path, content in self.hostile.items():
            if path.endswith(end):
                yield path, content, self.plain[path]


@pytest.fixture(scope="module")
def built(example_site: Path, tmp_path_factory: pytest.TempPathFactory) -> Built:
    project = copy_example(tmp_path_factory.mktemp("payloads") / "project")
    spread = payloads.spread(project)
    assert sum(spread.values()) > 10 * len(ACCEPTED)
    assert payloads.errors(project) == []
    hostile = files_of(build(project))
    # The engine of our own writes over the same site; the documents are those made just now.
    site = build(project, engine="none")
    assert files_of(site) == hostile
    return Built(site, hostile, files_of(example_site))


def test_every_page_and_file_is_there(built: Built) -> None:
    # Only the example of the other tests has a history, and with it a feed of each record.
    feeds = {path for path in built.plain if path.endswith("/feed.xml") and path.count("/") > 1}
    assert set(built.hostile) == set(built.plain) - feeds
    holding = [path for path, content in built.hostile.items() if MARK.encode() in content]
    assert len([path for path in holding if path.endswith(".html")]) > 80
    assert len([path for path in holding if path.endswith(".json")]) > 40


def structures(browser: Browser, pages: Mapping[str, bytes]) -> Mapping[str, Any]:
    page = browser.new_page()
    try:
        made = page.evaluate(STRUCTURE, [content.decode() for content in pages.values()])
    finally:
        page.close()
    return dict(zip(pages, made, strict=True))


def unzipped(content: bytes) -> Mapping[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.mark.browser
@pytest.mark.parametrize("copy", ["site", "offline copy"])
def test_no_page_has_an_element_that_no_template_makes(
    built: Built, browser: Browser, copy: str
) -> None:
    files = [built.hostile, built.plain]
    if copy != "site":
        files = [unzipped(each["downloads/atlas-site.zip"]) for each in files]
    hostile, plain = (
        structures(browser, {p: c for p, c in each.items() if p.endswith(".html")})
        for each in files
    )
    elements = {name for page in plain.values() for name in page["elements"]}
    # Written pages with payloads have code in a paragraph, which no page of the example has.
    inside = {pair for page in plain.values() for pair in page["inside"]} | {"p > code"}
    assert len(hostile) > 80
    for path, page in hostile.items():
        assert set(page["elements"]) <= elements, path
        assert set(page["inside"]) <= inside, path
        led = [link for link in page["links"] if not link.startswith("mailto:")]
        assert not [link for link in led if "elsewhere" in link], path
        for kind, text in page["scripts"]:
            assert kind in SCRIPTS, path
            json.loads(text)


@pytest.mark.browser
@pytest.mark.parametrize("prefix", ["", "en/"])
@pytest.mark.parametrize("copy", ["site", "offline copy"])
def test_no_payload_runs_leads_away_or_asks_for_anything(
    built: Built, served: Served, open_page: Open, prefix: str, copy: str
) -> None:
    page = open_page()
    said: list[str] = []

    def dismiss(dialog: Dialog) -> None:
        said.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", dismiss)
    url, home, folder = "", served(built.site), built.site.parent / f"offline{len(prefix)}"
    if copy != "site":
        with zipfile.ZipFile(built.site / "downloads" / "atlas-site.zip") as archive:
            archive.extractall(folder)
        (folder,) = folder.iterdir()
    for address in IN_EXAMPLE.values():
        if copy == "site":
            url = f"{home}{prefix}{address}"
        else:
            path, mark, query = address.partition("?")
            file = file_of(folder / prefix, path)
            if not file.exists():
                continue
            url = f"{file.as_uri()}{mark}{query}"
        page.goto(url)
        assert page.url == url
        assert page.evaluate("Object.keys({}.__proto__).length") == 0
    page.keyboard.press("Control+k")
    field = page.locator("input[type=search]:focus")
    field.fill(MARK)
    page.locator(".search__results li:visible").first.wait_for()
    assert page.url == url
    assert said == []


def test_offline_copy_and_data_package_hold_what_is_published(built: Built) -> None:
    data = unzipped(built.hostile["data/v1/all.zip"])
    for name, content in data.items():
        if name.endswith(".json"):
            json.loads(content)
    assert any(MARK.encode() in content for content in data.values())


def shape(value: Any) -> Any:
    """What a value of JSON is made of, without its texts and numbers."""
    if isinstance(value, dict):
        return {name: shape(each) for name, each in value.items()}
    if isinstance(value, list):
        return [shape(each) for each in value]
    return type(value).__name__


def test_json_has_the_shape_it_has_without_payloads(built: Built) -> None:
    for path, hostile, plain in built.ending(".json"):
        assert shape(json.loads(hostile)) == shape(json.loads(plain)), path


def test_tables_have_the_same_cells_and_no_formula(built: Built) -> None:
    for path, hostile, plain in built.ending(".csv"):
        rows, same = (
            list(csv.reader(io.StringIO(each.decode("utf-8-sig")))) for each in (hostile, plain)
        )
        assert [len(row) for row in rows] == [len(row) for row in same], path
        assert not [cell for row in rows for cell in row if cell.startswith(FORMULA)], path


def test_calendars_have_the_same_events_and_nothing_more(built: Built) -> None:
    for path, hostile, plain in built.ending(".ics"):
        read, same = (icalendar.Calendar.from_ical(each) for each in (hostile, plain))
        assert [e.name for e in read.walk()] == [e.name for e in same.walk()], path
        for entry, other in zip(read.walk(), same.walk(), strict=True):
            assert sorted(entry) == sorted(other), path
            assert not getattr(entry, "errors", []), path
        assert MARK in hostile.decode()


def test_feeds_and_site_maps_are_read_and_say_the_same(built: Built) -> None:
    for path, hostile, plain in built.ending(".xml"):
        tree, same = etree.fromstring(hostile), etree.fromstring(plain)
        assert [e.tag for e in tree.iter()] == [e.tag for e in same.iter()], path
        if path.endswith("feed.xml"):
            read = feedparser.parse(hostile)
            assert not read.bozo
            assert MARK in read.feed.title
            # The feed's reader takes out what it takes for markup; there must be nothing to take out.
            summaries = [
                entry.get("content", [{"value": entry.summary}])[0] for entry in read.entries
            ]
            assert all(MARK in each["value"] for each in summaries)


def test_ebooks_are_sound_xml_with_elements_of_ours_alone(built: Built) -> None:
    for path, hostile, plain in built.ending(".epub"):
        kinds = []
        for book in (hostile, plain):
            elements: Counter[str] = Counter()
            for name, content in unzipped(book).items():
                if name.endswith((".xhtml", ".opf", ".ncx", ".xml", ".svg")):
                    for element in etree.fromstring(content).iter(etree.Element):
                        elements[str(element.tag)] += 1
                        assert not [a for a in element.attrib if str(a).startswith("on")], name
                        assert "elsewhere" not in element.get("href", ""), name
            kinds.append(elements)
        hostile_elements, plain_elements = kinds
        # Code in a paragraph is what written pages with payloads have more.
        assert set(hostile_elements) - set(plain_elements) <= {
            "{http://www.w3.org/1999/xhtml}code"
        }, path


def drawn(content: bytes) -> tuple[str, list[str], int]:
    """The text a PDF shows, the addresses it links, and its number of pages."""
    document = pypdfium2.PdfDocument(content)
    text = "".join(page.get_textpage().get_text_range() for page in document)
    pages = len(document)
    document.close()
    links = [part.split(b")")[0].decode("latin-1") for part in content.split(b"/URI (")[1:]]
    return text, links, pages


def test_pdfs_show_payloads_as_text_and_link_to_nothing_of_theirs(built: Built) -> None:
    for path, hostile, _ in built.ending(".pdf"):
        text, links, pages = drawn(hostile)
        assert pages, path
        assert MARK in text, path
        assert b"/JavaScript" not in hostile, path
        assert not [link for link in links if "elsewhere" in link], path
    text, _, _ = drawn(built.hostile["downloads/handbook-en.pdf"])
    shown = "".join(text.split())
    for name in ("Typst", "TeX", "template", "format", "less than"):
        assert "".join(ACCEPTED[name].split())[:20] in shown, name


def test_every_citation_is_one_entry(built: Built) -> None:
    count = 0
    for path, hostile, _ in built.ending(".html"):
        page = BeautifulSoup(hostile, "lxml")
        for code in page.select("[data-citation], .cite pre, .cite code, pre code"):
            text = code.get_text()
            if text.startswith("@online{"):
                library = parse_string(text)
                assert len(library.entries) == 1, path
                assert library.failed_blocks == [], path
                assert "elsewhere" not in library.entries[0].fields_dict["url"].value
                count += 1
            elif text.startswith("TY  - "):
                (entry,) = rispy.loads(text)
                assert "elsewhere" not in str(entry.get("urls")), path
    assert count > 40


def test_headers_for_hosts_are_untouched(built: Built) -> None:
    for path in ("_headers", "robots.txt", "downloads/SHA256SUMS"):
        assert MARK.encode() not in built.hostile[path]
    assert built.hostile["_headers"] == built.plain["_headers"]


def test_payload_that_could_harm_is_refused_on_its_line_in_every_kind(example: Catalogue) -> None:
    tags = [language.tag for language in example.languages]
    mark, refused, random = "\N{BLACK SQUARE}\N{WHITE SQUARE}", cycle(REFUSED), Random(0)
    for file, model in example.files.items():
        kind = formatting.kind_of(file)
        wordings = payloads.written(model) if kind else []
        for wording in random.sample(wordings, min(SAMPLE, len(wordings))):
            raw = payloads.plain(model)
            payloads.put(raw, wording, mark)
            text = formatting.write(type(model).model_validate(raw), kind or "", tags)
            line = text[: text.index(mark)].count("\n") + 1
            name = next(refused)
            document = parse_file(file, text.replace(mark, json.dumps(REFUSED[name]), 1).encode())
            made, problems = validate(document, type(model))
            assert made is None, (file, wording.location, name)
            told = [problem.position.line for problem in problems if problem.level == "error"]
            assert told == [line], (file, wording.location, name)


@pytest.mark.parametrize("start", ["## ", "", "- ", "> ", "| a | b |\n| --- | --- |\n| x | "])
@pytest.mark.parametrize(
    "name", [n for n in REFUSED if not n.startswith(("reference", "script", "too", "mailbox"))]
)
def test_payload_that_could_harm_is_refused_on_its_line_of_a_written_page(
    example_project: Path, name: str, start: str
) -> None:
    file = "content/en/guide/vpi.md"
    text = (example_project / file).read_text(encoding="utf-8") + f"\nBefore.\n\n{start}"
    page, _, problems = read_written(file, "guide/vpi.md", f"{text}{REFUSED[name]}\n".encode())
    lines = [problem.position.line for problem in problems]
    if page:
        own = outline(page)
        lines += [mention.line for mention in own.raw_html]
    assert text.count("\n") + 1 in lines
