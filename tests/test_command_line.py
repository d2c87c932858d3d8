"""The command line: every command says in both languages what it does, and starts fast."""

import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

from atlas.cli.commands import COMMANDS, module_of
from support.projects import atlas
from support.running import run_here

HEAVY = """
import sys
from atlas.cli.main import main
try:
    main(["--help"])
except SystemExit:
    pass
print(sorted(name for name in sys.modules if name in ("typst", "lxml", "jinja2", "markdown")))
"""


def test_help_lists_every_command_and_the_exit_statuses(example_project: Path) -> None:
    done = atlas(example_project, "--help")
    assert done.returncode == 0
    text = " ".join(done.stdout.split())
    for name, summary in COMMANDS.items():
        assert f"{name} {summary}" in text
    assert "estado de salida: 0 hecho" in text
    assert "exit status: 0 done" in text


def test_help_does_not_wait_for_what_only_commands_need() -> None:
    done = subprocess.run(
        [sys.executable, "-c", HEAVY], stdout=subprocess.PIPE, text=True, check=True
    )
    assert done.stdout.splitlines()[-1] == "[]"


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself(example_project: Path, name: str) -> None:
    module = import_module(module_of(name))
    assert callable(module.run)
    assert callable(module.add_arguments)
    done = run_here(example_project, name, "--help")
    assert done.returncode == 0
    assert COMMANDS[name] in " ".join(done.stdout.split())


@pytest.mark.parametrize("words", [["nothing"], ["build", "--nothing"], []], ids=" ".join)
def test_command_that_is_not_understood_is_told_in_both_languages(
    example_project: Path, words: list[str]
) -> None:
    done = run_here(example_project, *words)
    assert done.returncode == 2
    assert "No se entiende la orden" in done.stdout
    assert "The command is not understood" in done.stdout
