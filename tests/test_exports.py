"""What the public files hold. Whether they are what their formats ask for: test_formats.py."""

import csv
import io
import json
import re
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import feedparser
import pytest

from atlas.catalogue.catalogue import Catalogue, data_date, load
from atlas.catalogue.edition import Edition
from atlas.exports import files
from atlas.exports.addresses import LISTS, formats
from atlas.exports.tables import TABLES, cell, schema
from atlas.model.kinds import RECORDS
from atlas.model.traversal import leaves
from atlas.model.values import Text
from atlas.site.pages import Page, Site, pages
from atlas.site.structured_data import json_ld

ADDRESS = "https://atlas.example/base/"


@pytest.fixture(scope="module", params=["real", "example"])
def catalogue(request: pytest.FixtureRequest) -> Catalogue:
    found: Catalogue = request.getfixturevalue(request.param)
    return found


@pytest.fixture(scope="module")
def made(catalogue: Catalogue) -> Mapping[str, bytes]:
    return files(catalogue, ADDRESS)


@pytest.fixture(scope="module")
def editions(catalogue: Catalogue) -> Sequence[Edition]:
    return [Edition(catalogue, tongue, date(2026, 11, 21)) for tongue in catalogue.languages]


def read_json(made: Mapping[str, bytes], path: str) -> Any:
    return json.loads(made[f"data/v1/{path}"])


def read_csv(made: Mapping[str, bytes], name: str) -> list[dict[str, str]]:
    text = made[f"data/v1/{name}.csv"].decode()
    return list(csv.DictReader(io.StringIO(text, newline="")))


def every_string(value: object) -> set[str]:
    if isinstance(value, dict):
        return {text for each in value.values() for text in every_string(each)}
    if isinstance(value, list):
        return {text for each in value for text in every_string(each)}
    return {value} if isinstance(value, str) else set()


@pytest.mark.parametrize("kind", RECORDS)
def test_every_record_is_in_the_list_of_its_kind_and_has_a_file(
    catalogue: Catalogue, made: Mapping[str, bytes], kind: str
) -> None:
    records = read_json(made, f"{kind}.json")["records"]
    assert [record["id"] for record in records] == list(catalogue.records[kind])
    for record in records:
        assert read_json(made, f"{kind}/{record['id']}.json")["record"] == record


@pytest.mark.parametrize("kind", RECORDS)
def test_no_text_and_no_reference_of_a_record_is_lost(
    catalogue: Catalogue, made: Mapping[str, bytes], kind: str
) -> None:
    for identifier, record in catalogue.records[kind].items():
        shown = every_string(read_json(made, f"{kind}/{identifier}.json"))
        for leaf in leaves(record):
            wanted = leaf.value.items().values() if isinstance(leaf.value, Text) else [leaf.value]
            assert set(wanted) <= shown, (kind, identifier, leaf.key)


def test_links_that_the_editors_made_are_told_from_those_of_the_text(example: Catalogue) -> None:
    made = files(example, ADDRESS)
    record = read_json(made, "resolutions/example-draft.json")["record"]
    links = record["paragraphs"][0]["references"]
    assert [link["by"] for link in links] == [None, "editors"]


def test_every_json_file_says_its_version_date_licence_and_source(
    catalogue: Catalogue, made: Mapping[str, bytes]
) -> None:
    documents = [path for path in made if path.endswith(".json")]
    assert documents
    for path in documents:
        document = json.loads(made[path])
        assert document["schema_version"] == "1.0"
        assert document["data_date"] == str(data_date(catalogue))
        assert document["license"] == "CC-BY-4.0"
        assert document["source"] == ADDRESS


def test_a_country_has_its_name_in_every_language(real: Catalogue) -> None:
    mexico = json.loads(files(real, ADDRESS)["data/v1/countries/mex.json"])["record"]
    assert mexico["name"] == {"es": "México", "en": "Mexico"}
    assert mexico["pages"]["en"] == f"{ADDRESS}en/countries/mex/"


@pytest.mark.parametrize("name", TABLES)
def test_a_table_has_a_row_per_thing_and_no_row_twice(made: Mapping[str, bytes], name: str) -> None:
    rows = read_csv(made, name)
    keys = [tuple(row[column] for column in TABLES[name].key) for row in rows]
    assert len(set(keys)) == len(keys)
    assert all(all(key) for key in keys)
    if name in RECORDS and name != "vocabularies":
        records = read_json(made, f"{name}.json")["records"]
        assert [row["id"] for row in rows] == [record["id"] for record in records]


def test_the_package_lists_what_is_there(made: Mapping[str, bytes]) -> None:
    resources = read_json(made, "datapackage.json")["resources"]
    names = [resource["name"] for resource in resources]
    assert len(set(names)) == len(names)
    listed = {resource["path"]: resource for resource in resources}
    published = {p.removeprefix("data/v1/") for p in made if re.fullmatch(r"data/v1/[^/]+", p)}
    assert listed.keys() == published - {"datapackage.json", "all.zip"}
    for path, resource in listed.items():
        assert resource["bytes"] == len(made[f"data/v1/{path}"])


