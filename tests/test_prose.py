"""Written Markdown becomes safe HTML with citations, inserts and links to the glossary."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from atlas.catalogue.written_pages import WrittenPage, address, outline, read_written, site_path
from atlas.model.records import FrontMatter
from atlas.model.values import PartialDate
from atlas.site.markdown import Setting, render

FRONT = FrontMatter(title="T", description="D", reviewed=PartialDate(2026, 11, 21))


def page(body: str, name: str = "guide/vpi.md") -> WrittenPage:
    return WrittenPage(f"content/es/{name}", name, FRONT, body, 7)


def html(body: str, **terms: str) -> str:
    setting = Setting(
        link=lambda path: f"/{path}",
        terms=tuple((form.replace("_", " "), path) for form, path in terms.items()),
        permalink="Link to {heading}",
        table="Scrolls",
    )
    made = render(page(body), setting)
    return made.filled({name: f"<i>insert {name}</i>" for name in made.inserts})


@pytest.mark.parametrize(
    "body",
    [
        "<script>alert(1)</script>",
        "<b onclick='x'>a</b>",
        "text <img src=x onerror=alert(1)> text",
        "<!-- comment -->",
        "<svg/onload=alert(1)>",
        "<div>\n\nblock\n\n</div>",
        "<a href='javascript:alert(1)'>a</a>",
        "**<iframe src=x>**",
        "> <style>a{}</style>",
        "| <b>a</b> |\n| --- |\n| <b>c</b> |",
    ],
)
def test_html_in_a_page_comes_out_as_the_text_it_is(body: str) -> None:
    found = html(body)
    made = set(re.findall(r"<(\w+|!--)", found))
    assert made <= {"p", "strong", "blockquote", "div", "table", "thead", "tbody", "tr", "th", "td"}
    assert "<div>" not in found
    assert "&lt;" in found


@pytest.mark.parametrize(
    "link",
    [
        "javascript:alert(1)",
        "JavaScript:alert(1)",
        "java&#115;cript:alert(1)",
        "data:text/html,x",
        "vbscript:x",
        "//elsewhere.example/",
        "/absolute/",
    ],
)
def test_link_that_is_not_safe_is_dropped(link: str) -> None:
    assert "href" not in html(f"[word]({link})")


@given(st.text("<>&\"'()[]{}!#*_`:/-| \nabcjs", max_size=80))
def test_no_text_makes_a_script_or_a_handler(body: str) -> None:
    found = html(body).lower()
    for tag in re.findall(r"<([^>]*)>", found):
        assert not re.match(r"script|iframe|object|embed|svg|style|form", tag)
        assert not re.search(r"\son\w+\s*=", tag)


def test_citation_becomes_a_number_the_same_each_time() -> None:
    found = html("One [@first-page], two [@second-page], again [@first-page].")
    assert re.findall(r'<sup class="cite"><a href="#source-(\d)">\[\1\]</a></sup>', found) == [
        "1", "2", "1",
    ]  # fmt: skip


def test_citations_are_numbered_as_a_reader_meets_them() -> None:
    found = html(
        "- One [@a].\n- Two [@b].\n\nThree [@c].\n\n| h |\n| --- |\n| four [@d] |\n\nFive [@a]."
    )
    assert re.findall(r"\[(\d)\]", found) == ["1", "2", "3", "4", "1"]


def test_insert_stands_where_its_line_stood() -> None:
    found = html("Before.\n\n{{ vpi steps }}\n\nAfter.")
    assert re.search(r"Before\.</p>\s*<i>insert vpi steps</i>\s*<p>After", found)


def test_braces_inside_a_sentence_are_no_insert() -> None:
    assert "{{ vpi steps }}" in html("Write {{ vpi steps }} in the text.")


def test_glossary_term_is_linked_once_a_page_at_its_first_use() -> None:
    terms = {"VPI": "glossary/#vpi", "pilot_initiative": "glossary/#vpi", "trata": "glossary/#tip"}
    found = html("The pilot initiative.\n\n- VPI and trata\n- trata", **{
        name.lower(): path for name, path in terms.items()
    })  # fmt: skip
    links = re.findall(r'<a class="term" href="([^"]+)">([^<]+)</a>', found)
    assert links == [("/glossary/#vpi", "pilot initiative"), ("/glossary/#tip", "trata")]


@pytest.mark.parametrize(
    "body", ["## VPI { #x }", "`VPI`", "[VPI](review.md)", "VPIs", "non-VPI", "| VPI |\n| --- |"]
)
def test_heading_code_link_or_longer_word_is_no_use_of_a_term(body: str) -> None:
    assert 'class="term"' not in html(body, vpi="glossary/#vpi")


def test_table_scrolls_by_keyboard_and_its_columns_have_heads() -> None:
    found = html("| a | b |\n| --- | --- |\n| 1 | 2 |")
    frame = re.search(r"<div[^>]*>", found)
    assert frame
    for attribute in ('role="group"', 'tabindex="0"', 'aria-label="Scrolls"'):
        assert attribute in frame[0]
    assert found.count('scope="col"') == 2


def test_heading_has_a_permanent_link_with_a_name() -> None:
    found = html("## Who decides { #who-decides }")
    assert 'id="who-decides"' in found
    assert 'aria-label="Link to Who decides"' in found


def test_task_list_becomes_boxes_that_can_be_ticked_on_paper() -> None:
    assert "☐ Bring a draft." in html("- [ ] Bring a draft.")


@pytest.mark.parametrize(
    ("link", "path"),
    [
        ("review.md", "guide/review/"),
        ("review.md#entry-points", "guide/review/#entry-points"),
        ("index.md", "guide/"),
        ("../index.md", ""),
        ("../resolutions/9-1.md#pr-23", "resolutions/9-1/#pr-23"),
        ("#steps", "guide/vpi/#steps"),
        ("https://example.org", None),
        ("mailto:a@example.org", None),
        ("/guide/", None),
    ],
)
def test_link_to_a_file_leads_to_its_page(link: str, path: str | None) -> None:
    assert site_path(page(""), link) == path


def test_outline_tells_line_and_column() -> None:
    found = outline(page("Text [a](b.md) [@c].\n\n{{ vpi steps }}\n\n## One { #one }\n\n## Two\n"))
    assert [(m.value, m.line, m.column) for m in found.links] == [("b.md", 7, 10)]
    assert [(m.value, m.line, m.column) for m in found.citations] == [("c", 7, 16)]
    assert [(m.value, m.line) for m in found.inserts] == [("vpi steps", 9)]
    assert found.heading_ids == ["one"]
    assert [(m.value, m.line) for m in found.unnamed_headings] == [("Two", 13)]


@pytest.mark.parametrize(
    ("name", "path"),
    [("index.md", ""), ("guide/index.md", "guide/"), ("guide/vpi.md", "guide/vpi/")],
)
def test_file_stands_at_the_address_of_its_name(name: str, path: str) -> None:
    assert address(name) == path


def test_front_matter_is_checked_like_a_record() -> None:
    text = "---\ntitle: T\ndescription: D\nreviewed: 2026-11-21\nauthor: someone\n---\n\nText.\n"
    found = read_written("content/es/x.md", "x.md", text.encode())[2]
    assert [(each.code, each.position.line) for each in found] == [("unknown-field", 5)]


def test_text_begins_on_the_line_after_the_front_matter() -> None:
    text = "---\ntitle: T\ndescription: D\nreviewed: 2026-11-21\n---\n\nText [a](b.md).\n"
    written = read_written("content/es/x.md", "x.md", text.encode())[0]
    assert written
    assert [each.line for each in outline(written).links] == [7]
