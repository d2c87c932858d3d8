"""`python -m atlas translations` lists, stamps and confirms; moving or rewrapping outdates nothing."""

import json
import re
import subprocess
from pathlib import Path

from atlas.catalogue.catalogue import load
from atlas.catalogue.translation_lock import LOCK
from atlas.catalogue.translations import State, translations
from atlas.checks.checks import check
from support.projects import EXAMPLE_DAY
from support.running import run_here

KEY = "data/countries/zzz.yml#vpi.summary"


def codes(project: Path) -> set[str]:
    catalogue, found = load(project)
    return {each.code for each in check(catalogue, EXAMPLE_DAY, found)}


def state(project: Path, key: str) -> State:
    catalogue, _ = load(project)
    return next(each.state for each in translations(catalogue, "en") if each.key == key)


def test_list_says_where_each_outdated_and_missing_translation_stands(
    example_project: Path,
) -> None:
    said = run_here(example_project, "translations").stdout
    assert "English (en): desactualizada · outdated: 2" in said
    assert "Español (es): " in said
    assert ": desactualizada · outdated: vpi.summary" in said
    line = next(each for each in said.splitlines() if each.endswith("outdated: vpi.summary"))
    file, number, *_ = line.strip().split(":")
    text = (example_project / file).read_text(encoding="utf-8").splitlines()
    assert "summary" in text[int(number) - 2] + text[int(number) - 1]


def test_update_stamps_what_is_new_and_leaves_what_is_outdated(example_copy: Path) -> None:
    assert "translation-not-stamped" in codes(example_copy)
    assert run_here(example_copy, "translations", "--update").returncode == 0
    assert "translation-not-stamped" not in codes(example_copy)
    assert state(example_copy, KEY) is State.OUTDATED
    before = (example_copy / LOCK).read_bytes()
    run_here(example_copy, "translations", "--update")
    assert (example_copy / LOCK).read_bytes() == before


def test_confirm_takes_a_translation_or_a_whole_file_as_right(example_copy: Path) -> None:
    shown = run_here(example_copy, "translations", "--update").stdout.splitlines()[-1]
    assert re.search(r"-m atlas translations confirm (data|content)/\S+$", shown)
    file = KEY.partition("#")[0]
    assert run_here(example_copy, "translations", "confirm", file).stdout.endswith("Confirmed: 1\n")
    assert state(example_copy, KEY) is State.CURRENT
    page = "content/en/guide/networks.md"
    assert state(example_copy, page) is State.OUTDATED
    assert run_here(example_copy, "translations", "confirm", page).returncode == 0
    assert state(example_copy, page) is State.CURRENT
    done = run_here(example_copy, "translations", "confirm", "data/nothing.yml")
    assert done.returncode == 1
    assert "make translations" in done.stdout


def test_item_without_an_id_may_move_in_its_list(example_copy: Path) -> None:
    run_here(example_copy, "translations", "--update")
    file = example_copy / "data" / "countries" / "zzz.yml"
    text = file.read_text(encoding="utf-8")
    moved = text.replace("unknown:\n", "unknown:\n  - es: Otra duda.\n    en: Another doubt.\n")
    assert moved != text
    file.write_text(moved, encoding="utf-8")
    assert state(example_copy, "data/countries/zzz.yml#unknown.1") is State.CURRENT
    file.write_text(text.replace("El día de la reunión", "La hora de la reunión"), "utf-8")
    assert state(example_copy, "data/countries/zzz.yml#unknown.0") is State.OUTDATED


def test_lock_has_one_line_for_each_translation(project: Path) -> None:
    text = (project / LOCK).read_text(encoding="utf-8")
    entries = sum(len(own) for own in json.loads(text).values())
    assert len(text.splitlines()) == entries + 2 + 2 * len(json.loads(text))


def test_lock_of_the_project_is_up_to_date(project: Path) -> None:
    catalogue, found = load(project)
    told = {each.code for each in check(catalogue, EXAMPLE_DAY, found)}
    assert not told & {"translation-not-stamped", "translation-orphaned"}, (
        "run `python -m atlas translations --update`"
    )


def test_page_that_cannot_be_read_just_now_keeps_what_is_known_of_its_translation(
    example_copy: Path,
) -> None:
    run_here(example_copy, "translations", "--update")
    before = (example_copy / LOCK).read_bytes()
    file = example_copy / "content" / "es" / "guide" / "networks.md"
    file.write_text(file.read_text("utf-8").replace("title:", "titulo:"), encoding="utf-8")
    assert "translation-orphaned" not in codes(example_copy)
    run_here(example_copy, "translations", "--update")
    assert (example_copy / LOCK).read_bytes() == before


