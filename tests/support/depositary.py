"""Status pages in the form of the depositary's, made by hand: the page, its XML, and CSV."""

from collections.abc import Sequence
from dataclasses import dataclass

PREFIX = "ctl00_ctl00_ContentPlaceHolder1_ContentPlaceHolderInnerPage_"
LEGEND = "Ratification, Acceptance(A), Approval(AA), Accession(a), Succession(d)"


@dataclass(frozen=True)
class Row:
    """One row as the page prints it: cells with their brackets and letters, numbers of notes."""

    name: str
    signature: str = ""
    binding: str = ""
    notes: tuple[int, ...] = ()
    declared: bool = False


def page(
    rows: Sequence[Row],
    signatories: int,
    parties: int,
    *,
    day: str = "03-02-2026",
    number: str = "XVIII-12",
    legend: str = LEGEND,
    declarations: Sequence[tuple[str, str]] = (),
    columns: tuple[str, str] = ("Participant <SUP><A href='#1'>1</A></SUP>", "Signature"),
) -> str:
    """The page as a browser saves it, with its odd ways: tabs in dates, blanks that do not break, `<SUP>`."""
    cells = "".join(
        f'<tr class="{"trBWhite" if index % 2 else "trBGGrey"}">'
        f"<td>{_name(row)}<br></td><td>{_cell(row.signature)}</td><td>{_cell(row.binding)}</td></tr>"
        for index, row in enumerate(rows)
    )
    numbers = sorted({n for row in rows for n in row.notes})
    notes = "".join(
        f'<tr><td><div id="{PREFIX}dgNotesAll_ctl{n + 1:02}_divNotesAll">Note {n} of the page.</div>'
        for n in numbers
    )
    declared = "".join(
        f'<tr><td><div id="{PREFIX}dgDec_ctl{n:02}_divParticipant">{name} <SUP><A href="#4">4</A></SUP></div>'
        f'<div id="{PREFIX}dgDec_ctl{n:02}_divText">{text}</div></td></tr>'
        for n, (name, text) in enumerate(declarations, 2)
    )
    totals = f"Signatories : {signatories}. Parties : {parties}. 1 , 2"
    return f"""<!DOCTYPE html><html><head><script>var x = '<td>4 Feb 1985</td>';</script></head><body>
<form action="ViewDetails.aspx?src=TREATY&amp;mtdsg_no={number}&amp;chapter=18&amp;clang=_en">
<div>STATUS AS AT : {day} 10:16:18 EDT</div>
<div id="{PREFIX}rptTreaty_ctl00_tcTreaty">Example Convention</div>
<table><tr><td id="{PREFIX}rptStatus_ctl00_tcText">{totals}</td></tr></table>
<table id="{PREFIX}tblgrid"><tr class="thead-one">
<td>{columns[0]}<br></td><td>{columns[1]}<br></td><td>{legend}<br></td></tr>
{cells}</table>
<table id="{PREFIX}dgDec">{declared}</table>
<table id="{PREFIX}tblDec"><tr><td>Participant</td><td>Territories</td></tr></table>
<table id="{PREFIX}dgNotesAll">{notes}</table></form></body></html>"""


def _name(row: Row) -> str:
    name = f"<A href='#EndDec' class='noteIndex'>{row.name}</A>" if row.declared else row.name
    marks = ", ".join(f"<A onclick='ShowNoteAll()' href='#{n}'>{n}</A>" for n in row.notes)
    return f"{name or '&nbsp;'}{f' <SUP>{marks} </SUP>' if marks else ''}"


def _cell(text: str) -> str:
    if not text:
        return "&nbsp;"
    day, _, rest = text.partition(" ")
    month, _, rest = rest.partition(" ")
    blank = " &nbsp;" if len(day.lstrip("[")) == 1 else ""
    day = f"[{blank}{day[1:]}" if day.startswith("[") else f"{blank}{day}"
    return f"{day} {month}\t {rest} <br>"


def xml(rows: Sequence[Row], signatories: int, parties: int) -> bytes:
    """The depositary's XML of the same, in Latin-1, with the marks of notes escaped in the text."""
    body = "".join(
        f"<Row><Entry>{row.name}"
        + "".join(f"&lt;superscript&gt;{n}&lt;/superscript&gt;" for n in row.notes)
        + f"</Entry><Entry>{row.signature}</Entry><Entry>{row.binding}</Entry></Row>"
        for row in rows
    )
    return (
        '<?xml version="1.0" encoding="ISO-8859-1"?><Treaty><Header><Titlesect>Example</Titlesect></Header>'
        f"<Status><Signatories>{signatories}</Signatories><Parties>{parties}</Parties></Status>"
        "<Participants><Table><TGroup><Thead><Row><Entry>Participant</Entry><Entry>Signature</Entry>"
        f"<Entry>{LEGEND}</Entry></Row></Thead><Tbody><Rows>{body}</Rows></Tbody></TGroup></Table>"
        "</Participants></Treaty>"
    ).encode("iso-8859-1")
