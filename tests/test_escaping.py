"""No text of the data becomes markup: what is shown is escaped, in every template and in data for scripts."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from atlas.build.engine import rendered
from atlas.catalogue.catalogue import Catalogue
from atlas.model.values import Text
from atlas.site.pages import Site
from atlas.site.script_data import script_data
from support.projects import EXAMPLE_DAY

PAYLOADS = (
    "</title < ><img src=x onerror=alert(1) < >",
    "<!--<script>",
    "</script><script>alert(1)</script>",
    '"><meta http-equiv=refresh content="0;url=https://elsewhere.example/">',
    "'><svg onload=alert(1)>",
)
SCRIPTS = {"application/json", "application/ld+json"}


@given(st.recursive(st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)))
def test_data_for_scripts_reads_back_and_cannot_end_its_element(data: object) -> None:
    text = script_data(json.dumps(data, ensure_ascii=False))
    assert "<" not in text
    assert json.loads(text) == data


@pytest.mark.slow
@pytest.mark.parametrize("payload", PAYLOADS)
def test_payload_in_names_and_headings_is_text_on_every_page(
    payload: str, example: Catalogue, project: Path
) -> None:
    names = Text.model_construct({"es": payload, "en": payload})
    records = {
        kind: {
            identifier: record.model_copy(
                update={
                    name: names
                    for name in ("name", "title", "topic", "short", "summary")
                    if isinstance(getattr(record, name, None), Text)
                }
            )
            for identifier, record in of_kind.items()
        }
        for kind, of_kind in example.records.items()
    }
    written = {
        tag: {
            path: replace(page, body=f"{page.body}\n\n## A {payload} {{#a}}\n\n## B\n\n## C\n")
            for path, page in of_language.items()
        }
        for tag, of_language in example.written.items()
    }
    hostile = replace(example, records=records, written=written)
    plain = dict(rendered(project, example, Site(), "https://e.example/", EXAMPLE_DAY, {}))
    shown = 0
    for path, content in rendered(project, hostile, Site(), "https://e.example/", EXAMPLE_DAY, {}):
        if not path.endswith(".html") or path not in plain:
            continue
        page, same = (BeautifulSoup(each, "lxml") for each in (content, plain[path]))
        for name in ("img", "meta", "svg", "iframe", "script", "style", "base", "object"):
            assert len(page.find_all(name)) == len(same.find_all(name)), f"{path}: {name}"
        for script in page.find_all("script", string=True):
            assert script["type"] in SCRIPTS, path
            json.loads(str(script.string))
        ends = [bool(each.find("footer", class_="colophon")) for each in (page, same)]
        assert ends[0] == ends[1], path
        shown += payload[:9] in page.get_text()
    assert shown > 20
