"""What a document says, passage by passage, without what only makes it look so."""

import re
from dataclasses import dataclass

MAXIMUM_TEXT = 400_000
"""Characters of a document; the longest resolution with its annexes has a quarter of that."""

TERMINAL = (".", ",", ";", ":", "…")
SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹"
LABEL = re.compile(r"(?:\d{1,3}\.|\(?[a-z]{1,5}\)|\([A-Z]\))\s+(?=\S)")
"""What a numbered paragraph begins with: `1.`, `(a)`, `a)`, `(iv)`."""


@dataclass(frozen=True)
class Passage:
    """One passage: its text with single spaces, what of it is in italics, whether it is a footnote."""

    text: str
    italics: tuple[str, ...] = ()
    note: bool = False


@dataclass(frozen=True)
class Run:
    """A stretch of a passage set in one way; a raised one is the mark of a footnote."""

    text: str
    italic: bool = False
    raised: bool = False


def passage(runs: list[Run], label: str = "", *, note: bool = False) -> Passage | None:
    """A passage from its stretches, None if it says nothing. Marks of footnotes are left out."""
    begins_raised = bool(runs) and runs[0].raised and runs[0].text.strip().strip("*").isdigit()
    words = "".join(run.text for run in runs if not run.raised)
    words = re.sub(rf"[{SUPERSCRIPTS}]+", "", words)
    text = " ".join(f"{label} {words}".split())
    if not text:
        return None
    stretches: list[str] = []
    before = False
    for run in runs:
        if run.italic and run.text.strip():
            if before:
                stretches[-1] += run.text
            else:
                stretches.append(run.text)
        before = run.italic and bool(run.text)
    italics = tuple(" ".join(each.split()) for each in stretches)
    return Passage(text, italics, note or begins_raised)


def joined(passages: list[Passage]) -> list[Passage]:
    """Passages as they were before a page ended in them: what goes on without a capital is one again.

    Footnotes that stand between two halves of a sentence come after it.
    """
    done: list[Passage] = []
    for each in passages:
        last = next((i for i in range(len(done) - 1, -1, -1) if not done[i].note), None)
        before = done[last] if last is not None else None
        if not each.note and before and last is not None and _goes_on(before.text, each.text):
            text = f"{before.text} {each.text}"
            done[last] = Passage(text, before.italics + each.italics)
        else:
            done.append(each)
    return done


def _goes_on(before: str, after: str) -> bool:
    return (
        (after[:1].islower() or after[:1].isdigit())
        and not LABEL.match(after)
        and not before.endswith(TERMINAL)
        and len(before) > 60  # a heading is shorter
    )
