"""What is shown is made from the catalogue alone: once it is read, no file is opened any more."""

import io
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from atlas.catalogue.catalogue import Catalogue, load
from atlas.catalogue.edition import Edition
from atlas.catalogue.translations import stamped, translations
from atlas.checks.checks import check
from atlas.exports import files
from atlas.site.pages import Site, plans
from support.projects import EXAMPLE_DAY

OPENERS: tuple[tuple[Any, str], ...] = (
    ("builtins", "open"),
    (io, "open"),
    (os, "open"),
    (os, "scandir"),
    (os, "listdir"),
    (os, "stat"),
    (Path, "open"),
    (Path, "read_text"),
    (Path, "read_bytes"),
)


@pytest.fixture
def closed(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Closes the file system to the program; what is opened all the same raises."""

    def refuse(*arguments: object, **options: object) -> None:
        raise AssertionError(f"a file was looked at: {arguments}")

    def close() -> None:
        for owner, name in OPENERS:
            target = f"builtins.{name}" if owner == "builtins" else None
            if target:
                monkeypatch.setattr(target, refuse)
            else:
                monkeypatch.setattr(owner, name, refuse)

    return close


def views(catalogue: Catalogue) -> list[str]:
    """Every view of a catalogue, in each language, as a text."""
    return [
        repr(plan)
        for tongue in catalogue.languages
        for plan in plans(Edition(catalogue, tongue, EXAMPLE_DAY), Site())
    ]


def test_views_are_made_with_the_file_system_closed(
    example_project: Path, closed: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    # Messages, and what the libraries know of languages, are the program's own, and read when first used.
    check(load(example_project)[0], EXAMPLE_DAY)
    open_views = views(load(example_project)[0])
    catalogue, found = load(example_project)
    closed()
    try:
        closed_views = views(catalogue)
        check(catalogue, EXAMPLE_DAY, found)
        files(catalogue, "https://example.org/")
        for tongue in catalogue.languages:
            translations(catalogue, tongue.tag)
        stamped(catalogue)
    finally:
        monkeypatch.undo()
    assert closed_views == open_views
    assert closed_views


def test_catalogue_holds_no_path_to_a_disk(example: Catalogue) -> None:
    assert not [name for name, value in vars(example).items() if isinstance(value, Path)]
