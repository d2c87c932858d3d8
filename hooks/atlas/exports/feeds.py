"""What changed, as Atom feeds (RFC 4287) in one language: on the whole site, and in each record."""

from collections.abc import Sequence
from uuid import NAMESPACE_URL, uuid5
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from atlas.catalogue.edition import Edition
from atlas.catalogue.record_history import Told
from atlas.catalogue.routes import feed_path
from atlas.model.records import Change


def feed(edition: Edition, root_url: str) -> str:
    """The changes of `history.yml`, newest first, as an Atom feed (RFC 4287) in one language.

    `root_url` is where the site stands, with its last slash.
    """
    home = f"{root_url}{edition.language.prefix}"
    changes = edition.catalogue.history.changes
    root = _feed(edition, "feed", edition.say("site_name"), edition.say("site_description"))
    # The format asks for a moment; where nothing is dated, there is no entry either.
    _add(root, "updated", _moment(max((c.date.isoformat() for c in changes), default="1970-01-01")))
    _add(root, "link", rel="self", type="application/atom+xml", href=f"{home}feed.xml")
    _add(root, "link", rel="alternate", type="text/html", href=home)
    for index, change in enumerate(changes):
        _entry(root, edition, change, home, len(changes) - index)
    return _written(root)


def record_feed(
    edition: Edition, root_url: str, path: str, title: str, days: Sequence[Told]
) -> str:
    """What changed in the record that has its page at `path`, newest first; there is at least one day.

    An entry is a day, and keeps its id when others come. `root_url` as for `feed`.
    """
    home = f"{root_url}{edition.language.prefix}"
    root = _feed(edition, f"feed {path}", title, edition.say("history_title"))
    _add(root, "updated", _moment(days[0].day.isoformat()))
    _add(root, "link", rel="self", type="application/atom+xml", href=f"{home}{feed_path(path)}")
    _add(root, "link", rel="alternate", type="text/html", href=f"{home}{path}")
    for each in days:
        entry = _add(root, "entry")
        name = f"change {path} {each.day} {edition.language.tag}"
        _add(entry, "id", _identifier(edition, name))
        _add(entry, "title", f"{title}, {each.date}")
        _add(entry, "updated", _moment(each.day.isoformat()))
        _add(entry, "link", rel="alternate", href=f"{home}{path}")
        _add(entry, "content", "\n".join(each.lines), type="text")
    return _written(root)


def _feed(edition: Edition, what: str, title: str, subtitle: str) -> Element:
    """A feed with what every feed has; `what` tells it from others of this language."""
    tag = edition.language.tag
    root = Element("feed", {"xmlns": "http://www.w3.org/2005/Atom", "xml:lang": tag})
    _add(root, "id", _identifier(edition, f"{what} {tag}"))
    _add(root, "title", title)
    _add(root, "subtitle", subtitle)
    _add(_add(root, "author"), "name", edition.say("site_name"))
    return root


def _written(root: Element) -> str:
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
