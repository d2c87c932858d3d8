"""Cases with a mistake on purpose: what each changes in the example.

A case is a folder of `tests/problems/`, named after the rule it breaks. Its `changes.yml` lists
changes to files of the example: `replace` and `by`, `append` (with `times`), or `remove`. Any folder
in it (`data/`, `content/`) is laid over the example as it is.
"""

import shutil
from pathlib import Path
from typing import Any

import yaml

CHANGES, EXPECTED = "changes.yml", "expected.txt"


def apply(case: Path, project: Path) -> None:
    """Make the changes of a case in a copy of the example."""
    changes = case / CHANGES
    if changes.exists():
        for change in yaml.safe_load(changes.read_text(encoding="utf-8")):
            _apply(change, project)
    for folder in sorted(case.iterdir()):
        if folder.is_dir():
            shutil.copytree(folder, project / folder.name, dirs_exist_ok=True)


def _apply(change: dict[str, Any], project: Path) -> None:
    file = project / change["file"]
    if change.get("remove"):
        file.unlink()
        return
    text = file.read_text(encoding="utf-8") if file.exists() else ""
    if "append" in change:
        text += change["append"] * change.get("times", 1)
    else:
        assert text.count(change["replace"]) == 1, f"{change['file']}: {change['replace']!r}"
        text = text.replace(change["replace"], change["by"])
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


def files_changed(case: Path) -> set[str]:
    """The files of the example that a case changes or adds."""
    found = {
        file.relative_to(case).as_posix()
        for folder in case.iterdir()
        if folder.is_dir()
        for file in folder.rglob("*")
        if file.is_file()
    }
    changes = case / CHANGES
    if changes.exists():
        found |= {each["file"] for each in yaml.safe_load(changes.read_text(encoding="utf-8"))}
    return found
