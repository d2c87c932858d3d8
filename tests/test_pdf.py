"""From a page's HTML to handbook, checklist and briefs."""

import random
import re
import struct
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from typing import get_args

import pytest
import typst

from atlas.catalogue.catalogue import Catalogue
from atlas.catalogue.edition import Phrase
from atlas.documents import TEMPLATES
from atlas.documents.brief import make_brief
from atlas.documents.checklist import Checklist, PrintedScenario
from atlas.documents.compilation import Compilation, Part, lay_out, number_notes
from atlas.documents.cover import Cover
from atlas.documents.document_set import DocumentSet
from atlas.documents.nodes import (
    Block,
    Citation,
    Inline,
    Items,
    Label,
    Link,
    Note,
    NoteReference,
    Paragraph,
    SourceList,
    Table,
    Web,
    plain_text,
    walk,
)
from atlas.documents.pdf_object_streams import compact, page_count
from atlas.documents.tree import PageStore, TreeError, page_tree
from atlas.documents.typst import TypesettingError, typeset
from atlas.site.downloads import PICTURE_SIZE
from atlas.site.views.common import EventLine
from atlas.site.views.country import country_view
from atlas.site.views.menu import menu_view
from support import papers, projects

pytestmark = pytest.mark.slow

DRAWING = '<svg viewBox="0 0 10 10"><title>A circle</title><circle cx="5" cy="5" r="4"/></svg>'


@pytest.fixture(scope="module", params=["es", "en"])
def documents(request: pytest.FixtureRequest, example: Catalogue) -> DocumentSet:
    return papers.document_set(example, request.param)


@pytest.fixture(scope="module")
def handbook(documents: DocumentSet) -> bytes:
    return papers.make(documents, "handbook")


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
        ("<p class='lead'>A</p>", '<p class="lead">: tree.py no conoce', "does not know this"),
        ("<p class='status--x'>A</p>", 'class="status--x"', 'class="status--x"'),
        ("<p style='color:red'>A</p>", "<p style>: tree.py no conoce", "does not know this"),
        ("<div><i data-new>A</i></div>", "<i data-new>", "<i data-new>"),
        ("<figure><svg><title>A</title><g class='x'/></svg></figure>", '"x"', '"x"'),
        ("<ul><li value='3'>A</li></ul>", "<li value>", "<li value>"),
        ("<table><thead></thead><caption>A</caption></table>", "tabla", "a table"),
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
    compilation = Compilation(PageStore(pages), [Part("a/")], "https://atlas.example/")
    with pytest.raises(TreeError, match=r"(?s)^/a/: .*a dead internal link: /#gone"):
        compilation.chapters()


def test_links_lead_inside_the_document_where_they_can_and_else_to_the_site() -> None:
    pages = {
        "a/": '<h1>A</h1><p><a href="../b/#x">1</a> <a href="../c/">2</a> <a href="../d/">3</a></p>',
        "b/": '<h1>B</h1><h2 id="x">X</h2>',
        "c/": "<h1>C</h1>",
        "d/": "<h1>D</h1>",
    }
    aliases = {"d/": "b/#x"}
    compilation = Compilation(
        PageStore(pages), [Part("a/", ("b/",))], "https://atlas.example/en/", aliases
    )
    chapters = compilation.chapters()
    links = [node.destination for node in walk(chapters["a/"]) if isinstance(node, Link)]
    assert links == [Label("b/#x"), Web("https://atlas.example/en/c/"), Label("b/#x")]
    assert [node.id for node in walk(chapters["b/"])] == ["", "b/#x"]


def test_what_only_works_on_a_screen_is_left_out() -> None:
    html = (
        '<h1>A<a class="headerlink" href="#a">#</a></h1><nav>menu</nav><form><label>B</label></form>'
        '<section class="screen-only"><h2>Builder</h2><p>tick</p></section><h2>After</h2>'
        '<p hidden>hidden</p><p>C<span class="visually-hidden"> twice</span></p><!-- note -->'
    )
    assert words(html) == "AAfterC"


def test_spaces_accents_and_languages_are_kept_as_they_read() -> None:
    html = '<p>México\n y <em>Perú</em>:<br>«sí»\xa0 <span lang="en">Mexico</span></p>'
    assert words(html) == "México y Perú:«sí»\xa0 Mexico"
    tree = page_tree("", html).blocks
    assert [node.language for node in walk(tree) if node.language] == ["en"]


