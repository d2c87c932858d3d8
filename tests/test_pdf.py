"""From a page's HTML to handbook, checklist and briefs."""

import json
import random
import re
from pathlib import Path

import pytest
import typst

from atlas.catalogue.catalogue import Catalogue
from atlas.documents.book import Book, Part, footnotes, lay_out
from atlas.documents.library import Library
from atlas.documents.pdf_object_streams import compact, page_count
from atlas.documents.tree import Shelf, TreeError, page_tree, plain_text, walk
from atlas.documents.typst import PressError, press
from support import papers, projects

pytestmark = pytest.mark.slow

DRAWING = '<svg viewBox="0 0 10 10"><title>A circle</title><circle cx="5" cy="5" r="4"/></svg>'


@pytest.fixture(scope="module", params=["es", "en"])
def library(request: pytest.FixtureRequest, example: Catalogue) -> Library:
    return papers.library(example, request.param)


@pytest.fixture(scope="module")
def handbook(library: Library) -> bytes:
    return papers.make(library, "handbook")


def words(html: str) -> str:
    return plain_text(page_tree("guide/x/", html).blocks)


@pytest.mark.parametrize(
    ("html", "spanish", "english"),
    [
        ("<video></video>", "elemento desconocido <video>", "unknown element <video>"),
        ("<p>A <blink>b</blink></p>", "elemento desconocido <blink>", "unknown element <blink>"),
        ("<svg></svg>", "texto alternativo", "no alternative text"),
        ("<figure><svg><title> </title></svg></figure>", "alternativo", "no alternative text"),
        ('<p><img src="a.png"></p>', "texto alternativo", "no alternative text"),
        (f"<p>See {DRAWING}</p>", "en medio de una línea", "inside a line"),
        ("<h1>A</h1><h3>B</h3>", "se salta un nivel (h1 → h3)", "skips a level (h1 → h3)"),
        ("<ul><p>A</p></ul>", "<p> dentro de una lista", "<p> inside a list"),
        ("<table><tr><td>A</td></tr></table>", "no tiene encabezado", "has no head"),
    ],
)
def test_what_a_document_cannot_carry_stops_it_with_the_page_and_the_reason(
    html: str, spanish: str, english: str
) -> None:
    with pytest.raises(TreeError) as stopped:
        page_tree("guide/x/", html)
    told = str(stopped.value)
    assert told.startswith("/guide/x/: ")
    assert spanish in told
    assert english in told


def test_a_dead_link_stops_a_document_with_the_page_and_the_target() -> None:
    pages = {"": "<h1>Home</h1>", "a/": '<h1>A</h1><p><a href="../#gone">B</a></p>'}
    book = Book(Shelf(pages), [Part("a/")], "https://atlas.example/")
    with pytest.raises(TreeError, match=r"(?s)^/a/: .*a dead internal link: /#gone"):
        book.chapters()


def test_links_lead_inside_the_document_where_they_can_and_else_to_the_site() -> None:
    pages = {
        "a/": '<h1>A</h1><p><a href="../b/#x">1</a> <a href="../c/">2</a> <a href="../d/">3</a></p>',
        "b/": '<h1>B</h1><h2 id="x">X</h2>',
        "c/": "<h1>C</h1>",
        "d/": "<h1>D</h1>",
    }
    aliases = {"d/": "b/#x"}
    book = Book(Shelf(pages), [Part("a/", ("b/",))], "https://atlas.example/en/", aliases)
    chapters = book.chapters()
    links = [node for node in walk(chapters["a/"]) if node["t"] == "a"]
    assert [link.get("to") or link["href"] for link in links] == [
        "b/#x",
        "https://atlas.example/en/c/",
        "b/#x",
    ]
    assert [node.get("id") for node in walk(chapters["b/"])] == [None, "b/#x"]


