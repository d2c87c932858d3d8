"""What lies in a folder of the project, told apart without opening or following anything."""

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

FILE_ENDINGS = (".yml", ".yaml", ".md", ".json")
"""How the names of files end that hold data or pages; no folder is called so."""

Words = dict[str, str]

_LINK: Words = {
    "es": "un enlace a otro archivo o carpeta",
    "en": "a link to another file or folder",
}
_FOLDER: Words = {"es": "una carpeta con nombre de archivo", "en": "a folder with a file's name"}
_SPECIAL: Words = {
    "es": "un archivo especial (una tubería, un dispositivo)",
    "en": "a special file (a pipe, a device)",
}
_CLOSED: Words = {"es": "algo que no se puede leer", "en": "something that cannot be read"}


@dataclass(frozen=True)
class Entry:
    """A file below a root, or what stands in the place of one.

    `name` is its path from the root, with `/`, fit to be shown. `odd` says in words what it is, by
    language, if it is not an ordinary file: then it must not be opened.
    """

    path: Path
    name: str
    odd: Words | None = None


def entries(root: Path, folder: str) -> Iterator[Entry]:
    """Every file in a folder below `root` and in the folders inside it, in order of name.

    Folders are gone through, links are not. A folder that is not there has nothing in it.
    """
    path = root / folder
    if path.is_symlink() or path.exists():
        yield from _entries(root, path)


def _entries(root: Path, path: Path) -> Iterator[Entry]:
    name = shown(root, path)
    mode = path.lstat().st_mode
    if stat.S_ISREG(mode):
        yield Entry(path, name, None if os.access(path, os.R_OK) else _CLOSED)
    elif stat.S_ISLNK(mode):
        yield Entry(path, name, _LINK)
    elif not stat.S_ISDIR(mode):
        yield Entry(path, name, _SPECIAL)
    elif path.suffix.lower() in FILE_ENDINGS:
        yield Entry(path, name, _FOLDER)
    elif not os.access(path, os.R_OK | os.X_OK):
        yield Entry(path, name, _CLOSED)
    else:
        for each in sorted(path.iterdir()):
            yield from _entries(root, each)


def shown(root: Path, path: Path) -> str:
    """A path below a root as messages show it, with `?` for what is not Unicode in its name."""
    name = path.relative_to(root).as_posix()
    return name.encode("utf-8", "replace").decode("utf-8")
