"""The depositary's status table of a treaty → participants with their acts, as the page has them.

Three forms: the page as a browser saves it, the depositary's XML, and CSV with named columns. How
the pages of the United Nations Treaty Collection look was counted on thirty of them (2026).
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from typing import Any

from atlas.editing.importing.phrases import PHRASES
from atlas.editing.importing.refusal import RefusedError
from atlas.editing.importing.web_page import tree
from atlas.editing.importing.word import parse


@dataclass(frozen=True)
class Act:
    """One act of a participant: its day, its letter, whether it was withdrawn (in brackets)."""

    day: str
    letter: str = ""
    withdrawn: bool = False


@dataclass(frozen=True)
class Participant:
    """One row: name, numbers of the notes after it, acts of signature, acts that bind."""

    name: str
    notes: tuple[str, ...] = ()
    signature: tuple[Act, ...] = ()
    binding: tuple[Act, ...] = ()


@dataclass(frozen=True)
class Declaration:
    """What a participant declared: its name, the kinds of it, and the days that stand alone in the text.

    The kinds are `declaration`, `reservation`, `understanding` and `notification`. The text is not kept.
    """

    name: str
    kinds: tuple[str, ...]
    days: tuple[str, ...] = ()


@dataclass(frozen=True)
class StatusTable:
    """A table, the day it says it is of (empty if it says none), and the totals it prints."""

    as_of: str
    participants: tuple[Participant, ...]
    signatories: int | None = None
    parties: int | None = None
    signed: bool = True
    title: str = ""
    number: str = ""
    notes: tuple[tuple[str, str], ...] = ()
    prints_totals: bool = True
    declarations: tuple[Declaration, ...] = ()

    def counted(self) -> tuple[int, int]:
        """Signatories and parties as read: acts that are not in brackets."""
        return (
            sum(_stand(each.signature) for each in self.participants),
            sum(_stand(each.binding) for each in self.participants),
        )

    def check(self) -> None:
        """Raise RefusedError unless the totals printed are those read, and no act is later than the page."""
        signatories, parties = self.counted()
        printed = (self.signatories or 0, self.parties)
        if self.prints_totals and (self.parties is None or printed != (signatories, parties)):
            raise RefusedError(
                "totals",
                printed=f"{self.signatories or 0} / {'–' if self.parties is None else self.parties}",
                counted=f"{signatories} / {parties}",
            )
        for each in self.participants:
            for act in (*each.signature, *each.binding):
                if self.as_of and act.day > self.as_of:
                    raise RefusedError("later", name=each.name, day=act.day, as_of=self.as_of)


def _stand(acts: Sequence[Act]) -> int:
    return sum(not act.withdrawn for act in acts)


def encode(table: StatusTable) -> dict[str, Any]:
    """A table as JSON has it."""
    return asdict(table)


def decode(value: dict[str, Any]) -> StatusTable:
    """A table from JSON."""
    participants = tuple(
        Participant(
            row["name"],
            tuple(row["notes"]),
            tuple(Act(**act) for act in row["signature"]),
            tuple(Act(**act) for act in row["binding"]),
        )
        for row in value["participants"]
    )
    notes = tuple((number, text) for number, text in value["notes"])
    declarations = tuple(
        Declaration(each["name"], tuple(each["kinds"]), tuple(each["days"]))
        for each in value["declarations"]
    )
    found = {"participants": participants, "notes": notes, "declarations": declarations}
    return StatusTable(**{**value, **found})


def read(content: bytes) -> StatusTable:
    """The table of a file. Raises RefusedError where anything in it is not understood."""
    begin = content[:2048].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if begin.startswith(b"<?xml") and b"<html" not in begin:
        return _from_xml(content)
    if begin.startswith(b"<"):
        return _from_page(content)
    return _from_csv(content)


# --- the page ---------------------------------------------------------------------------------------

_DAY = re.compile(r"STATUS AS AT\s*:?\s*(\d{1,2})-(\d{1,2})-(\d{4})", re.IGNORECASE)
_TOTALS = re.compile(r"(Signatories|Parties)\s*:?\s*(\d[\d,]*)", re.IGNORECASE)


def _from_page(content: bytes) -> StatusTable:
    root = tree(content)
    whole = _words(root)
    day = _DAY.search(whole)
    if not day:
        raise RefusedError("no-status-table")
    tables = [each for each in root.iter("table") if _identifier(each).endswith("tblgrid")]
    if not tables:
        raise RefusedError("no-status-table")
    rows = [
        [cell for cell in row if cell.tag in ("td", "th")]
        for row in tables[0].iter("tr")
        if next(above for above in row.iterancestors("table")) is tables[0]
    ]
    notes = tuple(
        (str(int(match[1]) - 1), _words(each))
        for each in root.iter("div")
        if (match := re.search(r"dgNotesAll_ctl(\d+)_divNotesAll$", _identifier(each)))
    )
    table = _table([_words(_without_notes(cell)) for cell in rows[0]], map(_cells, rows[1:]))
    title = re.search(r"mtdsg_no=([IVXLC]+-[\w-]+)", content.decode("utf-8", "replace"))
    return replace(
        table,
        as_of=f"{day[3]}-{int(day[2]):02}-{int(day[1]):02}",
        title=_of(root, "tcTreaty"),
        number=title[1] if title else "",
        notes=notes,
        declarations=tuple(_declared_on(root)),
        **_totals(_of(root, "rptStatus_ctl00_tcText")),
    )


def _identifier(node: Any) -> str:
    return str(node.get("id") or "")


def _of(root: Any, ending: str) -> str:
    for node in root.iter():
        if isinstance(node.tag, str) and _identifier(node).endswith(ending):
            return _words(node)
    return ""


def _totals(text: str) -> dict[str, Any]:
    printed = {word.lower(): int(count.replace(",", "")) for word, count in _TOTALS.findall(text)}
    return {"signatories": printed.get("signatories"), "parties": printed.get("parties")}


def _words(node: Any) -> str:
    return " ".join("".join(node.itertext()).split())


def _without_notes(cell: Any) -> Any:
    for mark in list(cell.iter("sup")):
        text = mark.tail
        parent = mark.getparent()
        if parent is not None:
            before = mark.getprevious()
            if text and before is not None:
                before.tail = (before.tail or "") + text
            elif text:
                parent.text = (parent.text or "") + text
            parent.remove(mark)
    return cell


def _cells(row: list[Any]) -> tuple[list[str], tuple[str, ...]]:
    notes = tuple(
        number for mark in row[0].iter("sup") for number in re.findall(r"\d+", _words(mark))
    )
    return [_words(_without_notes(cell)) for cell in row], notes


# --- declarations -----------------------------------------------------------------------------------

_DECLARED = re.compile(r"(dgDec(?:UnderArticle)?_ctl\d+)_div(Participant|Text)$")
_DECLARED_KINDS = re.compile(
    r"\b(Declaration|Reservation|Understanding|Notification)s?\b", re.IGNORECASE
)


def _declared_on(root: Any) -> Iterator[Declaration]:
    """Who declared something, from the blocks below the table."""
    blocks: dict[str, dict[str, Any]] = {}
    for node in root.iter():
        if isinstance(node.tag, str) and (match := _DECLARED.search(_identifier(node))):
            blocks.setdefault(match[1], {})[match[2]] = node
    for block in blocks.values():
        if "Participant" in block:
            name = _words(_without_notes(block["Participant"]))
            yield _declaration(name, block["Text"].itertext() if "Text" in block else ())


def _declaration(name: str, texts: Iterable[str]) -> Declaration:
    """What some pieces of text are: of what kinds, and of which days, as far as they say."""
    pieces = [" ".join(text.split()) for text in texts]
    kinds = [word.lower() for piece in pieces for word in _DECLARED_KINDS.findall(piece)]
    matches = (_ACT.fullmatch(piece.strip(" :.")) for piece in pieces)
    days = [_day(match, name, match[0]) for match in matches if match and not match["letter"]]
    return Declaration(
        name, tuple(dict.fromkeys(kinds)) or ("declaration",), tuple(dict.fromkeys(days))
    )


# --- the XML ----------------------------------------------------------------------------------------

_RAISED = re.compile(r"<superscript>(.*?)</superscript>", re.IGNORECASE)


def _from_xml(content: bytes) -> StatusTable:
    root = parse(content)
    groups = list(root.iter("TGroup"))
    if root.tag != "Treaty" or not groups:
        raise RefusedError("no-status-table")

    def cells(row: Any) -> tuple[list[str], tuple[str, ...]]:
        entries = list(row.iter("Entry"))
        texts = []
        for entry in entries:
            for mark in list(entry.iter("superscript")):
                mark.text = f"<superscript>{mark.text or ''}</superscript>"
            texts.append(" ".join("".join(entry.itertext()).split()))
        notes = tuple(n for mark in _RAISED.findall(texts[0]) for n in re.findall(r"\d+", mark))
        return [" ".join(_RAISED.sub("", text).split()) for text in texts], notes

    header = cells(next(groups[0].find("Thead").iter("Row")))[0]
    rows = [cells(row) for row in groups[0].find("Tbody").iter("Row")]
    table = _table(header, rows)

    def total(name: str) -> int | None:
        node = next(root.iter(name), None)
        figures = re.search(r"\d+", _words(node)) if node is not None else None
        return int(figures[0]) if figures else None

    title = next(root.iter("Titlesect"), None)
    return replace(
        table,
        title=_words(title) if title is not None else "",
        declarations=tuple(
            _declaration(
                " ".join(_RAISED.sub("", each.findtext("Participant") or "").split()),
                (piece for text in each.iter("Text") for piece in text.itertext()),
            )
            for each in root.iter("Declaration")
        ),
        signatories=total("Signatories"),
        parties=total("Parties"),
    )


# --- CSV --------------------------------------------------------------------------------------------

_COLUMNS = {
    "participant": ("participant", "state", "country", "participante", "estado", "país"),
    "signature": ("signature", "signed", "firma"),
    "action": ("action", "act", "acto", "acción"),
    "date": ("date", "binding", "fecha"),
    "as_of": ("as_of",),
}
_ACTIONS = {
    **{word: letter for letter, word in PHRASES.letters.items()},
    "ratificación": "",
    "aceptación": "A",
    "aprobación": "AA",
    "adhesión": "a",
    "sucesión": "d",
}


def _from_csv(content: bytes) -> StatusTable:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise RefusedError("not-utf-8") from error
    delimiter = (
        ";" if text.partition("\n")[0].count(";") > text.partition("\n")[0].count(",") else ","
    )
    try:
        rows = list(csv.DictReader(io.StringIO(text), delimiter=delimiter))
    except csv.Error as error:
        raise RefusedError("no-status-table") from error
    names = {
        column: next(
            (n for n in (rows[0] if rows else {}) if (n or "").strip().lower() in words), None
        )
        for column, words in _COLUMNS.items()
    }
    if names["participant"] is None or names["date"] is None:
        raise RefusedError("no-status-table")

    def of(row: dict[str, str], column: str) -> str:
        name = names[column]
        return " ".join((row.get(name) or "").split()) if name else ""

    participants = []
    days = set()
    for row in rows:
        days.add(of(row, "as_of"))
        action = of(row, "action")
        if action and action.lower() not in _ACTIONS and action not in PHRASES.letters:
            raise RefusedError("letter", name=of(row, "participant"), cell=action)
        letter = action if action in PHRASES.letters else _ACTIONS.get(action.lower(), "")
        binding = tuple(
            replace(act, letter=letter or act.letter) for act in _acts(of(row, "date"), "")
        )
        participants.append(
            Participant(of(row, "participant"), (), _acts(of(row, "signature"), ""), binding)
        )
    as_of = days.pop() if len(days) == 1 else ""
    _no_doubles(participants)
    return StatusTable(as_of, tuple(participants), prints_totals=False)


# --- rows and cells ---------------------------------------------------------------------------------

_LEGEND = re.compile(
    r"(?:Ratification|Acceptance|Approval|Accession|Succession(?: to signature)?|Formal confirmation"
    r"|Consent to be bound|Provisional application|Definitive signature)(?:\s*\((\w{1,2})\))?",
    re.IGNORECASE,
)


def _table(header: list[str], rows: Iterable[tuple[list[str], tuple[str, ...]]]) -> StatusTable:
    titles = [" ".join(each.split()) for each in header]
    signature = _signature_column(titles)
    legend = {letter for letter in _LEGEND.findall(titles[-1]) if letter}
    participants: list[Participant] = []
    for cells, notes in rows:
        if len(cells) != len(titles) or not (cells[0] or participants):
            raise RefusedError("row", row=" | ".join(cells))
        signed = _acts(cells[signature], cells[0]) if signature else ()
        bound = _acts(cells[-1], cells[0])
        strange = [
            act.letter for act in bound if act.letter and legend and act.letter not in legend
        ]
        if strange:
            raise RefusedError("letter", name=cells[0], cell=strange[0])
        if cells[0]:
            participants.append(Participant(cells[0], notes, signed, bound))
        else:  # a further notice of the same participant
            last = participants[-1]
            participants[-1] = replace(
                last, signature=last.signature + signed, binding=last.binding + bound
            )
    _no_doubles(participants)
    return StatusTable("", tuple(participants), signed=signature is not None)


def _signature_column(titles: Sequence[str]) -> int | None:
    """Which column holds signatures, None if none does. Raises RefusedError for a column not known."""
    if len(titles) < 2 or not titles[0].lower().startswith("participant"):
        raise RefusedError("column", title=titles[0] if titles else "")
    signature = None
    for column, title in enumerate(titles[1:], 1):
        if title.lower().startswith("signature") and column < len(titles) - 1:
            signature = column
        elif not _LEGEND.match(title):
            raise RefusedError("column", title=title)
    return signature


def _no_doubles(participants: Sequence[Participant]) -> None:
    names: set[str] = set()
    for each in participants:
        if each.name in names:
            raise RefusedError("twice", name=each.name)
        names.add(each.name)


_ACT = re.compile(
    r"(?P<open>\[)?\s*(?:(?P<iso>\d{4}-\d{2}(?:-\d{2})?)|(?P<day>\d{1,2})\s+(?P<month>[A-Za-z]{3,9})\.?\s+(?P<year>\d{4}))"
    r"\s*(?P<letter>AA|[A-Za-z])?\s*(?P<close>\])?"
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def _acts(cell: str, name: str) -> tuple[Act, ...]:
    """The acts of a cell, in order. Raises RefusedError for whatever is no act."""
    found: list[Act] = []
    end = 0
    for match in _ACT.finditer(cell):
        if cell[end : match.start()].strip(" ,;"):
            break
        end = match.end()
        letter = match["letter"] or ""
        if letter not in PHRASES.letters or bool(match["open"]) != bool(match["close"]):
            raise RefusedError("letter", name=name, cell=cell)
        found.append(Act(_day(match, name, cell), letter, bool(match["open"])))
    if cell[end:].strip(" ,;\u00a0"):
        raise RefusedError("letter", name=name, cell=cell)
    return tuple(found)


def _day(match: re.Match[str], name: str, cell: str) -> str:
    if match["iso"]:
        return match["iso"]
    month = match["month"][:3].lower()
    try:
        if month not in _MONTHS:
            raise ValueError(month)
        return date(int(match["year"]), _MONTHS.index(month) + 1, int(match["day"])).isoformat()
    except ValueError as error:
        raise RefusedError("letter", name=name, cell=cell) from error


def day_given(text: str) -> str:
    """A day as somebody typed it. Raises RefusedError unless it is YYYY-MM-DD."""
    try:
        return datetime.strptime(text, "%Y-%m-%d").date().isoformat()  # noqa: DTZ007  # a day, not a moment
    except ValueError as error:
        raise RefusedError("no-day") from error
