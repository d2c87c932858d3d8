"""Tells the person at the terminal what goes on."""

import sys


def say(step: str) -> None:
    """Tell which long step begins."""
    print(f"· {step}", file=sys.stderr, flush=True)
