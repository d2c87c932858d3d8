"""Written Markdown becomes safe HTML with citations, inserts and links to the glossary."""

import re
import time

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from atlas.catalogue.markdown_parser import MAXIMUM_BYTES
from atlas.catalogue.written_pages import (
    Mention,
    WrittenPage,
    outline,
    page_path,
    read_written,
    site_path,
)
from atlas.model.records import FrontMatter
from atlas.model.values import PartialDate
from atlas.site.markdown import ATTRIBUTES, ELEMENTS, Setting, render

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
    return made.fill({name: f"<i>insert {name}</i>" for name in made.inserts})


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
    assert page_path(name) == path


def test_front_matter_is_checked_like_a_record() -> None:
    text = "---\ntitle: T\ndescription: D\nreviewed: 2026-11-21\nauthor: someone\n---\n\nText.\n"
    found = read_written("content/es/x.md", "x.md", text.encode())[2]
    assert [(each.code, each.position.line) for each in found] == [("unknown-field", 5)]


def test_text_begins_on_the_line_after_the_front_matter() -> None:
    text = "---\ntitle: T\ndescription: D\nreviewed: 2026-11-21\n---\n\nText [a](b.md).\n"
    written = read_written("content/es/x.md", "x.md", text.encode())[0]
    assert written
    assert [each.line for each in outline(written).links] == [7]


def linked(body: str) -> list[tuple[str, int, int]]:
    return [(each.value, each.line, each.column) for each in outline(page(body)).links]


@pytest.mark.parametrize(
    ("body", "links"),
    [
        pytest.param('See [a](x.md "t").', [("x.md", 7, 9)], id="with a title"),
        pytest.param("See\n[a][b].\n\n[b]: x.md", [("x.md", 8, 1)], id="by reference"),
        pytest.param("See [b][].\n\n[b]: x.md 't'", [("x.md", 7, 5)], id="by its own words"),
        pytest.param("See [b].\n\n[b]: <x.md>", [("x.md", 7, 5)], id="by its words alone"),
        pytest.param("See [a [b] c](x.md).", [("x.md", 7, 15)], id="with brackets in its words"),
        pytest.param("See [a](x_(y).md).", [("x_(y).md", 7, 9)], id="with brackets in its target"),
        pytest.param("See [a](<x y.md>).", [("x y.md", 7, 10)], id="in angle brackets"),
        pytest.param("See [a](\n x.md).", [("x.md", 8, 2)], id="over two lines"),
        pytest.param("See [`a]`](x.md).", [("x.md", 7, 12)], id="with code in its words"),
        pytest.param("See <https://a.example/>.", [("https://a.example/", 7, 5)], id="written out"),
        pytest.param(
            "> - [a](x.md)\n>   [b](y.md)", [("x.md", 7, 9), ("y.md", 8, 9)], id="in lists"
        ),
        pytest.param(
            "| a | [b](x.md) |\n| --- | --- |\n| [c](y.md) \\| d | [c](y.md) |",
            [("x.md", 7, 11), ("y.md", 9, 7), ("y.md", 9, 24)],
            id="in cells",
        ),
        pytest.param("Term\n:   Of [a](x.md)\n", [("x.md", 8, 12)], id="in a definition"),
        pytest.param(
            '!!! note "A [b](x.md)"\n\n    Of [a](y.md)',
            [("x.md", 7, 17), ("y.md", 9, 12)],
            id="in an admonition",
        ),
        pytest.param("## See [a](x.md) { #see }", [("x.md", 7, 12)], id="in a heading"),
        pytest.param("`[a](x.md)`", [], id="none in code"),
        pytest.param("Text\n\n    [a](x.md)\n", [], id="none in indented code"),
        pytest.param("```\n[a](x.md)\n```", [], id="none in fenced code"),
        pytest.param(r"\[a](x.md)", [], id="none after a backslash"),
        pytest.param("![a](x.md)", [], id="none in an image"),
        pytest.param("[@source]", [], id="none in a citation"),
    ],
)
def test_check_sees_every_link_that_a_page_shows(
    body: str, links: list[tuple[str, int, int]]
) -> None:
    assert linked(body) == links
    shown = BeautifulSoup(html(body), "lxml").select("a:not(.headerlink, .cite a)")
    assert len(shown) == len(links)
    for anchor, (value, _, _) in zip(shown, links, strict=True):
        path = site_path(page(body), value)
        assert anchor["href"] == (value if path is None else f"/{path}")


@given(
    st.lists(
        st.sampled_from(
            ["[a](x.md)", "[b]", "[a][b]", "*", "`", "> ", "- ", "    ", "\n", "\n\n", "|", "[", "]",
             "(y.md)", "\\", "<https://a.example/>", "!", "![i](j.png)", "[b]: z.md\n", "word", "## ",
             "{ #id }", ":   ", "!!! note\n", "```", "---\n", "[@c]", "{{ vpi steps }}", "\t"]
        ),
        max_size=25,
    ).map("".join)
)  # fmt: skip
def test_page_shows_exactly_the_links_that_the_check_sees(body: str) -> None:
    found = outline(page(body))
    shown = BeautifulSoup(html(body), "lxml")
    assert len(shown.select("a:not(.headerlink, .cite a)")) == len(found.links)
    assert len(shown.select(".cite a")) == len(found.citations)
    lines = body.split("\n")
    for link in found.links:
        if link.value in {"x.md", "y.md"}:
            assert lines[link.line - 7][link.column - 1 :].startswith(link.value)


