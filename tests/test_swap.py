"""What is published is replaced in one move: readers see the old or the new, whole, and nothing is lost."""

import errno
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from atlas.build import swap
from atlas.build.swap import UnfitFolderError, ensure_replaceable, exchange, publish, recover
from support.disks import mounted, read_only
from support.projects import EXAMPLE_DAY, atlas, environment, files_of

pytestmark = pytest.mark.slow


def folder(path: Path, text: str) -> Path:
    path.mkdir(parents=True)
    (path / "index.html").write_text(text, encoding="utf-8")
    return path


def can_exchange(place: Path) -> bool:
    return exchange(folder(place / "one", "1"), folder(place / "other", "2"))


def test_reader_never_finds_the_site_missing_while_it_is_replaced(tmp_path: Path) -> None:
    if not can_exchange(tmp_path):
        pytest.skip("this file system cannot exchange two folders")
    site = folder(tmp_path / "site", "0")
    done = threading.Event()
    looks, missing = 0, 0

    def look() -> None:
        nonlocal looks, missing
        while not done.is_set():
            looks += 1
            try:
                (site / "index.html").read_bytes()
            except OSError:
                missing += 1

    reader = threading.Thread(target=look)
    reader.start()
    try:
        for number in range(1, 301):
            publish(folder(tmp_path / "made", str(number)), site, tmp_path / "old")
    finally:
        done.set()
        reader.join()
    assert looks > 300
    assert missing == 0
    assert files_of(site) == {"index.html": b"300"}
    assert {path.name for path in tmp_path.iterdir()} == {"site", "one", "other"}


@pytest.mark.parametrize("exchanges", [True, False])
@pytest.mark.parametrize("published", [True, False])
def test_new_site_takes_the_place_of_the_old_and_nothing_is_left_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, exchanges: bool, published: bool
) -> None:
    if not exchanges:
        monkeypatch.setattr(swap, "exchange", lambda one, other: False)
    if published:
        folder(tmp_path / "site", "old")
    publish(folder(tmp_path / "made", "new"), tmp_path / "site", tmp_path / "old")
    assert files_of(tmp_path) == {"site/index.html": b"new"}


