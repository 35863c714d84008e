"""Whether someone typed their own name: keyboards, habits and haste are forgiven, another name is not."""

from __future__ import annotations

import unicodedata

from web.fields.names import plain

# Letters that have no accent to take off, and that other keyboards write with plain ones.
PLAIN = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h", "ŋ": "n"},
)


def bare(name: str) -> str:
    """Return a name without case, accents, blanks and punctuation."""
    letters = unicodedata.normalize("NFKD", plain(name).casefold()).translate(PLAIN)
    return "".join(char for char in letters if char.isalnum())


def is_same_name(typed: str, name: str) -> bool:
    """Whether the typed name is the person's, but for case, accents, blanks and punctuation."""
    return bool(bare(typed)) and bare(typed) == bare(name)
