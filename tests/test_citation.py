"""How a page is cited. Whether reference managers can read it: test_formats.py."""

import json
from dataclasses import replace

from atlas.model.values import PartialDate
from atlas.site.citation import Citation, bibtex, csl_json, key, ris

PAGE = Citation(
    title="Trata & tráfico: 100 % {dos} temas_distintos #1",
    publisher="Atlas UNTOC",
    url="https://atlas.example/es/themes/año-1/",
    language="es",
    date=PartialDate(2026, 11, 21),
)


def test_bibtex_escapes_what_latex_would_take_as_a_command() -> None:
    entry = bibtex(PAGE)
    written = r"Trata \& tráfico: 100 \% \textbraceleft{}dos\textbraceright{} temas\_distintos \#1"
    assert f"title = {{{{{written}}}}}" in entry
    assert entry.startswith("@online{es-themes-ano-1,\n")


def test_bibtex_braces_balance_for_readers_that_only_count_them() -> None:
    entry = bibtex(PAGE)
    assert entry.count("{") == entry.count("}")
    one_brace = bibtex(replace(PAGE, title="{"))
    assert one_brace.count("{") == one_brace.count("}")


def test_ris_ends_each_line_as_the_format_asks() -> None:
    lines = ris(PAGE).split("\r\n")
    assert lines[0] == "TY  - ELEC"
    assert lines[-2:] == ["ER  - ", ""]
    assert "DA  - 2026/11/21/" in lines


def test_csl_json_gives_a_full_date_in_three_parts() -> None:
    (item,) = json.loads(csl_json(PAGE))
    assert item["issued"] == {"date-parts": [[2026, 11, 21]]}


def test_key_of_the_home_page_is_the_atlas() -> None:
    assert key(Citation("Home", "UNTOC Atlas", "https://atlas.example/", "en")) == "atlas"
