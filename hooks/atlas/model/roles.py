"""What the program must know of a code to say what is true: its role, which the vocabulary tells.

A code may be renamed, and new ones may stand beside it: the program asks for roles, never for codes.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Roles:
    """The roles codes of a vocabulary may have. Exactly one code has the role of `default`."""

    names: tuple[str, ...]
    default: str = ""


ROLES: Mapping[str, Roles] = {
    # Nothing recorded, a process that a source reports, one that a source confirms.
    "vpi-statuses": Roles(("none", "reported", "confirmed"), default="none"),
    # Nothing recorded, begun, done.
    "step-states": Roles(("none", "begun", "done"), default="none"),
    # Bound by the treaty.
    "treaty-statuses": Roles(("party",)),
    "resolution-statuses": Roles(("adopted", "draft", "reported")),
    # An organization among the States, as the European Union.
    "country-kinds": Roles(("organization",)),
    # A session of the Conference; a dialogue of the review that society may speak in.
    "event-kinds": Roles(("session", "dialogue")),
}
"""Vocabulary → the roles of its codes; those of other vocabularies have none."""
