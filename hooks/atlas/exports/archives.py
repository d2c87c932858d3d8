"""Zip archives whose bytes depend on nothing but what is in them."""

import io
import zipfile
from collections.abc import Collection, Mapping
from datetime import date

FILE_MODE = 0o644
UNIX = 3
"""The system of origin in APPNOTE.TXT, section 4.4.2: named, so that it is the same on every system."""

FIRST_DAY = date(1980, 1, 1)
"""Before it a zip knows no day (APPNOTE.TXT, section 4.4.6); it stands where nothing is dated."""


def archive(files: Mapping[str, bytes], day: date | None, *, stored: Collection[str] = ()) -> bytes:
    """A zip of some files, each dated `day` if there is one; the same input gives the same bytes.

    `files` maps the path in the archive to its content. Those named in `stored` come first and are not
    compressed; the others follow in the order of their paths.
    """
    buffer = io.BytesIO()
    day = max(day or FIRST_DAY, FIRST_DAY)
    with zipfile.ZipFile(buffer, "w") as writer:
        for path in sorted(files, key=lambda path: (path not in stored, path)):
            entry = zipfile.ZipInfo(path, (day.year, day.month, day.day, 0, 0, 0))
            entry.create_system = UNIX
            entry.external_attr = FILE_MODE << 16
            method = zipfile.ZIP_STORED if path in stored else zipfile.ZIP_DEFLATED
            writer.writestr(entry, files[path], method, 9)
    return buffer.getvalue()
