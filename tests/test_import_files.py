"""Bad files are refused in both languages with what to do, within bounds, and nothing is written."""

import io
import random
import re
import time
import zipfile
from pathlib import Path

import docx
import pytest
import typst

from atlas.catalogue.catalogue import Catalogue, load
from atlas.catalogue.formatting import changes
from atlas.checks.checks import check, has_errors
from atlas.editing.importing import reader
from atlas.editing.importing.reader import read_document, read_status
from atlas.editing.importing.refusal import RefusedError, messages
from support.depositary import Row, page
from support.projects import EXAMPLE_DAY, PROJECT
from support.running import run_here

pytestmark = pytest.mark.slow
LINE = "The Conference of the Parties to the Example Convention,"
SPANISH = "La Conferencia de las Partes en la Convención de Ejemplo,"
ENGLISH_TEXT = f"""\
Twelfth session

Resolution 12/8. Example of the work in the regions

{LINE}

*Recalling* its resolution 9/1 and the work that was done in the regions,

1. *Urges* States parties to act on the plan and the report of the group;

2. *Requests* the United Nations Office on Drugs and Crime to help them:

(a) With the training for the courts;

(b) With the tools for that.
"""
SPANISH_TEXT = f"""\
Duodécimo período de sesiones

Resolución 12/8. Ejemplo del trabajo en las regiones

{SPANISH}

*Recordando* su resolución 9/1 y la labor de las regiones en el ámbito de la justicia,

1. *Insta* a los Estados partes a que apliquen el plan y el informe del grupo;

2. *Solicita* a la Oficina de las Naciones Unidas contra la Droga y el Delito que los ayude:

a) Con la formación de los tribunales;

b) Con las herramientas para ello.
"""


