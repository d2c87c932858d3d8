"""The depositary's status page becomes statuses: what differs is said first, and totals must be equal."""

import csv
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from atlas.catalogue.catalogue import Catalogue, load
from atlas.catalogue.formatting import changes
from atlas.checks.checks import check, has_errors
from atlas.editing.importing import depositary
from atlas.editing.importing.depositary import Act, StatusTable
from atlas.editing.importing.refusal import RefusedError
from atlas.editing.importing.treaty_status import difference, entry_into_force, names_of, words
from atlas.model.values import Text
from support.depositary import Row, page, xml
from support.projects import EXAMPLE_DAY
from support.running import run_here

# One row for each odd thing that the pages were seen to have.
ODD = [
    Row("Land One", "12 Dec 2000", "4 Mar 2003", notes=(4, 12), declared=True),
    Row("Land Two", "", "23 Oct 2006 d"),
    Row("Union", "16 Jan 2002", "21 Mar 2014 AA"),
    Row("Land Three", "[19 Dec 2001 ]", "[3 Oct 2005 A]", notes=(3,)),
    Row("Land Four", "", "11 May 1994 a"),
    Row("Land Five", "1 Jan 2001", "1 Jan 2003 A"),
    Row("Land Six", "9 Sep 2001", ""),
    Row("", "", "[2 Feb 2004]"),
]
SIGNATORIES, PARTIES = 4, 5


def read(content: str | bytes) -> StatusTable:
    table = depositary.read(content.encode() if isinstance(content, str) else content)
    table.check()
    return table


def refused(content: str | bytes) -> str:
    with pytest.raises(RefusedError) as error:
        read(content)
    return error.value.code


def test_odd_cells_are_read_as_acts() -> None:
    table = read(page(ODD, SIGNATORIES, PARTIES))
    rows = {row.name: row for row in table.participants}
    assert (table.as_of, table.number, table.title) == (
        "2026-02-03",
        "XVIII-12",
        "Example Convention",
    )
    assert rows["Land One"].notes == ("4", "12")
    assert rows["Land One"].binding == (Act("2003-03-04"),)
    assert rows["Land Two"].binding == (Act("2006-10-23", "d"),)
    assert rows["Union"].binding == (Act("2014-03-21", "AA"),)
    assert rows["Land Three"].signature == (Act("2001-12-19", "", True),)
    assert rows["Land Three"].binding == (Act("2005-10-03", "A", True),)
    assert rows["Land Four"].binding[0].letter == "a"
    assert rows["Land Five"].binding[0].letter == "A"
    assert rows["Land Six"].binding == (Act("2004-02-02", "", True),)
    assert dict(table.notes)["12"] == "Note 12 of the page."


def test_page_and_xml_give_the_same_acts() -> None:
    assert (
        read(xml(ODD, SIGNATORIES, PARTIES)).participants
        == read(page(ODD, SIGNATORIES, PARTIES)).participants
    )


@pytest.mark.parametrize(("signatories", "parties"), [(3, 5), (4, 6), (5, 4)])
def test_other_totals_than_those_read_are_refused(signatories: int, parties: int) -> None:
    assert refused(page(ODD, signatories, parties)) == "totals"
    assert refused(xml(ODD, signatories, parties)) == "totals"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (page([Row("A", "", "4 Mar 2003 x")], 0, 1), "letter"),
        (
            page([Row("A", "", "4 Mar 2003 AA")], 0, 1, legend="Ratification, Accession(a)"),
            "letter",
        ),
        (page([Row("A", "", "soon")], 0, 1), "letter"),
        (page([Row("A", "", "31 Feb 2003")], 0, 1), "letter"),
        (page([Row("A", "", "4 Feb 2026 a")], 0, 1), "later"),
        (page([Row("A", "", "1 Jan 2003"), Row("A", "", "1 Jan 2003")], 0, 2), "twice"),
        (page([Row("A")], 0, 0, columns=("Participant", "Mood")), "column"),
        (page([Row("A")], 0, 0, columns=("Country", "Signature")), "column"),
        (page([Row("", "", "1 Jan 2003")], 0, 1), "row"),
        ("<html><body>The site is down for maintenance.</body></html>", "no-status-table"),
        ("<?xml version='1.0'?><Other/>", "no-status-table"),
        ("<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b 'c'>]><Treaty>&b;</Treaty>", "entities"),
        ("a,b\n1,2\n", "no-status-table"),
    ],
)
def test_what_is_not_understood_is_refused(content: str, code: str) -> None:
    assert refused(content) == code


