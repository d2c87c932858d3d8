"""Packs the objects of a PDF together, which makes a tagged document less than half as large.

Typst writes each object by itself. PDF 1.5 and later may keep them in compressed object streams
(ISO 32000-1, 7.5.7) with a cross-reference stream (7.5.8); PDF/A-2 and PDF/UA-1 allow both.
"""

import re
import zlib

OBJECTS_A_STREAM = 200

_START = re.compile(rb"startxref\s+(\d+)\s+%%EOF\s*\Z")
_HEAD = re.compile(rb"xref\s+0 (\d+)\s+")
_TRAILER = re.compile(rb"trailer\s*<<(.*?)>>\s*startxref", re.DOTALL)
_OBJECT = re.compile(rb"(\d+) 0 obj\s(.*)\sendobj\s*\Z", re.DOTALL)
_ENTRY = 20
_PACKED = re.compile(rb"/Type/ObjStm[^>]*>>\nstream\n")
_PAGES = re.compile(rb"/Type/Pages/Count (\d+)")


def compact(pdf: bytes) -> bytes:
    """The same document in fewer bytes; as it is, if it does not have the plain form Typst writes."""
    found = _read(pdf)
    if not found:
        return pdf
    objects, trailer = found
    count = max(objects) + 1
    out = bytearray(pdf[: pdf.index(b"\n1 0 obj") + 1])
    rows: dict[int, tuple[int, int, int]] = {0: (0, 0, 65535)}
    packed: list[int] = []
    for number, content in objects.items():
        if b"stream\n" in content or b"stream\r" in content:
            rows[number] = (1, len(out), 0)
            out += b"%d 0 obj\n%b\nendobj\n" % (number, content)
        else:
            packed.append(number)
    for first in range(0, len(packed), OBJECTS_A_STREAM):
        members = packed[first : first + OBJECTS_A_STREAM]
        places, bodies = bytearray(), bytearray()
        for index, number in enumerate(members):
            rows[number] = (2, count, index)
            places += b"%d %d " % (number, len(bodies))
            bodies += objects[number] + b"\n"
        head = b"/Type/ObjStm/N %d/First %d" % (len(members), len(places))
        rows[count] = (1, len(out), 0)
        out += _stream(count, head, bytes(places + bodies))
        count += 1
    rows[count] = (1, len(out), 0)
    start = len(out)
    table = b"".join(
        kind.to_bytes(1, "big") + first.to_bytes(4, "big") + second.to_bytes(2, "big")
        for _, (kind, first, second) in sorted(rows.items())
    )
    head = b"/Type/XRef/W[1 4 2]/Size %d%b" % (count + 1, trailer)
    out += _stream(count, head, table)
    out += b"startxref\n%d\n%%%%EOF\n" % start
    return bytes(out)


def _stream(number: int, head: bytes, content: bytes) -> bytes:
    squeezed = zlib.compress(content, 9)
    return b"%d 0 obj\n<<%b/Filter/FlateDecode/Length %d>>\nstream\n%b\nendstream\nendobj\n" % (
        number,
        head,
        len(squeezed),
        squeezed,
    )


def page_count(pdf: bytes) -> int:
    """How many pages a PDF made here has, compact or not."""
    streams = (pdf[found.end() :] for found in _PACKED.finditer(pdf))
    parts = [pdf, *(zlib.decompressobj().decompress(stream) for stream in streams)]
    counts = (_PAGES.search(part) for part in parts)
    return next((int(found[1]) for found in counts if found), 0)


def _read(pdf: bytes) -> tuple[dict[int, bytes], bytes] | None:
    """The objects of a PDF by number, in the order of the file, and its trailer without the size."""
    end, trailer = _START.search(pdf), _TRAILER.search(pdf)
    head = _HEAD.match(pdf, int(end[1])) if end else None
    if not head or not trailer or b"/Prev" in trailer[1] or b"/Encrypt" in trailer[1]:
        return None
    count = int(head[1])
    rows = pdf[head.end() : head.end() + count * _ENTRY]
    entries = (rows[place : place + _ENTRY].split() for place in range(0, len(rows), _ENTRY))
    offsets = sorted(int(where) for where, _, kind in entries if kind == b"n")
    assert end
    objects = {}
    for start, stop in zip(offsets, [*offsets[1:], int(end[1])], strict=True):
        found = _OBJECT.match(pdf[start:stop])
        if not found:
            return None
        objects[int(found[1])] = found[2]
    if sorted(objects) != list(range(1, count)):
        return None
    return objects, re.sub(rb"/Size \d+", b"", trailer[1])
