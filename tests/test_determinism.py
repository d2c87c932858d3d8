"""The same sources make the same bytes, whatever the order a computer happens to keep things in."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from atlas.build.clock import today
from support.projects import EXAMPLE_DAY, PROJECT, build, environment, files_of, versioned_example

PAGES = """
import hashlib, json, sys
from datetime import date
from pathlib import Path
from atlas.catalogue.catalogue import load
from atlas.catalogue.edition import Edition
from atlas.site.pages import Site, pages
catalogue, _ = load(Path(sys.argv[1]))
print(json.dumps({
    f"{language.prefix}{page.path}": hashlib.sha256(repr(page).encode()).hexdigest()
    for language in catalogue.languages
    for page in pages(Edition(catalogue, language, date(2026, 11, 21)), Site())
}))
"""


def test_two_builds_are_the_same_byte_by_byte(example_site: Path, tmp_path: Path) -> None:
    # The other was built with seed 1.
    other = build(
        versioned_example(tmp_path / "example"), "--history", PYTHONHASHSEED="2", TZ="UTC-9"
    )
    first, second = files_of(example_site), files_of(other)
    assert list(first) == list(second)
    assert [name for name in first if first[name] != second[name]] == []


@pytest.mark.slow
def test_pages_of_the_real_data_are_the_same_twice() -> None:
    running = [
        subprocess.Popen(
            [sys.executable, "-c", PAGES, str(PROJECT)],
            env=environment(PROJECT, PYTHONHASHSEED=seed),
            stdout=subprocess.PIPE,
            text=True,
        )
        for seed in ("1", "2")
    ]
    first, second = (json.loads(each.communicate()[0]) for each in running)
    assert len(first) > 500
    assert first == second


def test_day_of_a_build_is_the_one_it_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    variables = environment(PROJECT, day=EXAMPLE_DAY)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", variables["SOURCE_DATE_EPOCH"])
    assert today() == EXAMPLE_DAY
