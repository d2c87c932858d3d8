"""An address that was published once is never lost: it leads to its page or on to the new one.

`published_paths.txt` lists them, anchors included. Publishing extends it, so that nobody who contributes
has to: what is proposed must only lose none.
"""

from pathlib import Path

import pytest

from atlas.catalogue.catalogue import Catalogue, load
from atlas.catalogue.ledger import addresses, extended, is_withheld, lost
from atlas.cli.addresses import LEDGER
from support.pages import HtmlPage, read_site
from support.projects import PROJECT, atlas

pytestmark = pytest.mark.data

LIST = PROJECT / LEDGER


def published() -> list[str]:
    return LIST.read_text(encoding="utf-8").split() if LIST.exists() else []


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[str, HtmlPage]:
    """Address → page, of the real site."""
    return read_site(site)


@pytest.mark.data
@pytest.mark.xdist_group("site")
def test_every_published_address_still_leads_somewhere(
    pages: dict[str, HtmlPage], real: Catalogue
) -> None:
    gone = []
    for line in {*published(), *addresses(real)}:
        path, _, anchor = line.partition("#")
        for prefix in ("", "en/"):
            page = pages.get(prefix + path.lstrip("/"))
            while page and page.is_moved:
                target, mark, told = str(page.all("a")[0]["href"]).partition("#")
                anchor = told if mark else anchor
                page = pages.get(_join(page.address, target))
            if page is None or (anchor and anchor not in page.anchors):
                gone += [] if is_withheld(real, line) else [prefix + line]
    assert gone == []


def _join(address: str, link: str) -> str:
    parts = address.rstrip("/").split("/")
    for step in link.split("/"):
        if step == "..":
            parts.pop()
        elif step:
            parts.append(step)
    return "/".join(parts) + "/"


def test_list_is_in_order_and_has_no_line_twice() -> None:
    lines = published()
    assert lines == sorted(set(lines))


def test_what_is_removed_is_lost_until_another_record_takes_its_id(example_copy: Path) -> None:
    before = extended(load(example_copy)[0], [])
    for kind, old, new in (
        ("networks", "example-network", "new-network"),
        ("events", "observance", "new-observance"),
    ):
        file = example_copy / "data" / kind / f"{old}.yml"
        text = file.read_text(encoding="utf-8")
        file.unlink()
        text = text.replace(f"id: {old}\n", f"id: {new}\n")
        (file.parent / f"{new}.yml").write_text(text, encoding="utf-8")
        address = {"networks": f"/networks/{old}/", "events": f"/calendar/#{old}"}[kind]
        assert address in lost(load(example_copy)[0], before)
        text = text.replace(f"id: {new}\n", f"id: {new}\nformer_ids:\n  - {old}\n")
        (file.parent / f"{new}.yml").write_text(text, encoding="utf-8")
        assert address not in lost(load(example_copy)[0], before)


@pytest.mark.parametrize(
    "withheld",
    [
        "records:\n  - kind: alliances\n    id: zeta-alliance\n",
        "organisations:\n  - name: Zeta Alliance\n",
    ],
)
@pytest.mark.parametrize("mended", [False, True])
def test_publishing_extends_the_ledger_and_takes_out_of_it_what_is_withheld(
    example_copy: Path, withheld: str, mended: bool
) -> None:
    ledger = extended(load(example_copy)[0], [])
    assert "/alliances/zeta-alliance/" in ledger
    own = example_copy / "data" / "alliances" / "zeta-alliance.yml"
    text = own.read_text(encoding="utf-8").replace("Alianza Nacional de Zeta", "Zeta Alliance")
    own.write_text(text, encoding="utf-8")
    lines = f"{withheld}    date: 2026-11-20\n"
    if mended:
        own.unlink()
        country = example_copy / "data" / "countries" / "zzz.yml"
        text = country.read_text(encoding="utf-8").replace("  alliance: zeta-alliance\n", "")
        country.write_text(text, encoding="utf-8")
        lines += "    mended: 2026-11-20\n"
    (example_copy / "data" / "withhold.yml").write_text(lines, encoding="utf-8")
    catalogue, _ = load(example_copy)
    assert lost(catalogue, ledger) == []
    assert "zeta-alliance" not in "".join(extended(catalogue, ledger))


def test_command_extends_the_ledger_and_tells_what_is_lost(example_copy: Path) -> None:
    ledger = example_copy / LEDGER
    ledger.parent.mkdir()
    ledger.write_text("/networks/gone/\n", encoding="utf-8")
    done = atlas(example_copy, "addresses", "--extend")
    assert done.returncode == 1
    assert done.stdout.splitlines()[-1] == "/networks/gone/"
    lines = ledger.read_text(encoding="utf-8").split()
    assert {"/networks/gone/", "/networks/example-network/", "/calendar/#cop-12"} <= {*lines}
