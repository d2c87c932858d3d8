"""What the Atlas is made with: a list for programs (CycloneDX 1.6) or the notices of its licences.

    python tools/inventory.py sbom
    python tools/inventory.py notices

Names and versions are those of `requirements/site.txt` and `requirements/admin/package-lock.json`, which
also hold the hashes; licences come from what is installed.
"""

import json
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import Distribution, PackageNotFoundError, distribution, version
from pathlib import Path
from typing import Any
from urllib.parse import quote
from uuid import NAMESPACE_URL, uuid5

PROJECT = Path(__file__).parents[1]
PIN = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)", re.MULTILINE)
LICENCE_FILE = re.compile(r"(licen[cs]e|copying|notice)", re.IGNORECASE)
LONGEST_NAME = 60
"""Some packages put the whole text where the name of a licence belongs."""


@dataclass(frozen=True)
class Part:
    """A package: `registry` is the type of its package URL; `licence` is empty where it is not known."""

    registry: str
    name: str
    version: str
    licence: str

    @property
    def purl(self) -> str:
        """Its package URL (purl), which names it everywhere alike."""
        return f"pkg:{self.registry}/{quote(self.name, safe='/')}@{quote(self.version)}"


def installed(name: str) -> Distribution | None:
    """An installed Python package; None for one that only other systems need."""
    try:
        return distribution(name)
    except PackageNotFoundError:
        return None


def licence_of(package: Distribution | None) -> str:
    """The licence a package says it has: an SPDX expression, or its own words; empty if it says none."""
    if package is None:
        return ""
    about = package.metadata
    for field in ("License-Expression", "License"):
        said = str(about[field]) if field in about else ""
        if said and len(said) <= LONGEST_NAME:
            return said
    classes = [each for each in about.get_all("Classifier", []) if each.startswith("License ::")]
    return "; ".join(each.rpartition(" :: ")[2] for each in classes)


def python_parts(project: Path) -> Iterator[Part]:
    """The packages that make the site."""
    pins = (project / "requirements" / "site.txt").read_text(encoding="utf-8")
    for name, number in PIN.findall(pins):
        yield Part("pypi", name.lower().replace("_", "-"), number, licence_of(installed(name)))


def node_parts(project: Path) -> Iterator[Part]:
    """The packages of the page for editing in a browser."""
    lock = project / "requirements" / "admin" / "package-lock.json"
    for path, entry in json.loads(lock.read_text(encoding="utf-8"))["packages"].items():
        if path:
            name = entry.get("name") or path.rpartition("node_modules/")[2]
            yield Part("npm", name, entry["version"], str(entry.get("license", "")))


def parts(project: Path) -> list[Part]:
    """Every package once, in order."""
    found = {*python_parts(project), *node_parts(project)}
    return sorted(found, key=lambda part: part.purl)


def sbom(project: Path) -> dict[str, Any]:
    """A bill of materials after CycloneDX 1.6. The same packages give the same bytes: it holds no clock."""
    own = version("untoc-atlas")
    components = [component(part) for part in parts(project)]
    names = " ".join(str(each["purl"]) for each in components)
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid5(NAMESPACE_URL, f'untoc-atlas {own} {names}')}",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": f"pkg:pypi/untoc-atlas@{own}",
                "name": "untoc-atlas",
                "version": own,
                "licenses": [{"license": {"id": "MIT"}}],
            }
        },
        "components": components,
    }


def component(part: Part) -> dict[str, Any]:
    """One package as CycloneDX wants it."""
    described: dict[str, Any] = {
        "type": "library",
        "bom-ref": part.purl,
        "name": part.name,
        "version": part.version,
        "purl": part.purl,
    }
    if part.licence:
        described["licenses"] = [{"license": {"name": part.licence}}]
    return described


def notices(project: Path) -> str:
    """Name, version and licence of every package, and the texts that the Python ones bring."""
    blocks = ["What the UNTOC Atlas is made with, and under which licences."]
    for part in parts(project):
        lines = [f"{part.name} {part.version}: {part.licence or 'see its own files'}"]
        if part.registry == "pypi":
            lines += texts(installed(part.name))
        blocks.append("\n\n".join(lines))
    return f"\n\n{'=' * 80}\n\n".join(blocks) + "\n"


def texts(package: Distribution | None) -> Iterator[str]:
    """The texts of its licences that an installed package brings."""
    for file in (package.files or []) if package else []:
        if ".dist-info" in file.parts[0] and LICENCE_FILE.match(file.name):
            yield file.read_text(encoding="utf-8").strip()


def main(arguments: list[str]) -> int:
    """Write what is asked for to the standard output; returns 2 if that is neither of the two."""
    match arguments:
        case ["sbom"]:
            print(json.dumps(sbom(PROJECT), indent=2, ensure_ascii=False))
        case ["notices"]:
            print(notices(PROJECT), end="")
        case _:
            print(__doc__, file=sys.stderr)
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
