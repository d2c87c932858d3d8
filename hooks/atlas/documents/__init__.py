"""Documents on paper: pages become a tree, the tree becomes PDF by way of Typst."""

from pathlib import Path

TEMPLATES = Path(__file__).parent
"""Where the Typst templates stand."""
