"""How to cite a page in the formats reference managers read: BibTeX, RIS and CSL-JSON."""

import json
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from atlas.model.values import PartialDate

BIBTEX_SPECIAL = {
    "\\": r"\textbackslash{}",
    # Named, not as `\{`: readers of BibTeX count braces, and that one would be without its partner.
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "%": r"\%",
    "&": r"\&",
    "#": r"\#",
    "_": r"\_",
    "$": r"\$",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}


@dataclass(frozen=True)
class Citation:
    """What is cited. `date` is when the page was last reviewed; `publisher` is the site's own name."""

    title: str
    publisher: str
    url: str
    language: str
    date: PartialDate | None = None


def bibtex(citation: Citation) -> str:
    """An entry of type `online` for BibLaTeX, which BibTeX reads as `misc`."""
    fields = {
        "author": f"{{{_escaped(citation.publisher)}}}",
        "title": f"{{{_escaped(citation.title)}}}",
        "date": citation.date.isoformat() if citation.date else "",
        "year": str(citation.date.year) if citation.date else "",
        "url": citation.url,
        "langid": citation.language,
    }
    lines = [f"  {name} = {{{value}}}" for name, value in fields.items() if value]
    return "@online{" + ",\n".join([key(citation), *lines]) + "\n}\n"


def ris(citation: Citation) -> str:
    """A RIS record of type ELEC; every line ends with CR LF, as the format asks."""
    lines: list[tuple[str, str]] = [
        ("TY", "ELEC"),
        ("AU", citation.publisher),
        ("TI", citation.title),
        ("PB", citation.publisher),
    ]
    if citation.date:
        day = citation.date
        parts = (f"{day.year:04}", _two(day.month), _two(day.day), "")
        lines += [("PY", f"{day.year:04}"), ("DA", "/".join(parts))]
    lines += [("UR", citation.url), ("LA", citation.language), ("ER", "")]
    return "".join(f"{tag}  - {_one_line(value)}\r\n" for tag, value in lines)


def csl_json(citation: Citation) -> str:
    """A list with one item of CSL-JSON 1.0.2, indented."""
    item: dict[str, object] = {
        "id": key(citation),
        "type": "webpage",
        "title": citation.title,
        "author": [{"literal": citation.publisher}],
        "container-title": citation.publisher,
        "URL": citation.url,
        "language": citation.language,
    }
    if citation.date:
        day = citation.date
        parts: Sequence[int] = [part for part in (day.year, day.month, day.day) if part]
        item["issued"] = {"date-parts": [parts]}
    return json.dumps([item], ensure_ascii=False, indent=2)


def formats(citation: Citation) -> Mapping[str, str]:
    """Name of each machine format → the citation in it."""
    return {
        "BibTeX": bibtex(citation),
        "RIS": ris(citation),
        "CSL-JSON": csl_json(citation),
    }


def key(citation: Citation) -> str:
    """A short key made of the address: `untoc-atlas.example/en/countries/mex/` → `en-countries-mex`."""
    path = citation.url.split("://", 1)[-1].partition("/")[2]
    plain_text = unicodedata.normalize("NFKD", path).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain_text.lower()).strip("-") or "atlas"


def _escaped(text: str) -> str:
    return "".join(BIBTEX_SPECIAL.get(letter, letter) for letter in text)


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _two(number: int | None) -> str:
    return f"{number:02}" if number else ""
