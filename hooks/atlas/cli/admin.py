"""`admin`: makes the page for editing in a browser."""

import argparse
import errno
import sys
from pathlib import Path

from atlas.catalogue import disk
from atlas.cli.commands import add_no_wait, alone
from atlas.cli.sound import sound_catalogue
from atlas.editing import cms

PACKAGE = Path(".venv") / "admin" / "node_modules" / "@sveltia" / "cms"
"""Where `make admin` puts the program for editing in a browser."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("directory", type=Path, help="dónde · where")
    parser.add_argument(
        "--package", type=Path, default=PACKAGE, help="el paquete npm · the package from npm"
    )
    add_no_wait(parser)


def run(root: Path, options: argparse.Namespace) -> int:
    """Write the page into a folder, and print the folder."""
    catalogue = sound_catalogue(root)
    if not catalogue:
        return 1
    site = catalogue.settings
    try:
        pages = cms.pages(catalogue, cms.Settings.of(site.backend, site.url))
        written = _files_of(root / options.package)
    except cms.SettingsError as error:
        print(
            f"{error}: falta en mkdocs.yml; vea docs/browser-editing.es.md.\n"
            f"{error}: missing in mkdocs.yml; see docs/browser-editing.en.md.",
            file=sys.stderr,
        )
        return 2
    except FileNotFoundError as error:
        print(
            f"{error.filename}: el programa no está; «make admin» lo instala.\n"
            f"{error.filename}: the program is not there; “make admin” installs it.",
            file=sys.stderr,
        )
        return 2
    except cms.ForeignBundleError as error:
        print(
            f"{error}: no está en el programa, que es de otra versión; vea docs/browser-editing.es.md.\n"
            f"{error}: not in the program, which is of another version; see docs/browser-editing.en.md.",
            file=sys.stderr,
        )
        return 2
    with alone(root, options):
        for name, content in (written | {n: text.encode() for n, text in pages.items()}).items():
            disk.write(options.directory / name, content)
    print(options.directory)
    return 0


def _files_of(package: Path) -> dict[str, bytes]:
    """What the editing page takes from its package: where each file goes, and what it holds."""
    program = cms.patch((package / cms.PROGRAM).read_text(encoding="utf-8"))
    found = {cms.BUNDLE: program.encode()}
    for pattern, target in cms.COPIES.items():
        files = sorted(package.glob(pattern))
        if not files:
            raise FileNotFoundError(errno.ENOENT, "", str(package / pattern))
        found |= {
            f"{target}{f.name}" if target.endswith("/") else target: f.read_bytes() for f in files
        }
    return found
