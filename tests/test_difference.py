"""`python -m atlas diff` says what a change does to readers, in both languages."""

import re
import subprocess
from pathlib import Path

import pytest

from atlas.catalogue.catalogue import load
from atlas.editing.diff import as_markdown, as_text, difference
from support.projects import EXAMPLE_DAY
from support.running import run_here


def git(project: Path, *arguments: str) -> None:
    identity = ("-c", "user.name=Test", "-c", "user.email=test@example.org")
    subprocess.run(["git", "-C", project, *identity, *arguments], check=True, capture_output=True)


def rewrite(project: Path, name: str, old: str, new: str) -> None:
    file = project / name
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.fixture
def changed(example_copy: Path) -> Path:
    """The example under Git, with a change that is not committed."""
    git(example_copy, "init", "--quiet")
    git(example_copy, "add", "data", "content", "mkdocs.yml")
    git(example_copy, "commit", "--quiet", "--message", "Before")
    rewrite(example_copy, "data/countries/zzy.yml", "  es: ", "  es: Nueva ")
    source = example_copy / "data" / "networks" / "example-network.yml"
    text = source.read_text(encoding="utf-8").replace("id: example-network", "id: second-network")
    (source.parent / "second-network.yml").write_text(text, encoding="utf-8")
    return example_copy


def test_change_at_the_end_of_a_long_text_is_seen(example_copy: Path) -> None:
    file = example_copy / "data" / "alliances" / "zeta-alliance.yml"
    text = file.read_text(encoding="utf-8")
    found = []
    for end in ("Son doce.", "Son trece."):
        sentence = "La alianza reúne a organizaciones de todo el país. " * 8 + end
        file.write_text(re.sub(r"(summary:\n  es: ).*", rf"\1{sentence}", text), encoding="utf-8")
        found.append(load(example_copy)[0])
    said = as_text(difference(found[0], found[1], EXAMPLE_DAY), "es")
    line = next(each for each in said.splitlines() if "zeta-alliance.yml summary.es" in each)
    assert "Son doce.» → «… " in line
    assert line.endswith("Son trece.»")
    assert len(line) < 400


def test_revision_that_git_does_not_know_is_told_in_both_languages(example_copy: Path) -> None:
    done = run_here(example_copy, "diff", "nosuch")
    assert done.returncode == 2
    assert done.stdout.startswith("Git no conoce aquí «nosuch».")
    assert "fatal" not in done.stdout


def test_pages_facts_and_outdated_translations_are_told_in_both_languages(changed: Path) -> None:
    done = run_here(changed, "diff", "HEAD", day=EXAMPLE_DAY)
    assert done.returncode == 0, done.stdout
    spanish, english = done.stdout.split("What changes for readers")
    assert "\nPáginas nuevas (1)\n" in spanish
    assert "Example Network (/networks/second-network/)" in english
    assert "Pages that change" in english
    assert "/countries/zzy/" in english
    assert "data/countries/zzy.yml " in english
    assert "→ «Nueva " in spanish
    assert "Translations that become outdated (1)\n  data/countries/zzy.yml:" in english


def test_address_that_stops_working_is_told_unless_a_record_takes_it(changed: Path) -> None:
    git(changed, "add", "data")
    git(changed, "commit", "--quiet", "--message", "Second network")
    (changed / "data" / "networks" / "second-network.yml").unlink()
    said = run_here(changed, "diff", "HEAD", day=EXAMPLE_DAY).stdout
    assert "Addresses that stop working (“former_ids” is missing) (1)\n  /networks/second-" in said
    name = "data/networks/example-network.yml"
    rewrite(
        changed,
        name,
        "id: example-network\n",
        "id: example-network\nformer_ids: [second-network]\n",
    )
    said = run_here(changed, "diff", "HEAD", day=EXAMPLE_DAY).stdout
    assert "Addresses that stop working" not in said


def test_a_change_of_form_alone_is_no_change(example_copy: Path) -> None:
    before, _ = load(example_copy)
    rewrite(example_copy, "data/countries/zzz.yml", "alpha_2: ZZ", 'alpha_2:   "ZZ"')
    after, _ = load(example_copy)
    found = difference(before, after, EXAMPLE_DAY)
    assert not found
    assert as_text(found, "es") == "Qué cambia para quienes leen\nNada.\n"
    assert as_markdown(found, "en") == "### What changes for readers\n\nNothing.\n"


