"""Dates as precisely as they are known, texts in several languages, links."""

import re
from datetime import date
from html import escape

import nh3
import pytest
from bs4 import BeautifulSoup
from hypothesis import assume, given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from atlas.model.values import (
    Day,
    Line,
    Link,
    Mailbox,
    PartialDate,
    SiteLink,
    Slug,
    Text,
    hidden_characters,
    markup,
    slug,
)


@pytest.mark.parametrize("text", ["2024-10-14", "2024-10", "2024", "2000-02-29"])
def test_date_is_read_and_written_as_it_stands(text: str) -> None:
    assert PartialDate.parse(text).isoformat() == str(PartialDate.parse(text)) == text


@pytest.mark.parametrize(
    "text",
    ["2024-2-3", "2024-13", "2023-02-29", "24", "1850", "2200", "2024-10-14T00:00", "٢٠٢٤", " 2024",
     "2024-00", "2024-10-00", "", "2024\n"],
)  # fmt: skip
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(ValidationError) as error:
        TypeAdapter(PartialDate).validate_python(text)
    assert [each["type"] for each in error.value.errors()] == ["wrong-date"]


def test_imprecise_date_covers_all_its_days() -> None:
    assert PartialDate(2024, 2).first_day == date(2024, 2, 1)
    assert PartialDate(2024, 2).last_day == date(2024, 2, 29)
    assert PartialDate(2024).last_day == date(2024, 12, 31)
    assert PartialDate(2024, 12).last_day == date(2024, 12, 31)


@given(st.dates(date(1945, 1, 1), date(2100, 12, 31)))
def test_full_date_is_one_day(day: date) -> None:
    partial = PartialDate(day.year, day.month, day.day)
    assert partial.first_day == partial.last_day == day
    assert PartialDate.parse(partial.isoformat()) == partial
    month = PartialDate(day.year, day.month)
    assert month.first_day <= day <= month.last_day
    assert PartialDate(day.year).sort_key <= month.sort_key <= partial.sort_key


def test_year_alone_may_be_a_number() -> None:
    adapter = TypeAdapter(PartialDate)
    assert adapter.validate_python(2024) == PartialDate(2024)
    for wrong in (True, 2024.0, None, date(2024, 1, 1)):
        with pytest.raises(ValidationError):
            adapter.validate_python(wrong)


def test_day_must_be_known_to_the_day() -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(Day).validate_python("2024-10")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("<b>bold</b>", "markup"),
        ("a <!-- note -->", "markup"),
        ("caf&eacute;", "markup"),
        ("JavaScript : x", "markup"),
        ("Alliance </title < ><img src=x onerror=alert(1) < >", "markup"),
        ("a <b", "markup"),
        ("a </ b", "markup"),
        ("a <? b", "markup"),
        ("a <! b", "markup"),
        ("a <b c='d", "markup"),
        ('a <b c="d', "markup"),
        ("a <b c=", "markup"),
        ("&#60b>", "markup"),
        ("&#x3C;b", "markup"),
        ("Q&ltb", "markup"),
        ("&notit", "markup"),
        ("write to a.b@example.org", "personal-contact"),
        ("call +52 55 1234 5678", "personal-contact"),
        ("   ", "empty-text"),
        ("a\u202eb", "hidden-character"),
        ("a\u200fb\u2066", "hidden-character"),
        ("bell\x07", "hidden-character"),
        ("Asocia\u00adción", "hidden-character"),
        ("Asocia\u200bción", "hidden-character"),
        ("Asocia\u200cción", "hidden-character"),
        ("Asocia\u2060ción", "hidden-character"),
        ("Asocia\ufeffción", "hidden-character"),
        ("Asocia\ufe0fción", "hidden-character"),
        ("\u0645\u06cc\u200c\u200c\u062e", "hidden-character"),
        ("a\ufffeb", "hidden-character"),
        ("a\uffffb", "hidden-character"),
        ("a\U0010ffffb", "hidden-character"),
        ("a\U000e0041b", "hidden-character"),
    ],
)
def test_text_with_more_than_words_is_refused(text: str, kind: str) -> None:
    with pytest.raises(ValidationError) as error:
        TypeAdapter(Line).validate_python(text)
    assert [each["type"] for each in error.value.errors()] == [kind]


@pytest.mark.parametrize(
    "text",
    ["fewer than < 3 and > 2", "Q&A", "AT&T", "A/RES/55/25", "1999–2000", "resolution 2331 (2016)",
     "art. 32(3)(c)", "vol. 2225, p. 209", "العربية", "10 000 000",
     "a < b", "a <", "1 <2> 3", "& c", "AT&T; more", "Q & A;", "&#", "می\u200cخواهم", "क्\u200dष",
     "5 º", "日本語"],
)  # fmt: skip
def test_plain_text_stays_as_it_is(text: str) -> None:
    assert TypeAdapter(Line).validate_python(text) == text


