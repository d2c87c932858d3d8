"""What changed in a record is told day by day, from Git, and brings back nothing that is withheld."""

import subprocess
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import pytest

from atlas.catalogue.catalogue import load
from atlas.catalogue.edition import Edition
from atlas.catalogue.record_history import Histories, as_json, from_json, told
from atlas.editing.git_history import NoHistoryError, histories
from atlas.exports.feeds import record_feed
from support.pages import read_site
from support.projects import EXAMPLE_DAY, commit, versioned_example

ZZZ = "data/countries/zzz.yml"
ALLIANCE = "data/alliances/zeta-alliance.yml"


def lines(project: Path, file: str, tag: str = "en") -> dict[str, list[str]]:
    """Day → what is told of it."""
    catalogue, _ = load(project)
    edition = Edition(catalogue, catalogue.language(tag), EXAMPLE_DAY)
    days = told(edition, histories(project, catalogue).get(file, ()))
    return {each.day.isoformat(): list(each.lines) for each in days}


def everything(project: Path, found: Histories) -> str:
    """All that pages, feeds and the engine are given of some histories."""
    catalogue, _ = load(project)
    editions = [Edition(catalogue, language, EXAMPLE_DAY) for language in catalogue.languages]
    feeds = [
        record_feed(edition, "https://e.example/", "x/", "x", told(edition, days))
        for edition in editions
        for days in found.values()
    ]
    return "\n".join([as_json(found), *feeds])


def change(project: Path, day: date, file: str, *changes: tuple[str, str]) -> None:
    """Change a file of a project, and commit it on a day."""
    text = (project / file).read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    (project / file).write_text(text, encoding="utf-8")
    commit(project, day, {})


@pytest.fixture
def versioned(tmp_path: Path) -> Path:
    return versioned_example(tmp_path / "example")


def test_codes_and_dates_are_told_and_texts_only_as_changed(versioned: Path) -> None:
    change(
        versioned,
        date(2026, 11, 3),
        ZZZ,
        ("two scoping meetings", "a pair of scoping meetings"),
        ("date: 2024-03-22\n      sources", "date: 2024-03\n      sources"),
    )
    assert lines(versioned, ZZZ) == {
        "2026-11-03": [
            "Pilot initiative · Summary: changed",
            "Pilot initiative · Scoping meeting · Date: March 2024 (before: 22 March 2024)",
        ],
        "2026-11-02": [
            "Treaties · Trafficking Protocol · Status: Signed, no ratification on record (before: Party)"
        ],
        "2026-10-01": ["The record was published for the first time."],
    }


def test_record_under_a_former_id_is_the_same_record(versioned: Path) -> None:
    old, new = versioned / ALLIANCE, versioned / "data" / "alliances" / "national-alliance.yml"
    old.rename(new)
    network = "data/alliances/national-alliance.yml"
    change(
        versioned,
        date(2026, 11, 4),
        network,
        ("id: zeta-alliance\n", "id: national-alliance\nformer_ids:\n  - zeta-alliance\n"),
        ("count: 7", "count: 8"),
    )
    assert [*lines(versioned, network)] == ["2026-11-04", "2026-10-01"]


def test_text_changed_in_one_language_is_told_in_that_language(versioned: Path) -> None:
    change(versioned, date(2026, 11, 3), ZZZ, ("dos reuniones", "un par de reuniones"))
    assert "2026-11-03" not in lines(versioned, ZZZ, "en")
    assert lines(versioned, ZZZ, "es")["2026-11-03"] == ["Iniciativa piloto · Resumen: con cambios"]


def test_name_that_was_removed_does_not_come_back_even_where_nothing_withholds_it(
    versioned: Path,
) -> None:
    change(versioned, date(2026, 11, 3), ALLIANCE, ("Zeta Watch", "Another Body"))
    catalogue, _ = load(versioned)
    found = histories(versioned, catalogue)
    assert found[ALLIANCE][0].day == date(2026, 11, 3)
    assert "Zeta Watch" not in everything(versioned, found)


@pytest.mark.parametrize(
    ("withheld", "mended"),
    [
        ("records:\n  - kind: alliances\n    id: zeta-alliance\n", False),
        ("organisations:\n  - name: Alianza Nacional de Zeta\n", False),
        ("organisations:\n  - name: Alianza Nacional de Zeta\n", True),
    ],
)
def test_what_is_withheld_later_is_told_of_no_more(
    versioned: Path, withheld: str, mended: bool
) -> None:
    change(versioned, date(2026, 11, 5), ZZZ, ("  alliance: zeta-alliance\n", ""))
    (versioned / "data" / "withhold.yml").write_text(
        f"{withheld}    date: 2026-11-20\n", encoding="utf-8"
    )
    if mended:
        (versioned / ALLIANCE).unlink()
    catalogue, _ = load(versioned)
    found = histories(versioned, catalogue)
    assert ALLIANCE not in found
    shown = everything(versioned, found)
    assert "zeta-alliance" not in shown
    assert "Alianza" not in shown
    assert "2026-11-05" not in lines(versioned, ZZZ)


def test_without_git_or_with_a_part_of_it_nothing_is_told(versioned: Path, tmp_path: Path) -> None:
    catalogue, _ = load(versioned)
    part = tmp_path / "part"
    subprocess.run(
        ["git", "clone", "--quiet", "--depth=1", f"file://{versioned}", part], check=True
    )
    with pytest.raises(NoHistoryError, match="unshallow"):
        histories(part, catalogue)
    (versioned / ".git").rename(tmp_path / "git")
    with pytest.raises(NoHistoryError, match="Git knows nothing"):
        histories(versioned, catalogue)


def test_histories_are_the_same_after_they_went_through_a_file(versioned: Path) -> None:
    catalogue, _ = load(versioned)
    found = histories(versioned, catalogue)
    assert from_json(as_json(found)) == found


def test_page_of_a_record_tells_what_changed_and_leads_to_its_feed(example_site: Path) -> None:
    page = read_site(example_site)["en/countries/zzz/"]
    assert "What changed in this record" in [e.text for e in page.all("summary")]
    assert page.one("a", href="feed.xml").text == "News of this record (Atom)"
    feed = ElementTree.parse(example_site / "en" / "countries" / "zzz" / "feed.xml").getroot()
    atom = "{http://www.w3.org/2005/Atom}"
    assert feed.findtext(f"{atom}title") == "Zeta"
    days = [e.findtext(f"{atom}updated") for e in feed.iter(f"{atom}entry")]
    assert days == ["2026-11-02T00:00:00Z", "2026-10-01T00:00:00Z"]
