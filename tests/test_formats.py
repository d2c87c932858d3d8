"""The public formats, judged by the libraries their users read them with."""

import io
import json
import zipfile
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from pathlib import Path

import feedparser
import icalendar
import pytest
import rispy
from bibtexparser.entrypoint import parse_string
from frictionless import Package
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from atlas.catalogue.catalogue import Catalogue
from atlas.catalogue.edition import Edition
from atlas.exports import files
from atlas.exports.calendars import calendar
from atlas.model.values import Line, PartialDate
from atlas.site.citation import Citation, bibtex, csl_json, ris

ADDRESS = "https://atlas.example/base/"
LONGEST_LINE = 75
"""Octets of a line of a calendar (RFC 5545, 3.1)."""


@pytest.fixture(scope="module", params=["real", "example"])
def catalogue(request: pytest.FixtureRequest) -> Catalogue:
    catalogue: Catalogue = request.getfixturevalue(request.param)
    return catalogue


@pytest.fixture(scope="module")
def made(catalogue: Catalogue) -> Mapping[str, bytes]:
    return files(catalogue, ADDRESS)


@pytest.fixture(params=["es", "en"])
def edition(request: pytest.FixtureRequest, catalogue: Catalogue) -> Edition:
    (language,) = [known for known in catalogue.languages if known.tag == request.param]
    return Edition(catalogue, language, date(2026, 11, 21))


def test_calendar_is_read_with_every_event_whose_day_is_known(edition: Edition) -> None:
    read = icalendar.Calendar.from_ical(calendar(edition, ADDRESS))
    dated = {
        f"{event.id}@untoc-atlas": event
        for event in edition.catalogue.events.values()
        if event.start and event.start.day
    }
    assert read.errors == []
    assert sorted(str(entry["UID"]) for entry in read.events) == sorted(dated)
    for entry in read.events:
        event = dated[str(entry["UID"])]
        assert entry.errors == []
        assert event.start
        end = event.end if event.end and event.end.day else event.start
        assert entry.start == event.start.first_day
        assert entry.end == end.last_day + timedelta(days=1)
        assert str(entry["SUMMARY"]) == edition.phrase(event.title).text
        assert entry["SUMMARY"].params["LANGUAGE"] == edition.language.tag
        for name, text in (("DESCRIPTION", event.summary), ("LOCATION", event.place)):
            assert str(entry.get(name, "")) == (edition.phrase(text).text if text else "")
        assert ("RRULE" in entry) == bool(event.yearly)


def test_lines_of_the_calendar_are_as_short_as_the_format_asks(edition: Edition) -> None:
    for line in calendar(edition, ADDRESS).split("\r\n"):
        assert len(line.encode()) <= LONGEST_LINE


def test_feed_is_read_with_an_entry_for_each_change(
    edition: Edition, made: Mapping[str, bytes]
) -> None:
    path = f"{edition.language.prefix}feed.xml"
    read = feedparser.parse(made[path])
    assert not read.bozo, read.get("bozo_exception")
    assert read.version == "atom10"
    assert read.feed.language == edition.language.tag
    assert read.feed.links[0].href == f"{ADDRESS}{path}"
    changes = edition.catalogue.history.changes
    assert [entry.updated[:10] for entry in read.entries] == [str(c.date) for c in changes]
    assert [entry.content[0].value for entry in read.entries] == [
        edition.phrase(change.text).text for change in changes
    ]
    assert len({read.feed.id, *(entry.id for entry in read.entries)}) == len(changes) + 1
    assert all(entry.link.startswith("https://") for entry in read.entries)


def test_data_package_and_its_tables_are_valid_as_they_are_downloaded(
    made: Mapping[str, bytes], tmp_path: Path
) -> None:
    with zipfile.ZipFile(io.BytesIO(made["data/v1/all.zip"])) as archive:
        archive.extractall(tmp_path)
    report = Package(tmp_path / "untoc-atlas" / "datapackage.json").validate()
    assert report.flatten(["name", "rowNumber", "fieldName", "message"]) == []
    assert len(report.tasks) > 1