def test_what_an_outsider_wrote_is_no_markup_in_a_comment(example_copy: Path) -> None:
    before, _ = load(example_copy)
    link = "[x](https://example.org) @everyone `a` **b**"
    rewrite(example_copy, "data/countries/zzz.yml", "Zeta inició", f"Zeta inició {link}")
    after, _ = load(example_copy)
    said = as_markdown(difference(before, after, EXAMPLE_DAY), "es")
    fact = next(line for line in said.splitlines() if "everyone" in line)
    shown = fact.partition(": ")[2]
    assert not set("[]@`*<>") & set(shown)


def test_data_with_errors_are_told_and_not_compared(changed: Path) -> None:
    rewrite(changed, "data/countries/zzz.yml", "alpha_2: ZZ", "alpha_2: [ZZ")
    done = run_here(changed, "diff", "HEAD")
    assert done.returncode == 1
    assert "data/countries/zzz.yml" in done.stdout
    assert "Traceback" not in done.stdout


def test_revision_git_does_not_know_is_told(changed: Path) -> None:
    done = run_here(changed, "diff", "nothing")
    assert done.returncode == 2
    assert "Traceback" not in done.stdout


def test_what_matters_stands_first_and_pages_of_a_folder_share_a_line(changed: Path) -> None:
    source = changed / "data" / "networks" / "example-network.yml"
    for number in range(6):
        text = source.read_text("utf-8").replace("id: example-network", f"id: network-{number}")
        (source.parent / f"network-{number}.yml").write_text(text, encoding="utf-8")
    short = run_here(changed, "diff", "HEAD", day=EXAMPLE_DAY).stdout
    english = short.split("What changes for readers")[1]
    assert english.index("Facts that change") < english.index("New pages (7)")
    assert english.index("New pages (7)") < english.index("Pages that change")
    assert "  /networks/…: 7\n" in english
    assert "(/networks/network-3/)" not in english
    full = run_here(changed, "diff", "HEAD", "--full", day=EXAMPLE_DAY).stdout
    assert "(/networks/network-3/)" in full
    assert "and more" not in full
    facts = int(re.search(r"Facts that change \((\d+)\)", full)[1])  # type: ignore[index]  # it is there, as above
    assert facts > 40
    lines = full.split(f"Facts that change ({facts})")[1].splitlines()[1 : facts + 1]
    assert all(line.startswith("  data/") for line in lines)


def test_pages_that_change_alike_share_a_line_and_the_full_list_hides_none(
    example_copy: Path,
) -> None:
    before, _ = load(example_copy)
    rewrite(
        example_copy, "data/interface.yml", "    en: Correct, add or", "    en: Put right, add or"
    )
    rewrite(
        example_copy, "data/networks/example-network.yml", "Example Network", "Example Network!"
    )
    after, _ = load(example_copy)
    found = difference(before, after, EXAMPLE_DAY)
    many = found.changed[0]
    assert len(many.pages) > 20
    assert len(found.changed) < sum(len(each.pages) for each in found.changed) / 2
    more = f"… and {len(many.pages) - 1} more: «Correct, add or"
    assert more in as_text(found, "en")
    full = as_text(found, "en", full=True)
    paths = [path for group in found.changed for path in group.pages]
    assert len(paths) == len({*paths})
    assert all(f"(/{path})" in full for path in paths)
    said = [text for group in found.changed for text in (*group.gone, *group.new)]
    assert all(text in full for text in said if len(text) < 100)


def test_what_is_withheld_on_purpose_is_no_address_that_broke(example_copy: Path) -> None:
    before, _ = load(example_copy)
    own = example_copy / "data" / "alliances" / "zeta-alliance.yml"
    rewrite(example_copy, "data/countries/zzz.yml", "  alliance: zeta-alliance\n", "")
    lines = "records:\n  - kind: alliances\n    id: zeta-alliance\n    date: 2026-11-20\n"
    for mended in ("", "    mended: 2026-11-21\n"):
        (example_copy / "data" / "withhold.yml").write_text(lines + mended, encoding="utf-8")
        if mended:
            own.unlink()
        after, _ = load(example_copy)
        found = difference(before, after, EXAMPLE_DAY)
        assert found.lost == ()
        for shown in (as_text(found, "en", full=True), as_markdown(found, "es", full=True)):
            assert "/alliances/zeta-alliance/" not in shown
            assert "Alianza Nacional de Zeta" not in shown
        assert found.withheld
