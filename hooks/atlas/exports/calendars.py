"""The calendar as an iCalendar file (RFC 5545), in one language."""

from datetime import date, timedelta

from atlas.catalogue.catalogue import event_key
from atlas.catalogue.edition import Edition
from atlas.model.records import Event

_LONGEST_LINE = 75


def calendar(edition: Edition, root_url: str) -> str:
    """Every event whose day is known, all-day, as a calendar (RFC 5545) in one language.

    A month or a year alone is no day, and is left out.

    `root_url` is where the site stands, with its last slash; every line ends with CR LF.
    """
    product = edition.catalogue.convention.product
    name = f"{edition.say('site_name')}: {edition.say('kind_events')}"
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:-//{product}//calendar//{edition.language.tag.upper()}",
        "CALSCALE:GREGORIAN",
        f"NAME:{_escaped(name)}",
        f"X-WR-CALNAME:{_escaped(name)}",
    ]
    for event in sorted(edition.catalogue.events.values(), key=lambda e: (event_key(e), e.id)):
        if event.start and event.start.day:
            lines += _event(edition, event, event.start.first_day, root_url)
    lines.append("END:VCALENDAR")
    return "".join(f"{_folded(line)}\r\n" for line in lines)


def _event(edition: Edition, event: Event, start: date, root_url: str) -> list[str]:
    end = event.end.last_day if event.end and event.end.day else start
    language = edition.language
    product = edition.catalogue.convention.product
    lines = [
        "BEGIN:VEVENT",
        f"UID:{event.id}@{product}",
        f"DTSTAMP:{_day(event.reviewed.first_day)}T000000Z",
        f"DTSTART;VALUE=DATE:{_day(start)}",
        f"DTEND;VALUE=DATE:{_day(end + timedelta(days=1))}",
        *(["RRULE:FREQ=YEARLY"] if event.yearly else []),
        f"SUMMARY;LANGUAGE={language.tag}:{_escaped(edition.phrase(event.title).text)}",
        f"URL:{root_url}{language.prefix}calendar/#{event.id}",
        f"CATEGORIES:{_escaped(edition.label('event-kinds', event.kind).text)}",
        "TRANSP:TRANSPARENT",
    ]
    if event.summary:
        lines.append(f"DESCRIPTION:{_escaped(edition.phrase(event.summary).text)}")
    if event.place:
        lines.append(f"LOCATION:{_escaped(edition.phrase(event.place).text)}")
    return [*lines, "END:VEVENT"]


def _day(day: date) -> str:
    return day.strftime("%Y%m%d")


def _escaped(text: str) -> str:
    for mark in ("\\", ";", ","):
        text = text.replace(mark, f"\\{mark}")
    return text.replace("\n", "\\n")


def _folded(line: str) -> str:
    """A line cut into lines of at most 75 bytes, never inside a character."""
    folded, length = "", 0
    for character in line:
        size = len(character.encode())
        if length + size > _LONGEST_LINE:
            folded, length = f"{folded}\r\n ", 1
        folded, length = folded + character, length + size
    return folded