def zipped(parts: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


def word(body: bytes, **more: bytes) -> bytes:
    return zipped({"word/document.xml": body, **more})


def whole_word() -> bytes:
    made = docx.Document()
    for paragraph in ENGLISH_TEXT.replace("*", "").split("\n\n"):
        made.add_paragraph(paragraph.strip())
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def whole_pdf() -> bytes:
    made = typst.compile(ENGLISH_TEXT.replace("1.", "1\\.").encode())
    assert isinstance(made, bytes)
    return made


LAUGHS = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY l0 "ha">' + b"".join(
    b'<!ENTITY l%d "%s">' % (n, b"&l%d;" % (n - 1) * 10) for n in range(1, 10)
)
LOCKED_PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n"
    b"3 0 obj<</Filter/Standard/V 1/R 2/P -4/O<"
    + b"41" * 32
    + b">/U<"
    + b"42" * 32
    + b">>>endobj\n"
    b"trailer<</Root 1 0 R/Encrypt 3 0 R/ID[<00><00>]>>\n%%EOF"
)
BAD: dict[str, tuple[str, bytes, str]] = {
    "zip bomb": ("a.docx", word(b"<a>" + b" " * 60_000_000 + b"</a>"), "bomb"),
    "many parts": (
        "a.docx",
        zipped({"word/document.xml": b"<a/>"} | dict.fromkeys(map(str, range(2500)), b"")),
        "bomb",
    ),
    "XML bomb": ("a.docx", word(LAUGHS + b"]><a>&l9;</a>"), "entities"),
    "external entity": (
        "a.docx",
        word(b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'),
        "entities",
    ),
    "entity in a page": ("a.html", LAUGHS + b"]><html><p>&l9;</p></html>", "entities"),
    "very deep XML": ("a.docx", word(b"<a>" * 100_000), "unreadable"),
    "very deep page": (
        "a.html",
        b"<html>" + b"<div>" * 200_000 + b"x",
        "no-resolution empty unreadable",
    ),
    "macro in a DOCX": ("a.docx", word(b"<a/>", **{"word/vbaProject.bin": b"x"}), "macros"),
    "macro by its name": ("a.docm", word(b"<a/>"), "macros"),
    "old or locked Word": ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "encrypted"),
    "locked PDF": ("a.pdf", LOCKED_PDF, "encrypted"),
    "scan": (
        "a.pdf",
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>"
        b"endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj\ntrailer<</Root 1 0 R>>",
        "scan",
    ),
    "truncated Word": ("a.docx", whole_word()[:9000], "unreadable"),
    "truncated PDF": ("a.pdf", whole_pdf()[:700], "unreadable"),
    "another ZIP": ("a.docx", zipped({"a.txt": b"x"}), "unknown-format"),
    "RTF": ("a.rtf", b"{\\rtf1 x}", "unknown-format"),
    "picture": ("a.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "unknown-format"),
    "Latin-1": ("a.txt", "párrafo".encode("latin-1"), "not-utf-8"),
    "nothing": ("a.txt", b"", "empty"),
    "fifty megabytes": ("a.txt", b"a " * 25_000_000, "too-large"),
    "a whole report": ("a.txt", b"The report of the session.\n\n" * 30_000, "too-long"),
    "no resolution": (
        "a.txt",
        b"The report of the group and the work of the States in that.\n" * 5,
        "no-resolution",
    ),
    "another body": (
        "a.txt",
        ENGLISH_TEXT.replace(LINE, "The General Assembly,").encode(),
        "another-body",
    ),
    "another conference": (
        "a.txt",
        ENGLISH_TEXT.replace(
            LINE, "The Conference of the Parties to the Convention on the Sea,"
        ).encode(),
        "another-body",
    ),
    "two resolutions": ("a.txt", (ENGLISH_TEXT + "\n" + ENGLISH_TEXT).encode(), "several"),
    "no paragraphs": ("a.txt", ENGLISH_TEXT.partition("1. ")[0].encode(), "no-paragraphs"),
    "French": (
        "a.txt",
        ("Rappelant les travaux des États et du groupe dans une région, " * 9).encode(),
        "wrong-language",
    ),
}


def state(project: Path) -> dict[str, bytes]:
    folders = ("data", "imports")
    return {
        str(file): file.read_bytes()
        for folder in folders
        for file in sorted((project / folder).rglob("*"))
        if file.is_file()
    }


@pytest.mark.parametrize("case", BAD)
def test_bad_file_is_refused_in_both_languages(
    case: str, example_project: Path, tmp_path: Path
) -> None:
    name, content, codes = BAD[case]
    file = tmp_path / name
    file.write_bytes(content)
    before = state(example_project)
    began = time.monotonic()
    done = run_here(
        example_project, "import", "resolution", str(file), "--id", "12-8", day=EXAMPLE_DAY
    )
    assert time.monotonic() - began < reader.MAXIMUM_SECONDS
    assert done.returncode == 2, done.stdout
    assert "Traceback" not in done.stdout
    assert state(example_project) == before
    beginnings = [
        [messages()[code][tag].partition("{file}")[2].partition("{")[0] for tag in ("es", "en")]
        for code in codes.split()
    ]
    assert any(all(words in done.stdout for words in both) for both in beginnings), done.stdout


@pytest.mark.parametrize("kind", ["docx", "pdf"])
def test_damaged_file_ends_in_passages_or_a_message(
    kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = whole_word() if kind == "docx" else whole_pdf()
    luck = random.Random(kind)
    for _ in range(150):
        content = bytearray(whole)
        for _ in range(luck.randrange(1, 12)):
            content[luck.randrange(len(content))] = luck.randrange(256)
        cut = luck.choice([len(content), luck.randrange(len(content))])
        code = "read"
        try:
            reader.document(bytes(content[:cut]))
        except RefusedError as refused:
            code = refused.code
        assert code in messages()


def test_reader_that_dies_is_a_message(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "a.txt"
    file.write_text(ENGLISH_TEXT, encoding="utf-8")
    monkeypatch.setenv("PYTHONHASHSEED", "no number")  # Python itself refuses to start
    with pytest.raises(RefusedError) as refused:
        read_document(file)
    assert refused.value.code == "unreadable"


def test_reader_is_bounded_in_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "MAXIMUM_BYTES", 1 << 40)
    file = tmp_path / "a.html"
    with file.open("wb") as stream:  # a file of holes, larger than the reader may hold
        stream.write(b"<html><p>")
        stream.truncate(reader.MAXIMUM_MEMORY)
    with pytest.raises(RefusedError):
        read_status(file)


def test_every_message_is_there_in_both_languages_with_the_same_blanks() -> None:
    import string

    for code, words in messages().items():
        assert set(words) == {"es", "en"}, code
        blanks = [
            {name for _, name, _, _ in string.Formatter().parse(text)} for text in words.values()
        ]
        assert blanks[0] == blanks[1], code


# --- from the document to the data ------------------------------------------------------------------


def typed(project: Path, *, stop_after: int | None = None) -> str:
    """Answers to all questions of the example: texts in both languages, Enter for what may be skipped."""
    recital = ["Se parte de la labor hecha.", "It starts from the work done.", ""]
    unit = [
        "Acción",
        "Action",
        "Los Estados partes actúan.",
        "States parties act.",
        "",
        "",
    ]
    answers = [
        *("Trabajo en las regiones", "Work in the regions"),
        *("La Conferencia pide actuar.", "The Conference asks for action.", ""),
        *recital,
        *unit * 4,
    ]
    return "".join(f"{each}\n" for each in answers[:stop_after])


@pytest.fixture
def documents(tmp_path: Path) -> list[str]:
    """The example's resolution in both languages, as an editor has it."""
    files = {"12-8.es.md": SPANISH_TEXT, "12-8.en.md": ENGLISH_TEXT}
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return [str(tmp_path / name) for name in files]


def run(project: Path, *words: str, typed: str = "") -> tuple[int, str]:
    done = run_here(project, "import", "resolution", *words, day=EXAMPLE_DAY, typed=typed)
    return done.returncode, done.stdout


def test_document_becomes_a_record_when_all_is_answered(
    example_copy: Path, documents: list[str]
) -> None:
    status, said = run(example_copy, *documents, "--id", "12-8")
    assert status == 0, said
    assert "1 preambular paragraphs, 4 paragraphs and sub-paragraphs, 1 texts cited." in said
    assert not (example_copy / "data" / "resolutions" / "12-8.yml").exists()
    shown = (example_copy / "imports" / "12-8.html").read_text(encoding="utf-8")
    assert "Urges States parties to act on the plan and the report of the group;" in shown
    status, said = run(example_copy, "--id", "12-8", typed=f"en\n{typed(example_copy)}")
    assert status == 0, said
    assert "[English] Urges States parties to act on the plan" in said
    catalogue, found = load(example_copy)
    assert not has_errors(check(catalogue, EXAMPLE_DAY, found))
    assert not changes(catalogue.documents.values(), [t.tag for t in catalogue.languages])
    record = catalogue.resolutions["12-8"]
    assert catalogue.role("resolution-statuses", record.status) == "reported"
    assert (record.number, record.session, record.number_verified) == ("12/8", 12, True)
    assert [item.id for item in record.paragraphs[1].items] == ["op-2-a", "op-2-b"]
    assert record.recalls[0].resolution == "9-1"
    assert record.sources[0] in catalogue.sources
    assert not list((example_copy / "imports").iterdir())
    data = (example_copy / "data" / "resolutions" / "12-8.yml").read_text(encoding="utf-8")
    assert "the report of the group" not in data
    assert "el informe del grupo" not in data


def test_stopping_half_way_loses_nothing(example_copy: Path, documents: list[str]) -> None:
    run(example_copy, *documents, "--id", "12-8")
    whole = typed(example_copy).splitlines(keepends=True)
    for index in (1, 4, 6):
        status, said = run(example_copy, "--id", "12-8", typed="es\n" + "".join(whole[:index]))
        assert status == 1, said
        assert "python -m atlas import resolution --id 12-8" in said
        assert not (example_copy / "data" / "resolutions" / "12-8.yml").exists()
        whole = whole[index:]
    status, said = run(example_copy, "--id", "12-8", typed="es\n" + "".join(whole))
    assert status == 0, said
    catalogue, _ = load(example_copy)
    record = catalogue.resolutions["12-8"]
    assert record.topic["es"] == "Trabajo en las regiones"
    assert record.preamble[0].summary["en"] == "It starts from the work done."


def test_second_import_does_not_overwrite_what_was_answered(
    example_copy: Path, documents: list[str]
) -> None:
    run(example_copy, *documents, "--id", "12-8")
    before = state(example_copy)
    status, said = run(example_copy, *documents, "--id", "12-8")
    assert (status, state(example_copy)) == (2, before)
    assert "There is a draft in imports/12-8.yml already." in said


@pytest.mark.parametrize(
    ("change", "words", "message"),
    [
        (("1. *Urges*", "3. *Urges*"), (), "do not have the same paragraphs"),
        (("12/8", "12/9"), (), "12/9"),
        (("x", "x"), ("--language", "es"), "was expected"),
    ],
)
def test_versions_that_do_not_fit_are_refused(
    example_copy: Path,
    documents: list[str],
    change: tuple[str, str],
    words: tuple[str, ...],
    message: str,
) -> None:
    spanish, english = documents
    Path(english).write_text(ENGLISH_TEXT.replace(*change), encoding="utf-8")
    own = [*words, english] if words else [english]
    given = own if change == ("12/8", "12/9") or words else [spanish, *own]
    before = state(example_copy)
    status, said = run(example_copy, *given, "--id", "12-8")
    assert (status, state(example_copy)) == (2, before)
    assert message in said


@pytest.mark.parametrize("tag", ["es", "en"])
def test_half_hour_of_a_stranger_goes_as_documented(example_copy: Path, tag: str) -> None:
    """The guide's commands, in its order, on files with the names it uses."""
    made = docx.Document()
    for paragraph in SPANISH_TEXT.replace("*", "").split("\n\n"):
        made.add_paragraph(paragraph.strip())
    made.save(str(example_copy / "12-8.es.docx"))
    (example_copy / "12-8.en.docx").write_bytes(whole_word())
    rows = [
        Row("Zeta", "13 Dec 2000", "4 Mar 2003"),
        Row("Epsilon", "", "5 May 2020 a"),
        Row("Union of Examples", "", "21 May 2004"),
    ]
    (example_copy / "untoc.html").write_text(page(rows, 1, 3), encoding="utf-8")
    guide = (PROJECT / "docs" / f"importing.{tag}.md").read_text(encoding="utf-8")
    commands = re.findall(r"^ +\.venv/bin/python -m atlas (import .+)$", guide, re.MULTILINE)
    answers = ["", f"{tag}\n{typed(example_copy)}", "", "y\n"]
    assert len(commands) == len(answers)
    for command, typing in zip(commands, answers, strict=True):
        done = run_here(example_copy, *command.split(), day=EXAMPLE_DAY, typed=typing)
        assert done.returncode == 0, done.stdout
    catalogue, found = load(example_copy)
    assert not has_errors(check(catalogue, EXAMPLE_DAY, found))
    assert "12-8" in catalogue.resolutions
    assert {
        s.status for c in catalogue.countries.values() for s in c.treaties if s.treaty == "untoc"
    } == {"party"}


def test_record_that_is_kept_out_is_not_written_over(
    example_copy: Path, documents: list[str]
) -> None:
    record = example_copy / "data" / "resolutions" / "9-1.yml"
    (record.parent / "12-8.yml").write_text(
        record.read_text(encoding="utf-8").replace("id: 9-1\n", "id: 12-8\n", 1), encoding="utf-8"
    )
    (example_copy / "data" / "withhold.yml").write_text(
        "# yaml-language-server: $schema=../schema/withhold.schema.json\nrecords:\n"
        "  - kind: resolutions\n    id: 12-8\n    date: 2026-11-20\n",
        encoding="utf-8",
    )
    before = state(example_copy)
    status, said = run(example_copy, *documents, "--id", "12-8")
    assert (status, state(example_copy)) == (2, before), said
    assert "data/withhold.yml" in said


def test_import_alone_tells_what_is_under_way(example_copy: Path, documents: list[str]) -> None:
    run(example_copy, *documents, "--id", "12-8")
    done = run_here(example_copy, "import", day=EXAMPLE_DAY)
    assert done.returncode == 0
    assert "Drafts under way: 12-8." in done.stdout


def test_page_of_a_draft_shows_no_markup_of_the_document(
    example_copy: Path, documents: list[str]
) -> None:
    text = ENGLISH_TEXT.replace("the plan", "the plan <script>alert(1)</script>")
    Path(documents[1]).write_text(text, encoding="utf-8")
    run(example_copy, documents[1], "--id", "12-8")
    shown = (example_copy / "imports" / "12-8.html").read_text(encoding="utf-8")
    assert "<script" not in shown
    assert "&lt;script&gt;" in shown


def test_real_vocabularies_hold_what_the_importer_needs(real: Catalogue) -> None:
    assert "official-document" in real.codes["source-kinds"]
    assert {"cop", "general-assembly"} <= set(real.codes["bodies"])
