"""The real data: no error, complete, and the same as the facts it was written from."""

import csv
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml

from atlas.build.publishing import today
from atlas.catalogue.catalogue import Catalogue, load, paragraphs
from atlas.catalogue.problems import as_text
from atlas.checks.checks import check
from atlas.model.records import SourcedRecord

TREATIES = ("untoc", "tip", "som", "firearms")
STATUSES = {
    "party": "party",
    "accession_announced": "announced",
    "signatory_in_2014": "signatory",
    "no_action_in_2014": "no-action",
}
REGIONS_OF_NETWORKS = {"net4u-americas", "net4u-africa", "net4u-asia"}


@pytest.fixture(scope="module")
def parties(shared: Path) -> dict[str, dict[str, str]]:
    """Country → row of the table of parties."""
    with (shared / "facts" / "parties.csv").open(encoding="utf-8", newline="") as file:
        return {row["iso3"].lower(): row for row in csv.DictReader(file)}


@pytest.fixture(scope="module")
def facts(shared: Path) -> dict[str, Any]:
    """Name → content, of the files of facts."""
    return {
        file.stem: yaml.safe_load(file.read_text(encoding="utf-8"))
        for file in (shared / "facts").glob("*.yml")
    }


def test_real_data_has_no_problem(project: Path) -> None:
    catalogue, found = load(project)
    problems = check(catalogue, today(), found)
    errors = [each for each in problems if each.level == "error"]
    assert not errors, "\n" + as_text(errors)


def test_numbers_of_records_are_those_of_the_facts(real: Catalogue) -> None:
    assert len(real.countries) == 198
    assert Counter(country.kind for country in real.countries.values()) == {
        "member-state": 193,
        "observer-state": 2,
        "other-state": 2,
        "organization": 1,
    }
    assert set(real.networks) == REGIONS_OF_NETWORKS
    assert list(real.treaties) == sorted(TREATIES)
    assert len(real.events) >= 31
    assert [len(s.options) for s in real.scenarios.values()] == [5, 3, 4]
    assert len(real.programmes["vpi"].steps) == 8
    assert len(real.programmes["vpi"].objectives) == 2
    assert sum(e.kind == "constructive-dialogue" for e in real.events.values()) == 11
    sessions = {e.session for e in real.events.values() if e.kind == "cop-session"}
    assert {9, 10, 11, 12} <= sessions


def test_draft_has_all_its_paragraphs(real: Catalogue) -> None:
    draft = real.resolutions["cop10-trafficking-draft"]
    assert [p.number for p in draft.paragraphs] == [str(n) for n in range(1, 18)]
    items = {p.number: [item.number for item in p.items] for p in draft.paragraphs if p.items}
    assert items == {"13": list("abcdefghijk")}
    assert [p.id for p in paragraphs(real.resolutions["9-1"])] == ["pr-23", "pr-47", "pr-53"]


def test_every_statement_has_a_source_and_a_date(real: Catalogue) -> None:
    for kind in ("countries", "networks", "resolutions", "scenarios", "programmes", "treaties",
                 "events", "alliances"):  # fmt: skip
        for record in real.records[kind].values():
            assert isinstance(record, SourcedRecord)
            assert record.sources
            assert record.as_of.first_day <= record.reviewed.first_day


def test_every_source_can_be_found_again(real: Catalogue) -> None:
    for source in real.sources.values():
        assert source.link or source.kind == "concept-note" or source.symbol or source.note, (
            source.id
        )


def test_only_mexico_is_a_confirmed_initiative(real: Catalogue) -> None:
    found = {c.id: c.vpi.status for c in real.countries.values() if c.vpi}
    assert found == {"mex": "confirmed", "ken": "reported", "chl": "reported"}


@pytest.mark.parametrize("treaty", TREATIES)
def test_each_country_stands_under_each_treaty_as_in_the_facts(
    treaty: str, real: Catalogue, parties: dict[str, dict[str, str]]
) -> None:
    assert set(real.countries) == set(parties)
    for identifier, country in real.countries.items():
        row = parties[identifier]
        (status,) = [each for each in country.treaties if each.treaty == treaty]
        actual = {
            "status": status.status,
            "signature": str(status.signed or ""),
            "date": str(status.date or ""),
            "action": status.action or "",
            "as_of": str(status.as_of),
            "conf": status.certainty,
        }
        expected = {name: row[f"{treaty}_{name}"] for name in actual}
        expected["status"] = STATUSES[expected["status"]]
        # An accession that only the press announced is no action under the treaty yet.
        expected["action"] = expected["action"].replace("accession announced", "")
        assert actual == expected, identifier


def test_codes_of_countries_are_those_of_the_facts(
    real: Catalogue, parties: dict[str, dict[str, str]]
) -> None:
    for identifier, row in parties.items():
        country = real.countries[identifier]
        assert (country.alpha_2, country.m49 or "") == (row["iso2"], row["m49"])


