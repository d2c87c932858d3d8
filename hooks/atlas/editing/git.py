"""Git, asked what it holds of a project."""

import subprocess
from pathlib import Path


class GitError(Exception):
    """There is no Git here, or it cannot answer."""


def git(root: Path, *arguments: str, said: bytes = b"") -> bytes:
    """What Git prints for some arguments in the folder `root`, given `said` to read. Raises GitError."""
    try:
        done = subprocess.run(
            ["git", "-C", str(root), *arguments], input=said, capture_output=True, check=False
        )
    except FileNotFoundError as error:
        raise GitError from error
    if done.returncode:
        raise GitError
    return done.stdout
