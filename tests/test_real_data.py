"""The real data: what must always be true of them, whatever is added, corrected or withheld."""

import re
from pathlib import Path

import pytest

from atlas.build.clock import today
from atlas.catalogue.catalogue import Catalogue, load, paragraphs
from atlas.catalogue.reporters import as_text
from atlas.checks.checks import check
from atlas.model.records import SourcedRecord

TREATIES = ("untoc", "tip", "som", "firearms")


@pytest.mark.data
def test_real_data_has_no_problem(project: Path) -> None:
    catalogue, found = load(project)
    problems = check(catalogue, today(), found)
    errors = [each for each in problems if each.level == "error"]
    assert not errors, "\n" + as_text(errors)


def test_the_convention_and_its_protocols_are_there(real: Catalogue) -> None:
    assert set(TREATIES) <= set(real.treaties)


def test_draft_has_all_its_paragraphs(real: Catalogue) -> None:
    draft = real.resolutions["cop10-trafficking-draft"]
    assert [p.number for p in draft.paragraphs] == [str(n) for n in range(1, 18)]
    items = {p.number: [item.number for item in p.items] for p in draft.paragraphs if p.items}
    assert items == {"13": list("abcdefghijk")}
    assert {"pr-23", "pr-47", "pr-53"} <= {p.id for p in paragraphs(real.resolutions["9-1"])}


def test_draft_has_no_number_yet(real: Catalogue) -> None:
    drafts = [r for r in real.resolutions.values() if r.status == "draft"]
    assert all(draft.number is None and not draft.number_verified for draft in drafts)


def test_ids_of_paragraphs_follow_their_numbers(real: Catalogue) -> None:
    for resolution in real.resolutions.values():
        for paragraph in resolution.paragraphs:
            assert re.fullmatch(rf"(op|pr)-{re.escape(paragraph.number)}", paragraph.id)
            assert all(item.id == f"{paragraph.id}-{item.number}" for item in paragraph.items)


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


@pytest.mark.parametrize("treaty", TREATIES)
def test_parties_on_record_are_as_many_as_the_newest_count_or_the_page_says_why_not(
    treaty: str, real: Catalogue
) -> None:
    newest = max(real.treaties[treaty].counts, key=lambda count: count.as_of.sort_key)
    recorded = sum(
        real.role("treaty-statuses", status.status) == "party"
        for country in real.countries.values()
        for status in country.treaties
        if status.treaty == treaty
    )
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
