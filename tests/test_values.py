"""Dates as precisely as they are known, texts in several languages, links."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from atlas.model.values import Day, Line, Link, Mailbox, PartialDate, Slug, Text, hidden_characters


@pytest.mark.parametrize("text", ["2024-10-14", "2024-10", "2024", "2000-02-29"])
def test_date_is_read_and_written_as_it_stands(text: str) -> None:
    assert PartialDate.parse(text).isoformat() == str(PartialDate.parse(text)) == text


@pytest.mark.parametrize(
    "text",
    ["2024-2-3", "2024-13", "2023-02-29", "24", "1850", "2200", "2024-10-14T00:00", "٢٠٢٤", " 2024",
     "2024-00", "2024-10-00", "", "2024\n"],
)  # fmt: skip
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        PartialDate.parse(text)


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
        ("write to a.b@example.org", "personal-contact"),
        ("call +52 55 1234 5678", "personal-contact"),
        ("   ", "empty-text"),
        ("a\u202eb", "hidden-character"),
        ("a\u200fb\u2066", "hidden-character"),
        ("bell\x07", "hidden-character"),
    ],
)
def test_text_with_more_than_words_is_refused(text: str, kind: str) -> None:
    with pytest.raises(ValidationError) as error:
        TypeAdapter(Line).validate_python(text)
    assert [each["type"] for each in error.value.errors()] == [kind]


@pytest.mark.parametrize(
    "text",
    ["fewer than < 3 and > 2", "Q&A", "AT&T", "A/RES/55/25", "1999–2000", "resolution 2331 (2016)",
     "art. 32(3)(c)", "vol. 2225, p. 209", "العربية", "10 000 000"],
)  # fmt: skip
def test_plain_text_stays_as_it_is(text: str) -> None:
    assert TypeAdapter(Line).validate_python(text) == text


def test_white_space_in_a_text_is_folded() -> None:
    assert TypeAdapter(Line).validate_python("  one\n two ") == "one two"


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


def test_safe_link_is_kept() -> None:
    for url in ("https://example.org/a?b=1&c=%20#d", "http://example.org/é"):
        assert TypeAdapter(Link).validate_python(url) == url


def test_mailbox_is_an_address() -> None:
    assert TypeAdapter(Mailbox).validate_python("unit@un.org") == "unit@un.org"
    with pytest.raises(ValidationError):
        TypeAdapter(Mailbox).validate_python("unit at un.org")


@pytest.mark.parametrize("wrong", ["Mex", "a_b", "a--b", "-a", "a-", "méx", "", "a b", "x" * 65])
def test_id_is_lower_case_letters_digits_and_hyphens(wrong: str) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(Slug).validate_python(wrong)
