"""What runs on GitHub has the least rights it can, and nothing of an outsider's is ever run with any."""

import re
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
import yaml

from house.projects import PROJECT

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


def test_comment_never_runs_anything_of_the_proposal() -> None:
    workflow = read(PROJECT / ".github" / "workflows" / "comment.yml")
    assert not [step for step in steps(workflow) if "uses" in step]
    assert "git" not in re.findall(r"^\s*(\w+)", steps(workflow)[0]["run"], re.MULTILINE)


def test_workflows_have_no_finding_of_zizmor() -> None:
    if find_spec("zizmor") is None and not (Path(sys.executable).parent / "zizmor").exists():
        pytest.skip("zizmor is not installed")
    program = Path(sys.executable).parent / "zizmor"
    done = subprocess.run(
        [program, "--offline", "--no-progress", "--quiet", PROJECT / ".github" / "workflows"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout


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
