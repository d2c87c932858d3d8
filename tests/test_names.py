"""A name is one name however it is written, and is found wherever it stands."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from atlas.catalogue.names import BLANK, LONGEST, Names, fingerprint, length, normalized
from support.projects import PROJECT
from support.running import run_here

NAME = "Asociación Ñandú-Zyxw, A.C."
SPELLINGS = {
    "decomposed": unicodedata.normalize("NFD", NAME),
    "compatible": "Ａsociación Ñandú-Zyxw, A.C.",
    "soft hyphen": "Aso\u00adciación Ñandú-Zy\u00adxw, A.C.",
    "zero width": "Asociación\u200b Ñan\u200cdú-Zyxw,\u2060 A.C.",
    "byte order mark": "\ufeffAsociación Ñandú-Zyxw, A.C.",
    "odd case": "aSOCIACIÓN ñANDÚ-zYXW, a.c.",
    "odd spaces": "Asociación\u00a0\u2009Ñandú-Zyxw,\nA.C.",
    "other hyphen": "Asociación Ñandú\u2011Zyxw, A.C.",
    "variation": "Asociación\ufe0f Ñandú-Zyxw, A.C.",
    "no accents": "Asociacion Nandu-Zyxw, A.C.",
    "other accents": "Asociacíon Ñándu-Zyxw, A.C.",
    "space for a hyphen": "Asociación Ñandú Zyxw, A.C.",
    "hyphen for a space": "Asociación–Ñandú-Zyxw, A.C.",
    "Turkish": "ASOCİACİÓN ÑANDÚ-ZYXW, A.C.",
    "as one word": "AsociacionNanduZyxw, A.C.",
    "dotless": "Asocıacıon Nandu-Zyxw, A.C.",
    "accent on accent": "Asociación\u0323 Ñandú-Zyxw, A.C.",
}


@pytest.fixture(params=[NAME, fingerprint(NAME)], ids=["name", "fingerprint"])
def names(request: pytest.FixtureRequest) -> Names:
    return Names.of([request.param])


@pytest.mark.parametrize("spelling", SPELLINGS.values(), ids=SPELLINGS.keys())
def test_name_is_found_however_it_is_spelled(names: Names, spelling: str) -> None:
    assert names.is_one(spelling)
    blanked = names.blanked(f"Lo dijo la {spelling}.")
    assert blanked.replace("\ufeff", "") == f"Lo dijo la {BLANK}."
    assert names.blanked(f"({spelling})").replace("\ufeff", "") == f"({BLANK})"


@pytest.mark.parametrize(
    "text", ["Asociación Ñandú", "Asociación Ñandú-Zyxwv, A.C.", "XAsociación Ñandú-Zyxw, A.C.", ""]
)
def test_other_words_stay(names: Names, text: str) -> None:
    assert names.blanked(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "**Asociación** *Ñandú-Zyxw*, A.C. lo dijo",
        "[Asociación Ñandú](https://example.org/)-Zyxw, A.C. lo dijo",
        "Asociación&nbsp;Ñand&uacute;-Zy&shy;xw, A.C. lo dijo",
        "Asociación Ñandú\\-Zyxw, A\\.C\\. lo dijo",
        "Asociación\nÑandú-Zyxw,\nA.C. lo dijo",
        "Asociación Ñandú-Zyxw[@source], A.C. lo dijo",
        "> Asociación\n> Ñandú-Zyxw,\n>> A.C. lo dijo",
    ],
)
def test_markdown_does_not_hide_a_name(names: Names, text: str) -> None:
    found = names.blanked(text, markdown=True)
    assert "Zyxw" not in found
    assert "Ñand" not in found
    assert found.endswith(" lo dijo")


@pytest.mark.parametrize(
    ("name", "spelling"),
    [
        ("جمعية محمد للسلام", "جَمْعِيَّة مُحَمَّد لِلسَّلام"),
        ("جمعية محمد للسلام", "جمعيـــة محمد للسلام"),
        ("אגודת השלום", "אֲגוּדַּת הַשָּׁלוֹם"),
        ("Łódź Društvo", "Lodz Drustvo"),
        ("北京和平發展協會", "北京 和平 發展 協會"),
    ],
)
def test_name_in_other_letters_is_found_without_its_marks(name: str, spelling: str) -> None:
    for written in (name, fingerprint(name)):
        assert Names.of([written]).blanked(f"(x {spelling} y)") == f"(x {BLANK} y)"


@pytest.mark.parametrize("name", ["和平協會", "สมาคมสันติ", "平和のための協会"])
def test_name_is_found_where_words_are_written_without_spaces(name: str) -> None:
    for written in (name, fingerprint(name)):
        assert Names.of([written]).blanked(f"我們{name}說") == f"我們{BLANK}說"


@pytest.mark.parametrize(("name", "text"), [("ASI", "así"), ("Sé", "se"), ("A-B", "a b")])
def test_short_name_is_not_taken_for_another_word(name: str, text: str) -> None:
    assert Names.of([name]).blanked(f"Es {text}.") == f"Es {text}."
    assert Names.of([name]).blanked(f"Es {name}.") == f"Es {BLANK}."


WORDS = st.text(st.characters(categories=("L", "N")), min_size=1, max_size=8)
HIDDEN = st.sampled_from(["\u00ad", "\u200b", "\u200d", "\ufeff", "\u2060", ""])


@given(st.lists(WORDS, min_size=1, max_size=6), st.data())
def test_no_disguise_hides_a_name(words: list[str], data: st.DataObject) -> None:
    name = " ".join(words)
    disguised = "".join(character + data.draw(HIDDEN) for character in name)
    if data.draw(st.booleans()):
        disguised = unicodedata.normalize("NFD", disguised)
    assert normalized(disguised) == normalized(name)
    if length(name) <= LONGEST:
        for written in (name, fingerprint(name)):
            assert Names.of([written]).blanked(f"x, {disguised}, y") == f"x, {BLANK}, y"


def test_command_prints_the_fingerprint_of_a_typed_name() -> None:
    for typed in (NAME, *SPELLINGS.values()):
        done = run_here(PROJECT, "fingerprint", typed=f"{typed.replace(chr(10), ' ')}\n")
        assert done.stdout == f"{fingerprint(NAME)}\n"


@pytest.mark.parametrize("typed", ["\n", "", f"{'palabra ' * (LONGEST + 1)}\n"])
def test_name_that_no_fingerprint_would_find_gets_none(typed: str) -> None:
    done = run_here(PROJECT, "fingerprint", typed=typed)
    assert done.returncode == 1
    assert "sha256" not in done.stdout
    assert str(LONGEST) in done.stdout
