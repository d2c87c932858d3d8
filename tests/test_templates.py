"""Templates are read by people, too."""

from pathlib import Path

import pytest

from support.projects import PROJECT

LONGEST = 160
TEMPLATES = sorted(
    file
    for folder in ("hooks/atlas/site/templates", "overrides")
    for file in (PROJECT / folder).rglob("*.html")
)


def test_templates_are_looked_at() -> None:
    assert {"country.html", "header.html"} <= {file.name for file in TEMPLATES}


@pytest.mark.parametrize("file", TEMPLATES, ids=lambda file: file.stem)
def test_a_line_of_a_template_can_be_read_at_once(file: Path) -> None:
    lines = file.read_text(encoding="utf-8").splitlines()
    assert not [number for number, line in enumerate(lines, 1) if len(line) > LONGEST]