def test_what_only_works_on_a_screen_is_left_out() -> None:
    html = (
        '<h1>A<a class="headerlink" href="#a">#</a></h1><nav>menu</nav><form><label>B</label></form>'
        '<h2 id="builder">Builder</h2><p>tick</p><h3>deeper</h3><h2>After</h2>'
        '<p hidden>hidden</p><p>C<span class="visually-hidden"> twice</span></p><!-- note -->'
    )
    assert words(html) == "AAfterC"


def test_spaces_accents_and_languages_are_kept_as_they_read() -> None:
    html = '<p>México\n y <em>Perú</em>:<br>«sí»\xa0 <span lang="en">Mexico</span></p>'
    assert words(html) == "México y Perú:«sí»\xa0 Mexico"
    tree = page_tree("", html).blocks
    assert [node["lang"] for node in walk(tree) if "lang" in node] == ["en"]


def test_a_source_is_a_footnote_once_and_then_referred_to() -> None:
    cite = '<sup class="cite"><a href="#source-1">[1]</a></sup>'
    html = (
        f"<h1>A</h1><p>One{cite} two{cite}</p><h2>Sources</h2>"
        '<ol class="sources"><li value="1">First</li><li value="2">Second</li></ol>'
    )
    tree = page_tree("a/", html)
    made = footnotes("a/", tree.blocks, tree.sources)
    kinds = [node["t"] for node in walk(made) if node["t"].startswith("note")]
    assert kinds == ["note", "noteref"]
    assert plain_text(made[-1]["c"]) == "Second", "a source that is not cited stays in the list"


def test_a_note_never_begins_a_line() -> None:
    cite = '<sup class="cite"><a href="#source-1">[1]</a></sup>'
    assert page_tree("a/", f"<p>One {cite}.</p>").blocks[0]["c"][0] == "One"


def test_notes_of_two_chapters_on_one_page_do_not_share_a_number() -> None:
    cite = '<sup class="cite"><a href="#source-1">[1]</a></sup>'
    html = f'<p>One{cite}</p><ol class="sources"><li value="1">First</li></ol>'
    tree = page_tree("a/", html)
    made = footnotes("a/", tree.blocks, tree.sources, before=4)
    assert [node["n"] for node in walk(made) if node["t"] == "note"] == [5]


def test_what_is_to_be_ticked_has_a_box_and_no_bullet() -> None:
    tree = page_tree("", "<ul><li>☐ Ask</li><li>☐ Write</li></ul><ul><li>☐ Ask</li><li>B</li></ul>")
    lay_out(tree.blocks)
    assert [node.get("k") for node in tree.blocks] == ["boxes", None]
    assert plain_text(tree.blocks[0]["c"]) == "AskWrite"
    assert plain_text(tree.blocks[1]["c"]) == "☐ AskB"


def test_a_sentence_stays_with_what_it_announces() -> None:
    tree = page_tree("", "<p>These are:</p><ul><li>A</li></ul><p>Done.</p><ul><li>B</li></ul>")
    lay_out(tree.blocks)
    assert [node.get("leads", False) for node in tree.blocks] == [True, False, False, False]


def test_a_long_word_widens_its_column() -> None:
    html = (
        "<table><thead><tr><th>A</th><th>B</th></tr></thead><tbody><tr><td>x</td><td>"
        f"{'word ' * 60}</td></tr><tr><td>Incomprehensible</td><td>y</td></tr></tbody></table>"
    )
    tree = page_tree("", html).blocks
    lay_out(tree)
    first, second = tree[0]["w"]
    assert second > first > 16


def test_the_handbook_is_tagged_and_says_its_title_and_language(
    handbook: bytes, library: Library
) -> None:
    held = papers.inside(handbook)
    assert b"<pdfuaid:part>1</pdfuaid:part>" in held
    assert b"<pdfaid:part>2</pdfaid:part>" in held
    assert b"/MarkInfo" in held
    assert b"/Lang(%s)" % library.edition.language.tag.encode() in held.replace(
        b"/Lang (", b"/Lang("
    )
    assert library.edition.say("handbook_title").encode() in held
    assert page_count(handbook) > 10


