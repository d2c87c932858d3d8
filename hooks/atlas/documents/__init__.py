"""Documents: pages and views become nodes, and nodes become PDF by way of Typst, or an e-book."""

from pathlib import Path

TEMPLATES = Path(__file__).parent
"""Where the Typst templates stand."""

OWN_FONTS = TEMPLATES / "fonts"
"""The fonts of the face, as Typst reads them."""
