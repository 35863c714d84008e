"""Reads the frame of a seal from the bytes of a file, without parsing the PDF.

A signature in a PDF covers two ranges of bytes: from the start to the `<` of its own value, and from the `>` to the
end. Here only a frame counts that covers the entire file but for the value, written as this application writes it:
upper-case digits, the CMS structure, and zeros. So nothing of an unknown file is unpacked or followed: what a hostile
one could do to a parser of PDFs, it cannot do here. A file whose ranges match a known seal is the file that was sealed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

RANGE = re.compile(rb"/ByteRange \[0 (\d{1,9}) (\d{1,9}) (\d{1,9})\]")
DIGITS = re.compile(rb"<((?:[0-9A-F]{2})+)>")
# No seal of ours is larger; what claims to be is not read.
LARGEST_SEAL = 64 * 1024
MOST_FRAMES = 20


@dataclass(frozen=True)
class Frame:
    """A seal that covers the whole file: the bytes before and after its value, and the value, still with its zeros."""

    before: memoryview
    after: memoryview
    value: bytes


def whole_file_frames(pdf: bytes) -> Iterator[Frame]:
    """Yield what claims to cover the entire file."""
    for number, match in enumerate(RANGE.finditer(pdf)):
        if number == MOST_FRAMES:
            return
        length, start, rest = (int(digits) for digits in match.groups())
        if start + rest != len(pdf) or not 0 < start - length <= 2 * LARGEST_SEAL:
            continue
        if value := DIGITS.fullmatch(pdf, length, start):
            view = memoryview(pdf)
            yield Frame(view[:length], view[start:], bytes.fromhex(value[1].decode()))


def holds_one_of(pdf: bytes, marks: Iterable[bytes]) -> bool:
    """Tell whether some bytes stand in a file in the digits of a seal."""
    return any(mark.hex().upper().encode() in pdf for mark in marks)