def test_a_source_is_a_footnote_once_and_then_referred_to() -> None:
    cite = '<sup class="cite"><a href="#source-1">[1]</a></sup>'
    html = (
        f"<h1>A</h1><p>One{cite} two{cite}</p><h2>Sources</h2>"
        '<ol class="sources"><li value="1">First</li><li value="2">Second</li></ol>'
    )
    tree = page_tree("a/", html)
    made = number_notes("a/", tree.blocks, tree.sources)
    notes = [type(node) for node in walk(made) if isinstance(node, Note | NoteReference)]
    assert notes == [Note, NoteReference]
    assert plain_text(made[-1:]) == "Second", "a source that is not cited stays in the list"


def test_a_note_never_begins_a_line() -> None:
    cite = '<sup class="cite"><a href="#source-1">[1]</a></sup>'
    assert page_tree("a/", f"<p>One {cite}.</p>").blocks == [Paragraph(["One", Citation(1), "."])]


def test_notes_of_two_chapters_on_one_page_do_not_share_a_number() -> None:
    cite = '<sup class="cite"><a href="#source-1">[1]</a></sup>'
    html = f'<p>One{cite}</p><ol class="sources"><li value="1">First</li></ol>'
    tree = page_tree("a/", html)
    made = number_notes("a/", tree.blocks, tree.sources, before=4)
    assert [node.number for node in walk(made) if isinstance(node, Note)] == [5]


def test_what_is_to_be_ticked_has_a_box_and_no_bullet() -> None:
    tree = page_tree("", "<ul><li>☐ Ask</li><li>☐ Write</li></ul><ul><li>☐ Ask</li><li>B</li></ul>")
    lay_out(tree.blocks)
    assert [node.style for node in tree.blocks if isinstance(node, Items)] == ["boxes", ""]
    assert plain_text(tree.blocks[:1]) == "AskWrite"
    assert plain_text(tree.blocks[1:]) == "☐ AskB"


def test_a_sentence_stays_with_what_it_announces() -> None:
    tree = page_tree("", "<p>These are:</p><ul><li>A</li></ul><p>Done.</p><ul><li>B</li></ul>")
    lay_out(tree.blocks)
    assert [node.leads for node in tree.blocks if isinstance(node, Paragraph)] == [True, False]


def test_a_long_word_widens_its_column() -> None:
    html = (
        "<table><thead><tr><th>A</th><th>B</th></tr></thead><tbody><tr><td>x</td><td>"
        f"{'word ' * 60}</td></tr><tr><td>Incomprehensible</td><td>y</td></tr></tbody></table>"
    )
    tree = page_tree("", html).blocks
    lay_out(tree)
    (table,) = tree
    assert isinstance(table, Table)
    first, second = table.widths
    assert second > first > 16


def test_the_handbook_is_tagged_and_says_its_title_and_language(
    handbook: bytes, documents: DocumentSet
) -> None:
    held = papers.inside(handbook)
    assert b"<pdfuaid:part>1</pdfuaid:part>" in held
    assert b"<pdfaid:part>2</pdfaid:part>" in held
    assert b"/MarkInfo" in held
    assert b"/Lang(%s)" % documents.edition.language.tag.encode() in held.replace(
        b"/Lang (", b"/Lang("
    )
    assert documents.edition.say("handbook_title").encode() in held
    assert page_count(handbook) > 10


def test_the_cover_says_version_date_and_independence(
    handbook: bytes, documents: DocumentSet
) -> None:
    say, (cover, *_) = documents.edition.say, papers.drawn(handbook)
    assert documents.day
    day = documents.edition.date(documents.day)
    for words in (say("handbook_title"), say("book_edition", version="1.2.3", date=day)):
        assert words in cover
    assert say("independence") in cover


def test_bookmarks_and_labels_of_pages_are_those_of_the_contents(
    handbook: bytes, documents: DocumentSet
) -> None:
    say, texts, names = documents.edition.say, papers.drawn(handbook), papers.labels(handbook)
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
    handbook: bytes, documents: DocumentSet
) -> None:
    edition, texts, names = documents.edition, papers.drawn(handbook), papers.labels(handbook)
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


