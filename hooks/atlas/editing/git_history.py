"""The history of each record, made from what Git holds of its file: nothing of it is kept anywhere else."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

from atlas.catalogue.catalogue import Catalogue
from atlas.catalogue.record_history import Histories, days_of_change
from atlas.catalogue.validation import validate
from atlas.catalogue.withholding import withhold
from atlas.catalogue.yaml_reader import read
from atlas.editing.git import GitError, git
from atlas.model.kinds import PAGED, RECORDS
from atlas.model.records import Record
from atlas.model.traversal import leaves

States = Mapping[str, Mapping[date, str]]
"""File → day of a commit → the object that holds the file at the end of that day; empty where it is gone."""


class NoHistoryError(Exception):
    """Git cannot tell how the data came to be; the message says why, in both languages."""


def histories(root: Path, catalogue: Catalogue) -> Histories:
    """What changed in every record that has a page, of a project at `root` with this catalogue.

    A day is that of a commit on the branch itself, in UTC; a record at a former id is the same record.
    Every state is looked at without what is withheld now. Raises NoHistoryError.
    """
    try:
        return _histories(root, catalogue)
    except GitError as error:
        raise NoHistoryError(_NO_GIT) from error


def _histories(root: Path, catalogue: Catalogue) -> Histories:
    states = _states(root)
    known = {
        kind: frozenset(i for record in own.values() for i in (record.id, *record.former_ids))
        for kind, own in catalogue.records.items()
    }
    wanted = {
        f"data/{kind}/{identifier}.yml": [
            f"data/{kind}/{own}.yml"
            for own in (*record.former_ids, identifier)
            if (kind, own) not in catalogue.withheld_records
        ]
        for kind in PAGED
        for identifier, record in catalogue.records[kind].items()
    }
    objects = {
        name
        for files in wanted.values()
        for file in files
        for name in states.get(file, {}).values()
    }
    contents = _contents(root, sorted(objects - {""}))
    found = {}
    for file, files in wanted.items():
        by_day: dict[date, tuple[str, str]] = {}
        for own in files:
            for day, name in states.get(own, {}).items():
                if name:
                    by_day[day] = own, name
        read_states = [
            (day, _record(own, contents[name], catalogue, known))
            for day, (own, name) in sorted(by_day.items())
        ]
        if days := days_of_change(read_states):
            found[file] = days
    return found


def _record(
    file: str, content: bytes, catalogue: Catalogue, known: Mapping[str, frozenset[str]]
) -> Record | None:
    """The record a file held, without what is withheld now; None if it is no valid record today.

    `known` are the ids of each kind that a reference may name.
    """
    kind = file.split("/")[1]
    record, _ = validate(read(file, content), RECORDS[kind])
    if not isinstance(record, Record):
        return None
    # A record that is not there may be one whose file went with its name: nothing is told of it, either.
    absent = {
        (leaf.target, leaf.value)
        for leaf in leaves(record)
        if leaf.target in RECORDS and leaf.value not in known[leaf.target]
    }
    without = replace(catalogue.withholding, records=catalogue.withholding.records | absent)
    kept = withhold(without, {kind: {record.id: record}}, {}, {})
    return kept.records[kind].get(record.id)


def _states(root: Path) -> States:
    if git(root, "rev-parse", "--is-shallow-repository").strip() != b"false":
        raise NoHistoryError(_SHALLOW)
    told = git(
        root,
        *("-c", "core.quotePath=false", "log", "--reverse", "--first-parent"),
        *("--diff-merges=first-parent", "--no-renames", "--raw", "--no-abbrev", "--relative", "-z"),
        *("--format=tformat:%ct", "--", *(f"data/{kind}" for kind in PAGED)),
    )
    found: dict[str, dict[date, str]] = {}
    for day, name, file in _changes(told.decode(errors="replace").split("\0")):
        found.setdefault(file, {})[day] = name
    return found


def _changes(told: Sequence[str]) -> Iterator[tuple[date, str, str]]:
    """Day, object and file of each change, of what `git log --raw -z` says, cut at its zeros."""
    day, words = date.min, iter(told)
    for word in map(str.strip, words):
        if word.startswith(":"):
            name = word.split(" ")[3]
            yield day, "" if set(name) == {"0"} else name, next(words)
        elif word:
            day = datetime.fromtimestamp(int(word), UTC).date()


def _contents(root: Path, names: Sequence[str]) -> dict[str, bytes]:
    """Name of an object → what it holds."""
    told = git(root, "cat-file", "--batch", said="".join(f"{name}\n" for name in names).encode())
    found, place = {}, 0
    for name in names:
        end = told.index(b"\n", place)
        size = int(told[place:end].split()[2])
        found[name] = told[end + 1 : end + 1 + size]
        place = end + size + 2
    return found


_NO_GIT = (
    "Aquí Git no sabe nada de los datos: las páginas no dirán qué cambió en cada ficha.\n"
    "Git knows nothing of the data here: pages will not say what changed in each record."
)
_SHALLOW = (
    "Falta parte de la historia de Git (tráigala con «git fetch --unshallow»): no se dirá qué cambió.\n"
    "Part of the Git history is missing (“git fetch --unshallow” brings it): no page will say what changed."
)
