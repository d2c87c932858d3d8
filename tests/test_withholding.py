"""What `data/withhold.yml` lists is in no output: no page, search, export, document or archive."""

import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from atlas.catalogue.catalogue import Catalogue, load
from atlas.checks.checks import check, has_errors
from support import papers
from support.projects import EXAMPLE_DAY, atlas, copy_example

WITHHOLD = """\
records:
  - kind: alliances
    id: zeta-alliance
    date: 2026-11-20
organisations:
  - name: Zeta Watch
    date: 2026-11-20
"""
SECRETS = (b"Zeta Watch", b"Alianza Nacional de Zeta", b"zeta-alliance", b"zeta watch")


@pytest.fixture(scope="module")
def withheld(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example with an alliance and an organisation withheld, one of them named in a sentence."""
    root = copy_example(tmp_path_factory.mktemp("withheld") / "example")
    (root / "data" / "withhold.yml").write_text(WITHHOLD, encoding="utf-8")
    country = root / "data" / "countries" / "zzz.yml"
    text = country.read_text(encoding="utf-8")
    named = text.replace("Zeta inició su VPI", "Zeta inició, con ZETA  Watch, su VPI")
    assert named != text
    country.write_text(named, encoding="utf-8")
    page = root / "content" / "es" / "guide" / "vpi.md"
    page.write_text(
        page.read_text(encoding="utf-8")
        + "\nLo dijo Zeta\nWatch. Vea la [alianza](../alliances/zeta-alliance.md).\n",
        encoding="utf-8",
    )
    return root


def found_in(site: Path) -> Iterator[tuple[Path, bytes]]:
    """Every file of a site with its content: archives and compressed parts unpacked, PDFs as drawn."""
    for file in sorted(site.rglob("*")):
        if not file.is_file():
            continue
        content = file.read_bytes()
        yield file, content
        if zipfile.is_zipfile(file):
            with zipfile.ZipFile(file) as archive:
                yield from ((file / name, archive.read(name)) for name in archive.namelist())
        for stream in re.findall(rb"stream\r?\n(.*?)endstream", content, re.DOTALL):
            yield file, unpacked(stream, zlib.MAX_WBITS)
        if file.suffix == ".pdf":
            yield file, " ".join(papers.drawn(content)).encode()
        if content[:2] == b"\x1f\x8b":
            yield file, unpacked(content, zlib.MAX_WBITS | 16)


def unpacked(content: bytes, form: int) -> bytes:
    try:
        return zlib.decompressobj(form).decompress(content)
    except zlib.error:
        return content


def test_withheld_names_are_in_no_output(withheld: Path, example_site: Path) -> None:
    named = {
        part for file, text in found_in(example_site) if SECRETS[0] in text for part in file.parts
    }
    assert {"handbook-es.pdf", "atlas-es.epub", "atlas-site.zip"} <= named
    # Documents that were made while the name was public are kept for the next build.
    listed = withheld / "data" / "withhold.yml"
    listed.unlink()
    done = atlas(withheld, "pdf", day=EXAMPLE_DAY)
    assert done.returncode == 0, done.stdout
    cache = withheld / ".cache"
    assert any(SECRETS[0] in content for _, content in found_in(cache))
    listed.write_text(WITHHOLD, encoding="utf-8")
    done = atlas(withheld, "build", day=EXAMPLE_DAY)
    assert done.returncode == 0, done.stdout
    told = {
        str(file.relative_to(withheld))
        for file, content in (*found_in(withheld / "site"), *found_in(cache))
        for secret in SECRETS
        if secret in content
    }
    assert not told


@pytest.fixture(scope="module")
def catalogue(withheld: Path) -> Catalogue:
    """The catalogue of the example with things withheld."""
    return load(withheld)[0]


def test_references_to_a_withheld_record_go_with_it(catalogue: Catalogue) -> None:
    assert "zeta-alliance" not in catalogue.alliances
    vpi = catalogue.countries["zzz"].vpi
    assert vpi
    assert vpi.alliance is None
    assert "con […], su VPI" in vpi.summary["es"]


def test_withheld_organisation_goes_with_the_entry_it_stands_in(catalogue: Catalogue) -> None:
    assert catalogue.networks["example-network"].coordinator is None


def test_check_tells_which_files_still_hold_it_and_does_not_name_it(
    withheld: Path, catalogue: Catalogue
) -> None:
    problems = check(catalogue, EXAMPLE_DAY, load(withheld)[1])
    assert not has_errors(problems)
    told = [each for each in problems if each.code == "withheld"]
    assert {"data/alliances/zeta-alliance.yml", "data/countries/zzz.yml"} <= {
        each.path for each in told
    }
    assert not any("Zeta" in each.sentence(tag) for each in told for tag in ("es", "en"))


def test_what_cannot_stand_without_a_withheld_record_goes_too(example_copy: Path) -> None:
    text = "records:\n  - kind: sources\n    id: example-page\n    date: 2026-11-20\n"
    (example_copy / "data" / "withhold.yml").write_text(text, encoding="utf-8")
    catalogue, found = load(example_copy)
    assert "example-page" not in catalogue.sources
    assert not any(
        "example-page" in getattr(record, "sources", ())
        for records in catalogue.records.values()
        for record in records.values()
    )
    dangling = [p for p in check(catalogue, EXAMPLE_DAY, found) if p.code == "dangling-reference"]
    assert not [p for p in dangling if "example-page" in p.message["en"]]
