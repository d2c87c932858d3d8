"""Translators' files: every text out as PO, and back only what is translated of what still says the same."""

import shutil
import subprocess
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from babel import Locale
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po, write_po
from hypothesis import given
from hypothesis import strategies as st

from atlas.catalogue.catalogue import Catalogue, load
from atlas.catalogue.edition import Edition
from atlas.catalogue.formatting import changes
from atlas.cli.main import main
from atlas.editing.exchange import exported, pieces, received, units
from atlas.editing.importing.refusal import RefusedError
from atlas.model import plurals
from atlas.model.languages import Language
from atlas.site.pages import Site, plans
from support.projects import EXAMPLE_DAY, files_of

SUMMARY = "data/countries/zzz.yml#vpi.summary"
NETWORKS = "content/en/guide/networks.md"
PAGE = "content/en/guide/vpi.md"


def run(project: Path, action: str) -> int:
    """Give the project its English file, or take it back."""
    file = project / "po/en.po"
    return main(["--root", str(project), "translations", action, str(file)])


def po(project: Path, tag: str = "en") -> Catalog:
    return read_po(BytesIO(exported(load(project)[0], tag)))


def saved(catalog: Catalog, file: Path) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("wb") as stream:
        write_po(stream, catalog, width=76)
    return file


def unit(catalog: Catalog, context: str) -> Message:
    return next(message for message in catalog if message.context == context)


def data_of(project: Path) -> dict[str, bytes]:
    return {
        f"{folder}/{name}": content
        for folder in ("data", "content")
        for name, content in files_of(project / folder).items()
    }


def test_each_text_is_a_unit_with_where_it_stands_what_it_is_for_and_its_terms(
    example: Catalogue,
) -> None:
    catalog = read_po(BytesIO(exported(example, "en")))
    told = unit(catalog, SUMMARY)
    assert told.id == "Zeta inició su VPI en 2024 con dos reuniones de alcance."
    assert told.string
    assert told.fuzzy
    assert told.locations[0][0] == "data/countries/zzz.yml"
    assert "Summary in our own words" in " ".join(told.auto_comments)
    named = next(m for m in catalog if "trata de personas" in str(m.id))
    assert "trata de personas = en: trafficking in persons" in named.auto_comments
    missing = unit(catalog, "data/events/zeta-training.yml#title")
    assert (missing.string, missing.fuzzy) == ("", False)


def test_page_is_a_unit_for_each_paragraph(example: Catalogue) -> None:
    found = [
        each for each in units(example, "en") if each.context.startswith("content/en/guide/vpi.md")
    ]
    assert {each.context.partition("#")[2] for each in found} >= {"title", "description", "text"}
    assert not any(each.source.startswith("{{") for each in found)
    assert all(each.target and not each.fuzzy for each in found)
    assert all(each.fuzzy for each in units(example, "en") if each.context.startswith(NETWORKS))


def test_unchanged_file_changes_nothing(example_copy: Path) -> None:
    before = data_of(example_copy)
    assert run(example_copy, "export") == 0
    first = (example_copy / "po/en.po").read_bytes()
    assert run(example_copy, "import") == 0
    assert data_of(example_copy) == before
    assert exported(load(example_copy)[0], "en") == first


@pytest.mark.data
def test_every_language_of_the_atlas_comes_back_as_it_went(project: Path, real: Catalogue) -> None:
    for language in real.languages:
        made = received(project, real, language.tag, exported(real, language.tag))
        assert (made.files, made.stamps, made.refused) == ({}, {}, False)


