"""What changed lately as an Atom feed (RFC 4287), in one language."""

from uuid import NAMESPACE_URL, uuid5
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from atlas.catalogue.edition import Edition
from atlas.model.records import Change


def feed(edition: Edition, root_url: str) -> str:
    """The changes of `history.yml`, newest first, as an Atom feed (RFC 4287) in one language.

    `root_url` is where the site stands, with its last slash.
    """
    home = f"{root_url}{edition.language.prefix}"
    changes = edition.catalogue.history.changes
    root = Element(
        "feed", {"xmlns": "http://www.w3.org/2005/Atom", "xml:lang": edition.language.tag}
    )
    _add(root, "id", _identifier(edition, f"feed {edition.language.tag}"))
    _add(root, "title", edition.say("site_name"))
    _add(root, "subtitle", edition.say("site_description"))
    _add(root, "updated", _moment(max((c.date.isoformat() for c in changes), default="1970-01-01")))
    _add(root, "link", rel="self", type="application/atom+xml", href=f"{home}feed.xml")
    _add(root, "link", rel="alternate", type="text/html", href=home)
    _add(_add(root, "author"), "name", edition.say("site_name"))
    for index, change in enumerate(changes):
        _entry(root, edition, change, home, len(changes) - index)
    indent(root)
    return f'<?xml version="1.0" encoding="utf-8"?>\n{tostring(root, encoding="unicode")}\n'


def _entry(root: Element, edition: Edition, change: Change, home: str, number: int) -> None:
    """One change; `number` counts from the oldest, so that an entry keeps its id when newer ones come."""
    phrase = edition.phrase(change.text)
    entry = _add(root, "entry")
    _add(entry, "id", _identifier(edition, f"change {number} {change.date} {edition.language.tag}"))
    _add(entry, "title", phrase.text, **{"xml:lang": phrase.language} if phrase.language else {})
    _add(entry, "updated", _moment(change.date.isoformat()))
    link = (change.link or "").removeprefix("/")
    _add(entry, "link", rel="alternate", href=link if "://" in link else f"{home}{link}")
    _add(entry, "content", phrase.text, type="text")


def _add(parent: Element, name: str, text: str | None = None, **attributes: str) -> Element:
    child = SubElement(parent, name, attributes)
    child.text = text
    return child


def _identifier(edition: Edition, what: str) -> str:
    name = f"{edition.catalogue.convention.product} {what}"
    return f"urn:uuid:{uuid5(NAMESPACE_URL, name)}"


def _moment(day: str) -> str:
    return f"{day}T00:00:00Z"