def test_nominated_focal_points_are_those_of_the_facts(
    real: Catalogue, facts: dict[str, Any]
) -> None:
    listed = {code.lower() for code in facts["review_mechanism"]["focal_points_nominated"]["iso3"]}
    recorded = {
        c.id for c in real.countries.values() if c.review and c.review.focal_point_nominated
    }
    assert recorded == listed
    assert len(listed) == 74


def test_counts_of_parties_are_those_of_the_facts(real: Catalogue, facts: dict[str, Any]) -> None:
    for treaty, points in facts["parties_meta"]["counts_over_time"].items():
        expected = {(point["date"], point["parties"]) for point in points}
        recorded = {(str(c.as_of), c.parties) for c in real.treaties[treaty].counts}
        assert recorded <= expected
        missing = {date for date, _ in expected - recorded}
        low = {point["date"] for point in points if point["confidence"] == "low"}
        assert missing <= low, treaty


def test_treaties_have_the_dates_of_the_facts(real: Catalogue, facts: dict[str, Any]) -> None:
    for instrument in facts["parties_meta"]["instruments"]:
        treaty = real.treaties[instrument["id"]]
        assert str(treaty.adopted) == instrument["adopted"]
        assert str(treaty.entry_into_force) == instrument["entry_into_force"]
        assert treaty.adopted_by == instrument["adopted_by"]
        assert treaty.official_title["es"] == instrument["title_es"]
        assert treaty.official_title["en"] == instrument["title_en"]


def test_terms_are_those_of_the_facts(real: Catalogue, facts: dict[str, Any]) -> None:
    for term in facts["glossary"]["terms"]:
        recorded = real.terms[term["id"]]
        for tag in ("es", "en"):
            # Where the facts give several forms, the site settles on one; a note may give the best.
            words = set(re.findall(r"\w{4,}", recorded.term[tag].lower()))
            given = f"{term[tag]} {term.get('note', '')}".lower()
            assert words & set(re.findall(r"\w{4,}", given)) or (
                recorded.term[tag].lower() == term[tag].lower()
            ), (term["id"], recorded.term[tag])
        assert ("en" in recorded.unverified) is (not term["verified_en"]), term["id"]


def test_member_counts_of_networks_are_those_of_the_facts(
    real: Catalogue, facts: dict[str, Any]
) -> None:
    for network in facts["networks"]["records"]:
        counts = {(c.count, str(c.as_of)) for c in real.networks[network["id"]].member_counts}
        if network["member_organizations"]:
            assert (network["member_organizations"], network["member_count_as_of"]) in counts
        else:
            assert counts == set()


def test_verified_numbers_are_those_of_the_facts(real: Catalogue, facts: dict[str, Any]) -> None:
    verified = {r["number"] for r in facts["resolutions"]["records"] if r.get("number_verified")}
    recorded = {r.number for r in real.resolutions.values() if r.number_verified and r.session >= 9}
    assert recorded == verified == {"9/1", "10/1", "12/4"}


def test_initiatives_are_those_of_the_facts(real: Catalogue, facts: dict[str, Any]) -> None:
    for record in facts["vpi"]["records"]:
        vpi = real.countries[record["iso3"].lower()].vpi
        assert vpi
        assert (vpi.status == "confirmed") is record["vpi_confirmed"]
        meetings = {str(meeting.date) for meeting in vpi.scoping_meetings}
        assert meetings == {meeting["date"] for meeting in record["scoping_meetings"]}
        launch = record["launch"]
        assert vpi.launch
        assert str(vpi.launch.date or "") == (launch["date"] or "")
        assert str(vpi.launch.reported_on or "") == (launch.get("reported_on") or "")


def test_no_text_of_the_site_is_unused(real: Catalogue, project: Path) -> None:
    program = "\n".join(
        file.read_text(encoding="utf-8")
        for folder in (project / "hooks", project / "overrides")
        for pattern in ("*.py", "*.html", "*.js", "*.xml", "*.txt")
        for file in folder.rglob(pattern)
    )
    composed = (
        "(kind|one|for|door|plan|review_(box|entry))_.+",
        "(brief|checklist|download|handbook)_.+",
        "(resolution|decision|article|report)_(name|kind|number)",
    )
    unused = {
        key
        for key in real.words
        if f'"{key}"' not in program
        and f"'{key}'" not in program
        and not any(re.fullmatch(pattern, key) for pattern in composed)
    }
    assert unused == set()


def test_every_text_the_program_says_is_there(real: Catalogue, project: Path) -> None:
    asked = {
        "*.py": r"""edition\.say\(\s*"([a-z0-9_]+)\"""",
        "*.html": r"""say\(\s*'([a-z0-9_]+)'""",
    }
    said = {
        key
        for folder in (project / "hooks" / "atlas", project / "overrides")
        for pattern, call in asked.items()
        for file in folder.rglob(pattern)
        for key in re.findall(call, file.read_text(encoding="utf-8"))
        if not key.endswith("_")
    }
    assert len(said) > 100
    assert said - set(real.words) == set()
