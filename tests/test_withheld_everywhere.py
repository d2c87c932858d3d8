"""A marked name in every text of every kind, withheld in each way: no byte that is made holds it."""

import json
import pickle
import re
import shutil
import subprocess
import unicodedata
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel

from atlas.catalogue import formatting
from atlas.catalogue.catalogue import load
from atlas.catalogue.edition import Edition
from atlas.catalogue.names import Names, fingerprint, normalized
from atlas.catalogue.withholding import Withholding, withhold
from atlas.checks.checks import check, has_errors
from atlas.cli.main import main
from atlas.cli.schema import generated
from atlas.editing import cms
from atlas.editing.issue_forms import forms, labels_of
from atlas.exports import files as exports
from atlas.model.kinds import DOCUMENTS, RECORDS
from atlas.model.records import Record
from atlas.model.traversal import Wording, wordings
from atlas.site.pages import Site, pages
from support.projects import EXAMPLE_DAY, PROJECT, copy_example
from support.records import record as random_record

pytestmark = pytest.mark.slow

NAME = "Frente Zyxwñ de Prueba"
SPELLINGS = (
    NAME,
    NAME.upper(),
    unicodedata.normalize("NFD", NAME),
    NAME.replace(" de", "  de"),
    NAME.replace(" ", "\u00a0"),
)
CORE = "zyxwn"
ADDRESS = "https://example.org/"


def shows(text: str) -> bool:
    """Whether any spelling of the name's rarest word is in a text, escaped or not."""
    plain = text.replace("\\u00ad", "").replace("\\u200b", "").replace("\\u00f1", "n")
    letters = unicodedata.normalize("NFKD", normalized(plain))
    return CORE in "".join(c for c in letters if not unicodedata.combining(c))


def written(model: BaseModel) -> list[Wording]:
    """The texts of a model in which a name may stand: no mailbox, no number of a document."""
    return [
        each
        for each in wordings(model)
        if "@" not in each.text and not {"number", "numbers"} & {*each.location}
    ]


def marked(model: BaseModel, names: Iterator[str]) -> dict[str, Any]:
    """The plain values of a model, with the name at the end of every text and as every official one."""
    raw: dict[str, Any] = json.loads(json.dumps(model.model_dump(mode="json")))
    for wording in written(model):
        *above, last = wording.location
        parent: Any = raw
        for step in above:
            parent = parent[step]
        whole = wording.official and above[-1] == "name"
        parent[last] = next(names) if whole else f"{wording.text} {next(names)}."
    return raw


@pytest.mark.parametrize("kind", [*RECORDS, *(name for name in DOCUMENTS if name != "withhold")])
@given(random=st.randoms(use_true_random=False))
def test_no_text_field_of_any_kind_keeps_a_withheld_name(kind: str, random: Random) -> None:
    model = (RECORDS | DOCUMENTS)[kind]
    made = model.model_validate(random_record(model, random))
    texts = [each.text for each in written(made)]
    made = model.model_validate(marked(made, cycle(SPELLINGS)))
    assert sum(shows(each.text) for each in written(made)) == len(texts)
    withholding = Withholding(names=Names.of([fingerprint(NAME)]))
    if isinstance(made, Record):
        kept = withhold(withholding, {kind: {made.id: made}}, {}, {})
        left = [*kept.records[kind].values()]
    else:
        kept = withhold(withholding, {}, {kind: made}, {})
        left = [*kept.documents.values()]
    assert not shows("".join(each.model_dump_json() for each in left))
    assert bool(kept.touched) == bool(texts)


def git(project: Path, *arguments: str) -> None:
    identity = ("-c", "user.name=Test", "-c", "user.email=test@example.org")
    subprocess.run(["git", "-C", project, *identity, *arguments], check=True, capture_output=True)


def mark(project: Path) -> None:
    """Put the name into every text of the data and the written pages of a project."""
    catalogue, _ = load(project)
    names = cycle(SPELLINGS)
    tags = [tongue.tag for tongue in catalogue.languages]
    for file, model in catalogue.files.items():
        path = project / file
        kind = formatting.kind_of(file)
        if kind:
            made = type(model).model_validate(marked(model, names))
            path.write_text(formatting.write(made, kind, tags), encoding="utf-8")
        else:
            text = path.read_text(encoding="utf-8")
            text = re.sub(r"(?m)^(title|description): .*", rf'\1: "{next(names)}"', text)
            path.write_text(f"{text}\nLo dijo el **Frente** Zyxwñ&nbsp;de _Prueba_.\n", "utf-8")


SCHEMA = "# yaml-language-server: $schema=../schema/withhold.schema.json\n"
WAYS = {
    "name": f"organisations:\n  - name: {NAME}\n    date: 2026-11-20\n",
    "fingerprint": f"organisations:\n  - name: {fingerprint(NAME)}\n    date: 2026-11-20\n",
    "record": "records:\n  - kind: alliances\n    id: zeta-alliance\n    date: 2026-11-20\n",
}