def test_judge_of_the_data_package_finds_a_row_too_many(
    made: Mapping[str, bytes], tmp_path: Path
) -> None:
    with zipfile.ZipFile(io.BytesIO(made["data/v1/all.zip"])) as archive:
        archive.extractall(tmp_path)
    folder = tmp_path / "untoc-atlas"
    table = folder / "options.csv"
    table.write_bytes(table.read_bytes() + table.read_bytes().splitlines()[-1] + b"\r\n")
    assert not Package(folder / "datapackage.json").validate().valid


def may_be_a_title(text: str) -> bool:
    try:
        return TypeAdapter[str](Line).validate_python(text) == text
    except ValidationError:
        return False


CITATIONS = st.builds(
    Citation,
    title=st.text(
        st.sampled_from("\\{}%&#_$~^\"'@,=;:- añÑé«»1/Z") | st.characters(codec="utf-8"), min_size=1
    ).filter(may_be_a_title),
    publisher=st.sampled_from(["Atlas UNTOC", "UNTOC Atlas"]),
    url=st.sampled_from(["https://atlas.example/es/themes/año-1/", "https://atlas.example/"]),
    language=st.sampled_from(["es", "en"]),
    date=st.none() | st.builds(PartialDate, st.integers(2000, 2099), st.integers(1, 12), st.none()),
)


@given(CITATIONS)
def test_bibtex_is_read_as_one_entry_that_says_the_same(citation: Citation) -> None:
    library = parse_string(bibtex(citation))
    assert library.failed_blocks == []
    (entry,) = library.entries
    assert entry.entry_type == "online"
    read = entry.fields_dict
    assert read["title"].value.startswith("{")
    assert spoken(read["title"].value[1:-1]) == citation.title
    assert spoken(read["author"].value[1:-1]) == citation.publisher
    assert read["url"].value == citation.url
    assert read["langid"].value == citation.language
    assert ("date" in read) == (citation.date is not None)
    if citation.date:
        assert read["date"].value == citation.date.isoformat()


def spoken(text: str) -> str:
    """What TeX prints for an escaped text."""
    names = {
        r"\textbackslash{}": "\\", r"\textbraceleft{}": "{", r"\textbraceright{}": "}",
        r"\textasciitilde{}": "~", r"\textasciicircum{}": "^",
        r"\%": "%", r"\&": "&", r"\#": "#", r"\_": "_", r"\$": "$",
    }  # fmt: skip
    printed = ""
    while text:
        name = next((name for name in names if text.startswith(name)), text[0])
        assert name not in tuple("\\{}%&#_$~^"), f"TeX would take {name!r} as a command"
        printed, text = printed + names.get(name, name), text[len(name) :]
    return printed


@given(CITATIONS)
def test_ris_is_read_as_one_entry_that_says_the_same(citation: Citation) -> None:
    (entry,) = rispy.loads(ris(citation))
    assert entry["type_of_reference"] == "ELEC"
    assert entry["title"] == citation.title
    assert entry["authors"] == [citation.publisher]
    assert entry["urls"] == [citation.url]
    assert entry["language"] == citation.language
    assert entry.get("year", "") == (f"{citation.date.year:04}" if citation.date else "")
    assert ("date" in entry) == (citation.date is not None)
    assert "unknown_tag" not in entry


@given(CITATIONS)
def test_csl_json_is_a_list_with_one_web_page_that_says_the_same(citation: Citation) -> None:
    (item,) = json.loads(csl_json(citation))
    assert item["type"] == "webpage"
    assert item["title"] == citation.title
    assert item["author"] == [{"literal": citation.publisher}]
    assert item["URL"] == citation.url
    day = citation.date
    expected = {"date-parts": [[day.year, day.month]]} if day else None
    assert item.get("issued") == expected


@pytest.mark.parametrize("write", [bibtex, ris, csl_json])
def test_citation_ends_with_its_line(write: Callable[[Citation], str]) -> None:
    citation = Citation("Countries", "UNTOC Atlas", "https://atlas.example/en/countries/", "en")
    assert "\n\n" not in write(citation)
