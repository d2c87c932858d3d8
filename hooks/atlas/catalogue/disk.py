"""Files that others read while the program runs: each is written whole or not at all."""

import os
import shutil
from pathlib import Path


def write(file: Path, content: bytes) -> None:
    """Put `content` into a file, and make its folders if need be; raises OSError.

    Readers see the file as it was or as it will be, after a power cut too. Where `file` is a link, what
    it leads to is written. A process that is killed leaves at most a hidden file beside it, `….part`.
    """
    target = file.resolve()
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        with part.open("wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        if target.exists():
            shutil.copymode(target, part)
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
