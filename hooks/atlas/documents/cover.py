"""What a document says of itself: on its first page, and to the program that opens it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Cover:
    """Words for the first page and the properties of the file.

    `language` is a BCP 47 tag, `day` is year, month and day (None where the data have no date), `address`
    where the edition stands on the web.
    """

    language: str
    title: str
    description: str
    author: str
    keywords: tuple[str, ...]
    day: tuple[int, int, int] | None
    contents: str
    edition: str
    independence: str
    address: str
