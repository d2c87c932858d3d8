"""Disks that are full, cannot be written, or are another disk. Only the superuser can make most of them."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


def _mount(*arguments: str) -> None:
    done = subprocess.run(["mount", *arguments], capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip(f"a file system cannot be mounted here: {done.stderr.strip()}")


@contextmanager
def mounted(*arguments: str, at: Path) -> Iterator[None]:
    """Mount something on a folder; a test that cannot, because it may not, is skipped."""
    if os.geteuid():
        pytest.skip("only the superuser mounts file systems")
    _mount(*arguments, str(at))
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", str(at)], check=True)


@contextmanager
def small_disk(at: Path, size: int) -> Iterator[None]:
    """A file system of `size` bytes on a folder."""
    with mounted("-t", "tmpfs", "-o", f"size={size}", "tmpfs", at=at):
        yield


@contextmanager
def read_only(folder: Path) -> Iterator[None]:
    """A folder in which nobody can write anything."""
    if os.geteuid():
        modes = {path: path.stat().st_mode for path in [folder, *folder.rglob("*")]}
        for path, mode in modes.items():
            path.chmod(mode & ~0o222)
        try:
            yield
        finally:
            for path, mode in modes.items():
                path.chmod(mode)
        return
    with mounted("--bind", str(folder), at=folder):
        _mount("-o", "remount,bind,ro", str(folder))
        yield
