"""Where a site is made before it is published: a folder for each build, which nothing else writes to."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp

WORKPLACE = ".build"
"""The folder in a project for what is being made."""

SITE = "site"
"""The folder in a project where its site is published."""

OLD = f"{WORKPLACE}/old"
"""Where the published site is for a moment, on systems that cannot exchange two folders."""

_PREFIX = "work-"


@contextmanager
def workplace(root: Path) -> Iterator[Path]:
    """A new folder below WORKPLACE, gone afterwards; only the holder of the project's lock makes one.

    What processes of a build that was killed may still write goes to the folder of that build, which the
    next one removes. Raises OSError.
    """
    parent = root / WORKPLACE
    parent.mkdir(exist_ok=True)
    for left in parent.glob(f"{_PREFIX}*"):
        shutil.rmtree(left, ignore_errors=True)
    folder = Path(mkdtemp(prefix=_PREFIX, dir=parent))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
