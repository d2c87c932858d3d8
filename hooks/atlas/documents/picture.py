"""The picture that stands for the site where a link to it is shared: its name on the cloth."""

from dataclasses import dataclass

from atlas.documents.cover import Cloth


@dataclass(frozen=True)
class Picture:
    """What `picture.typ` is given; `language` is a BCP 47 tag."""

    language: str
    direction: str
    name: str
    description: str
    cloth: Cloth