def test_lock_in_which_two_changes_met_is_never_written_over(example_copy: Path) -> None:
    broken = "<<<<<<< HEAD\n{}\n=======\n{}\n>>>>>>> other\n"
    (example_copy / LOCK).write_text(broken, encoding="utf-8")
    assert "broken-lock" in codes(example_copy)
    for arguments in (("--update",), ("confirm", KEY)):
        done = run_here(example_copy, "translations", *arguments)
        assert done.returncode == 1
        assert "broken-lock" in done.stdout
    assert (example_copy / LOCK).read_text(encoding="utf-8") == broken


def test_file_that_cannot_be_read_just_now_keeps_what_is_known_of_it(example_copy: Path) -> None:
    run_here(example_copy, "translations", "--update")
    before = (example_copy / LOCK).read_bytes()
    file = example_copy / "data" / "countries" / "zzz.yml"
    file.write_text(file.read_text("utf-8").replace("alpha_2:", "alpha2:"), encoding="utf-8")
    assert "translation-orphaned" not in codes(example_copy)
    run_here(example_copy, "translations", "--update")
    assert (example_copy / LOCK).read_bytes() == before


def test_confirm_takes_what_the_list_shows(example_copy: Path) -> None:
    said = run_here(example_copy, "translations", "--update").stdout
    line = next(each for each in said.splitlines() if each.endswith("outdated: vpi.summary"))
    shown = ":".join(line.strip().split(":")[:2])
    done = run_here(example_copy, "translations", "confirm", shown)
    assert done.stdout.endswith("Confirmed: 1\n")
    assert state(example_copy, KEY) is State.CURRENT


def test_confirm_without_a_name_says_how_it_is_used(example_copy: Path) -> None:
    done = run_here(example_copy, "translations", "confirm")
    assert done.returncode == 2
    assert "“confirm FILE:LINE”" in done.stdout


def committed(project: Path) -> None:
    identity = ("-c", "user.name=Test", "-c", "user.email=test@example.org")
    for arguments in (
        ("init", "--quiet"),
        ("add", "data", "content", "mkdocs.yml"),
        ("commit", "--quiet", "--message", "Before"),
    ):
        subprocess.run(["git", "-C", project, *identity, *arguments], check=True)


def test_typo_leaves_the_other_languages_as_current_as_they_were(example_copy: Path) -> None:
    run_here(example_copy, "translations", "--update")
    committed(example_copy)
    file = example_copy / "data" / "countries" / "zzz.yml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("  es: ", "  es: Hoy, "), encoding="utf-8")
    catalogue, _ = load(example_copy)
    own = [t for t in translations(catalogue, "en") if t.file == "data/countries/zzz.yml"]
    outdated = {each.key for each in own if each.state is State.OUTDATED}
    assert len(outdated) > 1
    done = run_here(example_copy, "translations", "--trivial", "data/countries/zzz.yml")
    assert done.returncode == 0, done.stdout
    assert f"Still current: {len(outdated) - 1}." in done.stdout
    catalogue, _ = load(example_copy)
    left = {t.key for t in translations(catalogue, "en") if t.state is State.OUTDATED}
    assert left & outdated == {KEY}  # nobody has read that one since it became outdated
    subprocess.run(["git", "-C", example_copy, "checkout", "--quiet", LOCK], check=True)
    assert state(example_copy, next(iter(outdated - {KEY}))) is State.OUTDATED


def test_typo_on_a_page_is_told_by_the_page_that_changed(example_copy: Path) -> None:
    page = "content/en/guide/networks.md"
    run_here(example_copy, "translations", "--update")
    run_here(example_copy, "translations", "confirm", page)
    committed(example_copy)
    file = example_copy / "content" / "es" / "guide" / "networks.md"
    file.write_text(file.read_text("utf-8") + "\nUna frase.\n", encoding="utf-8")
    assert state(example_copy, page) is State.OUTDATED
    changed = "content/es/guide/networks.md"
    assert run_here(example_copy, "translations", "--trivial", changed).returncode == 0
    assert state(example_copy, page) is State.CURRENT
    assert run_here(example_copy, "translations", "--trivial", changed).returncode == 1
