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
from atlas.model.records import SourcedRecord, TreatyStatus

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
    assert len(real.terms) == 95
    assert len(real.events) >= 31
    assert [len(s.options) for s in real.scenarios.values()] == [5, 3, 4]
    assert len(real.programmes["vpi"].steps) == 8
    assert len(real.programmes["vpi"].objectives) == 2
    sessions = {e.session for e in real.events.values() if e.kind == "cop-session"}
    assert {9, 10, 11, 12} <= sessions


def test_dialogues_of_the_facts_are_all_there(real: Catalogue, facts: dict[str, Any]) -> None:
    held = {
        (each["date"], each["topic"])
        for each in facts["entry_points"]["constructive_dialogues"]["held"]
    }
    recorded = [e for e in real.events.values() if e.kind == "constructive-dialogue"]
    assert {day for day, _ in held} <= {str(event.start) for event in recorded}
    assert len(held) <= len(recorded)


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


def as_list(value: str | list[str]) -> list[str]:
    """A value of the facts that may stand alone or in a list."""
    return value if isinstance(value, list) else [value]


@pytest.fixture(scope="module")
def later(facts: dict[str, Any]) -> dict[tuple[str, str], dict[str, Any]]:
    """Country and treaty → what was found after the table of parties was made."""
    return {
        (country.lower(), treaty): entry
        for entry in facts["2026-11-24"]["treaty_status"]
        for country in as_list(entry["iso3"])
        for treaty in as_list(entry["instrument"])
    }


def status_of(real: Catalogue, country: str, treaty: str) -> TreatyStatus:
    """Where a country stands under a treaty."""
    (status,) = [each for each in real.countries[country].treaties if each.treaty == treaty]
    return status


def test_what_was_found_later_is_in_the_data(
    real: Catalogue, later: dict[tuple[str, str], dict[str, Any]]
) -> None:
    for (country, treaty), entry in later.items():
        status = status_of(real, country, treaty)
        value = entry["value"]
        assert (status.status == "party") is (value["status"] == "party"), (country, treaty)
        assert str(status.date or "") == value.get("deposited", ""), (country, treaty)
        assert status.certainty == entry.get("confidence", "").removesuffix("-high"), (
            country,
            treaty,
        )
        if value.get("derived") or "derived_from" in entry:
            assert status.note, (country, treaty)
            assert status.certainty != "high"


@pytest.mark.parametrize("treaty", TREATIES)
def test_each_country_stands_under_each_treaty_as_in_the_facts(
    treaty: str,
    real: Catalogue,
    parties: dict[str, dict[str, str]],
    later: dict[tuple[str, str], dict[str, Any]],
) -> None:
    assert set(real.countries) == set(parties)
    for identifier in real.countries:
        row = parties[identifier]
        status = status_of(real, identifier, treaty)
        assert str(status.as_of) >= row[f"{treaty}_as_of"], identifier
        assert str(status.signed or "") == row[f"{treaty}_signature"], identifier
        if row[f"{treaty}_status"] == "party":
            assert status.status == "party", identifier
        # A source read after the table was made may be newer, or give the day that it lacks.
        newer = str(status.as_of) > row[f"{treaty}_as_of"]
        if (identifier, treaty) in later or newer or (status.date and not row[f"{treaty}_date"]):
            continue
        actual = {
            "status": status.status,
            "date": str(status.date or ""),
            "action": status.action or "",
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
    later: dict[str, set[tuple[str, int]]] = {}
    for count in facts["2026-11-24"]["counts"]:
        if "parties" in count:
            day = count["as_of"].removesuffix(" or later")
            later.setdefault(count["instrument"], set()).add((day, count["parties"]))
    for treaty, points in facts["parties_meta"]["counts_over_time"].items():
        expected = {(point["date"], point["parties"]) for point in points}
        expected |= later.get(treaty, set())
        recorded = {(str(c.as_of), c.parties) for c in real.treaties[treaty].counts}
        assert recorded <= expected
        missing = {date for date, _ in expected - recorded}
        low = {point["date"] for point in points if point["confidence"] == "low"}
        assert missing <= low, treaty


@pytest.mark.parametrize("treaty", TREATIES)
def test_parties_on_record_are_as_many_as_the_newest_count_or_the_page_says_why_not(
    treaty: str, real: Catalogue
) -> None:
    newest = max(real.treaties[treaty].counts, key=lambda count: count.as_of.sort_key)
    recorded = sum(status_of(real, country, treaty).status == "party" for country in real.countries)
    gap = real.treaties[treaty].known_gap
    if recorded != newest.parties:
        assert gap
        for tag in ("es", "en"):
            assert str(newest.parties) in gap[tag]
            assert str(recorded) in gap[tag]


def test_every_treaty_leads_to_the_page_of_the_depositary(real: Catalogue) -> None:
    for treaty in real.treaties.values():
        assert treaty.link
        assert treaty.link.startswith("https://treaties.un.org/")
        assert f"mtdsg_no={treaty.depositary_number}&" in treaty.link


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
            # Where the facts give several forms, the site settles on one.
            words = set(re.findall(r"\w{4,}", recorded.term[tag].lower()))
            assert words & set(re.findall(r"\w{4,}", term[tag].lower())) or (
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
    verified |= {
        text["number"]
        for session in facts["resolution_texts"]["sessions"]
        for text in session["texts"]
        if session["session"] >= 9 and text["number"] and "number_note" not in text
    }
    recorded = {r.number for r in real.resolutions.values() if r.number_verified and r.session >= 9}
    assert recorded == verified


def test_titles_are_those_of_the_facts(real: Catalogue, facts: dict[str, Any]) -> None:
    titles = {
        (text["kind"], text["number"]): text
        for session in facts["resolution_texts"]["sessions"]
        for text in session["texts"]
        if text["number"]
    }
    for resolution in real.resolutions.values():
        text = titles.get((resolution.kind, resolution.number))
        if text is None or not resolution.number_verified:
            continue
        for tag in resolution.title_verified:
            assert resolution.official_title
            assert resolution.official_title[tag] == text[f"title_{tag}"], resolution.id


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
