"""The limits that tests hold pages to, read from `tests/budgets.toml`."""

import tomllib
from pathlib import Path

_LIMITS: dict[str, dict[str, int]] = tomllib.loads(
    Path(__file__).parents[1].joinpath("budgets.toml").read_text(encoding="utf-8")
)


def weight(name: str) -> int:
    """The most bytes something may weigh, compressed."""
    return _LIMITS["weight"][name] * 1000


def limit(group: str, name: str) -> int:
    """Any other limit."""
    return _LIMITS[group][name]
