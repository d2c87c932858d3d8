"""YAML text becomes plain values with positions, and what could surprise is refused."""

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from atlas.catalogue.problems import Position
from atlas.catalogue.yaml_reader import MAXIMUM_BYTES, read
from atlas.model.values import hidden_characters


def value(text: str) -> object:
    document = read("x.yml", text.encode())
    assert not document.problems
    return document.value


def codes(content: bytes) -> list[str]:
    return [each.code for each in read("x.yml", content).problems]


@pytest.mark.parametrize(
    "text",
    ["NO", "no", "yes", "On", "off", "2024-10-14", "1:30", "0x1F", "017", "1e3", "1_000", ".inf",
     "<<", "=", "Null", "TRUE", "+", "12.", "1.0.0", "002"],
)  # fmt: skip
def test_scalar_that_looks_like_something_else_is_text(text: str) -> None:
    assert value(f"a: {text}") == {"a": text}


@pytest.mark.parametrize(
    ("text", "expected"),
    [("true", True), ("false", False), ("null", None), ("~", None), ("", None), ("12", 12),
     ("-3", -3), ("0", 0), ("1.5", 1.5), ("'12'", "12"), ('"true"', "true")],
)  # fmt: skip
def test_scalar_of_yaml_1_2_has_its_type(text: str, expected: object) -> None:
    found = value(f"a: {text}")
    assert found == {"a": expected}
    assert isinstance(found, dict)
    assert type(found["a"]) is type(expected)


def test_every_value_knows_its_line_and_column() -> None:
    document = read("x.yml", b"a: 1\nlist:\n  - b:\n      es: uno\n")
    assert document.position(("a",)) == Position(1, 4)
    assert document.position(("list", 0, "b", "es")) == Position(4, 11)
    assert document.position(("list", 0, "b", "es"), key=True) == Position(4, 7)
    assert document.position(("list", 0, "absent", "es")) == Position(3, 5)
    assert document.position(("absent",)) == Position(1, 1)


def test_windows_line_ends_and_a_byte_order_mark_change_nothing() -> None:
    document = read("x.yml", "\ufeffa: 1\r\nb: |\r\n  uno\r\n  dos\r\n".encode())
    assert document.value == {"a": 1, "b": "uno\ndos\n"}
    assert document.position(("b",)) == Position(2, 4)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"a: &x 1\nb: *x", "anchor"),
        (b"a: *x", "anchor"),
        (b"a: !!python/object/apply:os.system [x]", "tag"),
        (b"a: !x 1", "tag"),
        (b"%TAG ! tag:x,2000:\n---\na: !x 1", "tag"),
        (b"a: 1\n\tb: 2", "tab"),
        (b"a: 1\na: 2", "duplicate-key"),
        (b"? {a: 1}\n: 2", "odd-key"),
        (b"a: [1, 2", "open-quote"),
        (b"a: 'x", "open-quote"),
        (b"a: b: c", "colon"),
        (b"a: 1\nb\nc: 2", "broken-line"),
        (b"a: `x`", "reserved-character"),
        (b"", "empty-file"),
        (b"a: 1 # why", "comment"),
        (b"\xff\xfe", "not-utf-8"),
        ("a: b\u2066c".encode(), "hidden-character"),
        (b"a: " + b"x" * MAXIMUM_BYTES, "file-too-large"),
        (b"[" * 30 + b"]" * 30, "too-deep"),
        (b"a: " + b"[" * 100_000, "too-deep"),
        (b"a: 1\n---\nb: 2", "second-document"),
    ],
    ids=str,
)
def test_what_could_surprise_is_refused(content: bytes, code: str) -> None:
    assert code in codes(content)


def test_aliases_never_multiply() -> None:
    bomb = b"a: &a [x, x, x, x, x, x, x, x, x]\n" + b"".join(
        f"{chr(98 + i)}: &{chr(98 + i)} [{', '.join([f'*{chr(97 + i)}'] * 9)}]\n".encode()
        for i in range(9)
    )
    document = read("x.yml", bomb)
    assert document.value is None
    assert [each.code for each in document.problems] == ["anchor"]


def test_repeated_key_names_the_line_of_the_first() -> None:
    document = read("x.yml", b"a: 1\nb: 2\na: 3\n")
    (found,) = document.problems
    assert found.position == Position(3, 1)
    assert "1" in found.message["es"]
    assert document.value == {"a": 1, "b": 2}


# Characters nobody sees are refused by a rule of their own.
SCALARS = st.text(st.characters(exclude_categories=("C", "Z")), min_size=1).filter(
    lambda text: not hidden_characters(text)
)
PLAIN = st.recursive(
    SCALARS | st.booleans() | st.integers(-9999, 9999) | st.none(),
    lambda inner: st.lists(inner) | st.dictionaries(SCALARS, inner),
    max_leaves=20,
)


@given(PLAIN)
def test_what_another_writer_writes_is_read_back(content: object) -> None:
    class Plain(yaml.SafeDumper):
        def ignore_aliases(self, data: object) -> bool:
            return True

    text = yaml.dump({"v": content}, Dumper=Plain, allow_unicode=True, default_style='"')
    if "!!" in text:  # with every scalar quoted, PyYAML marks what is not text by a tag
        text = yaml.dump({"v": content}, Dumper=Plain, allow_unicode=True)
    document = read("x.yml", text.encode())
    if document.problems:
        assert {each.code for each in document.problems} <= {"comment", "too-deep", "odd-key"}
    else:
        assert document.value["v"] == content


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused_but_never_raise(content: bytes) -> None:
    document = read("x.yml", content)
    for found in document.problems:
        assert found.position.line >= 1
        assert found.position.column >= 1
    assert document.problems or document.value is not None or content.strip()


@given(st.text("ab:-[]{}#&*!|>'\"%@`,? \n\t", max_size=60))
def test_any_punctuation_is_read_or_refused_but_never_raises(text: str) -> None:
    read("x.yml", text.encode())
