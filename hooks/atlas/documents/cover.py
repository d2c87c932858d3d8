"""What a document says of itself: on its first page, and to the program that opens it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Cover:
    """Words for the first page and the properties of the file.

    `language` is a BCP 47 tag, `url` where the edition stands on the web. `day` is year, month and
    day; PDF/A wants one: where the data have none it is `archives.FIRST_DAY`, which no page shows.
    """

    language: str
    title: str
    description: str
    author: str
    keywords: tuple[str, ...]
    day: tuple[int, int, int]
    contents: str
    edition: str
    independence: str
    url: str