def test_the_same_input_gives_the_same_bytes(documents: DocumentSet, example: Catalogue) -> None:
    again = papers.document_set(example, documents.edition.language.tag)
    for name in ("checklist", "briefs/zzx"):
        assert papers.make(again, name) == papers.make(documents, name)


def said(value: object) -> Iterator[str]:
    """Every text a view shows, to whatever depth."""
    match value:
        case Phrase():
            yield value.text
        case EventLine():
            yield value.when
            yield value.title.text
        case tuple():
            for each in value:
                yield from said(each)
        case str():
            yield value
        case _ if is_dataclass(value):
            for each in fields(value):
                if not each.name.endswith(NOT_SHOWN):
                    yield from said(getattr(value, each.name))


NOT_SHOWN = ("id", "path", "role", "foot", "plan", "upcoming", "moments", "depositary")
"""Fields of a view that are for the program, or for the page on a screen alone."""


def test_a_brief_says_all_that_is_known_of_a_process(
    documents: DocumentSet, example: Catalogue
) -> None:
    edition = documents.edition
    launched = [country for country in edition.countries if country.vpi and country.vpi.launch]
    assert launched
    for country in launched:
        view = country_view(edition, country)
        cover = documents.cover("brief", country=view.title)
        brief = make_brief(
            edition, view, documents.speaking, documents.store, documents.home, cover
        )
        told = [piece for knot in brief.knots for piece in (*knot.name, *knot.told)]
        known = [piece for thread in brief.threads for piece in (*thread.name, *thread.known)]
        words = plain_text([*brief.facts, *brief.process, *told, *known, *brief.told, *brief.open])
        assert view.initiative
        assert view.initiative.launch
        assert not [text for text in said(view.initiative) if text not in words]
        for step in view.steps:
            assert str(step.name) in words
            assert step.role == "none" or (step.when or step.state) in words
        for thread in view.loom.threads:
            assert str(thread.name.text) in words
            assert thread.date is None or thread.date in words


def test_a_brief_tells_what_to_ask_for_with_its_basis_and_first_move(
    documents: DocumentSet,
) -> None:
    edition = documents.edition
    for country in edition.countries:
        view = country_view(edition, country)
        words = " ".join(papers.drawn(papers.make(documents, f"briefs/{country.id}")))
        assert len(view.next_options) + view.ask_accession > 0
        shown = view.next_options[:2] if view.ask_accession else view.next_options
        for option in shown:
            assert str(option.first_move) in words
            assert option.mandate is None or str(option.mandate.text) in words
        assert edition.say("home_speak_title") in words


def test_the_picture_for_shared_links_has_the_size_that_is_said(documents: DocumentSet) -> None:
    drawn = papers.make(documents, "picture")
    assert drawn.startswith(b"\x89PNG")
    assert struct.unpack(">II", drawn[16:24]) == PICTURE_SIZE
    again = papers.document_set(documents.edition.catalogue, documents.edition.language.tag)
    assert papers.make(again, "picture") == drawn


def test_the_checklist_names_every_option_with_its_first_move(documents: DocumentSet) -> None:
    words = " ".join(papers.drawn(papers.make(documents, "checklist")))
    view = menu_view(documents.edition)
    options = [option for scenario in view.scenarios for option in scenario.options]
    assert options
    for option in options:
        basis = [mandate.text for mandate in option.mandates]
        for text in (option.code, option.name, option.description, option.first_move, *basis):
            assert str(text) in words


def test_every_brief_fits_on_two_pages(documents: DocumentSet) -> None:
    for document in documents.documents(["brief"]):
        assert 1 <= page_count(document.make()) <= 2, document.name


def test_every_real_brief_fits_on_two_pages(site: Path) -> None:
    briefs = sorted((site / "downloads" / "briefs").glob("*.pdf"))
    assert len(briefs) == 2 * len(list((site / "countries").glob("???/index.html"))) + 2
    assert {page_count(brief.read_bytes()) for brief in briefs} <= {1, 2}


def test_a_compact_document_has_the_same_pages_in_half_the_bytes(documents: DocumentSet) -> None:
    made = papers.make(documents, "briefs/zzz")
    assert compact(made) == made, "what is compact already stays as it is"
    assert compact(b"not a PDF") == b"not a PDF"
    assert b"/Type/ObjStm" in made


