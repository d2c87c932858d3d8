"""Whatever `mkdocs.yml` holds: it is read once, or each mistake is told where it stands."""

import os
from pathlib import Path

import pytest

from atlas.catalogue.problems import LANGUAGES
from atlas.catalogue.settings import SettingsError, read_settings
from atlas.cli.main import main
from support.projects import EXAMPLE

TEXT = (EXAMPLE / "mkdocs.yml").read_text(encoding="utf-8")
LANGUAGE = "        - {locale: en, name: English, build: true}\n"
ADDRESS = "site_url: https://example.org/\n"


def line_of(text: str, wanted: str) -> int:
    return text[: text.index(wanted)].count("\n") + 1


def test_settings_hold_what_the_file_says() -> None:
    settings = read_settings(TEXT.encode())
    assert [each.tag for each in settings.languages] == ["es", "en"]
    assert settings.url == "https://example.org/"
    assert settings.repository == "https://git.example.org/atlas"
    assert settings.contact == "corrections@example.org"


@pytest.mark.parametrize(
    ("old", "new", "wanted"),
    [
        pytest.param(
            "      languages:\n", "      languages: [[x]]\n      other:\n", "[x]", id="list"
        ),
        pytest.param("locale: en", "locale: 1.5", "1.5", id="number-for-a-language"),
        pytest.param("locale: en", "locale: no", "no,", id="no-is-not-norwegian"),
        pytest.param("locale: en", "locale: xx-yy", "xx-yy", id="unknown-language"),
        pytest.param("locale: en", "locale: es", "- {locale: es", id="language-twice"),
        pytest.param(
            "default: true, build", "default: false, build", "- {locale: es", id="no-default"
        ),
        pytest.param("[ATLAS_LANGUAGE, es]", "[ATLAS_LANGUAG'E, es]", "!ENV [ATLAS", id="variable"),
        pytest.param("!ENV [ATLAS_LANGUAGE, es]", "es", "es\n      reconf", id="one-language-only"),
        pytest.param("  - i18n:", "  - other:", "- other", id="no-languages"),
        pytest.param(
            "docs_dir: content\n",
            f"order: {'1' * 5000}\ndocs_dir: content\n",
            "1" * 5000,
            id="5000-digits",
        ),
        pytest.param(
            "docs_dir: content\n",
            f"deep: {'[' * 100_000}\ndocs_dir: content\n",
            "[[[[",
            id="100000-brackets",
        ),
        pytest.param(
            "docs_dir: content\n",
            f"deep:\n  {'- ' * 1000}x\ndocs_dir: content\n",
            "- - -",
            id="1000-hyphens",
        ),
        pytest.param(
            "docs_dir: content\n",
            "day: 2022-02-30\ndocs_dir: content\n",
            "2022-02-30",
            id="impossible-day",
        ),
        pytest.param(
            "docs_dir: content\n", "a: \uffff\ndocs_dir: content\n", "\uffff", id="no-character"
        ),
        pytest.param(
            "docs_dir: content\n", "a: %x\ndocs_dir: content\n", "%x", id="reserved-character"
        ),
        pytest.param(
            "docs_dir: content\n", "a: &a [*a]\ndocs_dir: content\n", "&a", id="reference-to-itself"
        ),
        pytest.param(
            "site_url: https://example.org/", "site_url: example", "example\n", id="address"
        ),
        pytest.param(ADDRESS, "site_url:\n", "site_url", id="empty-address"),
        pytest.param(
            "extra:\n", "extra:\n  fallback: {en: [fr]}\n", "{en: [fr]}", id="fallback-elsewhere"
        ),
    ],
)
def test_mistake_in_the_settings_is_told_on_its_line(old: str, new: str, wanted: str) -> None:
    assert old in TEXT
    text = TEXT.replace(old, new, 1)
    with pytest.raises(SettingsError) as raised:
        read_settings(text.encode())
    told = raised.value.problems
    assert line_of(text, wanted) in {each.position.line for each in told}
    for found in told:
        assert found.path == "mkdocs.yml"
        assert all(found.sentence(tag) for tag in LANGUAGES)


def test_character_that_is_not_utf_8_is_told_where_it_stands() -> None:
    with pytest.raises(SettingsError) as raised:
        read_settings(TEXT.replace("Ejemplo", "Ejempl\u00f3", 1).encode("latin-1"))
    [found] = raised.value.problems
    assert (found.code, found.position.line, found.position.column) == ("not-utf-8", 1, 18)


@pytest.mark.parametrize("value", ["https://", "atlas.example.org"])
def test_address_that_is_none_from_the_environment_is_told_in_both_languages(
    example_copy: Path,
    value: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    file = example_copy / "mkdocs.yml"
    text = TEXT.replace(ADDRESS, 'site_url: !ENV [ATLAS_URL, "https://example.org/"]\n')
    file.write_text(text, encoding="utf-8")
    monkeypatch.delenv("ATLAS_URL", raising=False)
    assert main(["--root", str(example_copy), "check"]) == 0
    monkeypatch.setenv("ATLAS_URL", value)
    assert main(["--root", str(example_copy), "build"]) == 2
    said = capsys.readouterr().err
    assert said.startswith("mkdocs.yml:2:11: error[broken-settings]")
    assert "ATLAS_URL" in said.splitlines()[0]
    assert "ATLAS_URL" in said.splitlines()[1]
    assert "Traceback" not in said
    assert os.environ["ATLAS_URL"] == value


def test_settings_that_hold_nothing_are_told_as_such() -> None:
    with pytest.raises(SettingsError) as told:
        read_settings(b"{}\n")
    assert [each.code for each in told.value.problems] == ["broken-settings"]
