"""However a command ends, it says so in a sentence, and what is published stays as it was."""

import errno
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from atlas.build.steps import BuildError, Step, run
from atlas.cli.endings import ended
from support.disks import read_only, small_disk
from support.projects import EXAMPLE_DAY, PROJECT, atlas, copy_example, environment, files_of
from support.running import HEARING, Running, processes_of

pytestmark = pytest.mark.slow

PRINTING = {
    "help": ["--help"],
    "check": ["check"],
    "check for GitHub": ["check", "--format", "github"],
    "check as SARIF": ["check", "--format", "sarif"],
    "format": ["format"],
    "translations": ["translations"],
    "update": ["translations", "--update"],
    "confirm": ["translations", "confirm", "data/countries/zzz.yml"],
    "form": ["form"],
    "new": ["new", "source", "--language", "en"],
    "diff": ["diff", "HEAD"],
    "schema": ["schema"],
    "admin": ["admin", "admin", "--package", "package"],
}
"""Commands that print, by what they print; `build` and `pdf` print one line at their end."""


def published(project: Path) -> Path:
    site = project / "site"
    site.mkdir()
    (site / "index.html").write_text("published", encoding="utf-8")
    return site


def committed(project: Path) -> None:
    """Make a project a repository with one commit, to compare with."""
    for words in (["init", "--quiet"], ["add", "data", "content", "mkdocs.yml"]):
        subprocess.run(["git", *words], cwd=project, check=True)
    author = ["-c", "user.name=Editor", "-c", "user.email=editor@example.org"]
    commit = ["git", *author, "commit", "--quiet", "--message", "Data"]
    subprocess.run(commit, cwd=project, check=True)


