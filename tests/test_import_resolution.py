"""An official document becomes a draft: its paragraphs, verbs, addressees and citations are read."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from atlas.catalogue.catalogue import Catalogue
from atlas.editing.importing.citations import Citations
from atlas.editing.importing.draft import Draft
from atlas.editing.importing.passages import LABEL
from atlas.editing.importing.reader import read_document
from atlas.editing.importing.refusal import RefusedError
from atlas.editing.importing.resolution import aligned, drafted, names
from atlas.editing.importing.structure import Outline, Unit, outline
from atlas.model.records import Paragraph, Resolution
from support import official

pytestmark = pytest.mark.slow

TODAY = date(2026, 11, 21)
HAND_MADE = "cop10-trafficking-draft"
NEW = "import-test"

Writer = Callable[[Sequence[official.Line], str], bytes]
FORMATS: dict[str, Writer] = {
    "md": lambda document, tag: official.markdown(document),
    "txt": lambda document, tag: official.plain(document),
    "html": official.web_page,
    "docx": lambda document, tag: official.word(document),
    "pdf": official.pdf,
}


@pytest.fixture(scope="module")
def record(real: Catalogue) -> Resolution:
    """A record made by hand, with paragraphs at two levels."""
    return real.resolutions[HAND_MADE]


def read(catalogue: Catalogue, file: Path, tag: str = "") -> Outline:
    return outline(read_document(file), names(catalogue), tag)


def imported(catalogue: Catalogue, *files: Path) -> Draft:
    versions = {}
    for file in files:
        made = read(catalogue, file)
        versions[made.language] = made
    aligned(versions)
    return drafted(catalogue, versions, NEW, TODAY)


def flat(paragraphs: Sequence[Any]) -> Iterator[Any]:
    for each in paragraphs:
        yield each
        yield from flat(each["items"] if isinstance(each, dict) and "items" in each else ())
        if isinstance(each, Paragraph):
            yield from flat(each.items)


@pytest.fixture(scope="module", params=FORMATS)
def draft(
    request: pytest.FixtureRequest,
    real: Catalogue,
    record: Resolution,
    tmp_path_factory: pytest.TempPathFactory,
) -> Draft:
    """The draft read from a document of one format, in both languages; tests only read it."""
    folder, files = tmp_path_factory.mktemp(request.param), []
    for tag in ("es", "en"):
        file = folder / f"{tag}.{request.param}"
        file.write_bytes(FORMATS[request.param](official.lines(real, record, tag), tag))
        files.append(file)
    return imported(real, *files)


def test_every_unit_number_letter_and_verb_is_read(draft: Draft, record: Resolution) -> None:
    expected = [(each.id, each.number, each.verb) for each in flat(record.paragraphs)]
    read = [(e["id"], e["number"], e.get("verb")) for e in flat(draft.record["paragraphs"])]
    assert read == expected
    assert [each["id"] for each in draft.record["preamble"]] == [p.id for p in record.preamble]


def test_nine_of_ten_addressees_and_citations_are_read_and_the_others_said(
    draft: Draft, record: Resolution
) -> None:
    units = list(flat(record.paragraphs))
    read = {each["id"]: each for each in flat(draft.record["paragraphs"])}
    right = [unit for unit in units if read[unit.id]["addressees"] == list(unit.addressees)]
    assert len(right) >= 0.9 * len(units)
    cited = {(c.body, c.kind, c.number, str(c.date or "")) for c in record.recalls}
    found = {
        (c["body"], c["kind"], c["number"], c.get("date", "")) for c in draft.record["recalls"]
    }
    assert len(cited & found) >= 0.9 * len(cited)
    places = {unit.id: place for place, unit in _places(draft)}
    for unit in units:
        if unit not in right:
            assert f"{places[unit.id]}.addressees" in draft.guessed


def _places(draft: Draft) -> Iterator[tuple[str, Any]]:
    class Named:
        def __init__(self, identifier: str) -> None:
            self.id = identifier

    def walk(paragraphs: list[dict[str, Any]], before: str) -> Iterator[tuple[str, Any]]:
        for index, each in enumerate(paragraphs):
            yield f"{before}.{index}", Named(each["id"])
            yield from walk(each.get("items", []), f"{before}.{index}.items")

    yield from walk(draft.record["paragraphs"], "paragraphs")


def test_second_verbs_deadlines_and_articles_are_read(draft: Draft, record: Resolution) -> None:
    read = {each["id"]: each for each in flat(draft.record["paragraphs"])}
    for unit in flat(record.paragraphs):
        own = read[unit.id]
        asked = [(each["verb"], each["addressees"]) for each in own.get("also", [])]
        assert asked == [(each.verb, list(each.addressees)) for each in unit.also], unit.id
        assert own.get("deadline") == unit.deadline
        articles = {(r.treaty, r.article) for r in unit.references if r.article}
        assert articles <= {(r.get("treaty"), r.get("article")) for r in own.get("references", [])}


def test_header_and_footnote_stay_apart_from_the_body(draft: Draft, record: Resolution) -> None:
    read = draft.record
    assert (read["session"], read["agenda_item"][:1]) == (10, "2")
    assert read["date"] == str(record.date)
    assert read["original_language"] == "en"
    assert read["proposers"] == ["aus", "bra"]
    assert read["status"] == "draft"
    assert set(read["official_title"]) == {"es", "en"}
    texts = [text for own in draft.texts.values() for text in own.values()]
    assert not any("39574" in text or "2225" in text for text in texts)
    assert not any("CTOC/COP/2020/L.3" in text for text in texts)


def test_texts_of_both_languages_stand_at_one_number(draft: Draft) -> None:
    assert all(set(own) == {"es", "en"} for own in draft.texts.values())
    assert not any(LABEL.match(text) for own in draft.texts.values() for text in own.values())


def test_sentences_of_the_document_are_not_in_the_record(draft: Draft) -> None:
    said = str(draft.record)
    for own in draft.texts.values():
        for text in own.values():
            words = text.split()
            assert " ".join(words[:12]) not in said


def test_real_draft_is_read_as_it_was_by_hand(
    shared: Path, real: Catalogue, record: Resolution
) -> None:
    draft = imported(real, shared / "seeds" / "cop10-trafficking-draft-resolution.es.md")
    read = {each["id"]: each for each in flat(draft.record["paragraphs"])}
    units = list(flat(record.paragraphs))
    assert [(u.id, u.number, u.verb) for u in units] == [
        (r["id"], r["number"], r["verb"]) for r in read.values()
    ]
    assert len(draft.record["preamble"]) == len(record.preamble)
    right = sum(read[unit.id]["addressees"] == list(unit.addressees) for unit in units)
    assert right >= 0.9 * len(units)
    cited = {(c.body, c.kind, c.number) for c in record.recalls}
    found = {(c["body"], c["kind"], c["number"]) for c in draft.record["recalls"]}
    assert len(cited & found) >= 0.9 * len(cited)
    assert draft.record["proposers"] == list(record.proposers)
    assert draft.record["agenda_title"]["es"] == (record.agenda_title or {})["es"]  # type: ignore[index]


OTHER_BODIES = yaml.safe_load(Path(__file__).with_name("other_bodies.yml").read_text("utf-8"))


@pytest.mark.parametrize("name", OTHER_BODIES)
def test_resolutions_of_another_body_are_read_as_they_were_by_hand(
    name: str, shared: Path, real: Catalogue, tmp_path: Path
) -> None:
    text = shared / "texts" / f"{name}.en.html"
    if not text.exists():
        pytest.skip(f"the text is not at ../shared/texts/{text.name}")
    main = real.treaties[real.convention.treaty or ""].official_title["en"]
    # The importer takes the resolutions of its own Conference alone.
    ours = text.read_text("utf-8").replace(
        "The General Assembly,", f"The Conference of the Parties to the {main},", 1
    )
    file = tmp_path / text.name
    file.write_text(ours, encoding="utf-8")
    found, expected = imported(real, file).record, OTHER_BODIES[name]
    assert len(found["preamble"]) == expected["preamble"]
    read_as = [(p["number"], p["verb_text"]["en"], p.get("verb")) for p in found["paragraphs"]]
    assert read_as == [
        (str(number), each["opens"], each.get("verb"))
        for number, each in enumerate(expected["paragraphs"], 1)
    ]
    for each, wanted in zip(found["paragraphs"], expected["paragraphs"], strict=True):
        if "verb" in wanted:
            assert (each.get("addressees") or []) == wanted.get("asks", [])
    assert {*expected["cites"]} <= {each["number"] for each in found["recalls"]}


def test_numbers_of_the_assembly_of_every_time_are_citations(real: Catalogue) -> None:
    text = "Recalling its resolutions 2625 (XXV) of 24 October 1970 and ES-11/1 of 2 March 2022,"
    found = Citations(real, "en").of(text)
    assert [(each.body, each.number, each.date) for each in found] == [
        ("general-assembly", "2625 (XXV)", "1970-10-24"),
        ("general-assembly", "ES-11/1", "2022-03-02"),
    ]


# --- numbers ----------------------------------------------------------------------------------------


def outlined(
    catalogue: Catalogue, tmp_path: Path, paragraphs: str, title: str = "Title"
) -> Outline:
    main = catalogue.treaties[catalogue.convention.treaty or ""].official_title["en"]
    file = tmp_path / "text.md"
    body = f"The Conference of the Parties to the {main},\n\nRecalling the report of the group on the topic,"
    file.write_text(f"{title}\n\n{body}\n\n{paragraphs}", encoding="utf-8")
    return read(catalogue, file)


def shape(units: Sequence[Unit]) -> list[Any]:
    return [(unit.number, shape(unit.items)) if unit.items else unit.number for unit in units]


def test_letter_i_after_h_is_a_letter_and_after_a_colon_a_figure(
    real: Catalogue, tmp_path: Path
) -> None:
    letters = "".join(f"({c}) Do what is said in it;\n\n" for c in "abcdefgh")
    text = (
        f"1. Urges States to do the following things:\n\n{letters}(i) Do the ninth thing:\n\n"
        "(i) The first part of the thing;\n\n(ii) The second part;\n\n(j) Do the tenth thing;\n\n"
        "2. Invites States to pay for all of that."
    )
    read = outlined(real, tmp_path, text)
    assert shape(read.paragraphs) == [("1", [*"abcdefgh", ("i", ["i", "ii"]), "j"]), "2"]


def test_missing_number_is_said(real: Catalogue, tmp_path: Path) -> None:
    read = outlined(
        real, tmp_path, "1. Urges States to act on the plan;\n\n3. Invites States to pay for it."
    )
    draft = drafted(real, {"en": read}, NEW, TODAY)
    assert any("number-gap" in each for each in draft.said)


def test_second_verb_is_not_seen_where_there_is_none(real: Catalogue, tmp_path: Path) -> None:
    text = (
        "1. Urges States to act, and encourages by its example the use of the plan;\n\n"
        "2. Invites States to pay for it."
    )
    read = outlined(real, tmp_path, text)
    draft = drafted(real, {"en": read}, NEW, TODAY)
    assert all("also" not in each for each in draft.record["paragraphs"])


def test_decision_with_lettered_paragraphs(real: Catalogue, tmp_path: Path) -> None:
    text = (
        "(a) Decides that the group shall meet in the year;\n\n"
        "(b) Requests the secretariat to help the group in that."
    )
    read = outlined(real, tmp_path, text, title="Decision 4/9. Meetings of the group")
    assert (read.kind, read.number, read.title) == ("decision", "4/9", "Meetings of the group")
    draft = drafted(real, {"en": read}, "4-9", TODAY)
    assert [each["id"] for each in draft.record["paragraphs"]] == ["op-a", "op-b"]
    assert draft.record["paragraphs"][1]["addressees"] == ["secretariat"]


def test_numbers_that_word_itself_counts_are_read(real: Catalogue, tmp_path: Path) -> None:
    import docx

    main = real.treaties[real.convention.treaty or ""].official_title["en"]
    made = docx.Document()
    made.add_paragraph(f"The Conference of the Parties to the {main},")
    made.add_paragraph("Recalling the report of the group on the topic,")
    for text in ("Urges States to act on the plan;", "Invites States to pay for it."):
        paragraph = made.add_paragraph(style="List Number")
        number = paragraph._p.get_or_add_pPr().get_or_add_numPr()
        style = made.styles["List Number"].element.pPr.numPr
        number.get_or_add_numId().val = style.numId.val
        paragraph.add_run(text)
    file = tmp_path / "numbered.docx"
    made.save(str(file))
    assert shape(read(real, file).paragraphs) == ["1", "2"]


# --- versions that do not fit -----------------------------------------------------------------------


def test_versions_with_different_numbers_are_refused(
    real: Catalogue, record: Resolution, tmp_path: Path
) -> None:
    outlines = {}
    for tag, left_out in (("es", 0), ("en", 1)):
        own = official.lines(real, record, tag)
        file = tmp_path / f"{tag}.md"
        file.write_bytes(official.markdown(own[: len(own) - left_out]))
        outlines[tag] = read(real, file)
    with pytest.raises(RefusedError) as refused:
        aligned(outlines)
    assert refused.value.code == "different-numbers"
    assert "17" in str(refused.value)


def test_record_that_is_there_keeps_what_it_says(
    real: Catalogue, record: Resolution, tmp_path: Path
) -> None:
    file = tmp_path / "es.md"
    file.write_bytes(official.markdown(official.lines(real, record, "es")))
    made = read(real, file)
    draft = drafted(real, {"es": made}, HAND_MADE, TODAY)
    paragraphs = {each["id"]: each for each in flat(draft.record["paragraphs"])}
    for unit in flat(record.paragraphs):
        assert paragraphs[unit.id]["summary"] == unit.summary.root
    assert draft.record["official_title"] == (
        record.official_title.root if record.official_title else {}
    )