def test_white_space_in_a_text_is_folded() -> None:
    assert TypeAdapter(Line).validate_python("  one\n two ") == "one two"


# What the HTML standard says of `<` in text (13.2.5.6 to 13.2.5.8 and 13.2.5.41 to 13.2.5.42); an end
# of the text after `</` counts as if more followed.
TAG_OPEN = re.compile("<(?:[a-zA-Z!?]|/)")
MARKS = "<>/!?&#;=-'\"` xXaltmp3C\t"


@given(st.one_of(st.text(MARKS, max_size=30), st.text()))
def test_markup_is_what_the_standard_reads_as_more_than_text(text: str) -> None:
    assume(not hidden_characters(text) and "javascript" not in text.lower())
    opens = TAG_OPEN.search(text)
    if not opens:
        # What follows `<` is text now, so that a real parser can be asked about the references.
        shown = BeautifulSoup(nh3.clean(text.replace("<", "«")), "html.parser").get_text()
        assert (markup(text) is None) == (shown == text.replace("<", "«"))
    else:
        assert markup(text) is not None


@given(st.text(MARKS, max_size=20), st.text(MARKS, max_size=20))
def test_text_without_markup_is_only_text_to_a_parser(before: str, after: str) -> None:
    assume(markup(before) is None and not before.endswith(("<", "&")))
    shown = nh3.clean(f"{before}<b>{escape(after)}</b>", tags={"b"})
    assert BeautifulSoup(shown, "html.parser").get_text() == before + after


@given(st.text())
def test_text_is_kept_or_refused_and_never_hides_anything(text: str) -> None:
    try:
        kept = TypeAdapter(Line).validate_python(text)
    except ValidationError:
        return
    assert not hidden_characters(kept)
    assert kept == " ".join(kept.split())
    assert TypeAdapter(Line).validate_python(kept) == kept


def test_text_exists_in_the_languages_it_has() -> None:
    text = Text.model_validate({"es": "uno", "en": "one"})
    assert (text["es"], "en" in text, "fr" in text) == ("uno", True, False)
    assert list(text.languages()) == ["es", "en"]
    for wrong in ({}, {"español": "uno"}, {"ES": "uno"}, {"es": 1}):
        with pytest.raises(ValidationError):
            Text.model_validate(wrong)


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", "data:text/html,x", "//example.org", "ftp://example.org", "example.org",
     'https://example.org/"onclick="x', "https://example.org/<b>", "https://a b", "HTTPS://x",
     "https://example.org/\n"],
)  # fmt: skip
def test_unsafe_link_is_refused(url: str) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(Link).validate_python(url)


@pytest.mark.parametrize(
    "link",
    ["javascript:alert(1)", "//example.org", "/\\\\example.org", "data:x", "../x", "Countries/", "a b/", ""],
)  # fmt: skip
def test_link_of_a_change_leads_to_a_page_or_a_web_address(link: str) -> None:
    for good in ("/", "countries/", "/glossary/#vpi", "#vpi", "https://example.org/a"):
        assert TypeAdapter(SiteLink).validate_python(good) == good
    with pytest.raises(ValidationError):
        TypeAdapter(SiteLink).validate_python(link)


def test_safe_link_is_kept() -> None:
    for url in ("https://example.org/a?b=1&c=%20#d", "http://example.org/é"):
        assert TypeAdapter(Link).validate_python(url) == url


def test_mailbox_is_an_address() -> None:
    assert TypeAdapter(Mailbox).validate_python("unit@un.org") == "unit@un.org"
    with pytest.raises(ValidationError):
        TypeAdapter(Mailbox).validate_python("unit at un.org")


@pytest.mark.parametrize(
    ("name", "identifier"),
    [
        ("Alianza de México", "alianza-de-mexico"),
        ("𝕊ociedad", "sociedad"),
        ("ＲＥＤ 4", "red-4"),
    ],
)
def test_id_made_from_a_name_keeps_its_letters(name: str, identifier: str) -> None:
    assert slug(name) == identifier


@pytest.mark.parametrize("wrong", ["Mex", "a_b", "a--b", "-a", "a-", "méx", "", "a b", "x" * 65])
def test_id_is_lower_case_letters_digits_and_hyphens(wrong: str) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(Slug).validate_python(wrong)