def test_csv_with_named_columns_is_read() -> None:
    table = read(
        "State;Signature;Action;Date;as_of\nZeta;2000-12-13;ratification;2003-03-04;2026-02-03\n"
        "Epsilon;;accession;4 Mar 2011;2026-02-03\n"
    )
    assert [(row.name, row.binding) for row in table.participants] == [
        ("Zeta", (Act("2003-03-04"),)),
        ("Epsilon", (Act("2011-03-04", "a"),)),
    ]
    assert table.as_of == "2026-02-03"


DAYS = st.dates(date(1990, 1, 1), date(2025, 12, 31))
CELLS = st.tuples(DAYS, st.sampled_from(["", "a", "A", "AA", "d"]), st.booleans())


@given(st.lists(st.tuples(st.none() | DAYS, st.none() | CELLS), max_size=12))
def test_whatever_a_page_holds_is_read_back(
    drawn: list[tuple[date | None, tuple[date, str, bool] | None]],
) -> None:
    def written(day: date, letter: str = "", withdrawn: bool = False) -> str:
        text = f"{day.day} {day:%b} {day.year} {letter}".strip()
        return f"[{text}]" if withdrawn else text

    rows = [
        Row(
            f"Land {chr(65 + index)}",
            written(signed) if signed else "",
            written(*bound) if bound else "",
        )
        for index, (signed, bound) in enumerate(drawn)
    ]
    signatories = sum(signed is not None for signed, _ in drawn)
    parties = sum(bound is not None and not bound[2] for _, bound in drawn)
    table = read(page(rows, signatories, parties))
    for row, (signed, bound) in zip(table.participants, drawn, strict=True):
        assert [act.day for act in row.signature] == ([signed.isoformat()] if signed else [])
        assert [(a.day, a.letter, a.withdrawn) for a in row.binding] == (
            [(bound[0].isoformat(), bound[1], bound[2])] if bound else []
        )


# --- names and rules --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "identifier"),
    [
        ("Bahamas (The)", "bhs"),
        ("Cabo Verde", "cpv"),
        ("Côte d'Ivoire", "civ"),
        ("Czech Republic", "cze"),
        ("Democratic People's Republic of Korea", "prk"),
        ("Democratic Republic of the Congo", "cod"),
        ("Congo", "cog"),
        ("European Union", "eu"),
        ("Holy See", "vat"),
        ("Iran (Islamic Republic of)", "irn"),
        ("Netherlands (Kingdom of the)", "nld"),
        ("State of Palestine", "pse"),
        ("Swaziland", "swz"),
        ("The former Yugoslav Republic of Macedonia", "mkd"),
        ("Turkey", "tur"),
        ("Türkiye", "tur"),
        ("United Republic of Tanzania", "tza"),
        ("Viet Nam", "vnm"),
    ],
)
def test_names_of_the_depositary_lead_to_records(
    real: Catalogue, name: str, identifier: str
) -> None:
    from atlas.editing.importing.depositary import Participant
    from atlas.editing.importing.treaty_status import matched

    found, unknown = matched(real, StatusTable("", (Participant(name),)))
    assert (list(found), unknown) == ([identifier], [])


def test_every_name_the_depositary_used_is_known(shared: Path, real: Catalogue) -> None:
    from atlas.editing.importing.depositary import Participant
    from atlas.editing.importing.treaty_status import matched

    with (shared / "facts" / "parties.csv").open(encoding="utf-8") as stream:
        names = {row["untc_name_2014"] for row in csv.DictReader(stream)} - {""}
    found, unknown = matched(real, StatusTable("", tuple(map(Participant, sorted(names)))))
    assert unknown == []
    assert len(found) == len(names) > 150


def test_every_record_has_a_name_the_depositary_may_use(real: Catalogue) -> None:
    assert set(names_of(real).values()) == set(real.countries)


def test_treaty_binds_thirty_days_after_deposit_but_not_before_it_is_in_force() -> None:
    in_force = date(2003, 9, 29)
    assert entry_into_force("2023-02-20", in_force) == date(2023, 3, 22)
    assert entry_into_force("2001-01-01", in_force) == in_force


# The example has Zeta (party), Epsilon (no action), and a Union of Examples (party).
ROWS = [
    Row("Zeta", "13 Dec 2000", "4 Mar 2003", notes=(2,)),
    Row("Epsilon", "", "5 May 2020 a"),
    Row("Union of Examples", "", "21 May 2004"),
]