def test_typst_names_the_document_it_refuses() -> None:
    with pytest.raises(TypesettingError, match=r"^brief-es\.pdf: "):
        typeset("brief-es.pdf", "brief.typ", {"cover": {"language": "es"}})


def test_typst_refuses_a_link_to_a_place_that_is_not_drawn() -> None:
    link = Link(["x"], Label("nowhere"))
    cover = Cover("en", "A", "A", "A", (), (2026, 11, 21), "A", "A", "A", "https://atlas.example/")
    scenario = PrintedScenario("B", [Paragraph([link])], [])
    data = Checklist(cover, "A", [], "A", "A", "A", "https://atlas.example/", [scenario])
    with pytest.raises(TypesettingError, match=r"(?s)^checklist-en\.pdf: .*nowhere"):
        typeset("checklist-en.pdf", "checklist.typ", data)


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


def test_typst_knows_every_kind_of_node_and_no_other() -> None:
    lines, blocks = (TEMPLATES / "lib.typ").read_text("utf-8").split("#let blocks(tree")
    known = [re.findall(r'\bkind == "([\w-]+)"', half) for half in (lines, blocks)]
    assert sorted(known[0]) == sorted(kind.kind for kind in get_args(Inline))
    of_blocks = {kind.kind for kind in get_args(Block)} - {SourceList.kind}
    assert sorted(known[1]) == sorted(of_blocks)


def test_typst_refuses_a_kind_it_does_not_know(documents: DocumentSet) -> None:
    cover = Cover("en", "A", "A", "A", (), (2026, 11, 21), "A", "A", "A", "https://atlas.example/")
    scenario = PrintedScenario("B", [SourceList()], [])
    data = Checklist(cover, "A", [], "A", "A", "A", "https://atlas.example/", [scenario])
    with pytest.raises(TypesettingError, match="unknown kind of block: sources"):
        typeset("checklist-en.pdf", "checklist.typ", data)


def test_a_list_counts_on_from_where_it_starts() -> None:
    (items,) = page_tree("", '<ol start="3"><li>C</li></ol>').blocks
    assert isinstance(items, Items)
    assert (items.ordered, items.start) == (True, 3)


def test_the_html_of_a_countrys_page_has_no_say_in_its_brief(
    documents: DocumentSet, example: Catalogue
) -> None:
    other = papers.document_set(example, documents.edition.language.tag)
    pages = [
        replace(page, html=re.sub(r'\b(class|id)="', r'\1="x', page.html))
        if page.path.startswith("countries/")
        else page
        for page in other.pages
    ]
    changed = replace(other, pages=pages)
    for ours, theirs in zip(
        documents.documents(["brief"]), changed.documents(["brief"]), strict=True
    ):
        assert ours.key == theirs.key, ours.name


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
def test_verapdf_finds_no_fault_in_any_document(site: Path, tmp_path: Path) -> None:
    pdfs = sorted((site / "downloads").rglob("*.pdf"))
    lines = papers.validated(pdfs, tmp_path)
    assert not [line for line in lines if not line.startswith("PASS ")]
    assert len(lines) == 2 * len(pdfs)


def test_text_copied_from_a_document_reads_in_order_and_finds_mexico(site: Path) -> None:
    text = " ".join(papers.drawn((site / "downloads" / "handbook-es.pdf").read_bytes()))
    assert "México" in text
    chapters = ["Qué es una Iniciativa Piloto Voluntaria", "Menú de opciones", "Redes regionales"]
    places = [text.rindex(chapter) for chapter in chapters]
    assert text.index("Contenido") < min(places)
    brief = random.Random(5).choice(sorted((site / "downloads" / "briefs").glob("*-en.pdf")))
    read = " ".join(papers.drawn(brief.read_bytes()))
    assert read.index("The Convention and its Protocols") < read.index("Sources")


def test_fault_inside_typst_is_told_with_the_document_and_no_traceback(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    fault = type("PanicException", (BaseException,), {})

    class Faulty:
        def compile(self, **_: object) -> bytes:
            raise fault("assertion failed: is_missing()")

    monkeypatch.setattr("atlas.documents.typst._compiler", lambda *_: Faulty())
    with pytest.raises(TypesettingError, match=r"(?s)^brief-es\.pdf: .*fallo de Typst.*fault of"):
        typeset("brief-es.pdf", "brief.typ", {})