@pytest.mark.parametrize(
    ("body", "unnamed", "ids"),
    [
        ("One\n---", [("One", 7)], []),
        ("One { #one }\n---", [], ["one"]),
        ("Text\n\n    ## Code", [], []),
        ("```\n## Code\n```", [], []),
        ("> ## Quoted", [("Quoted", 7)], []),
        ("## One {#one} ##", [], ["one"]),
        ("###### Six", [("Six", 7)], []),
        ("## { #Two }", [("{ #Two }", 7)], []),
    ],
)
def test_every_heading_that_a_page_shows_needs_an_id(
    body: str, unnamed: list[tuple[str, int]], ids: list[str]
) -> None:
    found = outline(page(body))
    assert [(each.value, each.line) for each in found.unnamed_headings] == unnamed
    assert found.heading_ids == ids
    shown = BeautifulSoup(html(body), "lxml").select("h2, h3, h4, h5, h6")
    assert [each.get("id") for each in shown] == [*ids, *(None for _ in unnamed)]


@pytest.mark.parametrize(
    ("body", "tags"),
    [
        ("Text <b>bold</b>", [("<b>", 7, 6), ("</b>", 7, 13)]),
        ("Text\n<img src=x onerror=alert(2)", [("<img src=x onerror=alert(2)", 8, 1)]),
        ("<div>\n\n*a*\n\n</div>", [("<div>", 7, 1), ("</div>", 11, 1)]),
        ("<!-- a -->", [("<!-- a -->", 7, 1)]),
        ("<!doctype html>", [("<!doctype html>", 7, 1)]),
        ("<?php", [("<?php", 7, 1)]),
        ("## Q <svg/onload=x {#qa}", [("<svg/onload=x", 7, 6)]),
        ("<x.md>", [("<x.md>", 7, 1)]),
        ("`<b>`", []),
        ("Text\n\n    <b>", []),
        ("```\n<b>\n```", []),
        ("1 < 2 > 1 <3", []),
        (r"\<b>", []),
        ("&lt;b>", []),
        ("<https://a.example>", []),
    ],
)
def test_raw_html_is_seen_and_shown_as_text(body: str, tags: list[tuple[str, int, int]]) -> None:
    assert outline(page(body)).raw_html == [Mention(*each) for each in tags]
    shown = BeautifulSoup(html(body), "lxml")
    for value, _, _ in tags:
        assert value in shown.get_text()


def test_image_is_seen_and_not_shown() -> None:
    body = "A ![photo](../a.png) and ![one][b].\n\n[b]: https://a.example/b.jpg"
    assert outline(page(body)).images == [
        Mention("../a.png", 7, 3),
        Mention("https://a.example/b.jpg", 7, 26),
    ]
    assert html(body) == "<p>A photo and one.</p>"


def test_insert_stands_alone_wherever_its_line_stands() -> None:
    body = "- Item\n\n    {{ vpi steps }}\n\nText\n{{ vpi results }}\nText\n\n`{{ a }}`\n"
    assert [(each.value, each.line) for each in outline(page(body)).inserts] == [
        ("vpi steps", 9),
        ("vpi results", 12),
    ]
    found = html(body)
    assert re.search(r"<li>.*<i>insert vpi steps</i>\s*</li>", found, re.DOTALL)
    assert re.search(r"<p>Text</p>\s*<i>insert vpi results</i>\s*<p>Text</p>", found)


def test_text_that_looks_like_the_place_of_an_insert_stays_text() -> None:
    found = html('<p class="insert-0"></p>\n\n{{ vpi steps }}')
    assert found.count("<i>") == 1
    assert "&lt;p class=" in found


@pytest.mark.parametrize(
    "unit",
    [
        "[",
        "![",
        "- ",
        "+ ",
        "*",
        "`",
        "> ",
        ">",
        "[[]",
        "*a ",
        "1. ",
        "<a ",
        "](",
        "_a*",
        "|",
        "<https://x.y>+ ",
    ],
)
@pytest.mark.parametrize("size", [MAXIMUM_BYTES - 10, 500_000])
def test_page_of_marks_is_read_or_refused_within_a_second(unit: str, size: int) -> None:
    body = "Text\n\n" + unit * (size // len(unit))
    started = time.process_time()
    found = outline(page(body))
    html(body)
    assert time.process_time() - started < 1
    if size > MAXIMUM_BYTES:
        assert found.excess
        assert found.excess.code == "file-too-large"


@pytest.mark.parametrize(
    ("body", "line"),
    [
        ("Text\n\n" + "+ " * 1000, 2),
        ("> " * 30 + "a", 0),
        ("Text\n" + "[" * 20_000, 1),
        ("*a " * 30 + "b*" * 30, 0),
        ("\n".join("  " * depth + "- a" for depth in range(30)), 10),
    ],
)
def test_too_many_levels_are_refused_where_they_begin(body: str, line: int) -> None:
    found = outline(page(body)).excess
    assert found
    assert (found.code, found.line) == ("too-deep", line)


@given(
    st.one_of(
        st.text(),
        st.text("<>&\"'()[]{}!#*_`:/-+|~=\\ \n\t\rabjs1.@", max_size=200),
        st.lists(
            st.sampled_from(["> ", "- ", "1. ", "[", "](", ")", "*", "**", "`", "\n", "<a", "!!! ", "a",
                             "    ", ":   ", "|", "---", "&lt;", "{ #a }", "# ", "{{ a }}", "???", "```"]),
            max_size=120,
        ).map("".join),
    )
)  # fmt: skip
def test_any_text_is_read_and_makes_only_elements_a_page_may_hold(body: str) -> None:
    outline(page(body))
    for element in BeautifulSoup(html(body), "html.parser").find_all(True):
        if element.name != "i":
            assert element.name in ELEMENTS
            assert set(element.attrs) <= ATTRIBUTES.get(element.name, set())
