"""What the tests of pages in a browser share: a page of each kind, in both languages."""

from pathlib import Path

import pytest

from conftest import Served
from support.kinds import KINDS, ONLY_IN_EXAMPLE, Addresses


@pytest.fixture(params=sorted(KINDS))
def addresses(
    request: pytest.FixtureRequest, site: Path, example_site: Path, served: Served
) -> Addresses:
    """A page of each template in turn, in both languages."""
    kind: str = request.param
    root = served(example_site if kind in ONLY_IN_EXAMPLE else site)
    return [f"{root}{prefix}{KINDS[kind]}" for prefix in ("", "en/")]