def test_the_cover_says_version_date_and_independence(handbook: bytes, library: Library) -> None:
    say, (cover, *_) = library.edition.say, papers.drawn(handbook)
    day = library.edition.date(library.day)
    for words in (say("handbook_title"), say("book_edition", version="1.2.3", date=day)):
        assert words in cover
    assert say("independence") in cover


def test_bookmarks_and_labels_of_pages_are_those_of_the_contents(
    handbook: bytes, library: Library
) -> None:
    say, texts, names = library.edition.say, papers.drawn(handbook), papers.labels(handbook)
    parts = [words for level, words in papers.bookmarks(handbook) if level == 0]
    assert parts[-1] == say("book_index")
    contents = names.index("ii")
    assert say("book_contents") in texts[contents]
    assert names[contents + 1] == "1"
    for part in parts:
        found = re.search(rf"{re.escape(part)}[ .]*(\d+)", texts[contents])
        assert found, part
        assert texts[names.index(found[1])].startswith(part)


def test_the_index_gives_the_pages_of_countries_and_themes(
    handbook: bytes, library: Library
) -> None:
    edition, texts, names = library.edition, papers.drawn(handbook), papers.labels(handbook)
    first = next(i for i, text in enumerate(texts) if text.startswith(edition.say("book_index")))
    index = " ".join(texts[first:])
    themes = [edition.label("themes", code).text for code in edition.catalogue.codes["themes"]]
    for name in [edition.country_name(country) for country in edition.countries]:
        found = re.search(rf"{re.escape(name)} (\d+)", index)
        assert found, name
        assert name in texts[names.index(found[1])]
    assert any(re.search(rf"{re.escape(theme)} \d", index) for theme in themes)


def test_a_screen_reader_finds_notes_lists_tables_and_contents(handbook: bytes) -> None:
    held = papers.inside(handbook)
    for role in (b"TOC", b"L", b"LI", b"Table", b"TH", b"Note", b"Link", b"Figure", b"H1", b"H2"):
        assert b"/S/%s" % role in held.replace(b"/S /", b"/S/"), role


def test_the_same_input_gives_the_same_bytes(library: Library, example: Catalogue) -> None:
    again = papers.library(example, library.edition.language.tag)
    for name in ("checklist", "briefs/zzx"):
        assert papers.make(again, name) == papers.make(library, name)


def test_every_brief_fits_on_two_pages(library: Library) -> None:
    for document in library.documents(["brief"]):
        assert 1 <= page_count(document.make()) <= 2, document.name


@pytest.mark.xdist_group("site")
def test_every_real_brief_fits_on_two_pages(site: Path) -> None:
    briefs = sorted((site / "downloads" / "briefs").glob("*.pdf"))
    assert len(briefs) == 2 * len(list((site / "countries").glob("???/index.html"))) + 2
    assert {page_count(brief.read_bytes()) for brief in briefs} <= {1, 2}


def test_a_compact_document_has_the_same_pages_in_half_the_bytes(library: Library) -> None:
    made = papers.make(library, "briefs/zzz")
    assert compact(made) == made, "what is compact already stays as it is"
    assert compact(b"not a PDF") == b"not a PDF"
    assert b"/Type/ObjStm" in made


def test_typst_names_the_document_it_refuses() -> None:
    with pytest.raises(PressError, match=r"^brief-es\.pdf: "):
        press("brief-es.pdf", "brief.typ", {"lang": "es"})


def test_typst_refuses_a_link_to_a_place_that_is_not_drawn(library: Library) -> None:
    link = {"t": "a", "to": "nowhere", "c": ["x"]}
    data = {
        **dict.fromkeys(("title", "description", "author", "independence", "intro"), "A"),
        **dict.fromkeys(("who", "when", "notes", "address"), "https://atlas.example/"),
        "lang": "en",
        "keywords": [],
        "date": [2026, 11, 21],
        "fields": [],
        "scenarios": [{"title": ["B"], "text": [{"t": "p", "c": [link]}], "options": []}],
    }
    with pytest.raises(PressError, match=r"(?s)^checklist-en\.pdf: .*nowhere"):
        press("checklist-en.pdf", "checklist.typ", data)


