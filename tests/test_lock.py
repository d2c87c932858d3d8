"""Commands that write into a project do so one after the other; whoever waits is told for whom."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from atlas.build.lock import LOCK, BusyError, writing
from atlas.cli.commands import COMMANDS
from support.projects import EXAMPLE_DAY, atlas, environment, files_of
from support.running import Running

pytestmark = pytest.mark.slow

WRITING = {
    "build": ["build", "--without-documents"],
    "pdf": ["pdf"],
    "format": ["format"],
    "translations": ["translations", "--update"],
    "confirm": ["translations", "confirm", "data/countries/zzz.yml"],
    "form": ["form"],
    "schema": ["schema"],
    "addresses": ["addresses", "--extend"],
}
READING = {"check", "diff", "fingerprint", "serve"}

HOLD = """
import sys, time
from pathlib import Path
from atlas.build.lock import writing
with writing(Path(sys.argv[1]), "build", wait=True):
    print("held", flush=True)
    time.sleep(600)
"""


def test_every_command_is_known_to_write_or_not() -> None:
    # These take the lock for the writing alone, after what they ask and check.
    late = {"new", "admin", "import"}
    assert READING | {words[0] for words in WRITING.values()} | late == set(COMMANDS)


@pytest.mark.parametrize("name", WRITING)
def test_command_that_writes_refuses_while_another_writes(example_copy: Path, name: str) -> None:
    before = files_of(example_copy)
    with writing(example_copy, "build", wait=True):
        done = atlas(example_copy, *WRITING[name], "--no-wait", day=EXAMPLE_DAY)
    assert done.returncode == 3
    assert f"«build» (proceso {os.getpid()}, desde " in done.stdout
    assert f"“build” (process {os.getpid()}, since " in done.stdout
    after = {path: content for path, content in files_of(example_copy).items() if path != str(LOCK)}
    assert after == before


def test_command_waits_for_its_turn_and_says_for_whom(example_copy: Path) -> None:
    with writing(example_copy, "build", wait=True):
        waiting = Running(example_copy, "format")
        waiting.wait_to_say("Waiting")
        assert waiting.process.poll() is None
    status, said = waiting.end()
    assert status == 0, said
    assert f"proceso {os.getpid()}" in said


def test_reading_needs_no_lock(example_copy: Path) -> None:
    with writing(example_copy, "build", wait=True):
        assert atlas(example_copy, "check", day=EXAMPLE_DAY).returncode == 0
        assert atlas(example_copy, "translations", day=EXAMPLE_DAY).returncode == 0


def test_lock_of_a_killed_command_is_free(tmp_path: Path) -> None:
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path)],
        env=environment(tmp_path) | {"PYTHONPATH": str(Path(__file__).parents[1] / "hooks")},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert holder.stdout
    assert holder.stdout.readline() == "held\n"
    with pytest.raises(BusyError), writing(tmp_path, "format", wait=False):
        pass
    holder.send_signal(signal.SIGKILL)
    holder.communicate()
    with writing(tmp_path, "format", wait=False):
        pass


def test_who_had_the_lock_before_is_not_said_to_have_it(tmp_path: Path) -> None:
    with writing(tmp_path, "build", wait=True):
        assert '"build"' in (tmp_path / LOCK).read_text(encoding="utf-8")
    assert (tmp_path / LOCK).read_text(encoding="utf-8") == ""


def test_lock_whose_file_was_removed_is_still_held_by_one_alone(example_copy: Path) -> None:
    with writing(example_copy, "build", wait=True):
        waiting = Running(example_copy, "format")
        waiting.wait_to_say("Waiting")
        (example_copy / LOCK).unlink()
        second = writing(example_copy, "schema", wait=False)
        second.__enter__()
    # The one that waited for the first now waits for the second.
    waiting.wait_to_say("schema")
    time.sleep(0.2)
    assert waiting.process.poll() is None
    second.__exit__(None, None, None)
    assert waiting.end()[0] == 0