# --- declarations -----------------------------------------------------------------------------------

DECLARED = [
    ("Zeta", "<p><i>Reservation:</i></p><p>The State does not hold itself bound.</p>"),
    ("Epsilon", "<p>5 May 2020</p><p>Declarations and notification: see article 5 of 1999.</p>"),
]


def test_declarations_are_read_by_state_kind_and_day_and_never_by_their_words() -> None:
    table = read(page(ROWS, 1, 3, declarations=DECLARED))
    assert [(each.name, each.kinds, each.days) for each in table.declarations] == [
        ("Zeta", ("reservation",), ()),
        ("Epsilon", ("declaration", "notification"), ("2020-05-05",)),
    ]
    assert depositary.decode(depositary.encode(table)) == table


def test_declarations_become_notes_once_and_go_with_the_page(example: Catalogue) -> None:
    def notes(catalogue: Catalogue, declarations: list[tuple[str, str]]) -> dict[str, Any]:
        table = read(page(ROWS, 1, 3, declarations=declarations))
        made = difference(catalogue, table, "untoc", "example-page")
        assert "does not hold" not in words(made)
        return {country: status.get("note") for country, status in made.statuses.items()}

    told = notes(example, DECLARED)
    assert told["zzy"] == {
        "es": "Según el depositario, el Estado formuló: declaración y notificación (5 de mayo de 2020).",
        "en": "According to the depositary, the State made: declaration and notification (5 May 2020).",
    }
    countries = dict(example.records["countries"])
    zeta = example.countries["zzz"]
    treaties = tuple(
        each.model_copy(update={"note": Text(told["zzz"])}) if each.treaty == "untoc" else each
        for each in zeta.treaties
    )
    countries["zzz"] = zeta.model_copy(update={"treaties": treaties})
    again = replace(example, records={**example.records, "countries": countries})
    assert notes(again, DECLARED)["zzz"] == told["zzz"]
    assert notes(again, [])["zzz"] is None


# --- the command ------------------------------------------------------------------------------------


def saved(folder: Path, content: str | bytes, name: str = "untoc.html") -> str:
    file = folder / name
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    return str(file)


def state(project: Path) -> dict[str, bytes]:
    return {str(f): f.read_bytes() for f in sorted((project / "data").rglob("*.yml"))}


def run(project: Path, *words: str, typed: str = "") -> tuple[int, str]:
    done = run_here(project, "import", "treaty-status", *words, day=EXAMPLE_DAY, typed=typed)
    return done.returncode, done.stdout


def test_difference_is_said_and_then_written(example_copy: Path, tmp_path: Path) -> None:
    file = saved(tmp_path, page(ROWS, 1, 3))
    status, said = run(example_copy, file, "--treaty", "untoc", typed="y\n")
    assert status == 0, said
    assert "Became parties: 1 (Epsilon)." in said
    assert "Pasaron a ser partes: 1 (Epsilon)." in said
    assert "Dates or acts differ: 1 (Union of Examples)." in said
    assert "As before, with the new date: 1." in said
    assert "Epsilon 2020-06-04" in said
    assert "Zeta 2: Note 2 of the page." in said
    catalogue, found = load(example_copy)
    assert not has_errors(check(catalogue, EXAMPLE_DAY, found))
    assert not changes(catalogue.documents.values(), [t.tag for t in catalogue.languages])
    new = next(s for s in catalogue.countries["zzy"].treaties if s.treaty == "untoc")
    assert (new.status, new.action, str(new.date)) == ("party", "accession", "2020-05-05")
    statuses = [s for c in catalogue.countries.values() for s in c.treaties if s.treaty == "untoc"]
    assert {str(s.as_of) for s in statuses} == {"2026-02-03"}
    treaty = catalogue.treaties["untoc"]
    assert (treaty.counts[-1].parties, treaty.signatories) == (3, 1)
    assert "untc-untoc-2026-02-03" in catalogue.sources


@pytest.mark.slow
def test_other_parts_of_a_record_stay_as_they_are(example_copy: Path, tmp_path: Path) -> None:
    before, _ = load(example_copy)
    run(example_copy, saved(tmp_path, page(ROWS, 1, 3)), "--treaty", "untoc", "--yes")
    after, _ = load(example_copy)
    for identifier, country in before.countries.items():
        new = after.countries[identifier]
        assert new.model_copy(update={"treaties": country.treaties}) == country
        assert [s for s in new.treaties if s.treaty != "untoc"] == [
            s for s in country.treaties if s.treaty != "untoc"
        ]