@pytest.mark.parametrize(
    ("name", "target"),
    [*((name, "closed pipe") for name in PRINTING), ("help", "full disk"), ("check", "full disk")],
)
def test_command_whose_output_nobody_takes_ends_quietly(
    example_copy: Path, name: str, target: str
) -> None:
    if name == "diff":
        committed(example_copy)
    if name == "form":
        templates = Path(".github") / "ISSUE_TEMPLATE"
        shutil.copytree(PROJECT / templates, example_copy / templates)
    if target == "full disk":
        output = os.open("/dev/full", os.O_WRONLY)
    else:
        reader, output = os.pipe()
        os.close(reader)
    done = subprocess.run(
        [*HEARING, sys.executable, "-m", "atlas", *PRINTING[name]],
        cwd=example_copy,
        # argparse swallows what fails at once; so nothing is sent at once.
        env=environment(example_copy, day=EXAMPLE_DAY, PYTHONUNBUFFERED=""),
        input="Something\n",
        stdout=output,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    os.close(output)
    assert "Traceback" not in done.stderr
    assert "Exception ignored" not in done.stderr
    # What is not there is said on stderr alone.
    expected = {"closed pipe": 128 + signal.SIGPIPE, "full disk": 4}[target]
    assert done.returncode == (2 if name == "admin" else expected), done.stderr
    assert target != "full disk" or "the disk is full" in done.stderr


@pytest.mark.parametrize(
    ("step", "group"),
    [("documents", True), ("mkdocs", True), ("mkdocs: en", False)],
)
def test_interrupted_build_says_so_and_leaves_nothing_running(
    example_copy: Path, step: str, group: bool
) -> None:
    site = published(example_copy)
    options = [] if step == "documents" else ["--without-documents"]
    build = Running(example_copy, "build", *options)
    build.wait_to_say(f"· {step}")
    build.signal(signal.SIGINT, group=group)
    status, said = build.end()
    assert status == 130, said
    assert said.endswith(
        "Interrumpido. Lo publicado queda como estaba.\n"
        "Interrupted. What is published stays as it was.\n"
    )
    assert "Traceback" not in said
    assert processes_of(example_copy) == []
    assert files_of(site) == {"index.html": b"published"}
    assert [path.name for path in (example_copy / ".build").iterdir()] == [".lock"]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_build_that_is_asked_to_end_ends_all_it_started(
    example_copy: Path, number: signal.Signals
) -> None:
    build = Running(example_copy, "build", "--without-documents")
    build.wait_to_say("· mkdocs: en")
    build.signal(number, group=False)
    assert build.end()[0] == 128 + number
    assert processes_of(example_copy) == []


def test_killed_maker_of_documents_is_said_in_a_sentence(example_copy: Path) -> None:
    making = Running(example_copy, "pdf")
    workers = f"/proc/{making.process.pid}/task/{making.process.pid}/children"

    def worker() -> int:
        for pid in Path(workers).read_text(encoding="utf-8").split():
            if b"spawn_main" in Path(f"/proc/{pid}/cmdline").read_bytes():
                return int(pid)
        return 0

    making.wait_for(lambda: bool(worker()))
    os.kill(worker(), signal.SIGKILL)
    status, said = making.end()
    assert status == 1
    assert "The system ended the process that made the documents" in said
    assert "El sistema terminó el proceso" in said
    assert "Traceback" not in said
    assert processes_of(example_copy) == []


@pytest.mark.parametrize(
    ("options", "free"),
    [
        (["--without-documents"], 200_000),
        ([], 200_000),
        # Enough for the documents, but not for the pages or the archive of the site.
        (["--engine", "none"], 4_000_000),
    ],
    ids=["pages", "documents", "site"],
)
def test_full_disk_ends_a_build_in_a_sentence(
    tmp_path: Path, options: list[str], free: int
) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    size = sum(file.stat().st_size for file in copy_example(tmp_path / "e").rglob("*"))
    with small_disk(disk, 2 * size + 5_000_000):
        project = copy_example(disk / "example")
        site = published(project)
        room = os.statvfs(disk)
        (project / "filler").write_bytes(b"\0" * (room.f_bavail * room.f_frsize - free))
        done = atlas(project, "build", *options, day=EXAMPLE_DAY)
        assert done.returncode == 4, done.stdout
        assert "the disk is full" in done.stdout
        assert "no queda espacio" in done.stdout
        assert "Traceback" not in done.stdout
        assert files_of(site) == {"index.html": b"published"}


@pytest.mark.parametrize(
    "words",
    [
        ["build"],
        ["pdf"],
        ["format"],
        ["schema"],
        ["translations", "--update"],
        ["translations", "confirm", "data/countries/zzz.yml"],
    ],
    ids=" ".join,
)
def test_project_that_cannot_be_written_is_said_in_a_sentence(
    example_copy: Path, words: list[str]
) -> None:
    with read_only(example_copy):
        done = atlas(example_copy, *words, day=EXAMPLE_DAY)
    assert done.returncode == 4, done.stdout
    assert ".build" in done.stdout
    assert "Traceback" not in done.stdout
    assert len(done.stdout.splitlines()) == 2


def test_address_set_to_nothing_is_said_before_anything_is_published(example_copy: Path) -> None:
    configuration = example_copy / "mkdocs.yml"
    text = configuration.read_text(encoding="utf-8")
    line = next(line for line in text.splitlines() if line.startswith("site_url:"))
    text = text.replace(line, 'site_url: !ENV [ATLAS_URL, "https://default.example/"]')
    configuration.write_text(text, encoding="utf-8")
    done = atlas(example_copy, "build", "--without-documents", day=EXAMPLE_DAY, ATLAS_URL="")
    assert done.returncode == 2, done.stdout
    assert "mkdocs.yml:" in done.stdout
    assert "ATLAS_URL" in done.stdout
    assert "Traceback" not in done.stdout
    assert not (example_copy / "site").exists()


def test_broken_template_is_named_with_its_line(example_copy: Path) -> None:
    template = example_copy / "overrides" / "partials" / "footer.html"
    text = template.read_text(encoding="utf-8")
    template.write_text(f"{{{{ absent.name }}}}\n{text}", encoding="utf-8")
    done = atlas(example_copy, "build", "--without-documents", day=EXAMPLE_DAY)
    assert done.returncode == 1
    assert "overrides/partials/footer.html:1: the template is wrong" in done.stdout
    assert "la plantilla está mal" in done.stdout
    assert "Traceback" not in done.stdout


def step(folder: Path, program: str, name: str = "step") -> Step:
    (folder / f"{name}.py").write_text(program, encoding="utf-8")
    return Step(name, name, (), folder)


def test_step_that_fails_is_told_by_its_last_line_and_not_by_its_traceback(tmp_path: Path) -> None:
    failing = step(tmp_path, "print('before')\nraise ValueError('the reason')\n")
    with pytest.raises(BuildError) as told:
        run([failing])
    assert "este paso falló" in str(told.value)
    assert str(told.value).endswith("before\nValueError: the reason")


def test_step_that_the_system_ends_is_told_by_its_signal(tmp_path: Path) -> None:
    killed = step(tmp_path, "import os, signal\nos.kill(os.getpid(), signal.SIGKILL)\n")
    with pytest.raises(BuildError, match="the system ended this step \\(SIGKILL\\)"):
        run([killed])


@pytest.mark.parametrize(
    "said", ["raise OSError(28, 'No space')", "exit('No space left on device (os error 28)')"]
)
def test_step_that_finds_the_disk_full_is_told_so(tmp_path: Path, said: str) -> None:
    with pytest.raises(OSError, match="space") as told:
        run([step(tmp_path, said)])
    assert told.value.errno == errno.ENOSPC


def test_no_step_goes_on_when_another_has_failed(tmp_path: Path) -> None:
    slow = step(tmp_path, "import time\ntime.sleep(60)\n", "slow")
    failing = step(tmp_path, "raise SystemExit(1)\n", "failing")
    with pytest.raises(BuildError, match="failing"):
        run([slow, failing], together=2)
    assert processes_of(tmp_path) == []


def test_mistake_of_the_program_is_not_hidden() -> None:
    def mistaken() -> int:
        raise FileNotFoundError(errno.ENOENT, "No such file", "absent")

    with pytest.raises(FileNotFoundError):
        ended(mistaken)


@pytest.mark.parametrize("epoch", ["yesterday", "1e9", "9" * 20, "-" + "9" * 20, "9" * 5000])
def test_day_that_is_none_is_said_in_a_sentence(example_copy: Path, epoch: str) -> None:
    done = atlas(example_copy, "check", SOURCE_DATE_EPOCH=epoch)
    assert done.returncode == 2, done.stdout
    assert "SOURCE_DATE_EPOCH is no number of seconds" in done.stdout
    assert "SOURCE_DATE_EPOCH no es un número de segundos" in done.stdout
    assert len(done.stdout.splitlines()) == 2


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252"])
def test_terminal_of_few_letters_shows_what_it_can(example_copy: Path, encoding: str) -> None:
    file = example_copy / "data" / "countries" / "zzz.yml"
    file.write_text("año: العربية\n", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "atlas", "check"],
        cwd=example_copy,
        env=environment(example_copy, day=EXAMPLE_DAY, PYTHONIOENCODING=encoding),
        capture_output=True,
        check=False,
    )
    assert done.returncode == 1
    assert b"data/countries/zzz.yml:1:1" in done.stdout
    assert b"Traceback" not in done.stderr
