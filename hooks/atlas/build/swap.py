"""Puts a finished folder in the place of the published one; readers see the old or the new, whole."""

import ctypes
import errno
import os
import shutil
from pathlib import Path

_CURRENT_FOLDER = -100
_EXCHANGE = 2
"""AT_FDCWD of <fcntl.h> and RENAME_EXCHANGE of <linux/fs.h>; see renameat2(2)."""

_LIBRARY = ctypes.CDLL(None, use_errno=True)


class UnfitFolderError(Exception):
    """A folder cannot be replaced in one move; the message says why, in both languages."""


def ensure_replaceable(published: Path, work: Path) -> None:
    """Raise UnfitFolderError unless `publish` will be able to replace `published` from `work`.

    `published` may be missing, or a link: then what it leads to is meant. `work` is a folder to try in.
    """
    target = _target(published)
    if target.exists() and not target.is_dir():
        raise _unfit(target, errno.ENOTDIR)
    probe = work / "probe"
    probe.mkdir()
    try:
        if target.exists():
            # The system looks at everything before it sees that what is there is not empty and refuses.
            (probe / "file").touch()
            target.rename(probe)
            probe.rename(target)
        else:
            stand_in = target.with_name(f".{target.name}-{work.name}")
            probe.rename(stand_in)
            stand_in.rmdir()
    except OSError as error:
        if error.errno not in (errno.ENOTEMPTY, errno.EEXIST):
            raise _unfit(target, error.errno) from error
    finally:
        shutil.rmtree(probe, ignore_errors=True)


def publish(made: Path, published: Path, old: Path) -> None:
    """Put the folder `made` in the place of `published`, or of what that leads to as a link.

    What was there is removed. `old`, a path on the same file system, holds it for a moment where the
    system cannot exchange two folders; `recover` puts it back if the process is killed in that moment.
    Raises OSError; then what was published is in its place.
    """
    target = _target(published)
    _flush(made)
    if not target.exists():
        made.rename(target)
    elif exchange(made, target):
        shutil.rmtree(made, ignore_errors=True)
    else:
        target.rename(old)
        try:
            made.rename(target)
        finally:
            recover(published, old)
    _flush(target.parent)


def recover(published: Path, old: Path) -> None:
    """Put back what a process left aside when it was killed between two moves; then `old` is gone."""
    if not old.exists():
        return
    target = _target(published)
    if target.exists():
        shutil.rmtree(old, ignore_errors=True)
    else:
        old.rename(target)


def exchange(one: Path, other: Path) -> bool:
    """Let two folders of one file system change places in one step; False where the system cannot.

    Raises OSError where it may not.
    """
    try:
        rename = _LIBRARY.renameat2
    except AttributeError:
        return False
    paths = os.fsencode(one), os.fsencode(other)
    if rename(_CURRENT_FOLDER, paths[0], _CURRENT_FOLDER, paths[1], _EXCHANGE) == 0:
        return True
    code = ctypes.get_errno()
    if code in (errno.EINVAL, errno.ENOSYS):
        return False
    raise OSError(code, os.strerror(code), str(one), None, str(other))


def _target(published: Path) -> Path:
    """Where a path leads to; raises UnfitFolderError where links lead in a circle."""
    try:
        return published.resolve()
    except (OSError, RuntimeError) as error:
        raise _unfit(published, errno.ELOOP) from error


def _flush(folder: Path) -> None:
    """Have the file system of a folder write what it has only in memory, before others rely on it."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        _LIBRARY.syncfs(descriptor)
    except AttributeError:  # Only Linux has it.
        os.sync()
    finally:
        os.close(descriptor)


def _unfit(folder: Path, code: int | None) -> UnfitFolderError:
    spanish, english = _REASONS.get(code or 0, ("", ""))
    return UnfitFolderError(
        f"{folder}: aquí no se puede publicar: {spanish or os.strerror(code or 0)}\n"
        f"{folder}: the site cannot be published here: {english or os.strerror(code or 0)}"
    )


_NOT_ALLOWED = (
    "no se puede escribir en ella, o en la carpeta que la contiene. Mire sus permisos con «ls -ld».",
    "it, or the folder that holds it, cannot be written. Look at their permissions with “ls -ld”.",
)

_REASONS = {
    errno.EBUSY: (
        "es un punto de montaje, que no se puede cambiar de una vez. Monte la carpeta que la contiene.",
        "it is a mount point, which cannot be replaced in one move. Mount the folder that holds it.",
    ),
    errno.EXDEV: (
        "está en otro sistema de archivos que el proyecto. Publique dentro del proyecto y copie después.",
        "it is on another file system than the project. Publish inside the project and copy afterwards.",
    ),
    errno.ENOTDIR: ("no es una carpeta. Quítela.", "it is not a folder. Remove it."),
    errno.ENOENT: (
        "la carpeta que debe contenerla no existe. Créela.",
        "the folder that should hold it does not exist. Make it.",
    ),
    errno.ELOOP: ("el enlace lleva a sí mismo. Quítelo.", "the link leads to itself. Remove it."),
    errno.EACCES: _NOT_ALLOWED,
    errno.EPERM: _NOT_ALLOWED,
    errno.EROFS: _NOT_ALLOWED,
}
