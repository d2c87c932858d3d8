"""How a page is cited, in the forms reference managers read."""

import json

import pytest

from atlas.model.values import PartialDate
from atlas.site.citation import Citation, bibtex, csl_json, key, ris

PAGE = Citation(
    title="Trata & tráfico: 100 % {dos} temas_distintos #1",
    publisher="Atlas UNTOC",
    url="https://atlas.example/es/themes/año-1/",
    language="es",
    date=PartialDate(2026, 11, 21),
)
UNDATED = Citation("Countries", "UNTOC Atlas", "https://atlas.example/en/countries/", "en")


def test_bibtex_escapes_what_latex_would_take_as_a_command() -> None:
    entry = bibtex(PAGE)
    assert r"title = {{Trata \& tráfico: 100 \% \{dos\} temas\_distintos \#1}}" in entry
    assert "date = {2026-11-21}" in entry
    assert entry.startswith("@online{es-themes-ano-1,\n")
    assert entry.endswith("}\n")


def test_bibtex_braces_balance() -> None:
    plain = bibtex(PAGE).replace(r"\{", "").replace(r"\}", "")
    assert plain.count("{") == plain.count("}")


def test_ris_has_one_field_on_each_line_and_ends_the_record() -> None:
    lines = ris(PAGE).split("\r\n")
    assert lines[0] == "TY  - ELEC"
    assert lines[-2:] == ["ER  - ", ""]
    assert "DA  - 2026/11/21/" in lines
    assert "TI  - Trata & tráfico: 100 % {dos} temas_distintos #1" in lines


def test_csl_json_is_a_list_with_one_web_page() -> None:
    (item,) = json.loads(csl_json(PAGE))
    assert item["type"] == "webpage"
    assert item["issued"] == {"date-parts": [[2026, 11, 21]]}
    assert item["author"] == [{"literal": "Atlas UNTOC"}]
    assert item["title"] == PAGE.title


@pytest.mark.parametrize("form", [bibtex, ris, csl_json])
def test_page_without_a_date_is_cited_without_one(form: object) -> None:
    assert callable(form)
    text = form(UNDATED)
    for mark in ("date =", "DA  -", "PY  -", "issued"):
        assert mark not in text


def test_key_of_the_home_page_is_the_atlas() -> None:
    assert key(Citation("Home", "UNTOC Atlas", "https://atlas.example/", "en")) == "atlas"