@pytest.mark.slow
@pytest.mark.parametrize("typed", ["", "n\n"])
def test_nothing_is_written_without_a_yes(example_copy: Path, tmp_path: Path, typed: str) -> None:
    before = state(example_copy)
    status, said = run(
        example_copy, saved(tmp_path, page(ROWS, 1, 3)), "--treaty", "untoc", typed=typed
    )
    assert (status, state(example_copy)) == (1, before)
    assert "Nothing was written." in said


def test_dry_run_reads_the_page_of_any_treaty(example_copy: Path, tmp_path: Path) -> None:
    before = state(example_copy)
    file = saved(tmp_path, page(ODD, SIGNATORIES, PARTIES, number="IV-11"))
    status, said = run(example_copy, file, "--dry-run")
    assert (status, state(example_copy)) == (0, before)
    assert "7 participants; 4 signatures and 5 parties as read; the page says 4 / 5." in said


def test_status_is_removed_only_when_asked(example_copy: Path, tmp_path: Path) -> None:
    before = state(example_copy)
    file = saved(tmp_path, page(ROWS[1:], 0, 2))
    status, said = run(example_copy, file, "--treaty", "untoc", "--yes")
    assert (status, state(example_copy)) == (2, before)
    assert "--allow-removals" in said
    assert "Zeta" in said
    status, said = run(example_copy, file, "--treaty", "untoc", "--yes", "--allow-removals")
    assert status == 0, said
    catalogue, _ = load(example_copy)
    old = next(s for s in catalogue.countries["zzz"].treaties if s.treaty == "untoc")
    assert old.status == "no-action"


def test_note_on_a_status_that_is_over_goes_and_is_named(
    example_copy: Path, tmp_path: Path
) -> None:
    file = saved(tmp_path, page([Row("Epsilon", "", "1 Feb 2024 a")], 0, 1, number="XVIII-12-a"))
    status, said = run(example_copy, file, "--treaty", "tip", "--yes", "--allow-removals")
    assert status == 0, said
    assert "The note of Epsilon goes" in said


@pytest.mark.parametrize(
    ("content", "words", "code"),
    [
        (page([*ROWS, Row("Atlantis", "", "1 Jan 2003")], 1, 4), ("--treaty", "untoc"), "Atlantis"),
        (page(ROWS, 1, 3, number="XVIII-12-a"), ("--treaty", "untoc"), "XVIII-12-a"),
        (page(ROWS, 1, 3, day="01-01-2010"), ("--treaty", "untoc"), "Epsilon"),
        (page(ROWS, 1, 3, day="05-06-2020"), ("--treaty", "nothing"), "nothing"),
        (page(ROWS, 2, 3), ("--treaty", "untoc"), "2 / 3"),
        (xml(ROWS, 1, 3), ("--treaty", "untoc"), "--as-of"),
        (page([Row("Zeta", "", "4 Mar 2003 d")], 0, 1), ("--treaty", "untoc"), "succession"),
    ],
)
def test_refused_page_writes_nothing_and_says_why_in_both_languages(
    example_copy: Path, tmp_path: Path, content: str | bytes, words: tuple[str, ...], code: str
) -> None:
    before = state(example_copy)
    status, said = run(example_copy, saved(tmp_path, content), *words, "--yes")
    assert (status, state(example_copy)) == (2, before)
    assert said.count(code) >= 2, said


@pytest.mark.slow
def test_older_page_than_the_data_is_refused(example_copy: Path, tmp_path: Path) -> None:
    rows = [Row("Zeta", "13 Dec 2000", "4 Mar 2003")]
    status, said = run(
        example_copy, saved(tmp_path, page(rows, 1, 1, day="01-01-2010")), "--treaty", "untoc"
    )
    assert status == 2
    assert "Use a newer page" in said


@pytest.mark.slow
def test_xml_is_dated_by_who_saved_it(example_copy: Path, tmp_path: Path) -> None:
    file = saved(tmp_path, xml(ROWS, 1, 3), "untoc.xml")
    status, said = run(example_copy, file, "--treaty", "untoc", "--as-of", "2026-02-03", "--yes")
    assert status == 0, said
    catalogue, _ = load(example_copy)
    assert "untc-untoc-2026-02-03" in catalogue.sources