def test_the_archive_holds_every_file(made: Mapping[str, bytes]) -> None:
    with zipfile.ZipFile(io.BytesIO(made["data/v1/all.zip"])) as archive:
        held = {name: archive.read(name) for name in archive.namelist()}
    data = {p: c for p, c in made.items() if p.startswith("data/v1/") and not p.endswith(".zip")}
    assert held == {f"untoc-atlas/{p.removeprefix('data/v1/')}": c for p, c in data.items()}


def test_the_same_data_gives_the_same_bytes(
    catalogue: Catalogue, made: Mapping[str, bytes]
) -> None:
    assert files(catalogue, ADDRESS) == made


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_no_cell_is_taken_for_a_formula(text: str) -> None:
    assert cell(text) == f"'{text}"
    assert cell([text, "b"]) == f"'{text};b"


def test_an_entry_of_the_feed_keeps_its_id_when_a_newer_one_comes(real: Catalogue) -> None:
    oldest = real.history.changes[-1]
    newer = oldest.model_copy(update={"link": "/countries/"})
    longer = real.history.model_copy(update={"changes": (newer, *real.history.changes)})
    grown = Catalogue(**{**vars_of(real), "history": longer})
    before, after = (
        [entry.id for entry in feedparser.parse(files(catalogue, ADDRESS)["feed.xml"]).entries]
        for catalogue in (real, grown)
    )
    assert after[1:] == before


def vars_of(catalogue: Catalogue) -> dict[str, Any]:
    return {name: getattr(catalogue, name) for name in Catalogue.__dataclass_fields__}


@pytest.fixture(scope="module")
def every_page(editions: Sequence[Edition]) -> Sequence[tuple[Edition, Page]]:
    return [(edition, page) for edition in editions for page in pages(edition, Site())]


def test_search_engines_are_told_what_each_page_is_about_and_never_of_a_person(
    every_page: Sequence[tuple[Edition, Page]],
) -> None:
    for edition, page in every_page:
        text = json_ld(edition, page, ADDRESS)
        assert "<" not in text
        graph = json.loads(text)["@graph"]
        assert graph[0]["url"] == f"{ADDRESS}{edition.language.prefix}{page.path}"
        assert graph[0]["@type"] == "WebPage"
        assert '"Person"' not in text
        if page.path:
            assert graph[-1]["@type"] == "BreadcrumbList"
            assert graph[-1]["itemListElement"][-1]["name"] == page.title


def test_a_draft_is_not_shown_to_search_engines_as_law(real: Catalogue) -> None:
    edition = Edition(real, real.languages[0], date(2026, 11, 21))
    drafts = {f"resolutions/{r.id}/" for r in real.resolutions.values() if r.status == "draft"}
    assert drafts
    for page in pages(edition, Site()):
        if page.path in drafts:
            law = json.loads(json_ld(edition, page, ADDRESS))["@graph"][1]
            assert law["creativeWorkStatus"] == "Draft"
            assert "legislationDate" not in law


def test_every_format_a_page_links_is_published(
    made: Mapping[str, bytes], every_page: Sequence[tuple[Edition, Page]]
) -> None:
    linked_formats = {path for _, page in every_page for _, path in formats(page.path, page.file)}
    assert linked_formats
    assert linked_formats <= made.keys()
    assert LISTS.keys() <= {page.path for _, page in every_page}


def test_every_date_in_a_table_has_the_form_its_schema_promises(made: Mapping[str, bytes]) -> None:
    dates = []
    for name, table in TABLES.items():
        patterns = {
            field["name"]: field["constraints"]["pattern"]
            for field in schema(table, ["es", "en"])["fields"]
            if "pattern" in field.get("constraints", {})
        }
        text = made[f"data/v1/{name}.csv"].decode("utf-8-sig")
        for row in csv.DictReader(io.StringIO(text)):
            dates += [(row[column], patterns[column]) for column in patterns if row[column]]
    assert dates
    assert [date for date, pattern in dates if not re.fullmatch(pattern, date)] == []


def test_what_is_withheld_is_in_no_public_file(example: Catalogue, example_copy: Path) -> None:
    name, alliance = "Zeta Watch", "zeta-alliance"
    before = b"".join(unpacked(files(example, ADDRESS)))
    assert name.encode() in before
    assert alliance.encode() in before
    withheld = (
        f"records:\n  - kind: alliances\n    id: {alliance}\n    date: 2026-11-21\n"
        f"organisations:\n  - name: {name}\n    date: 2026-11-21\n"
    )
    (example_copy / "data" / "withhold.yml").write_text(withheld, encoding="utf-8")
    after = files(load(example_copy)[0], ADDRESS)
    for path, content in zip(after, unpacked(after), strict=True):
        assert name.encode() not in content, path
        assert alliance.encode() not in content, path
        assert alliance not in path


def unpacked(made: Mapping[str, bytes]) -> list[bytes]:
    """The content of every file, an archive as all that it holds."""
    found = []
    for path, content in made.items():
        if path.endswith(".zip"):
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                found.append(b"".join(archive.read(name) for name in archive.namelist()))
        else:
            found.append(content)
    return found
