"""The page for editing in a browser, made for the example, and the files an editor's folder holds."""

from collections.abc import Mapping
from pathlib import Path

from playwright.sync_api import Page

from support.projects import EXAMPLE_DAY, PROJECT, TestBuildError, atlas

MODULES = PROJECT / ".venv" / "node" / "node_modules"
PACKAGE = PROJECT / ".venv" / "admin" / "node_modules" / "@sveltia" / "cms"

SETTING = """\
  admin:
    backend:
      name: github
      repo: owner/example
      branch: main
"""

# A folder of the browser's own stands for the one an editor picks: no test can answer that window.
FOLDER = """
window.showDirectoryPicker = () => navigator.storage.getDirectory();
if (window.FileSystemHandle) {
    FileSystemHandle.prototype.queryPermission = async () => "granted";
    FileSystemHandle.prototype.requestPermission = async () => "granted";
}
"""

_FILL = """async (files) => {
    const root = await navigator.storage.getDirectory();
    await root.getDirectoryHandle(".git", { create: true });
    for (const [path, text] of Object.entries(files)) {
        const folders = path.split("/");
        const name = folders.pop();
        let place = root;
        for (const folder of folders) place = await place.getDirectoryHandle(folder, { create: true });
        const stream = await (await place.getFileHandle(name, { create: true })).createWritable();
        await stream.write(text);
        await stream.close();
    }
}"""

_READ = """async (path) => {
    const folders = path.split("/");
    const name = folders.pop();
    let place = await navigator.storage.getDirectory();
    for (const folder of folders) place = await place.getDirectoryHandle(folder);
    return (await (await place.getFileHandle(name)).getFile()).text();
}"""


def make(project: Path, target: Path) -> Path:
    """Name a repository in a project's settings and make its editing page; returns its folder."""
    with (project / "mkdocs.yml").open("a", encoding="utf-8") as settings:
        settings.write(SETTING)
    done = atlas(project, "admin", str(target), "--package", str(PACKAGE), day=EXAMPLE_DAY)
    if done.returncode:
        raise TestBuildError(done.stdout)
    return target


def data_of(project: Path) -> Mapping[str, str]:
    """Path → text, of a project's files of data."""
    return {
        file.relative_to(project).as_posix(): file.read_text(encoding="utf-8")
        for file in sorted((project / "data").rglob("*.yml"))
    }


def fill(page: Page, files: Mapping[str, str]) -> None:
    """Put files into the folder that the page will open."""
    page.evaluate(_FILL, dict(files))


def read(page: Page, path: str) -> str:
    """A file of that folder as it is now."""
    found: str = page.evaluate(_READ, path)
    return found