def test_a_brief_whose_page_is_the_same_is_not_made_again(example_copy: Path) -> None:
    kept = example_copy / ".cache" / "documents"

    def run() -> dict[str, int]:
        done = projects.atlas(example_copy, "pdf", day=projects.EXAMPLE_DAY)
        assert done.returncode == 0, done.stdout
        return {file.name: file.stat().st_mtime_ns for file in kept.iterdir()}

    first = run()
    record = example_copy / "data" / "countries" / "zzx.yml"
    text = record.read_text(encoding="utf-8")
    record.write_text(text.replace("Union of Examples", "Union of Samples"), encoding="utf-8")
    second = run()
    unchanged = first.keys() & second.keys()
    assert all(first[key] == second[key] for key in unchanged)
    # Two other countries and the checklist in Spanish and English; in Spanish nothing changed at all.
    assert len(unchanged) >= 8
    assert second.keys() - first.keys()


def test_a_page_that_cannot_be_printed_stops_the_build(example_copy: Path) -> None:
    page = example_copy / "hooks" / "atlas" / "site" / "templates" / "calendar.html"
    text = page.read_text(encoding="utf-8")
    page.write_text(text.replace('<p class="lede">', '<marquee>x</marquee><p class="lede">', 1))
    done = projects.atlas(example_copy, "build", day=projects.EXAMPLE_DAY)
    assert done.returncode == 1
    assert "/calendar/: elemento desconocido <marquee>" in done.stdout
    assert not (example_copy / "site").exists()


def test_the_data_of_a_document_is_plain(library: Library) -> None:
    tree = library.shelf.tree("countries/zzx/")
    assert json.loads(json.dumps(tree.blocks)) == tree.blocks


@pytest.mark.xdist_group("verapdf")
def test_verapdf_finds_no_fault_in_what_people_read_most(site: Path, tmp_path: Path) -> None:
    if reason := papers.without_java():
        pytest.skip(reason)
    untagged = tmp_path / "untagged.pdf"
    untagged.write_bytes(typst.compile(b"= A\n#rect()", pdf_tags=False))
    shown = ("handbook", "checklist", "briefs/mex", "briefs/ken", "briefs/afg", "briefs/eu")
    pdfs = [site / "downloads" / f"{name}-{tag}.pdf" for name in shown for tag in ("es", "en")]
    lines = papers.validated([untagged, *pdfs], tmp_path, "ua1")
    assert lines[0].startswith(f"FAIL ua1 {untagged} ")
    judged = [line for line in lines if line.startswith(("PASS ", "FAIL "))][1:]
    assert [line.split()[:3] for line in judged] == [["PASS", "ua1", str(pdf)] for pdf in pdfs]


@pytest.mark.audit
@pytest.mark.xdist_group("verapdf")
def test_verapdf_finds_no_fault_in_any_document(site: Path, tmp_path: Path) -> None:
    pdfs = sorted((site / "downloads").rglob("*.pdf"))
    lines = papers.validated(pdfs, tmp_path)
    assert not [line for line in lines if not line.startswith("PASS ")]
    assert len(lines) == 2 * len(pdfs)


@pytest.mark.xdist_group("site")
def test_text_copied_from_a_document_reads_in_order_and_finds_mexico(site: Path) -> None:
    text = " ".join(papers.drawn((site / "downloads" / "handbook-es.pdf").read_bytes()))
    assert "México" in text
    chapters = ["Qué es una Iniciativa Piloto Voluntaria", "Menú de opciones", "Redes regionales"]
    places = [text.rindex(chapter) for chapter in chapters]
    assert text.index("Contenido") < min(places)
    brief = random.Random(5).choice(sorted((site / "downloads" / "briefs").glob("*-en.pdf")))
    read = " ".join(papers.drawn(brief.read_bytes()))
    assert read.index("The eight steps of a VPI") < read.index("Contact pages")