@pytest.mark.skipif(not shutil.which("msgfmt"), reason="msgfmt is missing (Debian: gettext)")
def test_msgfmt_takes_what_is_exported(real: Catalogue, tmp_path: Path) -> None:
    (tmp_path / "en.po").write_bytes(exported(real, "en"))
    done = subprocess.run(
        ["msgfmt", "--check", "--output-file=/dev/null", tmp_path / "en.po"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_what_is_translated_is_written_and_taken_as_right(example_copy: Path) -> None:
    catalog = po(example_copy)
    unit(catalog, SUMMARY).flags.discard("fuzzy")
    title = unit(catalog, "data/events/zeta-training.yml#title")
    title.string = "A course: “one, two”"
    saved(catalog, example_copy / "po/en.po")
    assert run(example_copy, "import") == 0
    written = (example_copy / "data/events/zeta-training.yml").read_text("utf-8")
    assert "  en: 'A course: “one, two”'\n" in written
    catalogue, _ = load(example_copy)
    found = {each.context: each for each in units(catalogue, "en")}
    assert not found[SUMMARY].fuzzy
    assert found[title.context].target == title.string  # type: ignore[index]  # a unit with a context
    assert "zeta-training" not in " ".join(
        change.path for change in changes(catalogue.documents.values(), ["es", "en"])
    )


def test_what_is_doubtful_or_empty_is_not_taken(example_copy: Path) -> None:
    catalog = po(example_copy)
    unit(catalog, SUMMARY).string = "Something else"
    unit(catalog, "data/countries/zzz.yml#name").string = ""
    before = data_of(example_copy)
    saved(catalog, example_copy / "po/en.po")
    assert run(example_copy, "import") == 0
    assert data_of(example_copy) == before


def test_unit_whose_original_has_changed_is_refused_and_named(
    example_copy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    catalog = po(example_copy)
    unit(catalog, SUMMARY).flags.discard("fuzzy")
    unit(catalog, SUMMARY).string = "Zeta began."
    file = example_copy / "data/countries/zzz.yml"
    text = file.read_text("utf-8").replace("con dos reuniones", "con tres reuniones")
    file.write_text(text, encoding="utf-8")
    saved(catalog, example_copy / "po/en.po")
    assert run(example_copy, "import") == 1
    assert SUMMARY in capsys.readouterr().out
    assert file.read_text("utf-8") == text


def test_paragraph_of_a_page_is_written_where_it_stands(example_copy: Path) -> None:
    catalog = po(example_copy)
    paragraph = next(m for m in catalog if m.context == f"{PAGE}#text" and m.id[0].isalpha())
    before = (example_copy / PAGE).read_text("utf-8")
    words = str(paragraph.string)
    paragraph.string = "Other words."
    for message in catalog:
        if (message.context or "").startswith(NETWORKS):
            message.flags.discard("fuzzy")
    saved(catalog, example_copy / "po/en.po")
    assert run(example_copy, "import") == 0
    assert (example_copy / PAGE).read_text("utf-8") == before.replace(words, "Other words.")
    catalogue, _ = load(example_copy)
    assert not any(
        each.fuzzy for each in units(catalogue, "en") if each.context.startswith(NETWORKS)
    )


def test_translation_that_would_be_an_error_leaves_everything_as_it_is(
    example_copy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    catalog = po(example_copy)
    unit(catalog, "data/countries/zzz.yml#name").string = "<b>Zeta</b>"
    before = data_of(example_copy)
    saved(catalog, example_copy / "po/en.po")
    assert run(example_copy, "import") == 2
    assert "Nothing was written" in capsys.readouterr().err
    unit(catalog, "data/countries/zzz.yml#name").string = "Zeta"
    broken = next(m for m in catalog if m.context == f"{PAGE}#text" and m.id[0].isalpha())
    broken.string = "[nowhere](nowhere.md)"
    saved(catalog, example_copy / "po/en.po")
    assert run(example_copy, "import") == 2
    assert "nowhere" in capsys.readouterr().err
    assert data_of(example_copy) == before


def test_withheld_name_is_in_no_file_and_is_not_taken_back(example_copy: Path) -> None:
    name = "Zeta inició su VPI"
    (example_copy / "data/withhold.yml").write_text(
        f"organisations:\n  - name: {name}\n    date: 2026-11-21\n", "utf-8"
    )
    catalogue, _ = load(example_copy)
    assert catalogue.withheld_in
    content = exported(catalogue, "en")
    assert name not in content.decode()
    catalog = read_po(BytesIO(content))
    unit(catalog, "data/events/zeta-training.yml#title").string = f"{name} again"
    stream = BytesIO()
    write_po(stream, catalog)
    made = received(example_copy, catalogue, "en", stream.getvalue())
    assert made.withheld == ["data/events/zeta-training.yml#title"]
    assert not made.files


@pytest.mark.parametrize(
    ("tag", "content", "code"),
    [
        ("xx", b"", "no-language"),
        ("en", b"\xff\xfe\x00", "no-po"),
        ("en", b'msgid "a\nmsgstr', "no-po"),
        ("en", b'msgid ""\nmsgstr "Content-Type: text/plain; charset=nothing\\n"\n', "no-po"),
        ("en", b'msgid ""\nmsgstr "Plural-Forms: nplurals=x; plural=(;\\n"\n', "no-po"),
        ("en", b'msgid ""\nmsgstr "Language: de\\n"\n', "po-language"),
    ],
)
def test_file_that_cannot_be_read_is_refused(
    project: Path, example: Catalogue, tag: str, content: bytes, code: str
) -> None:
    with pytest.raises(RefusedError) as refused:
        received(project, example, tag, content)
    assert refused.value.code == code


def test_what_is_no_translators_file_is_told_with_what_to_do(
    example_copy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(example_copy, "import") == 2
    assert "does not exist" in capsys.readouterr().err
    (example_copy / "po").mkdir()
    (example_copy / "po/en.po").write_bytes(b'msgid "a')
    assert run(example_copy, "import") == 2
    assert "en.po: it is no PO file" in capsys.readouterr().err


@given(st.text(alphabet="ab\n \t`~#-", max_size=60))
def test_paragraphs_and_the_space_between_them_are_the_text(body: str) -> None:
    made = pieces(body)
    assert "".join(made) == body
    assert len(made) % 2
    assert all(each.strip() or each.startswith(("`", "~")) for each in made[1::2])


@pytest.mark.parametrize(
    ("tag", "text", "expected"),
    [
        ("en", "{count} page | {count} pages", {0: "pages", 1: "page", 2: "pages"}),
        ("fr", "{count} page | {count} pages", {0: "page", 1: "page", 2: "pages"}),
        ("pl", "{count} a | {count} b | {count} c | {count} d", {1: "a", 3: "b", 5: "c"}),
        ("ja", "{count} x", {1: "x", 7: "x"}),
    ],
)
def test_form_of_a_text_follows_the_number(tag: str, text: str, expected: dict[int, str]) -> None:
    locale = Locale.parse(tag)
    assert plurals.fits(text, locale)
    shown = {count: plurals.form(text, locale, count).split()[1] for count in expected}
    assert shown == expected
    assert plurals.joined(plurals.forms(text, locale), locale) == text


def test_reader_is_shown_the_language_that_the_settings_name_first(example: Catalogue) -> None:
    french = Language("fr", "Français", fallback=("en",))
    settings = replace(example.settings, languages=(*example.languages, french))
    written = {**example.written, "fr": {}}
    edition = Edition(replace(example, settings=settings, written=written), french, EXAMPLE_DAY)
    started = example.countries["zzz"].vpi
    assert started
    assert edition.phrase(started.summary).language == "en"
    assert edition.say("kind_countries") == "Countries"
    shown = {plan.path: plan.text_language for plan in plans(edition, Site()) if plan.text}
    assert shown["guide/vpi/"] == "en"
    assert shown["guide/extra/"] == "es"
