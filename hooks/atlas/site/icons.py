"""Icons of the configured theme, written into the page: no reader's browser asks for a file.

The package `mkdocs-material` carries the set Material Design Icons (Apache 2.0). Only its files are read;
the theme's program is never imported.
"""

from functools import cache
from importlib.util import find_spec
from pathlib import Path

from markupsafe import Markup


@cache
def icon(name: str) -> Markup:
    """The SVG of an icon of the set, hidden from screen readers; `name` is that of its file.

    Raises FileNotFoundError where the set, or the icon, is not installed.
    """
    text = (_folder() / f"{name}.svg").read_text(encoding="utf-8")
    drawing = text.replace(' xmlns="http://www.w3.org/2000/svg"', "", 1)
    return Markup(drawing.replace("<svg", '<svg class="icon" aria-hidden="true"', 1))


@cache
def _folder() -> Path:
    package = find_spec("material")
    if package is None or not package.submodule_search_locations:
        raise FileNotFoundError("mkdocs-material, which carries the icons, is not installed")
    return Path(package.submodule_search_locations[0]) / "templates" / ".icons" / "material"