@pytest.fixture(scope="module", params=WAYS)
def project(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project under Git: `public` shows the name, `withheld` keeps it out, then the files are mended.

    Two revisions are mended: `guarded`, which keeps the entry on guard, and `mended`, which has none.
    """
    root = copy_example(tmp_path_factory.mktemp(request.param) / "project")
    kept = root.with_name("kept")
    for part in ("data", "content"):
        shutil.copytree(root / part, kept / part)
    git(root, "init", "--quiet")
    mark(root)

    def commit(name: str) -> None:
        git(root, "add", "data", "content", "mkdocs.yml")
        git(root, "commit", "--quiet", "--allow-empty", "--message", name)
        git(root, "tag", name)

    commit("public")
    withhold = root / "data" / "withhold.yml"
    withhold.write_text(f"{SCHEMA}{WAYS[request.param]}", encoding="utf-8")
    commit("withheld")
    for part in ("data", "content"):
        shutil.copytree(kept / part, root / part, dirs_exist_ok=True)
    withhold.write_text(f"{SCHEMA}{WAYS[request.param]}    mended: 2026-11-21\n", encoding="utf-8")
    commit("guarded")
    withhold.unlink()
    commit("mended")
    return root


def test_what_is_public_shows_the_name(project: Path) -> None:
    git(project, "checkout", "--quiet", "public")
    catalogue, found = load(project)
    assert not has_errors(check(catalogue, EXAMPLE_DAY, found))
    edition = Edition(catalogue, catalogue.languages[0], EXAMPLE_DAY)
    assert shows("".join(each.html for each in pages(edition, Site())))


COMMANDS = (
    *(("check", "--format", form) for form in ("text", "github", "markdown", "sarif")),
    *(("diff", base) for base in ("public", "withheld", "guarded", "mended")),
    # The same differences in other words: those where most goes and where most comes are enough.
    *(("diff", base, "--format", "markdown") for base in ("public", "mended")),
    ("translations",),
    ("format", "--check"),
)  # fmt: skip


@pytest.mark.parametrize("state", ["withheld", "guarded", "mended"])
def test_no_command_says_a_withheld_name(
    project: Path, state: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795219200")
    git(project, "checkout", "--quiet", state)
    for command in COMMANDS:
        if state == "mended" and "public" in command:
            # With the list gone from both sides, nothing says any more what must not be shown.
            continue
        status = main(["--root", str(project), *command])
        said = capsys.readouterr()
        assert status == 0, (command, said)
        assert said.out
        assert not shows(said.out + said.err), command


@pytest.mark.parametrize("state", ["withheld", "guarded", "mended"])
def test_nothing_that_is_made_holds_a_withheld_name(project: Path, state: str) -> None:
    git(project, "checkout", "--quiet", state)
    catalogue, found = load(project)
    assert not has_errors(check(catalogue, EXAMPLE_DAY, found))
    for tongue in catalogue.languages:
        for page in pages(Edition(catalogue, tongue, EXAMPLE_DAY), Site()):
            assert not shows(repr(page)), page.path
    for path, content in exports(catalogue, ADDRESS).items():
        assert path.endswith(".zip") or not shows(content.decode()), path
    settings = cms.Settings({"name": "github", "repo": "owner/name"}, ADDRESS)
    for name, text in (cms.pages(catalogue, settings) | generated(project)).items():
        assert not shows(text), name
    for value in (catalogue.documents, catalogue.records, catalogue.written, catalogue.withhold):
        assert CORE.encode() not in pickle.dumps(value).lower()
        assert not shows(pickle.dumps(value).decode("utf-8", "ignore"))


def test_page_of_a_withheld_record_is_called_withheld_and_not_broken(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    git(project, "checkout", "--quiet", "withheld")
    assert main(["--root", str(project), "diff", "public"]) == 0
    said = capsys.readouterr().out
    assert "retira algo a propósito" in said
    assert "withheld on purpose" in said
    assert "former_ids" not in said
    assert "zeta-alliance/" not in said


def test_form_with_a_withheld_name_writes_nothing_and_repeats_nothing(
    project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    git(project, "checkout", "--quiet", "withheld")
    shutil.copytree(PROJECT / ".github", project / ".github", dirs_exist_ok=True)
    template = forms(project)["3-alliance.yml"]
    answers = {
        "name_es": NAME.replace("yx", "y\u00adx"),
        "country": "zzy",
        "summary_es": "Una.",
        "sources": "x",
    }
    body = "\n\n".join(f"### {label}\n\n{answers.get(field, '_No response_')}"
                       for label, field in labels_of(template).items())  # fmt: skip
    monkeypatch.setenv("ISSUE_BODY", body)
    before = sorted((project / "data").rglob("*"))
    assert main(["--root", str(project), "form"]) == 1
    said = capsys.readouterr()
    assert "withheld-proposal" in said.out
    assert not shows(said.out + said.err)
    assert "zyxw" not in said.out
    assert sorted((project / "data").rglob("*")) == before
