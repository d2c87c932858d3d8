"""A translation is outdated when the words it was made from change, and for no other reason."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from atlas.catalogue.catalogue import Catalogue, load
from atlas.catalogue.translation_lock import LOCK, write_lock
from atlas.catalogue.translations import (
    State,
    page_translations,
    text_translations,
    words_hash,
)


def states(catalogue: Catalogue, language: str = "en") -> dict[str, State]:
    found = [*text_translations(catalogue, language), *page_translations(catalogue, language)]
    return {each.key: each.state for each in found}


@pytest.fixture
def locked(example_copy: Path) -> Path:
    """The example with every translation checked against its source as it stands."""
    catalogue, _ = load(example_copy)
    checked = {
        each.key: each.source_hash
        for each in (*text_translations(catalogue, "en"), *page_translations(catalogue, "en"))
        if each.state is not State.MISSING
    }
    (example_copy / LOCK).write_text(write_lock({"en": checked}), encoding="utf-8")
    return example_copy


def rewrite(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert text.count(old) == 1
    file.write_text(text.replace(old, new), encoding="utf-8")


def outdated(project: Path) -> set[str]:
    return {key for key, state in states(load(project)[0]).items() if state is State.OUTDATED}


def test_example_has_one_of_each_state(example: Catalogue) -> None:
    found = states(example)
    assert found["data/countries/zzz.yml#vpi.summary"] is State.OUTDATED
    assert found["data/countries/zzz.yml#name"] is State.CURRENT
    assert found["data/events/zeta-training.yml#title"] is State.MISSING
    assert found["content/en/guide/networks.md"] is State.OUTDATED
    assert found["content/en/guide/vpi.md"] is State.CURRENT
    assert found["content/es/guide/extra.md"] is State.MISSING


def test_text_written_in_english_first_awaits_its_spanish(example: Catalogue) -> None:
    assert states(example, "es")["data/events/zeta-training.yml#summary"] is State.MISSING
    assert "data/countries/zzz.yml#name" not in states(example, "es")


def test_change_of_words_makes_the_translation_outdated(locked: Path) -> None:
    assert outdated(locked) == set()
    rewrite(locked / "data/countries/zzz.yml", "con dos reuniones", "con tres reuniones")
    assert outdated(locked) == {"data/countries/zzz.yml#vpi.summary"}


def test_change_of_the_translation_itself_does_not(locked: Path) -> None:
    rewrite(locked / "data/countries/zzz.yml", "with two scoping meetings", "with 2 meetings")
    assert outdated(locked) == set()


def test_white_space_and_wrapping_change_nothing(locked: Path) -> None:
    rewrite(
        locked / "data/countries/zzz.yml",
        "es: Zeta inició su VPI en 2024 con dos reuniones de alcance.",
        "es: >-\n      Zeta inició su VPI\n      en   2024 con dos\n\n      reuniones de alcance.\n",
    )
    rewrite(
        locked / "content/es/guide/vpi.md",
        "Una VPI aplica la UNTOC en un país",
        "Una VPI aplica\n  la UNTOC   en un país",
    )
    assert outdated(locked) == set()


def test_order_of_keys_changes_nothing(locked: Path) -> None:
    rewrite(
        locked / "data/countries/zzz.yml", "  es: Zeta\n  en: Zeta\n", "  en: Zeta\n  es: Zeta\n"
    )
    rewrite(locked / "data/countries/zzz.yml", "kind: member-state\nregion: south-america\n",
            "region: south-america\nkind: member-state\n")  # fmt: skip
    assert outdated(locked) == set()


def test_longer_list_changes_nothing_for_what_has_an_id(locked: Path) -> None:
    rewrite(
        locked / "data/countries/zzz.yml",
        "  priorities:\n",
        "  priorities:\n    - id: new\n      text:\n        es: Nueva\n        en: New\n",
    )
    assert outdated(locked) == set()


def test_change_of_a_page_makes_its_translation_outdated(locked: Path) -> None:
    rewrite(locked / "content/es/guide/vpi.md", "Lleve dos propuestas", "Lleve tres propuestas")
    assert outdated(locked) == {"content/en/guide/vpi.md"}


def test_front_matter_of_the_original_changes_nothing(locked: Path) -> None:
    rewrite(locked / "content/es/guide/vpi.md", "reviewed: 2026-11-21", "reviewed: 2026-11-20")
    assert outdated(locked) == set()


@given(st.lists(st.text(st.characters(categories=("L", "N", "P")), min_size=1), min_size=1))
def test_hash_sees_words_only(words: list[str]) -> None:
    assert words_hash(" ".join(words)) == words_hash("\n\t ".join(words) + "\n")


def test_lock_is_written_in_one_form() -> None:
    lock = {"en": {"b": "2", "a": "1"}}
    assert write_lock(lock) == write_lock(json.loads(write_lock(lock)))
    assert write_lock(lock).index('"a"') < write_lock(lock).index('"b"')


def test_project_without_a_lock_has_nothing_outdated(example_copy: Path) -> None:
    (example_copy / LOCK).unlink()
    assert load(example_copy)[0].lock == {}
    assert outdated(example_copy) == set()
