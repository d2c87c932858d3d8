"""`make serve` shows every language, and follows what is edited."""

import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from support.projects import EXAMPLE_DAY, atlas, environment

PATIENCE = 90
COPY = "content/es/guide/vpi.md~"


@pytest.fixture
def address(example_copy: Path, tmp_path: Path) -> Iterator[str]:
    """The address of the example, served live, with a copy of a page that an editor left."""
    (example_copy / COPY).write_text("What was written before.", encoding="utf-8")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        place = f"127.0.0.1:{probe.getsockname()[1]}"
    with (tmp_path / "output.txt").open("w") as output:
        # What is started in the background is deaf to Ctrl-C, and so would be all that it starts.
        hearing = ("env", "--default-signal=INT")
        process = subprocess.Popen(
            [*hearing, sys.executable, "-m", "atlas", "serve", "--address", place],
            cwd=example_copy,
            env=environment(example_copy, day=EXAMPLE_DAY),
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        try:
            yield f"http://{place}/"
        finally:
            # As a person stops it, with Ctrl and C.
            process.send_signal(signal.SIGINT)
            process.wait(30)
            assert "Traceback" not in (tmp_path / "output.txt").read_text(encoding="utf-8")
            assert process.returncode == 0


def shown(url: str) -> str:
    try:
        with urllib.request.urlopen(url, timeout=10) as answer:
            text: str = answer.read().decode("utf-8")
            return text
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return ""


def wait_for(condition: Callable[[], bool], output: Path) -> None:
    limit = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < limit, output.read_text(encoding="utf-8")
        time.sleep(0.1)


@pytest.mark.slow
def test_site_is_built_while_it_is_served(address: str, example_copy: Path, tmp_path: Path) -> None:
    output = tmp_path / "output.txt"
    wait_for(lambda: "Zeta" in shown(f"{address}en/countries/zzz/"), output)
    done = atlas(example_copy, "build", "--without-documents", day=EXAMPLE_DAY)
    assert done.returncode == 0, done.stdout
    assert "Zeta" in shown(f"{address}countries/zzz/")
    assert (example_copy / "site" / "en" / "index.html").exists()


@pytest.mark.slow
def test_broken_template_is_told_while_the_last_good_page_is_shown(
    address: str, example_copy: Path, tmp_path: Path
) -> None:
    output = tmp_path / "output.txt"
    wait_for(lambda: "Zeta" in shown(f"{address}en/countries/zzz/"), output)
    template = example_copy / "overrides" / "partials" / "footer.html"
    text = template.read_text(encoding="utf-8")
    template.write_text(f"{{{{ absent.name }}}}\n{text}", encoding="utf-8")
    words = "footer.html:1: the template is wrong"
    wait_for(lambda: words in output.read_text(encoding="utf-8"), output)
    assert "Zeta" in shown(f"{address}en/countries/zzz/")
    template.write_text(text.replace("<footer", "<footer data-mended", 1), encoding="utf-8")
    wait_for(lambda: "data-mended" in shown(f"{address}en/countries/zzz/"), output)


@pytest.mark.slow
def test_edited_record_is_shown_in_every_language(
    address: str, example_copy: Path, tmp_path: Path
) -> None:
    output = tmp_path / "output.txt"
    wait_for(lambda: "Zeta" in shown(f"{address}en/countries/zzz/"), output)
    assert "Zeta" in shown(f"{address}countries/zzz/")
    assert shown(f"{address}guide/vpi/")
    assert not shown(f"{address}guide/vpi.md~")
    record = example_copy / "data" / "countries" / "zzz.yml"
    text = record.read_text(encoding="utf-8")
    record.write_text(
        text.replace("  es: Zeta\n  en: Zeta\n", "  es: Zetania\n  en: Zetaland\n"), "utf-8"
    )
    for path, name in (
        ("countries/zzz/", "Zetania"),
        ("en/countries/zzz/", "Zetaland"),
        ("en/countries/", "Zetaland"),
    ):
        wait_for(lambda path=path, name=name: name in shown(address + path), output)  # type: ignore[misc]  # defaults bind the loop's values
    record.write_text(text.replace("kind: member-state", "knd: member-state"), encoding="utf-8")
    wait_for(lambda: "unknown-field" in output.read_text(encoding="utf-8"), output)
    # What was right before stays while a mistake is mended.
    assert "Zetaland" in shown(f"{address}en/countries/zzz/")
    record.write_text(text, encoding="utf-8")
    wait_for(lambda: "Zetaland" not in shown(f"{address}en/countries/zzz/"), output)
    assert "<h1>Zeta</h1>" in shown(f"{address}en/countries/zzz/")


@pytest.mark.browser
def test_page_in_a_browser_loads_anew_after_an_edit(
    address: str, example_copy: Path, tmp_path: Path, browser: Browser
) -> None:
    wait_for(lambda: "Zeta" in shown(f"{address}countries/zzz/"), tmp_path / "output.txt")
    page = browser.new_page()
    page.goto(f"{address}countries/zzz/")
    record = example_copy / "data" / "countries" / "zzz.yml"
    text = record.read_text(encoding="utf-8")
    record.write_text(text.replace("  es: Zeta\n", "  es: Zetania\n"), encoding="utf-8")
    expect(page.locator("h1")).to_have_text("Zetania", timeout=PATIENCE * 1000)
    page.close()


@pytest.mark.slow
def test_new_record_gets_its_page_and_a_lost_one_is_not_found(
    address: str, example_copy: Path, tmp_path: Path
) -> None:
    output = tmp_path / "output.txt"
    wait_for(lambda: "Zeta" in shown(f"{address}countries/zzz/"), output)
    assert not shown(f"{address}countries/zzw/")
    old = example_copy / "data" / "countries" / "zzy.yml"
    new = old.with_name("zzw.yml")
    text = old.read_text(encoding="utf-8").replace("id: zzy", "id: zzw")
    new.write_text(text.replace("psilon", "ta").replace("ZY", "ZW"), encoding="utf-8")
    wait_for(lambda: bool(shown(f"{address}en/countries/zzw/")), output)
    new.unlink()
    wait_for(lambda: not shown(f"{address}en/countries/zzw/"), output)