def test_old_site_is_back_when_the_new_one_cannot_be_moved(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(swap, "exchange", lambda one, other: False)
    site, made = folder(tmp_path / "site", "old"), folder(tmp_path / "made", "new")
    move = Path.rename

    def refuse(self: Path, target: Path) -> Path:
        if self == made:
            raise OSError(errno.EIO, "no")
        return move(self, target)

    monkeypatch.setattr(Path, "rename", refuse)
    with pytest.raises(OSError, match="no"):
        publish(made, site, tmp_path / "old")
    assert files_of(site) == {"index.html": b"old"}


KILLED_BETWEEN = """
import os, signal, sys
from pathlib import Path
from atlas.build import swap
swap.exchange = lambda one, other: False
move = Path.rename
def rename(self, target):
    if self.name == "made":
        os.kill(os.getpid(), signal.SIGKILL)
    return move(self, target)
Path.rename = rename
root = Path(sys.argv[1])
swap.publish(root / ".build" / "made", root / "site", root / ".build" / "old")
"""


def killed_between_the_two_moves(root: Path) -> None:
    """Leave a project as a kill leaves it where two folders cannot be exchanged in one step."""
    folder(root / "site", "published")
    folder(root / ".build" / "made", "new")
    done = subprocess.run(
        [sys.executable, "-c", KILLED_BETWEEN, str(root)], env=environment(root), check=False
    )
    assert done.returncode == -signal.SIGKILL
    assert not (root / "site").exists()


def test_site_that_a_kill_left_aside_is_put_back(tmp_path: Path) -> None:
    killed_between_the_two_moves(tmp_path)
    recover(tmp_path / "site", tmp_path / ".build" / "old")
    assert files_of(tmp_path / "site") == {"index.html": b"published"}
    assert not (tmp_path / ".build" / "old").exists()


def test_build_that_fails_after_a_kill_has_put_the_only_good_site_back(example_copy: Path) -> None:
    killed_between_the_two_moves(example_copy)
    (example_copy / "data" / "history.yml").unlink()
    assert atlas(example_copy, "build", day=EXAMPLE_DAY).returncode == 1
    assert files_of(example_copy / "site") == {"index.html": b"published"}


def test_site_that_is_a_link_is_published_where_the_link_leads(tmp_path: Path) -> None:
    served = folder(tmp_path / "srv" / "www", "old")
    link = tmp_path / "site"
    link.symlink_to(served)
    work = tmp_path / "work"
    work.mkdir()
    ensure_replaceable(link, work)
    publish(folder(work / "made", "new"), link, work / "old")
    assert link.is_symlink()
    assert files_of(served) == {"index.html": b"new"}


def test_trying_whether_a_site_can_be_replaced_changes_nothing(tmp_path: Path) -> None:
    site = folder(tmp_path / "site", "old")
    work = tmp_path / "work"
    work.mkdir()
    before = site.stat()
    ensure_replaceable(site, work)
    ensure_replaceable(tmp_path / "absent", work)
    assert os.path.samestat(before, site.stat())
    assert files_of(tmp_path) == {"site/index.html": b"old"}
    assert {path.name for path in tmp_path.rglob("*")} == {"site", "index.html", "work"}


def loop(site: Path) -> None:
    site.symlink_to(site)


def file(site: Path) -> None:
    site.write_text("", encoding="utf-8")


def leading_nowhere(site: Path) -> None:
    site.symlink_to(site.parent / "absent" / "www")


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (loop, "the link leads to itself"),
        (file, "it is not a folder"),
        (leading_nowhere, "does not exist"),
    ],
)
def test_what_cannot_be_a_site_is_refused_in_both_languages(
    tmp_path: Path, make: Callable[[Path], None], reason: str
) -> None:
    make(tmp_path / "site")
    work = tmp_path / "work"
    work.mkdir()
    with pytest.raises(UnfitFolderError, match=reason) as refused:
        ensure_replaceable(tmp_path / "site", work)
    assert "aquí no se puede publicar" in str(refused.value)


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        (errno.EBUSY, "mount point"),
        (errno.EXDEV, "another file system"),
        (errno.EROFS, "cannot be written"),
        (errno.EACCES, "cannot be written"),
        (errno.EPERM, "cannot be written"),
        (errno.EIO, "nput/output error"),
    ],
)
def test_what_the_system_refuses_is_said_in_both_languages(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int, reason: str
) -> None:
    site = folder(tmp_path / "site", "old")

    def refuse(self: Path, target: Path) -> Path:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(Path, "rename", refuse)
    with pytest.raises(UnfitFolderError, match=reason) as refused:
        ensure_replaceable(site, tmp_path)
    assert len(str(refused.value).splitlines()) == 2


def refused_before_anything_is_made(project: Path, reason: str) -> None:
    done = atlas(project, "build", "--without-documents", day=EXAMPLE_DAY)
    assert done.returncode == 2, done.stdout
    assert reason in done.stdout
    assert "no se puede publicar" in done.stdout
    assert "mkdocs" not in done.stdout
    assert "Traceback" not in done.stdout


def test_site_that_is_a_mount_point_is_refused_before_the_build(example_copy: Path) -> None:
    site = folder(example_copy / "site", "published")
    other = folder(example_copy / "volume", "mounted")
    with mounted("--bind", str(other), at=site):
        refused_before_anything_is_made(example_copy, "mount point")
        assert files_of(site) == {"index.html": b"mounted"}


def test_site_on_another_file_system_is_refused_before_the_build(
    example_copy: Path, tmp_path: Path
) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    with mounted("-t", "tmpfs", "tmpfs", at=disk):
        served = folder(disk / "www", "published")
        (example_copy / "site").symlink_to(served)
        refused_before_anything_is_made(example_copy, "another file system")
        assert files_of(served) == {"index.html": b"published"}


def test_site_in_a_folder_that_cannot_be_written_is_refused_before_the_build(
    example_copy: Path, tmp_path: Path
) -> None:
    served = folder(tmp_path / "srv" / "www", "published")
    (example_copy / "site").symlink_to(served)
    with read_only(served.parent):
        done = atlas(example_copy, "build", "--without-documents", day=EXAMPLE_DAY)
    assert done.returncode == 2
    assert "mkdocs" not in done.stdout
    assert files_of(served) == {"index.html": b"published"}
