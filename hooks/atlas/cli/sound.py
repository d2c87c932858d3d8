"""The catalogue for commands that need one without errors."""

import sys
from pathlib import Path

from atlas.build.clock import today
from atlas.catalogue.catalogue import Catalogue, load
from atlas.catalogue.reporters import as_text, field_guides
from atlas.checks.checks import check, has_errors


def sound_catalogue(root: Path, *, warn: bool = False) -> Catalogue | None:
    """The catalogue of a project, or None if it has errors; says them, with `warn` also warnings."""
    catalogue, problems = load(root)
    problems = check(catalogue, today(), problems)
    shown = [problem for problem in problems if warn or problem.level == "error"]
    if shown:
        print(f"{as_text(shown)}\n\n{field_guides(shown)}", file=sys.stderr)
    return None if has_errors(problems) else catalogue
