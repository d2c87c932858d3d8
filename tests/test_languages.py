"""A language is a value: its direction, its dates, its lists, its order of names."""

from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from atlas.catalogue.edition import path_between
from atlas.catalogue.settings import read_settings
from atlas.model.languages import Language, folded
from atlas.model.values import PartialDate

SPANISH = Language("es", "Español", default=True)
ENGLISH = Language("en", "English")
FRENCH = Language("fr", "Français")
ARABIC = Language("ar", "العربية")


@pytest.mark.parametrize(
    ("language", "when", "words"),
    [
        (SPANISH, PartialDate(2024, 10, 14), "14 de octubre de 2024"),
        (SPANISH, PartialDate(2024, 10), "octubre de 2024"),
        (SPANISH, PartialDate(2024), "2024"),
        (ENGLISH, PartialDate(2024, 10, 14), "14 October 2024"),
        (ENGLISH, PartialDate(2024, 10), "October 2024"),
        (FRENCH, PartialDate(2024, 10, 14), "14 octobre 2024"),
        (ENGLISH, date(2024, 10, 1), "1 October 2024"),
    ],
)
def test_date_is_no_more_precise_than_it_is_known(
    language: Language, when: PartialDate | date, words: str
) -> None:
    assert language.date(when) == words


@pytest.mark.parametrize(
    ("language", "start", "end", "words"),
    [
        (ENGLISH, PartialDate(2024, 10, 14), PartialDate(2024, 10, 18), "14–18 October 2024"),
        (SPANISH, PartialDate(2024, 10, 14), PartialDate(2024, 10, 18), "14–18 de octubre de 2024"),
        (
            ENGLISH,
            PartialDate(2024, 9, 30),
            PartialDate(2024, 10, 2),
            "30 September 2024 – 2 October 2024",
        ),
        (ENGLISH, PartialDate(2024, 10, 14), None, "14 October 2024"),
        (ENGLISH, PartialDate(2024, 10), PartialDate(2024, 10), "October 2024"),
        (ENGLISH, PartialDate(2020, 2, 2), PartialDate(2020, 2, 20), "2–20 February 2020"),
        (ENGLISH, PartialDate(2023, 6, 1), PartialDate(2023, 6, 23), "1–23 June 2023"),
    ],
)
def test_period_names_what_is_common_once(
    language: Language, start: PartialDate, end: PartialDate | None, words: str
) -> None:
    assert language.period(start, end) == words


def test_direction_comes_from_the_language() -> None:
    assert [each.direction for each in (SPANISH, FRENCH, ARABIC)] == ["ltr", "ltr", "rtl"]


def test_default_language_has_no_prefix() -> None:
    assert (SPANISH.prefix, ENGLISH.prefix) == ("", "en/")


def test_list_reads_as_in_a_sentence() -> None:
    assert SPANISH.listing(["a", "b", "c"]) == "a, b y c"
    assert ENGLISH.listing(["a", "b", "c"]) == "a, b and c"
    assert ENGLISH.listing([]) == ""


def test_country_is_called_what_the_language_calls_it() -> None:
    assert SPANISH.territory("MX") == "México"
    assert ENGLISH.territory("MX") == "Mexico"
    assert FRENCH.territory("MX") == "Mexique"
    assert ENGLISH.territory("QQ") is None


def test_names_are_ordered_without_regard_to_accents() -> None:
    names = ["Zambia", "Émile", "Nube", "Ñandú", "Ñu", "Oslo", "eco", "África", "Alba"]
    ordered = sorted(names, key=SPANISH.sort_key)
    assert ordered == ["África", "Alba", "eco", "Émile", "Nube", "Ñandú", "Ñu", "Oslo", "Zambia"]


def test_a_letter_of_one_language_is_an_accent_in_another() -> None:
    names = ["Niue", "Ñandú", "Nzwani"]
    assert sorted(names, key=SPANISH.sort_key) == ["Niue", "Nzwani", "Ñandú"]
    for language in (ENGLISH, FRENCH):
        assert sorted(names, key=language.sort_key) == ["Ñandú", "Niue", "Nzwani"]
    assert folded("España") == folded("Espana")


@given(st.text())
@example("𝕊")
@example("\N{LATIN SMALL LETTER N}\N{COMBINING TILDE}")
def test_folding_twice_changes_nothing_more(text: str) -> None:
    for language in (SPANISH, ENGLISH):
        once = folded(text, language.letters)
        assert folded(once, language.letters) == once


def test_languages_stand_in_the_configuration_only() -> None:
    text = """
site_url: https://example.org/
plugins:
  - search
  - i18n:
      build_only_locale: !ENV [ATLAS_LANGUAGE, es]
      languages:
        - {locale: en, name: English}
        - {locale: es, name: Español, default: true}
        - {locale: fr, name: Français, build: false}
"""
    assert read_settings(text.encode()).languages == (SPANISH, ENGLISH)


@pytest.mark.parametrize(
    ("start", "target", "link"),
    [
        ("", "", "./"),
        ("", "guide/vpi/", "guide/vpi/"),
        ("guide/vpi/", "", "../../"),
        ("guide/vpi/", "guide/review/", "../review/"),
        ("guide/vpi/", "countries/mex/#vpi", "../../countries/mex/#vpi"),
        ("guide/vpi/", "guide/vpi/#steps", "#steps"),
        ("guide/", "guide/vpi/", "vpi/"),
        ("guide/vpi/", "guide/", "../"),
        ("guide/vpi/", "guide/vpi/", "./"),
    ],
)
def test_link_between_pages_is_relative(start: str, target: str, link: str) -> None:
    assert path_between(start, target) == link
